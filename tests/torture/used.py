"""A bot that has been at work: its folder as it was left, to be copied as often as somebody likes."""

import asyncio
import re
import shutil
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from bot.kept import open_storage
from bot.settings import Settings
from bot.storage.backups import make_backup
from bot.storage.keys import vault_in
from knowledge.loading.starter import STARTER
from tests.telegram.crowd import Crowd, questions_in
from tests.telegram.program import Place, at_work, drained
from tests.telegram_server import Chat, TelegramServer

Rows = Mapping[str, Counter[Any]]
"""By table."""


@dataclass(frozen=True, slots=True)
class Used:
    """A bot that was killed after it had answered, and the same after its file was closed in good order."""

    killed: Place
    stopped: Place
    owner: Chat

    def copy(self, to: Path, *, was_killed: bool = False) -> Place:
        """The same bot in another folder."""
        place = self.killed if was_killed else self.stopped
        shutil.copytree(place.folder, to)
        return _in(place, to)


def _in(place: Place, folder: Path) -> Place:
    return Place(place.telegram, place.token, folder, STARTER, {"GRAPPOLO_BACKUPS": str(folder / "backups")})


async def use(telegram: TelegramServer, folder: Path, questions: int = 60) -> Used:
    """Let a bot answer, be owned by somebody, and make a backup; then kill it."""
    place = _in(Place(telegram.url, telegram.bot.token, folder), folder / "killed")
    crowd = Crowd(telegram)
    async with at_work(telegram, place) as program:
        crowd.ask(list(questions_in(telegram, questions, Random(5))))  # noqa: S311  # the same each time
        owner = telegram.private(telegram.user("Anna", "en"))
        await telegram.until(lambda: "/start " in program.said())
        code = re.search(r"/start \S+", program.said())
        assert code and owner.user  # noqa: PT018  # both are there
        telegram.message(owner.user, owner, code[0])
        await drained(telegram, place)
        now, vault = datetime.now(UTC), vault_in(place.keys)
        await asyncio.to_thread(make_backup, place.database, vault, folder / "killed" / "backups", now)
        await program.kill()
    (place.data / "heartbeat").unlink()
    shutil.copytree(place.folder, folder / "stopped")
    stopped = _in(place, folder / "stopped")
    async with open_storage(Settings(data=stopped.data, keys=stopped.keys)):
        pass
    return Used(place, stopped, owner)


def rows_in(file: Path) -> Rows:
    """All rows as they stand in a file that nobody has open, byte by byte; the file may change."""
    with closing(sqlite3.connect(file)) as database:
        database.text_factory = bytes
        names = [name.decode() for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: Counter(database.execute(f'SELECT * FROM "{name}"')) for name in names}  # noqa: S608  # names of tables

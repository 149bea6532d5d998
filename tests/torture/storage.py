"""The file of SQLite is locked by another program, or has no room, while the bot answers."""

import asyncio
import json
import resource
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from random import Random
from typing import Final

from aiohttp import ClientSession

from bot.settings import Settings
from knowledge.loading.starter import STARTER
from tests.telegram.crowd import Crowd, Findings, questions_in, recorded_in
from tests.telegram.program import Place, Program, at_work, drained
from tests.telegram.proxy import a_free_port
from tests.telegram_server import TelegramServer
from tests.torture.family import Family, Row

PORTION: Final = 100
"""As many questions come before, during and after the trouble, each."""
UNLIMITED: Final = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)

Trouble = Callable[[Place, Program], AbstractAsyncContextManager[None]]
"""What is wrong with the file until the end of the block."""


@asynccontextmanager
async def locked(place: Place, program: Program) -> AsyncIterator[None]:
    """Another program is writing and does not end."""
    with closing(sqlite3.connect(place.database, isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@asynccontextmanager
async def full(place: Place, program: Program) -> AsyncIterator[None]:
    """No file of the bot may become larger than the half of what its database is."""
    least = min(one.stat().st_size for one in place.data.glob("grappolo.sqlite*") if one.stat().st_size)
    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (least // 2, resource.RLIM_INFINITY))
    yield
    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, UNLIMITED)


async def torture(folder: Path, trouble: Trouble, seconds: float, name: str, *, forgets: bool = False) -> Row:
    """Ask before, during and after trouble of so many *seconds*; with *forgets* the file is emptied in it."""
    async with TelegramServer() as telegram:
        monitor = f"127.0.0.1:{a_free_port()}"
        more = {"GRAPPOLO_MONITOR": monitor, "GRAPPOLO_BACKUPS": str(folder / "backups")}
        place = Place(telegram.url, telegram.bot.token, folder, STARTER, more)
        crowd = Crowd(telegram)
        coming = list(questions_in(telegram, 3 * PORTION, Random(4)))  # noqa: S311  # the same each time
        async with at_work(telegram, place) as program:
            crowd.ask(coming[:PORTION])
            await drained(telegram, place)
            async with trouble(place, program):
                crowd.ask(coming[PORTION : 2 * PORTION])
                said, waited = await _not_ready(monitor, seconds)
                await program.lives_for(max(0.0, seconds - waited))
                unconfirmed = len(telegram.bot.updates.waiting())
                if forgets:
                    telegram.bot.updates.drop()
            began = time.monotonic()
            crowd.ask(coming[2 * PORTION :])
            await drained(telegram, place)
            after = time.monotonic() - began
            assert await program.stop() == 0, program.said()
        crowd.ends.append(len(telegram.calls))
        settings = Settings(data=place.data, keys=place.keys)
        found = await recorded_in(crowd.findings(), settings, f"telegram:{telegram.bot.id}")
        whole = await asyncio.to_thread(integrity, place.database)
    return _row(name, found, said, unconfirmed, after, whole, is_control=forgets)


async def _not_ready(monitor: str, seconds: float) -> tuple[str, float]:
    """What /readyz says is wrong, and after how long it said so; nothing if it never does."""
    began = time.monotonic()
    async with ClientSession() as session:
        while (waited := time.monotonic() - began) < seconds:
            async with session.get(f"http://{monitor}/readyz") as said:
                checks = json.loads(await said.text())["checks"]
                wrong = [f"{name}: {text}" for name, text in checks.items() if text != "ok" and name != "disk"]
            if wrong:
                return "; ".join(wrong), waited
            await asyncio.sleep(0.1)
    return "", seconds


def integrity(file: Path) -> str:
    """What SQLite says of a whole file that may be in use."""
    with closing(sqlite3.connect(file)) as database:
        return str(database.execute("PRAGMA integrity_check").fetchone()[0])


def _row(name: str, found: Findings, said: str, unconfirmed: int, after: float, whole: str, *, is_control: bool) -> Row:
    figures: dict[str, str | int] = {
        "questions": found.questions,
        "kept by Telegram meanwhile": unconfirmed,
        "without an answer": len(found.lost),
        "without their record": len(found.expected - found.recorded.keys()),
        "recorded twice": sum(number - 1 for number in found.recorded.values()),
        "said twice": found.repeats.total() + len(found.repeated_in_one_life),
        "/readyz said": said or "ready",
        "all answered after": f"{after:.0f} s",
    }
    return Row(name, figures, found.problems() + ([whole] if whole != "ok" else []), is_control)


def measure(folder: Path) -> Sequence[Row]:
    """Locked for a moment, locked for long, no room, and no room with a Telegram that forgets."""

    async def all_of_them() -> list[Row]:
        return [
            await torture(folder / "moment", locked, 3, "locked for three seconds"),
            await torture(folder / "long", locked, 60, "locked for a minute"),
            await torture(folder / "full", full, 10, "no room for 10 seconds"),
            await torture(folder / "control", full, 10, "control: Telegram forgets meanwhile", forgets=True),
        ]

    return asyncio.run(all_of_them())


FAMILY: Final = Family(
    "storage",
    "The database is locked, or the disk is full",
    "A third of the questions come while another program holds SQLite's lock for writing, or while no file of the bot"
    " may grow (RLIMIT_FSIZE, as on a full disk). The bot must go on living, confirm nothing to Telegram that it could"
    " not keep, say what is wrong at /readyz if it lasts, and afterwards answer everything once. In the control"
    " Telegram forgets what was not confirmed.",
    measure,
)

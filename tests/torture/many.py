"""How long it takes to back up a hundred thousand records, and to put them back where there is nothing."""

import asyncio
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.kept import open_storage
from bot.settings import Settings
from bot.storage import offline
from bot.storage.backups import backups_in
from bot.storage.questions import SqlQuestionLog
from bot.storage.tables import records
from knowledge.loading.starter import STARTER
from tests.bot.conftest import a_schema
from tests.bot.storage.examples import a_gap
from tests.telegram.program import Place
from tests.torture.commands import answers, grappolo, start
from tests.torture.family import Row
from tests.torture.storage import integrity

ROWS: Final = 100_000
LONGEST: Final = 60.0
"""Seconds that a restore may take."""


def many(folder: Path, number: int = ROWS) -> Iterator[Row]:
    """Back up so many records from a file, and restore them into another one and into a server."""
    place = Place("", "", folder / "full", STARTER, {"GRAPPOLO_BACKUPS": str(folder / "backups")})
    asyncio.run(_fill(place, number))
    began = time.monotonic()
    made = grappolo(place, "backup")
    seconds = time.monotonic() - began
    assert made.exit_code == 0, made.output
    yield _restored(place, folder / "file", number, seconds)
    with a_schema() as address:
        yield _restored(place, folder / "server", number, seconds, address)


async def _fill(place: Place, number: int) -> None:
    async with open_storage(Settings(data=place.data, keys=place.keys)) as storage:
        log = SqlQuestionLog(storage.database, storage.vault)
        rows = [log._row(a_gap(id=f"r{count}", asker=f"a{count % 500}")) for count in range(number)]
    with offline.open_offline(place.database) as engine, engine.begin() as connection:
        offline.add_rows(connection, records, rows)


def _restored(place: Place, folder: Path, number: int, seconds: float, address: str = "") -> Row:
    new = replace(place, folder=folder, more={"GRAPPOLO_DATABASE": address})
    shutil.copytree(place.keys, new.keys)
    [backup] = backups_in(Path(place.more["GRAPPOLO_BACKUPS"]))
    began = time.monotonic()
    said = grappolo(new, "restore", str(backup))
    took = time.monotonic() - began
    wrong = [] if f"records {number}" in said.output else [f"it was not put back: {said.output} {said.exception!r}"]
    wrong += [] if took <= LONGEST else [f"it took {took:.0f} s"]
    is_open, is_whole = answers(start(new)), "ok" if address else integrity(new.database)
    wrong += [] if is_open and is_whole == "ok" else [f"a bot with it does not answer ({is_whole})"]
    figures: dict[str, str | int] = {
        "backups": 1,
        "each takes": f"{seconds:.1f} s",
        "rows to be in the last": number,
        "not whole": int(is_whole != "ok"),
        "do not open": int(not is_open),
        "the restore takes": f"{took:.1f} s",
    }
    return Row(f"many records, restored on {'PostgreSQL' if address else 'SQLite'}", figures, wrong)

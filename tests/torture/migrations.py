"""The process is killed while it brings the tables of a former version up to date."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from pydantic import SecretStr
from sqlalchemy import text

from bot.kept import open_storage
from bot.settings import Settings
from bot.storage import offline, schema
from bot.storage.errors import StorageError
from bot.storage.postgres import STEPS
from tests.bot.conftest import a_schema
from tests.torture.family import Family, Row
from tests.torture.former import Former, a_former_one, revision_of, tables_of
from tests.torture.opener import Opens, as_a_start_does, opened, stepwise

KILLS: Final = 8
"""For each former version."""


@dataclass(slots=True)
class Came:
    """What came of all kills."""

    kills: int = 0
    as_before: int = 0
    """After so many nothing of the new tables was there."""
    as_after: int = 0
    seconds: list[float] = field(default_factory=list)
    """How long it takes when nobody kills it."""
    wrong: list[str] = field(default_factory=list)

    def row(self, name: str, *, is_control: bool = False) -> Row:
        """A line of the page."""
        figures: dict[str, str | int] = {
            "former versions": len(self.seconds),
            "kills": self.kills,
            "within": f"{min(self.seconds) * 1000:.0f} to {max(self.seconds) * 1000:.0f} ms",
            "tables as before": self.as_before,
            "tables as after": self.as_after,
            "half of them": self.kills - self.as_before - self.as_after,
            "next start fails, or data differ": len(self.wrong),
        }
        return Row(name, figures, self.wrong, is_control)


def try_out(came: Came, former: Former, moment: float, opens: Opens = as_a_start_does) -> None:
    """Kill it at a moment, look at what is there, and start."""
    opened(former.where, moment, opens)
    came.kills += 1
    _settle(former)
    found = tables_of(former.where)
    came.as_before += found == former.columns and revision_of(former.where) == former.version
    came.as_after += revision_of(former.where) == schema.HEAD
    came.wrong += [f"from {former.version}, killed after {moment * 1000:.0f} ms: {said}" for said in _faults(former)]


def _settle(former: Former) -> None:
    """Wait until the server has undone what a process that is dead did not commit: it holds a lock until then."""
    if not isinstance(former.where, Path):
        with offline.open_offline(former.where) as engine, engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": STEPS})


def _faults(former: Former) -> Iterator[str]:
    try:
        asyncio.run(_start(former))
    except StorageError as error:
        yield str(error)
        return
    if revision_of(former.where) != schema.HEAD or former.contents_of(former.where) != former.contents:
        yield "the data differ"
    if isinstance(former.where, Path):
        aside = former.where.with_name(f"{former.where.name}.tables-{former.version}")
        if not aside.exists() or revision_of(aside) != former.version:
            yield "no copy was set aside"
        elif former.contents_of(aside) != former.contents:
            yield "the copy that was set aside differs"
    yield from _refusal_of_newer(former)


def _refusal_of_newer(former: Former) -> Iterator[str]:
    with offline.open_offline(former.where) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        asyncio.run(_start(former))
        yield "tables of a newer version were used"
    except StorageError as error:
        if "used by a newer Grappolo" not in str(error):
            yield str(error)
    if former.contents_of(former.where) != former.contents:
        yield "the data of a newer version were changed"


async def _start(former: Former) -> None:
    where = former.where
    address = None if isinstance(where, Path) else SecretStr(where)
    data = where.parent if isinstance(where, Path) else former.keys.with_name("data")
    async with open_storage(Settings(data=data, database=address, keys=former.keys)):
        pass


def torture(folder: Path, kills: int, name: str, versions: Sequence[str] = schema.EARLIER) -> Row:
    """So many kills for each version, on a file or, as its *name* says, on a server."""
    came, random = Came(), Random(9)  # noqa: S311  # the same each time
    for version in versions:
        with _a_place(name) as address:
            seconds = opened(a_former_one(*_where(folder / version, address), version).where, None)
        came.seconds.append(seconds)
        for number in range(kills):
            with _a_place(name) as address:
                former = a_former_one(*_where(folder / f"{version}-{number}", address), version)
                try_out(came, former, seconds * random.random())
    return came.row(name)


def control(folder: Path, kills: int) -> Row:
    """Each statement is committed by itself, on files of the oldest version."""
    came, random = Came(), Random(9)  # noqa: S311  # the same each time
    version = schema.EARLIER[0]
    came.seconds.append(opened(a_former_one(*_where(folder / "whole", ""), version).where, None, stepwise))
    for number in range(kills):
        former = a_former_one(*_where(folder / str(number), ""), version)
        try_out(came, former, came.seconds[0] * random.random(), stepwise)
    return came.row("control: each statement by itself", is_control=True)


def _a_place(name: str) -> AbstractContextManager[str]:
    return a_schema() if name == "PostgreSQL" else nullcontext("")


def _where(folder: Path, address: str) -> tuple[Path | str, Path]:
    return address or folder / "data" / "grappolo.sqlite", folder / "keys"


def measure(folder: Path) -> Sequence[Row]:
    """On files, on a server, and without the transaction."""
    return [
        torture(folder / "file", KILLS, "SQLite"),
        torture(folder / "server", KILLS, "PostgreSQL"),
        control(folder / "control", KILLS),
    ]


FAMILY: Final = Family(
    "migrations",
    "An upgrade is cut short",
    "A database of each former version, with 200 rows in every table it had, is brought up to date by a process that"
    " is killed (SIGKILL) at a random moment of that. There must be the former tables or the new ones, and nothing"
    " between; the next start must bring them up to date, with the data as they were, and on SQLite with a copy set"
    " aside of what was before. Then its tables are said to be of a newer version: it must be refused with a text that"
    " says so. In the control each statement is committed by itself.",
    measure,
)

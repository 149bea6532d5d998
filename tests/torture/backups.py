"""Backups of a bot that is answering, one after the other, each of them restored where there is nothing."""

import asyncio
import re
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Final

from sqlalchemy import func, select

from bot.storage import offline
from bot.storage.backups import make_backup
from bot.storage.erased import ENDING
from bot.storage.errors import StorageError
from bot.storage.keys import vault_in
from bot.storage.tables import inbox, records
from knowledge.loading.starter import STARTER
from tests.bot.conftest import a_schema
from tests.telegram.crowd import Crowd, Findings, questions_in
from tests.telegram.door import until
from tests.telegram.program import Place, at_work
from tests.telegram_server import TelegramServer
from tests.torture.commands import answers, grappolo, start
from tests.torture.family import Family, Row
from tests.torture.many import many
from tests.torture.storage import integrity

QUESTIONS: Final = 1_000
BACKUPS: Final = 40
ERASED: Final = 3
"""As many people have themselves erased after the last backup."""

Names = frozenset[tuple[str, str, str]]
"""What tells rows apart: their table, their bot, and their name there."""
Take = Callable[[Place, Path], Path]
"""Makes a copy of what is kept at a place in a folder."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A copy, and what had been committed before it was begun."""

    file: Path
    noted: Names
    seconds: float


def where_of(place: Place) -> Path | str:
    """The database of a place."""
    return place.more.get("GRAPPOLO_DATABASE") or place.database


def names_in(where: Path | str) -> Names:
    """The updates and the records that are kept."""
    with offline.open_offline(where) as engine, engine.begin() as connection:
        told = [("inbox", select(inbox.c.bot, inbox.c.update_id)), ("records", select(records.c.bot, records.c.id))]
        return frozenset((name, bot, str(one)) for name, found in told for bot, one in connection.execute(found))


def sealed(place: Place, folder: Path) -> Path:
    """As ``grappolo backup`` does."""
    return make_backup(where_of(place), vault_in(place.keys), folder, datetime.now(UTC))


def plain(place: Place, folder: Path) -> Path:
    """As somebody does who copies the file, and nothing beside it."""
    folder.mkdir(parents=True)
    return Path(shutil.copy(place.database, folder))


@dataclass(slots=True)
class Drill(Crowd):
    """People ask, and as long as they are answered backups are taken."""

    place: Place
    take: Take

    async def run(self, questions: int, copies: int) -> list[Taken]:
        """So many copies, one each time when some more are answered, or at once where that goes faster."""
        self.ask(list(questions_in(self.telegram, questions, Random(6))))  # noqa: S311  # the same each time
        taken = list[Taken]()
        for number in range(copies):
            least = number * questions // copies
            await self.telegram.until(lambda least=least: len(self.telegram.calls_of("sendMessage")) >= least, 60)  # type: ignore[misc]
            taken.append(await asyncio.to_thread(self._take, self.place.folder / "taken" / str(number)))
        await until(self.is_done, 120)
        return taken

    def _take(self, folder: Path) -> Taken:
        noted, began = names_in(where_of(self.place)), time.monotonic()
        return Taken(self.take(self.place, folder), noted, time.monotonic() - began)

    async def is_done(self) -> bool:
        """Whether all that was asked is answered."""
        return not self.telegram.bot.updates.waiting() and await asyncio.to_thread(_pending, where_of(self.place)) == 0

    async def erase(self, people: int) -> None:
        """Let so many people have erased what is kept about them."""
        chats = {one.chat.id: one.chat for one in self.asked if one.chat.user}
        for chat in list(chats.values())[:people]:
            assert chat.user
            question = await self.telegram.reply(self.telegram.message(chat.user, chat, "/forgetme"), 60)
            self.telegram.click(chat.user, question, question.labels[0])
        await until(self.is_done, 60)


def _pending(where: Path | str) -> int:
    with offline.open_offline(where) as engine, engine.begin() as connection:
        waiting = select(func.count()).select_from(inbox).where(inbox.c.state.not_in(("done", "dead")))
        return connection.scalar(waiting) or 0


@asynccontextmanager
async def drill_at_work(folder: Path, take: Take, address: str = "") -> AsyncIterator[Drill]:
    """A bot at work, on a file or on a server; at the end of the block it is stopped in good order."""
    async with TelegramServer() as telegram:
        more = {"GRAPPOLO_BACKUPS": str(folder / "backups"), "GRAPPOLO_DATABASE": address}
        place = Place(telegram.url, telegram.bot.token, folder, STARTER, more)
        async with at_work(telegram, place) as program:
            yield Drill(telegram, place, take)
            assert await program.stop() == 0, program.said()


@contextmanager
def empty(place: Place, folder: Path) -> Iterator[Place]:
    """An empty place of the same kind, with the key."""
    shutil.copytree(place.keys, folder / "keys")
    with ExitStack() as stack:
        address = stack.enter_context(a_schema()) if place.more["GRAPPOLO_DATABASE"] else ""
        more = {"GRAPPOLO_BACKUPS": str(folder / "backups"), "GRAPPOLO_DATABASE": address}
        yield replace(place, folder=folder, more=more)


def restored(place: Place, taken: Taken, folder: Path) -> Iterator[str]:
    """What is wrong when a backup is restored with its key where there is nothing else."""
    with empty(place, folder) as new:
        put_back = grappolo(new, "restore", str(taken.file))
        if put_back.exit_code:
            yield f"it cannot be restored: {put_back.output} {put_back.exception!r}"
            return
        yield from _lacking(where_of(new), taken)
        if not answers(said := start(new)):
            yield f"a bot with it does not answer: {said.output[-300:]}"


def _lacking(where: Path | str, taken: Taken) -> Iterator[str]:
    if isinstance(where, Path) and (found := integrity(where)) != "ok":
        yield f"not whole: {found}"
    if lacking := taken.noted - names_in(where):
        yield f"without {len(lacking)} rows"


def copied(taken: Taken) -> Iterator[str]:
    """What is wrong with a plain copy."""
    try:
        yield from _lacking(taken.file, taken)
    except (StorageError, sqlite3.Error) as error:
        yield f"not whole: {error}"


def erased_again(place: Place, gone: Names, listed: bool, taken: Taken, folder: Path) -> Iterator[str]:
    """What is wrong when a backup is restored with its key and, if it is *listed*, the list of who was erased since."""
    carrier = folder / "carrier"
    carrier.mkdir()
    lists = Path(place.more["GRAPPOLO_BACKUPS"]).glob(f"*{ENDING}") if listed else ()
    for file in (taken.file, *lists):
        shutil.copy(file, carrier)
    with empty(place, folder) as new:
        said = grappolo(new, "restore", str(carrier / taken.file.name))
        if back := gone & names_in(where_of(new)):
            yield f"{len(back)} erased records are back: {said.output}"


def torture(folder: Path, questions: int, backups: int, name: str, address: str = "", *, listed: bool = True) -> Row:
    """Take backups under load, restore each, and have people erased who are in them."""

    async def work() -> tuple[Place, Sequence[Taken], Names, Findings]:
        async with drill_at_work(folder, sealed, address) as drill:
            taken = await drill.run(questions, backups)
            before, found = names_in(where_of(drill.place)), drill.findings()
            await drill.erase(ERASED)
            return drill.place, taken, before - names_in(where_of(drill.place)), found

    place, taken, gone, found = asyncio.run(work())
    wrong = [problem for one in taken for problem in _in_a_folder(folder, partial(restored, place, one))]
    wrong += [f"without an answer: {found.lost}"] * bool(found.lost)
    figures = _figures(taken, wrong) | {"without an answer meanwhile": len(found.lost)}
    again = partial(erased_again, place, gone, listed)
    back = [problem for one in taken for problem in _in_a_folder(folder, partial(again, one))]
    figures |= {"records of people erased since": len(gone), "back after a restore": len(back)}
    if not listed:
        return Row(name, figures, back, is_control=True)
    return Row(name, figures, [*wrong, *back, *([] if gone else ["nothing was erased"])])


def control(folder: Path, questions: int, copies: int) -> Row:
    """The same with plain copies of the file."""

    async def work() -> Sequence[Taken]:
        async with drill_at_work(folder, plain) as drill:
            return await drill.run(questions, copies)

    taken = asyncio.run(work())
    wrong = [problem for one in taken for problem in copied(one)]
    return Row("control: the file alone is copied", _figures(taken, wrong), wrong, is_control=True)


def _in_a_folder(folder: Path, judge: Callable[[Path], Iterator[str]]) -> list[str]:
    new = folder / "new"
    new.mkdir()
    try:
        return list(judge(new))
    finally:
        shutil.rmtree(new)


def _figures(taken: Sequence[Taken], wrong: Sequence[str]) -> dict[str, str | int]:
    lacking = [int(found[1]) for one in wrong if (found := re.match(r"without (\d+) rows", one))]
    return {
        "backups": len(taken),
        "each takes": f"{median(one.seconds for one in taken):.2f} s",
        "rows to be in the last": len(taken[-1].noted),
        "not whole": sum(one.startswith("not whole") for one in wrong),
        "without a row of before": len(lacking),
        "do not open": sum("cannot be restored" in one or "does not answer" in one for one in wrong),
    }


def measure(folder: Path) -> Sequence[Row]:
    """On a file, on a server, without the list of who was erased, of many rows, and plain copies."""
    rows = [torture(folder / "file", QUESTIONS, BACKUPS, "SQLite")]
    with a_schema() as address:
        rows.append(torture(folder / "server", QUESTIONS, BACKUPS, "PostgreSQL", address))
    rows.append(torture(folder / "unlisted", 200, 10, "control: the list of who was erased is lost", listed=False))
    return [*rows, *many(folder / "many"), control(folder / "control", QUESTIONS, BACKUPS)]


FAMILY: Final = Family(
    "backups",
    "Backups of a bot that is answering",
    "While a bot answers, backups are made of it one after the other, and each is restored where there is nothing but"
    " it and the key. It must hold every update and every record that was committed before it was begun, SQLite must"
    " say that the file is whole, and a bot must answer with it. Then some people have themselves erased (/forgetme),"
    " and each backup, all of them older, is restored once more, with the list of who was erased that lies beside the"
    " backups: nothing of them may come back. A hundred thousand records must be back within a minute. In one control"
    " that list is lost, in the other the file alone is copied, without what stands beside it in its log"
    " (grappolo.sqlite-wal).",
    measure,
)

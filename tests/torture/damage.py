"""The file of SQLite is damaged between two starts, or while the bot is at work."""

import asyncio
import contextlib
import json
import re
import shlex
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from aiohttp import ClientSession
from typer.testing import Result

from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.errors import StorageError
from bot.storage.keys import open_vault
from knowledge.loading.starter import STARTER
from tests.bot.storage.damages import log_of_another
from tests.telegram.program import Place, at_work
from tests.telegram.proxy import a_free_port
from tests.telegram_server import TelegramServer
from tests.torture.commands import answers, fault_of, grappolo, start
from tests.torture.family import Family, Row
from tests.torture.harms import HARMS, PAGE, Harm, log_of
from tests.torture.storage import integrity
from tests.torture.used import Rows, Used, rows_in, use
from tests.torture.watchful import WATCHFUL

DAMAGES: Final = 200
AT_WORK: Final = 10
NAMED: Final = re.compile(r"put the newest backup back: (grappolo restore \S+)$")


@dataclass(slots=True)
class Came:
    """What came of damages of one kind."""

    harm: Harm
    files: int = 0
    refused: int = 0
    put_back: int = 0
    """Of those that were refused, and with the command that was named the bot answers again."""
    changed: int = 0
    """Started although a value is another one."""
    lost: int = 0
    """Rows that nobody can see to be missing."""
    wrong: list[str] = field(default_factory=list)

    def row(self) -> Row:
        """A line of the page."""
        figures: dict[str, str | int] = {
            "damages": self.files,
            "refused": self.refused,
            "put back by the command named": self.put_back,
            "answers, nothing differs": self.files - self.refused - self.changed,
            "answers, a value or the last rows differ": self.changed,
            "rows lost with the log": self.lost,
        }
        return Row(self.harm.name, figures, self.wrong)


def try_out(used: Used, came: Came, folder: Path, random: Random, log: bytes) -> None:
    """Damage a copy of the bot's folder, start, and do what the start says."""
    place = used.copy(folder, was_killed=came.harm.was_killed)
    before = rows_in(used.copy(folder.with_name("as-it-was"), was_killed=came.harm.was_killed).database)
    shutil.rmtree(folder.with_name("as-it-was"))
    came.harm.do(place.database, random, log)
    damaged = _bytes_of(place)
    came.files += 1
    said = start(place)
    if (fault := fault_of(said)) is not None:
        came.wrong.append(fault)
    elif said.exit_code == 0:
        _judge_started(came, place, said, before)
    else:
        came.refused += 1
        _judge_refused(came, place, said, damaged)
    shutil.rmtree(folder)


def _judge_started(came: Came, place: Place, said: Result, before: Rows) -> None:
    if not answers(said):
        came.wrong.append(f"it started and did not answer: {said.output[-300:]}")
    if (found := integrity(place.database)) != "ok":
        came.wrong.append(f"it started with {found}")
    for words in (("questions",), ("backup",)):
        if (fault := fault_of(grappolo(place, *words))) is not None:
            came.wrong.append(f"{words[0]}: {fault}")
    after = rows_in(place.database)
    lost = sum(max(0, rows.total() - after[name].total()) for name, rows in before.items())
    came.changed += any(rows - after[name] for name, rows in before.items())
    came.lost += lost
    if lost and not came.harm.may_lose:
        came.wrong.append(f"it started without {lost} rows")


def _judge_refused(came: Came, place: Place, said: Result, damaged: Sequence[bytes]) -> None:
    named = NAMED.search(said.stderr.strip())
    if named is None:
        came.wrong.append(f"it was refused without what to do: {said.stderr}")
        return
    if _bytes_of(place) != damaged:
        came.wrong.append("the damaged file was changed by the start")
    _, *words = shlex.split(named[1])
    restored = grappolo(place, *words)
    former = re.search(r"What was there before is in (\S+):", restored.output)
    if restored.exit_code or former is None:
        came.wrong.append(f"restore ended with {restored.exit_code}: {restored.output} {restored.exception!r}")
        return
    if [one for one in _bytes_at(Path(former[1])) if one] != [one for one in damaged if one]:
        came.wrong.append("the damaged file was changed by the restore")
    again = start(place)
    well = answers(again) and integrity(place.database) == "ok"
    came.put_back += well
    if not well:
        came.wrong.append(f"after the restore: {again.output[-300:]}")


def _bytes_of(place: Place) -> list[bytes]:
    return _bytes_at(place.database)


def _bytes_at(file: Path) -> list[bytes]:
    return [one.read_bytes() if one.exists() else b"" for one in (file, log_of(file))]


def unchecked(used: Used, folder: Path, random: Random, log: bytes, number: int) -> Row:
    """Open as many damaged files without looking at them first."""
    served = 0
    for count in range(number):
        harm = HARMS[count % len(HARMS)]
        place = used.copy(folder / str(count), was_killed=harm.was_killed)
        harm.do(place.database, random, log)
        is_refused = grappolo(once_more(place), "run").exit_code == 1
        served += is_refused and asyncio.run(_opens(place))
    wrong = [f"{served} damaged files were used"] if served else []
    return Row("control: nobody looks", {"damages": number, "refused": number - served}, wrong, is_control=True)


def once_more(place: Place) -> Place:
    """The same place once more."""
    folder = place.folder.with_name(f"{place.folder.name}-again")
    shutil.copytree(place.folder, folder)
    return Place(place.telegram, place.token, folder, place.knowledge, {"GRAPPOLO_BACKUPS": str(folder / "backups")})


async def _opens(place: Place) -> bool:
    settings = Settings(data=place.data, keys=place.keys)
    try:
        async with open_database(place.database) as database:
            await open_vault(database, settings.keys)
    except StorageError:
        return False
    return True


async def at_its_work(telegram: TelegramServer, used: Used, folder: Path, number: int) -> Row:
    """Damage files of bots at work, one after the other, and wait until it is told."""
    random, ready, told = Random(8), 0, 0  # noqa: S311  # the same each time
    for count in range(number):
        copied = used.copy(folder / str(count))
        monitor = f"127.0.0.1:{a_free_port()}"
        place = Place(
            copied.telegram, copied.token, copied.folder, STARTER, {**copied.more, "GRAPPOLO_MONITOR": monitor}
        )
        already = len(used.owner.said())
        async with at_work(telegram, place, WATCHFUL) as program:
            await asyncio.to_thread(_spoil_a_tree, place.database, random)
            ready += await _not_ready(monitor)
            with contextlib.suppress(TimeoutError):
                await telegram.until(lambda before=already: len(used.owner.said()) > before, 30)  # type: ignore[misc]
            told += any("The database is damaged" in one.text for one in used.owner.said()[already:])
            assert "is damaged (" in program.said()
            await program.kill()
    wrong = [f"{number - ready} of {number} were never noticed"] if ready < number else []
    wrong += [f"{number - told} times the owner was not told"] if told < number else []
    figures: dict[str, str | int] = {"damages": number, "/readyz said so": ready, "the owner was told": told}
    return Row("while the bot is at work", figures, wrong)


def _spoil_a_tree(file: Path, random: Random) -> None:
    """Write over the first page of a table or an index."""
    with closing(sqlite3.connect(file)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        roots = [root for (root,) in other.execute("SELECT rootpage FROM sqlite_master WHERE rootpage > 0")]
    with file.open("r+b") as opened:
        opened.seek((random.choice(roots) - 1) * PAGE)
        opened.write(random.randbytes(PAGE))


async def _not_ready(monitor: str, seconds: float = 30.0) -> bool:
    """Whether /readyz says within so many seconds that the file is damaged."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds), ClientSession() as session:
            while True:
                async with session.get(f"http://{monitor}/readyz") as said:
                    if "damaged" in json.loads(await said.text())["checks"]["database"]:
                        return True
                await asyncio.sleep(0.1)
    return False


def torture(folder: Path, damages: int, works: int) -> Iterator[Row]:
    """Damage so many files between two starts, and so many of a bot at work."""

    async def prepare() -> tuple[Used, bytes, Row]:
        async with TelegramServer() as telegram:
            used = await use(telegram, folder / "used")
            found = await at_its_work(telegram, used, folder / "works", works)
            return used, await log_of_another(folder / "other"), found

    used, log, found = asyncio.run(prepare())
    random = Random(7)  # noqa: S311  # the same each time
    for harm in HARMS:
        came = Came(harm)
        for number in range(max(1, harm.share * damages // DAMAGES)):
            try_out(used, came, folder / "tries" / f"{number}", random, log)
        yield came.row()
    yield found
    yield unchecked(used, folder / "unchecked", random, log, max(len(HARMS), damages // 10))


def measure(folder: Path) -> Sequence[Row]:
    """All of them."""
    return list(torture(folder, DAMAGES, AT_WORK))


FAMILY: Final = Family(
    "damage",
    "The file of SQLite is damaged",
    "A bot has answered and made a backup; then its file is damaged, and it is started. It must either refuse, with"
    " one text that names the command which puts the newest backup back, and leave the file as it is, byte for byte;"
    " or answer, with every row, and a file of which SQLite says that it is whole. After a refusal the command is"
    " given, and the bot must answer. What nobody can see is counted: a value that was changed within its row, and"
    " rows that stood only in the log (grappolo.sqlite-wal) when that was lost. While the bot is at work a page of one"
    " of its tables or indexes is written over: /readyz must say so, and the owner must be told in the chat. In the"
    " control nobody looks at the file before it is used.",
    measure,
)

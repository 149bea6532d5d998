"""What may happen to the files of SQLite between two starts of a bot."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

PAGE: Final = 4096


@dataclass(frozen=True, slots=True)
class Harm:
    """One kind of it."""

    name: str
    do: Callable[[Path, Random, bytes], None]
    """To a file; the bytes are the log of another bot."""
    share: int
    """Of two hundred."""
    was_killed: bool = False
    """Whether the bot was killed before, so that its last rows are in the log alone."""
    may_lose: bool = False
    """Whether nobody can see that rows are lost: without the end of its log a file is whole, as of a moment before."""


def log_of(file: Path) -> Path:
    """The write-ahead log of a file."""
    return file.with_name(f"{file.name}-wal")


def _bytes_in(file: Path, random: Random) -> None:
    pages = file.stat().st_size // PAGE
    with file.open("r+b") as opened:
        for page in random.sample(range(pages), min(pages, random.randint(1, 3))):
            length = random.choice((1, 8, 64, 512, PAGE))
            opened.seek(page * PAGE + random.randint(0, PAGE - length))
            opened.write(random.randbytes(length))


def _random_bytes(file: Path, random: Random, _: bytes) -> None:
    _bytes_in(file, random)


def _cut_short(file: Path, random: Random, _: bytes) -> None:
    os.truncate(file, random.randint(1, file.stat().st_size - 1))


def _emptied(file: Path, _: Random, __: bytes) -> None:
    os.truncate(file, 0)


def _log_gone(file: Path, _: Random, __: bytes) -> None:
    log_of(file).unlink()


def _log_damaged(file: Path, random: Random, _: bytes) -> None:
    _bytes_in(log_of(file), random)


def _log_of_another(file: Path, _: Random, log: bytes) -> None:
    log_of(file).write_bytes(log)


def _file_of_another_program(file: Path, random: Random, _: bytes) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("CREATE TABLE songs (name TEXT, seconds INTEGER)")
        rows = [(f"song {number}", random.randint(60, 600)) for number in range(random.randint(1, 500))]
        other.executemany("INSERT INTO songs VALUES (?, ?)", rows)


def _a_text(file: Path, random: Random, _: bytes) -> None:
    file.write_text("This is not what it was.\n" * random.randint(1, 5000), encoding="utf-8")


HARMS: Final[Sequence[Harm]] = (
    Harm("bytes in up to three pages", _random_bytes, 90),
    Harm("cut short", _cut_short, 30),
    Harm("emptied", _emptied, 10),
    Harm("emptied, its log is there", _emptied, 10, was_killed=True),
    Harm("the log of another bot", _log_of_another, 10, was_killed=True),
    Harm("another program's file", _file_of_another_program, 10),
    Harm("a text file", _a_text, 10),
    Harm("its log is lost", _log_gone, 10, was_killed=True, may_lose=True),
    Harm("bytes in its log", _log_damaged, 20, was_killed=True, may_lose=True),
)

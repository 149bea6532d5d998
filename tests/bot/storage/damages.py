"""Damage to a file of SQLite, and what does some."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.kept import open_storage
from bot.settings import Settings
from tests.bot.storage.examples import a_gap


def root_of(file: Path, name: str) -> int:
    """The first page of a table or an index."""
    with closing(sqlite3.connect(file)) as connection:
        [root] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [name]).fetchone()
    return int(root)


def spoil(file: Path, name: str) -> Callable[[], None]:
    """Overwrite the first page of a table or an index; what is handed back puts it right again."""
    place = (root_of(file, name) - 1) * 4096

    def write(page: bytes) -> None:
        with file.open("r+b") as opened:
            opened.seek(place)
            opened.write(page)

    sound = file.read_bytes()[place : place + 4096]
    write(b"\xff" * 4096)
    return lambda: write(sound)


async def log_of_another(folder: Path) -> bytes:
    """What stands in the write-ahead log of another bot."""
    settings = Settings(data=folder / "data", keys=folder / "keys")
    async with open_storage(settings) as storage:
        for number in range(50):
            await storage.log.add(a_gap(id=f"r{number}"))
        return (settings.data / "grappolo.sqlite-wal").read_bytes()

"""Damage to a file of SQLite that nobody has open."""

import sqlite3
from contextlib import closing
from pathlib import Path


def root_of(file: Path, name: str) -> int:
    """The first page of a table or an index."""
    with closing(sqlite3.connect(file)) as connection:
        [root] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [name]).fetchone()
    return int(root)


def spoil(file: Path, name: str) -> None:
    """Overwrite the first page of a table or an index."""
    place = (root_of(file, name) - 1) * 4096
    with file.open("r+b") as opened:
        opened.seek(place)
        opened.write(b"\xff" * 4096)

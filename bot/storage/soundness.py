"""Whether a file of SQLite is sound. Looking changes nothing of it.

All of it is read, indexes as well: that takes a ninth of a second for 100,000 records, and a question waits for it no
longer than for any other reader.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

from bot.storage.errors import StorageError
from bot.storage.schema import HEAD
from bot.storage.tables import metadata

CHECK: Final = "PRAGMA integrity_check(1)"
EMPTY: Final = "it is empty"
_HEADER: Final = 20
_FORMATS: Final = (1, 2)
"""What SQLite writes where it says how a file may be written and read."""


def damage_at_start(file: Path, *, was_used: bool) -> str:
    """What is wrong with a file that nobody in this process has opened yet; nothing if it is sound, or to be made.

    Only a file that never *was_used* may be empty. Raises StorageError if it cannot be looked at.
    """
    try:
        if not _size(file):
            # Whoever opened it would delete its log, which may be all that is left.
            if _size(file.with_name(f"{file.name}-wal")):
                return "it is empty or gone, and its write-ahead log is not"
            return EMPTY if was_used and file.exists() else ""
        # Not later: closing a file that SQLite has open in the same process would end its locks.
        with file.open("rb") as opened:
            header = opened.read(_HEADER)
    except OSError as error:
        raise StorageError(f"{file} cannot be used: {error.strerror}") from error
    found = damage_in(file)
    if found == EMPTY and not was_used:
        return ""
    return found or ("" if {*header[18:]} <= {*_FORMATS} else "its header is not as SQLite writes it")


def damage_in(file: Path) -> str:
    """What is wrong with a file that may be in use; nothing if it is sound. Raises StorageError if nobody can tell."""
    if not _size(file):
        return EMPTY if file.exists() else "it is gone"
    try:
        with closing(_open(file)) as database:
            return next(_damages(database), "")
    except sqlite3.DatabaseError as error:
        if _primary(error) in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR}:
            return str(error)
        raise StorageError(f"{file} cannot be used: {error}") from error


def fingerprint_in(file: Path) -> str | None:
    """The fingerprint of the key that a file which is sound was written with; None if it has none yet."""
    if not _size(file):
        return None
    try:
        with closing(_open(file)) as database:
            found = database.execute("SELECT value FROM meta WHERE name = 'key'").fetchone()
    except sqlite3.DatabaseError:
        return None
    return found and str(found[0])


def _open(file: Path) -> sqlite3.Connection:
    database = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)
    # A name that is no text any more is to be told, not to be stumbled over.
    database.text_factory = lambda text: text.decode(errors="replace")
    return database


def broken(checked: object) -> str:
    """What SQLite itself finds wrong, of what *CHECK* gave; nothing if all is well."""
    return "" if checked == "ok" else str(checked).strip().splitlines()[-1]


def _damages(database: sqlite3.Connection) -> Iterator[str]:
    (checked,) = database.execute(CHECK).fetchone()
    if found := broken(checked):
        yield found
    tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        yield EMPTY
    elif "alembic_version" not in tables:
        yield "it is a database of another program"
    else:
        yield from _missing(database)


def _missing(database: sqlite3.Connection) -> Iterator[str]:
    versions = [str(version) for (version,) in database.execute("SELECT version_num FROM alembic_version")]
    if len(versions) != 1 or not re.fullmatch(r"\d{4}", versions[0]):
        yield "it does not say of which version its tables are"
    elif versions[0] == HEAD:
        for table in metadata.sorted_tables:
            columns = {row[1] for row in database.execute(f"PRAGMA table_info({table.name})")}
            if not columns:
                yield f"its table {table.name} is missing"
            elif lacking := {*table.columns.keys()} - columns:
                yield f"its table {table.name} lacks {', '.join(sorted(lacking))}"


def _size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


def _primary(error: sqlite3.Error) -> int | None:
    """The kind of an error, without what it is more exactly."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF

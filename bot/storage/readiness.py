"""Whether the database can be read, found out without changing anything."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.storage.errors import StorageError
from bot.storage.schema import HEAD


def must_be_readable(file: Path) -> None:
    """Raises *StorageError* unless *file* is a database of this Grappolo. Neither it nor its tables are made."""
    if not file.exists():
        raise StorageError(f"{file} is not there: the bot makes it when it starts")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as database:
            taken = [version for (version,) in database.execute("SELECT version_num FROM alembic_version")]
    except sqlite3.Error as error:
        raise StorageError(f"{file} cannot be read: {error}") from error
    if taken != [HEAD]:
        raise StorageError(f"{file} is of another version of Grappolo: start the bot, it brings the tables up to date")

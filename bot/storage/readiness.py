"""Whether the database can be read, found out without changing anything."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.errors import StorageError, reason
from bot.storage.postgres import url_of
from bot.storage.schema import HEAD, revision


def must_be_readable(where: Path | str) -> None:
    """Raises *StorageError* unless *where* is a database of this Grappolo. Neither it nor its tables are made."""
    name, taken = _in_file(where) if isinstance(where, Path) else _on_server(where)
    if taken != HEAD:
        raise StorageError(f"{name} is of another version of Grappolo: start the bot, it brings the tables up to date")


def _in_file(file: Path) -> tuple[str, str | None]:
    if not file.exists():
        raise StorageError(f"{file} is not there: the bot makes it when it starts")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as database:
            taken = [version for (version,) in database.execute("SELECT version_num FROM alembic_version")]
    except sqlite3.Error as error:
        raise StorageError(f"{file} cannot be read: {error}") from error
    return str(file), taken[0] if len(taken) == 1 else None


def _on_server(address: str) -> tuple[str, str | None]:
    url = url_of(address)
    name = url.render_as_string(hide_password=True)
    engine = create_engine(url, connect_args={"connect_timeout": 5}, hide_parameters=True)
    try:
        with engine.connect() as connection:
            return name, revision(connection)
    except SQLAlchemyError as error:
        raise StorageError(f"{name} cannot be read: {reason(error)}") from None
    finally:
        engine.dispose()

"""Who was erased, and when: what a backup from before must not bring back.

The database tells it, and so does a list beside the backups, for a restore where that database is no more. Both hold
marks that only the key makes and that lead to nobody; the list is sealed as well.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias

from sqlalchemy import Connection, select

from bot.storage import offline
from bot.storage.errors import StorageError
from bot.storage.sealed import Damaged, read_sealed, write_sealed
from bot.storage.tables import erasures
from bot.storage.vault import Vault

Erased: TypeAlias = Mapping[tuple[str, str], datetime]
"""When somebody was erased last, by the bot and their mark."""

NOBODY: Final[Erased] = {}
ENDING: Final = ".grappolo-erasures"
_KIND: Final = "list of erasures"
_log = logging.getLogger(__name__)


def told_by(connection: Connection) -> Iterator[tuple[tuple[str, str], datetime]]:
    """Who was erased, as a database tells."""
    for bot, mark, at in connection.execute(select(erasures.c.bot, erasures.c.mark, erasures.c.at)):
        yield (bot, mark), at


def told_by_remains(where: Path | str) -> Erased:
    """Who was erased, as a database tells that is to be replaced; as many as can be read of one that is damaged."""
    found: dict[tuple[str, str], datetime] = {}
    try:
        with offline.open_offline(where) as engine, engine.begin() as connection:
            found.update(told_by(connection))
    # What is no moment any more is a ValueError.
    except (StorageError, ValueError):
        pass
    return found


def together(*told: Erased) -> Erased:
    """What all of them tell; of who was erased more than once the last time."""
    found: dict[tuple[str, str], datetime] = {}
    for one in told:
        found.update({who: max(at, found.get(who, at)) for who, at in one.items()})
    return found


def list_in(folder: Path, vault: Vault) -> Path:
    """The list in a folder of backups. Each key has one of its own, as it has its own backups."""
    return folder / f"{vault.fingerprint}{ENDING}"


def read_list(file: Path, vault: Vault) -> Erased | None:
    """Who was erased, as a list tells; None if there is none. Raises StorageError if it cannot be read."""
    if not file.exists():
        return None
    try:
        lines = read_sealed(file, vault, _KIND).decode().splitlines()
    except Damaged as damaged:
        raise Damaged(f"{damaged}, or move it away: then who was erased since the backup is back") from None
    rows = [offline.from_json(erasures, line) for line in lines]
    return {(row["bot"], row["mark"]): row["at"] for row in rows}


def read_lists(folders: Iterable[Path], vault: Vault) -> Mapping[Path, Erased]:
    """The lists that there are in some folders. Raises StorageError if one cannot be read."""
    files = {list_in(folder, vault).resolve() for folder in folders}
    return {file: told for file in sorted(files) if (told := read_list(file, vault)) is not None}


def add_to_list(folder: Path, vault: Vault, erased: Erased) -> None:
    """Let the list in a folder of backups tell of these as well; it is made if need be. Raises StorageError.

    Whom a list knows it goes on to know: the database may have been begun anew, and the backups are older.
    """
    file = list_in(folder, vault)
    try:
        known = read_list(file, vault)
    except Damaged:
        _log.warning("%s cannot be read; it is made anew of what the database tells", file)
        known = None
    new = together(known or NOBODY, erased)
    if new != known:
        lines = (offline.as_json({"bot": bot, "mark": mark, "at": at}) for (bot, mark), at in sorted(new.items()))
        write_sealed(file, vault, _KIND, "\n".join(lines).encode())

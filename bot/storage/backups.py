"""Backups: all that is kept at one moment, in one encrypted file that any database of ours can be made from.

What is sealed in it is JSON lines: the rows of each table, and at the end how many there are. On SQLite and PostgreSQL
it is the same. Beside the backups lies the list of who was erased.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, Table

from bot.storage import offline, schema
from bot.storage.erased import NOBODY, Erased, add_to_list, told_by
from bot.storage.erasing import WAITING, erase, erase_waiting, everybody
from bot.storage.errors import StorageError
from bot.storage.inbox import opened
from bot.storage.outbox import doubt_all
from bot.storage.sealed import DRAFT, read_sealed, write_sealed
from bot.storage.tables import erasures, insert, metadata
from bot.storage.vault import Vault

ENDING: Final = ".grappolo-backup"
DAYS: Final = 7
WEEKS: Final = 5
"""As many of the last days and weeks keep a backup."""
OVERDUE: Final = timedelta(hours=26)
"""Since the newest backup: the bot makes one every day."""
_KIND: Final = "backup"

Sender: TypeAlias = Callable[[str, str], str | None]
"""Whose it is what waits in the inbox, by the bot and the body: their pseudonym, or nobody's."""


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds."""

    version: str
    """Of the tables."""
    at: datetime
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    """By table."""

    @property
    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        return {name: len(rows) for name, rows in self.rows.items()}


def nobody(bot: str, body: str) -> None:
    """Whoever does not know the channel cannot tell."""


def make_backup(where: Path | str, vault: Vault, folder: Path, now: datetime) -> Path:
    """Write a backup of the database as it is at this moment into *folder*, and read it again to be sure of it.

    The bot may be at work meanwhile. Raises StorageError, also for a database of another version.
    """
    with offline.open_offline(where) as engine, engine.begin() as connection:
        offline.must_be_sound(connection)
        version = schema.revision(connection)
        if version != schema.HEAD:
            raise StorageError(
                f"the database is of another version of Grappolo (its tables are at {version}): start the bot first"
            )
        plain = "\n".join(_lines(connection, version, now)).encode()
        erased = dict(told_by(connection))
    file = folder / f"{now.astimezone(UTC):%Y%m%d-%H%M%S}{ENDING}"
    _parsed(file, plain.decode().splitlines())
    write_sealed(file, vault, _KIND, plain, at=now.isoformat())
    add_to_list(folder, vault, erased)
    return file


def _lines(connection: Connection, version: str, now: datetime) -> Iterator[str]:
    yield json.dumps({"version": version, "at": now.isoformat()})
    counts: dict[str, int] = {}
    for table in offline.TABLES:
        yield json.dumps({"table": table.name})
        counts[table.name] = 0
        for row in offline.rows_of(connection, table):
            counts[table.name] += 1
            yield offline.as_json(row)
    yield json.dumps({"end": counts})


def read_backup(file: Path, vault: Vault) -> Backup:
    """What is in a backup. Raises StorageError if it is damaged, incomplete, or of another key."""
    return _parsed(file, read_sealed(file, vault, _KIND).decode().splitlines())


def _parsed(file: Path, lines: Sequence[str]) -> Backup:
    first = json.loads(lines[0])
    rows: dict[str, list[Mapping[str, Any]]] = {}
    table: Table | None = None
    for line in lines[1:]:
        match json.loads(line):
            case {"table": str() as name, **rest} if not rest:
                table = metadata.tables.get(name)
                rows[name] = []
            case {"end": dict() as counts, **rest} if not rest:
                if counts == {name: len(found) for name, found in rows.items()}:
                    return Backup(first["version"], datetime.fromisoformat(first["at"]), rows)
            case _ if table is not None:
                rows[table.name].append(offline.from_json(table, line))
    raise StorageError(f"{file} is incomplete: take another backup")


def restore(backup: Backup, where: Path | str, vault: Vault, erased: Erased = NOBODY, sender: Sender = nobody) -> int:
    """Make an empty database what *backup* tells, and erase again who was *erased* since; how many people that is.

    What they had sent before is not answered once more, as far as *sender* knows whose it is.
    Tables of an older version are brought up to date. Letters that were to be sent may have been sent since: they wait
    for somebody who decides. Raises StorageError if the database has rows already.
    """
    with offline.open_offline(where) as engine:
        with engine.begin() as connection:
            taken = schema.revision(connection)
            if taken is not None and any(offline.count_of(connection, table) for table in offline.TABLES):
                raise StorageError("the database is not empty: restore into one that is, so that nothing is lost")
        offline.make_tables(engine, backup.version)
        with engine.begin() as connection:
            for table in offline.TABLES:
                rows = backup.rows.get(table.name, ())
                for first in range(0, len(rows), offline.BATCH):
                    offline.add_rows(connection, table, rows[first : first + offline.BATCH])
            offline.number_anew(connection)
        offline.make_tables(engine)
        with engine.begin() as connection:
            doubt_all(connection)
            return _erase_again(connection, vault, _unknown_to(backup, erased), sender)


def _unknown_to(backup: Backup, erased: Erased) -> Erased:
    """Who was erased after the backup was made: of whoever was erased before, it has only what came later."""
    known = {(row["bot"], row["mark"]): row["at"] for row in backup.rows.get(erasures.name, ())}
    return {who: at for who, at in erased.items() if who not in known or known[who] < at}


def _erase_again(connection: Connection, vault: Vault, erased: Erased, sender: Sender) -> int:
    for (bot, mark), at in erased.items():
        marked = insert(erasures).values(bot=bot, mark=mark, at=at)
        connection.execute(marked.on_conflict_do_update(erasures.primary_key, set_={"at": at}))

    def is_erased(bot: str, asker: str) -> bool:
        return (bot, vault.mark(bot, asker)) in erased

    gone = {(bot, asker) for bot, asker in everybody(connection) if is_erased(bot, asker)}
    for row in connection.execute(WAITING).all():
        asker = sender(row.bot, opened(row.body, vault, row.bot, row.update_id, "body") or "")
        if asker and is_erased(row.bot, asker):
            erase_waiting(connection, row.id)
            gone.add((row.bot, asker))
    for bot, asker in gone:
        erase(connection, bot, asker)
    return len(gone)


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder, the newest first."""
    return sorted(folder.glob(f"*{ENDING}"), reverse=True)


def is_overdue(file: Path, now: datetime) -> bool:
    """Whether a newer backup than *file* should be there."""
    return now - made_at(file) > OVERDUE


def rotate(folder: Path, now: datetime) -> list[Path]:
    """Delete the backups that are neither the last of one of the last days nor of the last weeks; which they were."""
    kept: set[Path] = set()
    days: set[str] = set()
    weeks: set[str] = set()
    # Looked at once: what another process makes meanwhile is none of those that may go.
    found = backups_in(folder)
    for file in found:
        made = made_at(file)
        day, week = f"{made:%Y-%m-%d}", f"{made:%G-%V}"
        if (day not in days and now - made < timedelta(days=DAYS)) or (
            week not in weeks and now - made < timedelta(weeks=WEEKS)
        ):
            kept.add(file)
        days.add(day)
        weeks.add(week)
    cut_off = (file for file in folder.glob(f"{DRAFT}*") if now.timestamp() - file.stat().st_mtime > DAYS * 86_400)
    gone = [*(file for file in found if file not in kept), *cut_off]
    for file in gone:
        file.unlink(missing_ok=True)
    return gone


def made_at(file: Path) -> datetime:
    """When a backup was made, by its name."""
    return datetime.strptime(file.name.removesuffix(ENDING), "%Y%m%d-%H%M%S").replace(tzinfo=UTC)

"""The question log, in SQL."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, select, update

from bot.storage.database import Database
from bot.storage.erasing import erase_records
from bot.storage.tables import counts, erasures, insert, records
from bot.storage.vault import Unreadable, Vault
from handlers.promises import Count, Guess, Record

_log = logging.getLogger(__name__)

# Made once, as they are for every question.
_ADD: Final = insert(records).on_conflict_do_nothing()
_COUNT: Final = insert(counts).on_conflict_do_update(counts.primary_key, set_={"number": counts.c.number + 1})


@dataclass(frozen=True, slots=True)
class SqlQuestionLog:
    """Keeps the promises of ``QuestionLog``. What people wrote, and how it was read, is sealed."""

    database: Database
    vault: Vault

    async def add(self, record: Record) -> None:
        row = self._row(record)
        await self.database.write(lambda connection: connection.execute(_ADD, row))

    async def close(self, bot: str, record_id: str, chosen: str, at: datetime) -> None:
        offered = (records.c.bot == bot, records.c.id == record_id, records.c.outcome == "choice")
        closed = update(records).where(*offered).values(chosen=chosen, closed_at=at)
        await self.database.write(lambda connection: connection.execute(closed))

    async def count(self, one: Count) -> None:
        row = {**asdict(one), "number": 1}
        await self.database.write(lambda connection: connection.execute(_COUNT, row))

    async def records(self, bot: str, since: datetime | None = None) -> Sequence[Record]:
        found = select(records).where(records.c.bot == bot).order_by(records.c.at, records.c.id)
        if since is not None:
            found = found.where(records.c.at >= since)
        rows = await self.database.read(lambda connection: connection.execute(found).all())
        return list(self._readable(rows))

    async def counts(self, bot: str, since: date | None = None) -> Sequence[tuple[Count, int]]:
        found = select(counts).where(counts.c.bot == bot).order_by(*counts.primary_key)
        if since is not None:
            found = found.where(counts.c.day >= since)
        rows = await self.database.read(lambda connection: connection.execute(found).all())
        return [(Count(*key), number) for *key, number in rows]

    async def forget(self, before: datetime) -> int:
        old = delete(records).where(records.c.at < before)
        number = await self.database.write(lambda connection: connection.execute(old).rowcount)
        # SQLite overwrites what it deletes, but the log of its writes still has it.
        await self.database.checkpoint()
        return number

    async def of_asker(self, bot: str, asker: str) -> Sequence[Record]:
        own = select(records).where(records.c.bot == bot, records.c.asker == asker)
        rows = await self.database.read(
            lambda connection: connection.execute(own.order_by(records.c.at, records.c.id)).all()
        )
        return list(self._readable(rows))

    async def forget_asker(self, bot: str, asker: str, at: datetime) -> int:
        mark = insert(erasures).values(bot=bot, mark=self.vault.mark(bot, asker), at=at)
        marked = mark.on_conflict_do_update(erasures.primary_key, set_={"at": at})

        def erase(connection: Connection) -> int:
            connection.execute(marked)
            return erase_records(connection, bot, asker)

        number = await self.database.write(erase)
        await self.database.checkpoint()
        return number

    def _row(self, record: Record) -> dict[str, Any]:
        place = ("records", record.bot, record.id)
        return asdict(record) | {
            "text": self.vault.seal(record.text, *place, "text"),
            "trace": self.vault.seal(record.trace, *place, "trace"),
        }

    def _readable(self, rows: Sequence[Row[Any]]) -> Iterator[Record]:
        for row in rows:
            try:
                yield self._record(row)
            except Unreadable:
                # One damaged row must not hide the others from staff.
                _log.error("The record %s of %s cannot be read: it is damaged, or its key is not here", row.id, row.bot)

    def _record(self, row: Row[Any]) -> Record:
        place = ("records", row.bot, row.id)
        opened = {
            "text": self.vault.open(row.text, *place, "text"),
            "trace": self.vault.open(row.trace, *place, "trace"),
            "guesses": tuple(Guess(**guess) for guess in row.guesses),
        }
        return Record(**{**row._mapping, **opened})

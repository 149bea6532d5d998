"""What is wrong with a bot, as all its processes know it: since when, and when one of them last saw it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.storage.database import Database
from bot.storage.tables import alerts, insert


@dataclass(frozen=True, slots=True)
class Standing:
    """Something that is wrong."""

    name: str
    since: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class SqlAlerts:
    """Of each trouble one process learns that it has begun, and one that it is over, whoever sees it."""

    database: Database

    async def see(self, bot: str, name: str, now: datetime) -> bool:
        """It is wrong *now*; whether that is new."""
        new = insert(alerts).values(bot=bot, name=name, since=now, seen=now).on_conflict_do_nothing()
        again = update(alerts).where(alerts.c.bot == bot, alerts.c.name == name, alerts.c.seen < now).values(seen=now)

        def work(connection: Connection) -> bool:
            if connection.scalar(new.returning(alerts.c.name)) is not None:
                return True
            connection.execute(again)
            return False

        return await self.database.write(work)

    async def standing(self, bot: str) -> Sequence[Standing]:
        """All that is wrong, the longest first."""
        own = select(alerts.c.name, alerts.c.since, alerts.c.seen).where(alerts.c.bot == bot)
        rows = await self.database.read(
            lambda connection: connection.execute(own.order_by(alerts.c.since, alerts.c.name)).all()
        )
        return [Standing(*row) for row in rows]

    async def end(self, bot: str, name: str, unseen_since: datetime) -> datetime | None:
        """It is over if nobody has seen it since; since when it was wrong, or None if it is not over, or was before."""
        unseen = (alerts.c.bot == bot, alerts.c.name == name, alerts.c.seen <= unseen_since)
        gone = delete(alerts).where(*unseen).returning(alerts.c.since)
        return await self.database.write(lambda connection: connection.execute(gone).scalar_one_or_none())

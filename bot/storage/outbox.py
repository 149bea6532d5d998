"""The outbox: what the bot sends by itself, at most once for each purpose and person.

A letter goes from ``ready`` to ``sending`` (leased to one process, and kept as such before anything leaves), and to
``sent`` or ``refused``. One whose sending was cut is ``unsure``: nobody knows whether it has arrived, so it is sent
again only if somebody who runs the bot says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, and_, bindparam, delete, exists, or_, select, update

from bot.storage.claiming import holder_of, new_lease
from bot.storage.database import Database
from bot.storage.erasing import erase_letters
from bot.storage.inbox import LeaseLost
from bot.storage.tables import blocked, insert, outbox
from bot.storage.vault import Unreadable, Vault
from handlers.promises import Posted

LEASE: Final = timedelta(minutes=2)
WAITING: Final = timedelta(days=3)
"""What could not be sent in this time comes too late."""
DOUBTFUL: Final = timedelta(days=7)
"""As long what may not have arrived can be sent again."""
KEPT: Final = timedelta(days=90)
"""As long it is known what was sent, and who has blocked the bot."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter that is leased to who took it."""

    id: int
    bot: str
    asker: str
    purpose: str
    lease: str
    letter: str


class SqlOutbox:
    """Keeps the promises of ``Outbox``, and those to who puts letters in and sends them. Letters are sealed."""

    def __init__(self, database: Database, vault: Vault) -> None:
        self._database, self._vault = database, vault

    async def put(self, bot: str, asker: str, purpose: str, letter: str, now: datetime) -> bool:
        """Keep *letter* to be sent; False if there is or was one for this purpose, or who it is for blocks us."""
        row = {"bot": bot, "asker": asker, "purpose": purpose, "at": now, "state": "ready", "not_before": now}
        sealed = self._vault.seal(letter, "outbox", bot, asker, purpose)
        new = insert(outbox).values(**row, letter=sealed).on_conflict_do_nothing().returning(outbox.c.id)
        away = select(blocked.c.asker).where(blocked.c.bot == bot, blocked.c.asker == asker)

        def work(connection: Connection) -> bool:
            return connection.scalar(away) is None and connection.scalar(new) is not None

        return await self._database.write(work)

    async def take(self, bot: str, now: datetime) -> Taken | None:
        """Lease the oldest letter that is due, of each person the earlier ones first; None if there is none."""
        due = _due(bot, now)
        while await self._database.read(lambda connection: connection.execute(due).first()) is not None:
            # Where several processes take at once, each passes over what another is just taking.
            row = await self._database.write(lambda connection: self._leased(connection, bot, now))
            if row is None:
                return None
            if (letter := self._opened(row)) is not None:
                return Taken(row.id, bot, row.asker, row.purpose, row.lease, letter)
            await self._change(row, state="refused", letter=None, reason="cannot be read")
        return None

    async def sent(self, taken: Taken) -> None:
        """It has arrived; that it has is all that stays."""
        await self._change(taken, state="sent", letter=None)

    async def refused(self, taken: Taken, reason: str) -> None:
        """It will never arrive."""
        await self._change(taken, state="refused", letter=None, reason=reason)

    async def later(self, taken: Taken, letter: str, not_before: datetime) -> None:
        """Nothing of *letter* has arrived: send it later."""
        await self._change(taken, state="ready", letter=self._sealed(taken, letter), not_before=not_before)

    async def doubt(self, taken: Taken, letter: str) -> None:
        """Nobody knows whether *letter* has arrived."""
        await self._change(taken, state="unsure", letter=self._sealed(taken, letter))

    async def doubt_what_was_cut(self, bot: str, now: datetime) -> int:
        """What was being sent by a process that is no more may have arrived or not; how much that is.

        Call it only while this process sends nothing, and after it has announced itself to those it shares with.
        """
        sending = and_(outbox.c.bot == bot, outbox.c.state == "sending")
        held = select(outbox.c.id, outbox.c.lease, outbox.c.lease_until).where(sending)
        if not await self._database.read(lambda connection: connection.execute(held).all()):
            return 0

        def work(connection: Connection) -> int:
            present = self._database.present(connection) - {self._database.presence}
            rows = connection.execute(held.with_for_update(skip_locked=True)).all()
            cut = [row.id for row in rows if row.lease_until <= now or holder_of(row.lease) not in present]
            doubt = update(outbox).where(outbox.c.id.in_(cut)).values(**_DOUBTFUL)
            return connection.execute(doubt).rowcount if cut else 0

        return await self._database.write(work)

    async def block(self, bot: str, asker: str, now: datetime) -> None:
        """The person wants nothing from the bot: no letter is kept for them until they write again."""
        waiting = (outbox.c.bot == bot, outbox.c.asker == asker, outbox.c.state.in_(("ready", "unsure")))
        ended = update(outbox).where(*waiting).values(state="refused", letter=None, reason="blocked")
        row = insert(blocked).values(bot=bot, asker=asker, at=now)

        def work(connection: Connection) -> None:
            connection.execute(ended)
            connection.execute(row.on_conflict_do_update(blocked.primary_key, set_={"at": now}))

        await self._database.write(work)

    async def welcome(self, bot: str, asker: str) -> None:
        """The person wants to hear from the bot again."""
        who = {"bot": bot, "asker": asker}
        await self._database.write(lambda connection: connection.execute(_WELCOME, who))

    async def unsure(self, bot: str) -> Sequence[Posted]:
        return await self._posted(bot, outbox.c.state == "unsure")

    async def again(self, bot: str, id: int | None, now: datetime) -> int:
        one = () if id is None else (outbox.c.id == id,)
        doubtful = (outbox.c.bot == bot, outbox.c.state == "unsure", outbox.c.letter.is_not(None), *one)
        ready = update(outbox).where(*doubtful).values(state="ready", not_before=now, at=now)
        return await self._database.write(lambda connection: connection.execute(ready).rowcount)

    async def of_asker(self, bot: str, asker: str) -> Sequence[Posted]:
        return await self._posted(bot, outbox.c.asker == asker)

    async def forget_asker(self, bot: str, asker: str) -> None:
        await self._database.write(lambda connection: erase_letters(connection, bot, asker))
        await self._database.checkpoint()

    async def forget(self, bot: str, now: datetime) -> int:
        """Erase what comes too late now, and forget what is long done; how many letters came too late."""
        own = outbox.c.bot == bot
        late = or_(
            and_(outbox.c.state == "ready", outbox.c.at < now - WAITING),
            and_(outbox.c.state == "unsure", outbox.c.at < now - DOUBTFUL),
        )
        expired = update(outbox).where(own, late).values(state="refused", letter=None, reason="too late")
        finished = delete(outbox).where(own, outbox.c.state.in_(("sent", "refused")), outbox.c.at < now - KEPT)
        returned = delete(blocked).where(blocked.c.bot == bot, blocked.c.at < now - KEPT)

        def work(connection: Connection) -> int:
            for old in (finished, returned):
                connection.execute(old)
            return connection.execute(expired).rowcount

        number = await self._database.write(work)
        await self._database.checkpoint()
        return number

    def _leased(self, connection: Connection, bot: str, now: datetime) -> Row[Any] | None:
        row = connection.execute(_due(bot, now).with_for_update(skip_locked=True, of=outbox)).first()
        if row is None:
            return None
        lease = new_lease(self._database.presence)
        sending = update(outbox).where(outbox.c.id == row.id, outbox.c.state == "ready")
        leased = sending.values(state="sending", lease=lease, lease_until=now + LEASE).returning(outbox)
        return connection.execute(leased).first()

    async def _change(self, taken: Taken | Row[Any], **values: Any) -> None:
        change = update(outbox).where(outbox.c.id == taken.id, outbox.c.lease == taken.lease)
        change = change.values(**values, lease=None, lease_until=None)
        if await self._database.write(lambda connection: connection.execute(change).rowcount) != 1:
            raise LeaseLost(taken.id)

    async def _posted(self, bot: str, which: Any) -> list[Posted]:
        found = select(outbox).where(outbox.c.bot == bot, which).order_by(outbox.c.id)
        rows = await self._database.read(lambda connection: connection.execute(found).all())
        return [
            Posted(row.id, row.asker, row.purpose, row.at, row.state, self._opened(row) if row.letter else None)
            for row in rows
        ]

    def _sealed(self, taken: Taken, letter: str) -> bytes:
        return self._vault.seal(letter, "outbox", taken.bot, taken.asker, taken.purpose)

    def _opened(self, row: Row[Any]) -> str | None:
        try:
            return self._vault.open(row.letter, "outbox", row.bot, row.asker, row.purpose)
        except Unreadable:
            return None


# Made once, as it is for every question.
_WELCOME: Final = delete(blocked).where(*(column == bindparam(column.name) for column in blocked.primary_key))
_DOUBTFUL: Final = {"state": "unsure", "lease": None, "lease_until": None}


def doubt_all(connection: Connection) -> None:
    """What a backup has to be sent may have been sent after it was made."""
    connection.execute(update(outbox).where(outbox.c.state.in_(("ready", "sending"))).values(**_DOUBTFUL))


def _due(bot: str, now: datetime) -> Select[Any]:
    before = outbox.alias("before")
    earlier = exists().where(
        before.c.bot == outbox.c.bot,
        before.c.asker == outbox.c.asker,
        before.c.state.in_(("ready", "sending")),
        before.c.id < outbox.c.id,
    )
    due = and_(outbox.c.bot == bot, outbox.c.state == "ready", outbox.c.not_before <= now, ~earlier)
    return select(outbox).where(due).order_by(outbox.c.id).limit(1)

"""The inbox: what was received is here before it is confirmed, and until it is answered.

A row goes from ``new`` to ``running`` (leased to one worker), ``answered`` (its replies are kept with all that the turn
changed, in one transaction), and ``done`` or ``dead``. A chat stays in order because its oldest pending row is the only
one that can be claimed.
"""

from collections.abc import AsyncGenerator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, Executable, Row, bindparam, case, delete, func, select, update

from bot.storage.claiming import CLAIM, CLAIM_A_SUSPECT, DUE, NEXT_DUE, PENDING, SUSPECT, holder_of, new_lease
from bot.storage.database import Database
from bot.storage.tables import inbox, insert
from bot.storage.vault import Unreadable, Vault

ATTEMPTS: Final = 5
BACK_OFF: Final = (1.0, 5.0, 25.0, 120.0)
"""Seconds before each further attempt."""
KEPT: Final = timedelta(hours=24)
"""As long as Telegram keeps what nobody fetches, a body is kept at most."""
IDS_KEPT: Final = timedelta(days=7)
EDITABLE: Final = timedelta(hours=1)
"""As long it is known which messages answered a question; people may edit it for two minutes."""


# Made once, as they are for every question: see *claiming*.
_KEEP: Final = insert(inbox).on_conflict_do_nothing().returning(inbox.c.id)
_HELD: Final = (inbox.c.id == bindparam("row"), inbox.c.lease == bindparam("held"))
_ANSWERED: Final = (
    update(inbox)
    .where(*_HELD)
    .values(state="answered", body=None, replies=bindparam("sealed"), incident=None, reason=None)
)
_GIVEN_UP: Final = inbox.c.incident.is_not(None)
_SENT: Final = (
    update(inbox)
    .where(*_HELD)
    .values(
        state=case((_GIVEN_UP, "dead"), else_="done"),
        lane=case((_GIVEN_UP, inbox.c.lane), else_=""),
        replies=None,
        sent=bindparam("messages"),
        lease=None,
        lease_until=None,
    )
)


class LeaseLost(Exception):
    """Another worker has taken the row meanwhile; whatever was done with it must not count."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update to be kept."""

    update_id: int
    lane: str
    """Whatever has the same lane is answered in its order; a pseudonym."""
    question: str | None
    """The message it is about, as a pseudonym: an edited message is the same question."""
    body: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """A row that is leased to who claimed it."""

    id: int
    update_id: int
    lane: str
    question: str | None
    received_at: datetime
    attempt: int
    lease: str
    suspect: bool
    """Whether it was running when a process died, and may be what ended it."""
    body: str | None
    """None if it was damaged, or answered already."""
    replies: str | None
    """What remains to be sent; None as long as it is not answered."""


@dataclass(frozen=True, slots=True)
class Dead:
    """What was given up."""

    incident: str
    """What the person was told to name."""
    received_at: datetime
    attempts: int
    reason: str
    is_kept: bool
    """Whether it can be tried again."""


class Inbox:
    """The inbox of one bot. What people wrote and what they are told is sealed, and erased when it is done."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        bot: str,
        lease: timedelta = timedelta(minutes=2),
        back_off: Sequence[float] = BACK_OFF,
    ) -> None:
        self.bot: Final = bot
        self._database, self._vault, self._lease, self._back_off = database, vault, lease, back_off
        self._own = inbox.c.bot == bot
        self._missed: set[str] = set()
        """The leases at the last look whose processes were not there."""

    async def add(self, arrived: Iterable[Arrived], now: datetime) -> int:
        """Keep all of them, or none if that fails; how many were not there yet."""
        rows = [self._row(one, now) for one in arrived]
        if not rows:
            return 0

        def keep(connection: Connection) -> int:
            kept = sum(len(connection.execute(_KEEP, row).all()) for row in rows)
            if kept:
                self._database.tell(connection, self.bot)
            return kept

        return await self._database.write(keep)

    def news(self) -> AsyncGenerator[None, None]:
        """Each time there may be something new, whoever has kept it. It may be missed: look now and then as well.

        Raises StorageError when it has to be begun anew.
        """
        return self._database.heard(self.bot)

    async def claim(self, now: datetime, most: int, *, alone: bool = True) -> list[Claimed]:
        """Lease up to *most* rows that are due, oldest first, one of each lane at most.

        What was running when a process died goes first and by itself, and only if the caller is *alone*, with nothing
        else in work: else what ends the program would take the innocent with it, attempt by attempt.
        """
        due = {"whose": self.bot, "now": now, "most": most}

        def look(connection: Connection) -> tuple[bool, bool]:
            suspect = connection.execute(SUSPECT, due).first() is not None
            return suspect, suspect or connection.execute(DUE, {**due, "most": 1}).first() is not None

        suspect, any_due = await self._database.read(look)
        if not any_due or (suspect and not alone):
            return []
        claim, lease = CLAIM_A_SUSPECT if suspect else CLAIM, new_lease(self._database.presence)
        leased = {**due, "new_lease": lease, "until": now + self._lease}
        rows = await self._database.write(lambda connection: connection.execute(claim, leased).all())
        return [self._claimed(row, suspect=suspect) for row in sorted(rows, key=lambda row: row.id)]

    async def next_due(self, now: datetime) -> datetime | None:
        """When the next row becomes due that waits for its time or for the end of a lease; None if none does."""
        whose = {"whose": self.bot, "now": now}
        found = await self._database.read(lambda connection: connection.execute(NEXT_DUE, whose).one())
        return min((time for time in found if time), default=None)

    async def answered(self, row: Claimed, replies: str, *, incident: str | None = None, reason: str = "") -> None:
        """Keep what is to be sent. Raises LeaseLost: call it in the transaction of all that the answer changes.

        With an *incident* it is an apology: the body stays for another try.
        """
        sealed = self._seal(replies, row.update_id, "replies")
        if incident is None:
            await self._do(row, _ANSWERED, sealed=sealed)
        else:
            await self._change(row, state="answered", replies=sealed, incident=incident, reason=reason or None)

    async def sent(self, row: Claimed, messages: Sequence[int], reason: str = "") -> None:
        """All is sent: erase it. The ids of the sent *messages* stay, to be edited if the question is."""
        sent = _SENT.values(reason=reason) if reason else _SENT
        await self._do(row, sent, messages=list(messages))

    async def send_later(self, row: Claimed, replies: str, not_before: datetime) -> None:
        """Some *replies* could not be sent yet."""
        sealed = self._seal(replies, row.update_id, "replies")
        await self._change(row, replies=sealed, not_before=not_before, lease=None, lease_until=None)

    async def put_back(self, row: Claimed, not_before: datetime) -> None:
        """Nobody knows what came of it, since the database was away: go on from whatever state it is in.

        It was not the update's fault, so the attempt does not count.
        """
        kept = inbox.c.state == "answered"
        state, attempt = case((kept, "answered"), else_="new"), case((kept, inbox.c.attempt), else_=row.attempt - 1)
        await self._change(row, state=state, attempt=attempt, not_before=not_before, lease=None, lease_until=None)

    async def failed(self, row: Claimed, now: datetime, reason: str) -> None:
        """The attempt went wrong: try again, a while later."""
        wait = self._back_off[min(row.attempt, len(self._back_off)) - 1]
        not_before = now + timedelta(seconds=wait)
        await self._change(row, state="new", not_before=not_before, lease=None, lease_until=None, reason=reason)

    async def dropped(self, row: Claimed, incident: str, reason: str) -> None:
        """Nothing can be done with it now, and nobody can be told. It may be tried again."""
        await self._change(
            row, state="dead", replies=None, lease=None, lease_until=None, incident=incident, reason=reason
        )

    async def dead(self) -> list[Dead]:
        """What was given up, the newest first."""
        own = select(inbox).where(self._own, inbox.c.state == "dead", inbox.c.incident.is_not(None))
        rows = await self._database.read(lambda connection: connection.execute(own.order_by(inbox.c.id.desc())).all())
        return [
            Dead(row.incident, row.received_at, row.attempt, row.reason or "", row.body is not None) for row in rows
        ]

    async def retry(self, now: datetime, incident: str | None = None) -> int:
        """Try what was given up once more, all of it or one *incident*; how much that is. Bodies are kept for a day."""
        given_up = (self._own, inbox.c.state == "dead", inbox.c.incident.is_not(None), inbox.c.body.is_not(None))
        again = update(inbox).where(*given_up, *([inbox.c.incident == incident] if incident else []))
        again = again.values(state="new", attempt=0, not_before=now, incident=None, reason=None, sent=None)
        return await self._database.write(lambda connection: connection.execute(again).rowcount)

    async def messages_of(self, question: str) -> list[int]:
        """The ids of the messages that answered *question* last."""
        found = (
            select(inbox.c.sent)
            .where(self._own, inbox.c.question == question, inbox.c.sent.is_not(None))
            .order_by(inbox.c.id.desc())
            .limit(1)
        )
        return list(await self._database.read(lambda connection: connection.scalar(found)) or ())

    async def take_over(self) -> int:
        """Free what processes held that are no more; how much it was.

        Where several share the inbox each lets the others see that it is there: call it again and again. A process is
        gone from what it held at both of two looks in a row and was there at neither; one that only lost its connection
        is back by then, and even if it loses the next one too, it has done what it held. Elsewhere only one process may
        work on a bot's inbox, and calls it when it begins.
        """
        await self._database.announce()
        held = select(inbox.c.id, inbox.c.lease).where(self._own, inbox.c.lease_until.is_not(None))

        def free(connection: Connection) -> tuple[int, set[str]]:
            present = self._database.present(connection)
            rows = connection.execute(held.with_for_update(skip_locked=True)).all()
            missing = {row.lease for row in rows if holder_of(row.lease) not in present}
            gone = missing & self._missed if self._database.is_shared else missing
            of_the_dead = update(inbox).where(self._own, inbox.c.lease.in_(gone))
            freed = connection.execute(of_the_dead.values(lease=None, lease_until=None)).rowcount if gone else 0
            return freed, missing

        number, self._missed = await self._database.write(free)
        return number

    async def pending(self) -> int:
        """How many rows are not done yet."""
        number = select(func.count()).where(self._own, inbox.c.state.in_(PENDING))
        return await self._database.read(lambda connection: connection.scalar(number) or 0)

    async def backlog(self) -> tuple[int, datetime | None]:
        """How many rows are not done yet, and when the oldest of them came."""
        found = select(func.count(), func.min(inbox.c.received_at)).where(self._own, inbox.c.state.in_(PENDING))
        number, oldest = await self._database.read(lambda connection: connection.execute(found).one())
        return number, oldest

    async def waiting(self) -> tuple[int, datetime | None]:
        """How many rows nobody works on yet, and when the oldest of them came."""
        found = select(func.count(), func.min(inbox.c.received_at)).where(self._own, inbox.c.state == "new")
        number, oldest = await self._database.read(lambda connection: connection.execute(found).one())
        return number, oldest

    async def forget(self, now: datetime) -> int:
        """Erase the bodies and replies that are too old, done or not, and forget ids after a week; how many expired."""
        gone = delete(inbox).where(self._own, inbox.c.received_at < now - IDS_KEPT)
        old = update(inbox).where(self._own, inbox.c.received_at < now - KEPT, inbox.c.state.in_(PENDING))
        expired = old.values(
            state="dead",
            lane="",
            question=None,
            body=None,
            replies=None,
            lease=None,
            lease_until=None,
            reason="expired",
        )
        done = update(inbox).where(self._own, inbox.c.received_at < now - EDITABLE, inbox.c.state.not_in(PENDING))
        finished = done.values(sent=None, question=None)
        dead = update(inbox).where(self._own, inbox.c.received_at < now - KEPT, inbox.c.state == "dead")
        too_late = dead.values(lane="", body=None)

        def erase(connection: Connection) -> int:
            connection.execute(gone)
            connection.execute(finished)
            connection.execute(too_late)
            return connection.execute(expired).rowcount

        number = await self._database.write(erase)
        # What SQLite deletes it overwrites, but the log of its writes still has it.
        await self._database.checkpoint()
        return number

    def _row(self, one: Arrived, now: datetime) -> dict[str, Any]:
        return {
            "bot": self.bot,
            "update_id": one.update_id,
            "lane": one.lane,
            "question": one.question,
            "received_at": now,
            "body": self._seal(one.body, one.update_id, "body"),
            "state": "new",
            "attempt": 0,
            "not_before": now,
        }

    def _claimed(self, row: Row[Any], *, suspect: bool) -> Claimed:
        answered = row.state == "answered"
        return Claimed(
            id=row.id,
            update_id=row.update_id,
            lane=row.lane,
            question=row.question,
            received_at=row.received_at,
            attempt=row.attempt,
            lease=row.lease,
            suspect=suspect,
            body=self._opened(row.body, row.update_id, "body"),
            replies=(self._opened(row.replies, row.update_id, "replies") or "[]") if answered else None,
        )

    async def _change(self, row: Claimed, **values: Any) -> None:
        await self._do(row, update(inbox).where(*_HELD).values(values))

    async def _do(self, row: Claimed, change: Executable, **more: Any) -> None:
        held = {"row": row.id, "held": row.lease, **more}
        if await self._database.write(lambda connection: connection.execute(change, held).rowcount) != 1:
            raise LeaseLost(row.id)

    def _seal(self, text: str, update_id: int, column: str) -> bytes:
        return self._vault.seal(text, "inbox", self.bot, str(update_id), column)

    def _opened(self, sealed: bytes | None, update_id: int, column: str) -> str | None:
        return opened(sealed, self._vault, self.bot, update_id, column)


def opened(sealed: bytes | None, vault: Vault, bot: str, update_id: int, column: str) -> str | None:
    """What stands sealed in a row; None if nothing does, or if it is damaged."""
    try:
        return None if sealed is None else vault.open(sealed, "inbox", bot, str(update_id), column)
    except Unreadable:
        return None

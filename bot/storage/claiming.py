"""Which rows of the inbox may be claimed, and the lease that claims them."""

import secrets
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, and_, case, exists, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.storage.tables import inbox

PENDING: Final = ("new", "running", "answered")
_UNSUSPECTED: Final = 1_000


def due_of(bot: str, now: datetime, most: int) -> Select[Any]:
    """Up to *most* rows that may be claimed: what may have ended a process first, then the oldest of each lane."""
    before = inbox.alias("before")
    earlier = exists().where(
        before.c.bot == inbox.c.bot,
        before.c.lane == inbox.c.lane,
        before.c.state.in_(PENDING),
        before.c.id < inbox.c.id,
    )
    free = or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= now)
    due = and_(inbox.c.bot == bot, inbox.c.state.in_(PENDING), inbox.c.not_before <= now, free, ~earlier)
    # Of the suspects the one that was there at the fewest ends: so many kills from outside fall on many.
    suspected = case((inbox.c.state == "running", inbox.c.attempt), else_=_UNSUSPECTED)
    return select(inbox).where(due).order_by(suspected, inbox.c.id).limit(most)


def lease_of(due: Select[Any], lease: str, until: datetime) -> ReturningUpdate[Any]:
    """What leases all that is *due*, and tells what it is."""
    answered = inbox.c.state == "answered"
    # Where several processes claim at once, each passes over what another is just claiming.
    chosen = due.with_only_columns(inbox.c.id).with_for_update(skip_locked=True, of=inbox).cte("chosen")
    return (
        update(inbox)
        .where(inbox.c.id.in_(select(chosen.c.id)))
        .values(
            state=case((answered, inbox.c.state), else_="running"),
            attempt=case((answered, inbox.c.attempt), else_=inbox.c.attempt + 1),
            lease=lease,
            lease_until=until,
        )
        .returning(inbox)
    )


def new_lease(process: str) -> str:
    """A lease that no other has, held by *process*: its presence, empty where nobody shares the database."""
    return f"{process}-{secrets.token_hex(8)}"


def holder_of(lease: str | None) -> str:
    """The process that holds a lease."""
    return (lease or "").partition("-")[0]

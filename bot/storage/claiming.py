"""Which rows of the inbox may be claimed, and the lease that claims them.

The statements are made once: to make one takes ten times as long as to execute it, and they are for every question.
"""

import secrets
from typing import Any, Final

from sqlalchemy import Integer, Select, and_, bindparam, case, exists, func, or_, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from bot.storage.tables import Moment, inbox

PENDING: Final = ("new", "running", "answered")
_UNSUSPECTED: Final = 1_000

_OWN: Final = and_(inbox.c.bot == bindparam("whose"), inbox.c.state.in_(PENDING))
_NOW: Final = bindparam("now", type_=Moment)


def _due() -> Select[Any]:
    before = inbox.alias("before")
    earlier = exists().where(
        before.c.bot == inbox.c.bot,
        before.c.lane == inbox.c.lane,
        before.c.state.in_(PENDING),
        before.c.id < inbox.c.id,
    )
    free = or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= _NOW)
    due = and_(_OWN, inbox.c.not_before <= _NOW, free, ~earlier)
    # Of the suspects the one that was there at the fewest ends: so many kills from outside fall on many.
    suspected = case((inbox.c.state == "running", inbox.c.attempt), else_=_UNSUSPECTED)
    return select(inbox).where(due).order_by(suspected, inbox.c.id).limit(bindparam("most", type_=Integer))


def _leased(due: Select[Any]) -> ReturningUpdate[Any]:
    answered = inbox.c.state == "answered"
    # Where several processes claim at once, each passes over what another is just claiming.
    chosen = due.with_only_columns(inbox.c.id).with_for_update(skip_locked=True, of=inbox).cte("chosen")
    return (
        update(inbox)
        .where(inbox.c.id.in_(select(chosen.c.id)))
        .values(
            state=case((answered, inbox.c.state), else_="running"),
            attempt=case((answered, inbox.c.attempt), else_=inbox.c.attempt + 1),
            lease=bindparam("new_lease"),
            lease_until=bindparam("until"),
        )
        .returning(inbox)
    )


DUE: Final = _due()
"""Up to *most* rows of *whose* bot that may be claimed *now*: what may have ended a process first, then the oldest of
each lane."""
CLAIM: Final = _leased(DUE.where(inbox.c.state != "running"))
"""What gives *new_lease* to all of them that have ended no process, *until* then, and tells what they are."""
CLAIM_A_SUSPECT: Final = _leased(DUE.where(inbox.c.state == "running").limit(1))
"""The same for one of those that may have."""
NEXT_DUE: Final = select(
    *(func.min(column).filter(column > _NOW) for column in (inbox.c.not_before, inbox.c.lease_until))
).where(_OWN)
"""When after *now* a row's time comes, and when a lease ends; null if none does."""


def new_lease(process: str) -> str:
    """A lease that no other has, held by *process*: its presence, empty where nobody shares the database."""
    return f"{process}-{secrets.token_hex(8)}"


def holder_of(lease: str | None) -> str:
    """The process that holds a lease."""
    return (lease or "").partition("-")[0]

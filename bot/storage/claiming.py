"""Which rows of the inbox may be claimed, and the lease that claims them.

The statements are made once: to make one takes ten times as long as to execute it, and they are for every question.
"""

import secrets
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from bot.storage.tables import Moment, inbox

PENDING: Final = ("new", "running", "answered")
_DONE: Final = ("done", "dead")


def _is_in(rows: FromClause, *states: str) -> ColumnElement[bool]:
    """Written out, and not as parameters: else no index for some states would be known to be of use."""
    return rows.c.state.in_([literal_column(f"'{state}'") for state in states])


_NOW: Final = bindparam("now", type_=Moment)
_OWN: Final = and_(inbox.c.bot == bindparam("whose"), _is_in(inbox, *PENDING))


def _due() -> Select[Any]:
    before = inbox.alias("before")
    earlier = (
        select(before.c.id)
        .where(
            before.c.bot == inbox.c.bot,
            before.c.lane == inbox.c.lane,
            # In other words: the index of what is pending would be searched from its beginning for each row.
            ~_is_in(before, *_DONE),
            before.c.id < inbox.c.id,
        )
        .offset(0)  # else PostgreSQL may compare all with all, as long as it does not know how much there is
        .exists()
    )
    free = or_(inbox.c.lease_until.is_(None), inbox.c.lease_until <= _NOW)
    return select(inbox).where(_OWN, inbox.c.not_before <= _NOW, free, ~earlier)


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


DUE: Final = _due().where(~_is_in(inbox, "running")).order_by(inbox.c.id).limit(bindparam("most", type_=Integer))
"""The oldest of each lane of *whose* bot, up to *most*, that may be claimed *now* and has ended no process."""
# The one that was there at the fewest ends: so many kills from outside fall on many.
SUSPECT: Final = _due().where(_is_in(inbox, "running")).order_by(inbox.c.attempt, inbox.c.id).limit(1)
"""One that was running when a process died, and may be what ended it."""
CLAIM: Final = _leased(DUE)
"""What gives *new_lease*, *until* then, to all that is due, and tells what it is."""
CLAIM_A_SUSPECT: Final = _leased(SUSPECT)
"""The same for a suspect."""
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

"""The tables. People are in them under pseudonyms only; what they wrote is sealed."""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Date,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    text,
)

# PostgreSQL's insert speaks SQLite's dialect as well; the other way round it does not.
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.types import TypeDecorator

__all__ = [
    "Moment", "alerts", "audit", "blocked", "counts", "dialogues", "erasures", "inbox", "insert", "invitations",
    "languages", "meta", "metadata", "outbox", "records", "roles",
]  # fmt: skip


class Moment(TypeDecorator[datetime]):
    """A moment with its time zone, kept in UTC by databases that know zones and by those that do not."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


metadata: Final = MetaData()

records: Final = Table(
    "records",
    metadata,
    Column("bot", String, primary_key=True),
    Column("id", String, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("asker", String, nullable=False),
    Column("language", String, nullable=False),
    Column("text", LargeBinary, nullable=False),
    Column("outcome", String, nullable=False),
    Column("gap", String),
    Column("guesses", JSON, nullable=False),
    Column("trace", LargeBinary, nullable=False),
    Column("chosen", String),
    Column("closed_at", Moment),
    Index("records_by_time", "bot", "at"),
)

counts: Final = Table(
    "counts",
    metadata,
    Column("bot", String, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("language", String, primary_key=True),
    Column("operator", String, primary_key=True),
    Column("entry", String, primary_key=True),
    Column("field", String, primary_key=True),
    Column("outcome", String, primary_key=True),
    Column("number", Integer, nullable=False),
)

dialogues: Final = Table(
    "dialogues",
    metadata,
    Column("bot", String, primary_key=True),
    Column("chat", String, primary_key=True),
    Column("asker", String, primary_key=True),
    Column("memory", LargeBinary, nullable=False),
    Column("at", Moment, nullable=False),
    Index("dialogues_by_time", "at"),
)

languages: Final = Table(
    "languages",
    metadata,
    Column("bot", String, primary_key=True),
    Column("asker", String, primary_key=True),
    Column("language", String, nullable=False),
)

# Who was erased, and when, under a mark that only the key makes and that leads to no pseudonym: a backup that is put
# back may have them again.
erasures: Final = Table(
    "erasures",
    metadata,
    Column("bot", String, primary_key=True),
    Column("mark", String, primary_key=True),
    Column("at", Moment, nullable=False),
)

# Who may do what, invitations to it, and what was done. People are pseudonyms here as well; of a code its mark is kept.
roles: Final = Table(
    "roles",
    metadata,
    Column("bot", String, primary_key=True),
    Column("asker", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("since", Moment, nullable=False),
    # Sealed: where they are reached, for what the bot has to tell those who run it.
    Column("contact", LargeBinary),
)

invitations: Final = Table(
    "invitations",
    metadata,
    Column("bot", String, primary_key=True),
    Column("mark", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("by", String, nullable=False),
    Column("until", Moment, nullable=False),
)

audit: Final = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bot", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", String, nullable=False),
    Column("what", String, nullable=False),
    Column("whom", String, nullable=False),
    Index("audit_by_time", "bot", "at"),
    sqlite_autoincrement=True,
)

# Only who asks in the same words is helped by an index of some rows.
_PENDING: Final = text("state IN ('new', 'running', 'answered')")

# What was received and is not done yet; of what is done only the ids stay, so that a repeat is known as one.
inbox: Final = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bot", String, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("lane", String, nullable=False),
    Column("question", String),
    Column("received_at", Moment, nullable=False),
    Column("body", LargeBinary),
    Column("replies", LargeBinary),
    Column("sent", JSON(none_as_null=True)),
    Column("state", String, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("lease", String),
    Column("lease_until", Moment),
    Column("incident", String),
    Column("reason", String),
    UniqueConstraint("bot", "update_id", name="inbox_updates"),
    # The oldest of what is pending is at hand however much of it there is, or was.
    Index("inbox_pending", "bot", "id", sqlite_where=_PENDING, postgresql_where=_PENDING),
    Index("inbox_by_state", "bot", "state", "id"),
    Index("inbox_by_lane", "bot", "lane", "state", "id"),
    Index("inbox_by_question", "bot", "question"),
    Index("inbox_by_time", "received_at"),
    # The number of a row that is gone is never given again.
    sqlite_autoincrement=True,
)

# What the bot sends by itself; of what is sent only stays that it was, so that nobody is told the same twice.
outbox: Final = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bot", String, nullable=False),
    Column("asker", String, nullable=False),
    Column("purpose", String, nullable=False),
    Column("at", Moment, nullable=False),
    Column("letter", LargeBinary),
    Column("state", String, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("lease", String),
    Column("lease_until", Moment),
    Column("reason", String),
    UniqueConstraint("bot", "asker", "purpose", name="outbox_purposes"),
    Index("outbox_by_state", "bot", "state", "id"),
    sqlite_autoincrement=True,
)

# Who wants nothing from the bot, until they write again.
blocked: Final = Table(
    "blocked",
    metadata,
    Column("bot", String, primary_key=True),
    Column("asker", String, primary_key=True),
    Column("at", Moment, nullable=False),
)

# What is wrong with the bot: since when, and when a process last saw it. What is over has no row.
alerts: Final = Table(
    "alerts",
    metadata,
    Column("bot", String, primary_key=True),
    Column("name", String, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("seen", Moment, nullable=False),
)

# Of the database itself: the fingerprint of its key.
meta: Final = Table(
    "meta",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
)

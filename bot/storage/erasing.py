"""Erasing one person from the tables: when they wish it, and again after a backup has brought them back."""

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Column, Connection, case, delete, select, update

from bot.storage.tables import audit, blocked, dialogues, inbox, invitations, languages, outbox, records, roles
from handlers.promises import ERASED

NAMING: Final[tuple[Column[str], ...]] = (
    records.c.asker, dialogues.c.asker, languages.c.asker, roles.c.asker, invitations.c.by, audit.c.who, audit.c.whom,
    outbox.c.asker, blocked.c.asker,
)  # fmt: skip
"""Every column that names a person."""
WAITING: Final = select(inbox.c.id, inbox.c.bot, inbox.c.update_id, inbox.c.body).where(inbox.c.body.is_not(None))
"""What somebody sent and may still be answered; whose it is only the body tells."""


def erase(connection: Connection, bot: str, asker: str) -> None:
    """Delete all that is kept under the pseudonym of one person."""
    for part in (erase_records, erase_conversations, erase_role, erase_letters):
        part(connection, bot, asker)


def erase_records(connection: Connection, bot: str, asker: str) -> int:
    """Delete what one person asked; how many records it was."""
    return connection.execute(delete(records).where(records.c.bot == bot, records.c.asker == asker)).rowcount


def erase_conversations(connection: Connection, bot: str, asker: str) -> None:
    """Delete what one person talks about, and the language that they chose."""
    # What was given up in the chats of this person may be theirs: nobody can try it again then.
    chats = select(dialogues.c.chat).where(dialogues.c.bot == bot, dialogues.c.asker == asker)
    dead = update(inbox).where(inbox.c.bot == bot, inbox.c.state == "dead", inbox.c.lane.in_(chats))
    connection.execute(dead.values(body=None, lane=""))
    for table in (dialogues, languages):
        connection.execute(delete(table).where(table.c.bot == bot, table.c.asker == asker))


def erase_role(connection: Connection, bot: str, asker: str) -> None:
    """Delete the role of one person and their invitations, and who they are in the audit."""
    connection.execute(delete(roles).where(roles.c.bot == bot, roles.c.asker == asker))
    connection.execute(delete(invitations).where(invitations.c.bot == bot, invitations.c.by == asker))
    for column in (audit.c.who, audit.c.whom):
        connection.execute(update(audit).where(audit.c.bot == bot, column == asker).values({column: ERASED}))


def erase_letters(connection: Connection, bot: str, asker: str) -> None:
    """Delete what is to be sent to one person and what was, and whether they have blocked the bot."""
    for table in (outbox, blocked):
        connection.execute(delete(table).where(table.c.bot == bot, table.c.asker == asker))


def erase_waiting(connection: Connection, row: int) -> None:
    """Delete what waits in a row of the inbox; that it was received stays."""
    ended = case((inbox.c.state == "dead", "dead"), else_="done")
    gone = update(inbox).where(inbox.c.id == row)
    connection.execute(gone.values(state=ended, body=None, replies=None, lane="", lease=None, lease_until=None))


def everybody(connection: Connection) -> Iterator[tuple[str, str]]:
    """The bot and the pseudonym of everybody who is named anywhere."""
    named = (select(column.table.c.bot, column).distinct() for column in NAMING)
    yield from {(bot, asker) for found in named for bot, asker in connection.execute(found)}

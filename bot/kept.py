"""What is kept, opened: the database, the key to it, the question log and the dialogues."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.chosen import telegram_bot_of
from bot.settings import Settings
from bot.soundness import must_be_sound
from bot.storage.alerts import SqlAlerts
from bot.storage.database import Database, open_database
from bot.storage.dialogues import SqlDialogues
from bot.storage.errors import StorageError
from bot.storage.inbox import Inbox
from bot.storage.keys import open_vault
from bot.storage.outbox import SqlOutbox
from bot.storage.questions import SqlQuestionLog
from bot.storage.roles import SqlRoles
from bot.storage.vault import Vault
from handlers.promises import Dialogues, QuestionLog, Roles


@dataclass(frozen=True, slots=True)
class Storage:
    """What is kept, and the key to it."""

    database: Database
    vault: Vault
    log: QuestionLog
    dialogues: Dialogues
    roles: Roles
    outbox: SqlOutbox
    alerts: SqlAlerts

    def inbox_of(self, settings: Settings) -> Inbox:
        """The inbox of the bot on Telegram. Raises StorageError if no token is set."""
        return Inbox(self.database, self.vault, bot_on_telegram(settings))


def bot_on_telegram(settings: Settings) -> str:
    """The bot on Telegram. Raises StorageError if no token is set."""
    if (bot := telegram_bot_of(settings)) is None:
        raise StorageError("GRAPPOLO_TOKEN is empty: without it nobody knows which bot is meant")
    return bot


def where_kept(settings: Settings) -> Path | str:
    """Where the database is: at an address, else in a file."""
    return settings.database.get_secret_value() if settings.database else settings.data / "grappolo.sqlite"


@asynccontextmanager
async def open_storage(settings: Settings) -> AsyncIterator[Storage]:
    """Open the database and the key to it; both are made at the first start. Raises *StorageError*, also of damage."""
    where = where_kept(settings)
    await must_be_sound(where, settings)
    async with open_database(where) as database:
        vault = await open_vault(database, settings.keys)
        dialogues = SqlDialogues(database, vault, settings.remember_minutes)
        log, roles, outbox = SqlQuestionLog(database, vault), SqlRoles(database, vault), SqlOutbox(database, vault)
        yield Storage(database, vault, log, dialogues, roles, outbox, SqlAlerts(database))

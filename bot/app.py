"""The composition root: the one place that opens the parts, hands them to each other, and closes them again."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.chosen import cache_of, folder_of, level_beside_text
from bot.kept import Storage, open_storage
from bot.logs import set_up_logs
from bot.served import ServedBase
from bot.settings import Settings
from bot.watch import LiveWatch
from handlers.commands import Privacy
from handlers.conversation import Conversation
from handlers.turns import Reply, Turn


@dataclass(frozen=True, slots=True)
class App:
    """Everything that a door needs."""

    settings: Settings
    storage: Storage
    base: ServedBase
    conversation: Conversation

    async def take(self, turn: Turn) -> Sequence[Reply]:
        """What is said to *turn*. All that it changes is kept in one transaction, or nothing of it is."""
        return await self.storage.database.transaction(lambda: self.conversation.take(turn))


@asynccontextmanager
async def open_app(settings: Settings, knowledge: Path | None = None) -> AsyncIterator[App]:
    """Open everything in order, forget what is too old, and close everything again in the reverse order.

    *knowledge* goes before the base of the settings. Raises *InvalidBase* and *StorageError*.
    """
    set_up_logs(level_beside_text(settings), settings.log_format)
    async with open_storage(settings) as storage:
        await storage.log.forget(datetime.now(UTC) - timedelta(days=settings.retention_days))
        base = ServedBase.open(folder_of(settings, knowledge), cache_of(settings))
        privacy = Privacy(settings.retention_days, settings.remember_minutes)
        log, dialogues, roles, outbox = storage.log, storage.dialogues, storage.roles, storage.outbox
        watch = LiveWatch(settings, storage, base)
        conversation = Conversation(log, dialogues, privacy, roles, outbox, watch)
        yield App(settings, storage, base, conversation)

"""What is remembered of conversations, in SQL."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, bindparam, delete, select

from bot.storage.database import Database
from bot.storage.erasing import erase_conversations
from bot.storage.tables import dialogues, insert, languages
from bot.storage.vault import Unreadable, Vault
from handlers.promises import Memory, Remembered
from knowledge.model.languages import Language, known

# Made once, as they are for every question.
_RECALL: Final = select(dialogues.c.memory, dialogues.c.at).where(
    *(column == bindparam(column.name) for column in dialogues.primary_key)
)
_new = insert(dialogues)
_REMEMBER: Final = _new.on_conflict_do_update(
    dialogues.primary_key, set_={"memory": _new.excluded.memory, "at": _new.excluded.at}
)
_FORGET: Final = delete(dialogues).where(dialogues.c.at < bindparam("before"))
_LANGUAGE: Final = select(languages.c.language).where(
    *(column == bindparam(column.name) for column in languages.primary_key)
)


class SqlDialogues:
    """Keeps the promises of ``Dialogues``: memories for *minutes*, sealed, and languages for good."""

    def __init__(self, database: Database, vault: Vault, minutes: float = 10) -> None:
        self._database, self._vault = database, vault
        self._kept: Final = timedelta(minutes=minutes)
        self._memories: Final = TypeAdapter(Memory)

    async def recall(self, bot: str, chat: str, asker: str, now: datetime) -> Memory | None:
        place = {"bot": bot, "chat": chat, "asker": asker}
        row = await self._database.read(lambda connection: connection.execute(_RECALL, place).one_or_none())
        # After the clock was set back, what was said "later" is no fresher than what was said long ago.
        if row is None or abs(now - row.at) > self._kept:
            return None
        return self._opened(row.memory, bot, chat, asker)

    async def remember(self, bot: str, chat: str, asker: str, memory: Memory, now: datetime) -> None:
        sealed = self._vault.seal(self._memories.dump_json(memory).decode(), "dialogues", bot, chat, asker)
        row = {"bot": bot, "chat": chat, "asker": asker, "memory": sealed, "at": now}

        def write(connection: Connection) -> None:
            connection.execute(_FORGET, {"before": now - self._kept})
            connection.execute(_REMEMBER, row)

        await self._database.write(write)

    async def language(self, bot: str, asker: str) -> Language | None:
        who = {"bot": bot, "asker": asker}
        return known(await self._database.read(lambda connection: connection.scalar(_LANGUAGE, who)))

    async def choose_language(self, bot: str, asker: str, language: Language) -> None:
        row = insert(languages).values(bot=bot, asker=asker, language=language)
        replace = row.on_conflict_do_update(languages.primary_key, set_={"language": language})
        await self._database.write(lambda connection: connection.execute(replace))

    async def of_asker(self, bot: str, asker: str) -> Sequence[Remembered]:
        own = select(dialogues).where(dialogues.c.bot == bot, dialogues.c.asker == asker)
        rows = await self._database.read(
            lambda connection: connection.execute(own.order_by(dialogues.c.at, dialogues.c.chat)).all()
        )
        return [Remembered(row.chat, row.at, self._opened(row.memory, bot, row.chat, asker)) for row in rows]

    async def forget_asker(self, bot: str, asker: str) -> None:
        await self._database.write(lambda connection: erase_conversations(connection, bot, asker))
        await self._database.checkpoint()

    def _opened(self, sealed: bytes, bot: str, chat: str, asker: str) -> Memory | None:
        try:
            return self._memories.validate_json(self._vault.open(sealed, "dialogues", bot, chat, asker))
        except (Unreadable, ValidationError):
            # An older program may have written it. To ask again costs a member one question.
            return None

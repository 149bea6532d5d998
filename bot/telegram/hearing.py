"""The handlers of python-telegram-bot: they hand turns to the conversation, and what it says to who sends it."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from telegram import CallbackQuery, ChatMember, Message, Update

from bot.app import App
from bot.storage.inbox import Inbox
from bot.telegram.jobs import Job, current
from bot.telegram.outgoing import answer_tap, calls_of
from bot.telegram.turning import Turning, asker_of, place_of_message
from handlers import asides
from handlers.promises import Memory
from handlers.taps import Erasing, Mending, Picked, Spoken, read_tap
from handlers.texts.texts import Texts
from handlers.turns import Reply, Turn

_log = logging.getLogger(__name__)

LATE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Hearing:
    """What the bot does with the updates that concern it; each fills the calls of the current job."""

    app: App
    inbox: Inbox
    turning: Turning

    async def message(self, update: Update, _: Any) -> None:
        """Answer a message, or what it was changed to: then the earlier answer is changed as well."""
        job, message = current.get(), update.effective_message
        if message is None:
            return
        turn = self.turning.of_message(message, job)
        if turn.private:
            await self.app.storage.outbox.welcome(turn.bot, turn.asker)
        replies: Sequence[Reply] = await self.app.conversation.take(turn)
        if job.now - turn.at > LATE and replies:
            replies = [asides.late(replies[0], await self._texts(turn)), *replies[1:]]
        edits = await self._earlier_answer(update, job)
        job.calls = calls_of(replies, place_of_message(message, edits))

    async def tap(self, update: Update, _: Any) -> None:
        """Answer a tap by changing the message that has the button."""
        job, tap = current.get(), update.callback_query
        message = tap and tap.message
        if tap is None or not isinstance(message, Message) or message.message_id <= 0:
            # A message that Telegram does not show any more, or that has no number yet, cannot be changed.
            job.calls = [answer_tap(tap.id)] if tap else []
            return
        turn = self.turning.of_tap(tap, message, job)
        if refusal := await self._refusal(tap, message, turn):
            _log.info("A button was tapped that is not open, or not to who tapped it")
            job.calls = [answer_tap(tap.id, refusal)]
            return
        replies = await self.app.conversation.take(turn)
        if _is_of_another(tap, message):
            job.calls = [answer_tap(tap.id, "\n\n".join(reply.plain for reply in replies))]
            return
        place = place_of_message(message, [message.message_id])
        job.calls = [answer_tap(tap.id), *calls_of(replies, place)]

    async def membership(self, update: Update, _: Any) -> None:
        """Send nothing any more to who has blocked the bot, until they want it again."""
        job, changed = current.get(), update.my_chat_member
        job.calls = []
        if changed is None:
            return
        outbox, bot, asker = self.app.storage.outbox, self.turning.bot, self.turning.asker(changed.chat.id)
        if changed.new_chat_member.status == ChatMember.BANNED:
            await outbox.block(bot, asker, job.now)
        else:
            await outbox.welcome(bot, asker)

    async def error(self, _: object, context: Any) -> None:
        """Keep what went wrong for who can do something about it."""
        current.get().error = context.error

    async def _earlier_answer(self, update: Update, job: Job) -> list[int]:
        if update.edited_message is None or job.row.question is None:
            return []
        return await self.inbox.messages_of(job.row.question)

    async def _refusal(self, tap: CallbackQuery, message: Message, turn: Turn) -> str:
        """Why this choice cannot be made, if it cannot; the buttons stay as they are for who may."""
        tapped, memory = read_tap(turn.tapped or ""), await self._memory(turn)
        # Whether who taps may have something mended is looked up when it is done.
        if isinstance(tapped, Spoken | Mending):
            return ""
        if tapped and _is_of_another(tap, message):
            return asides.not_yours(await self._texts(turn))
        is_open = memory is not None and (
            (isinstance(tapped, Picked) and memory.record == tapped.record)
            or (isinstance(tapped, Erasing) and memory.erasure == tapped.question)
        )
        return "" if is_open else asides.closed(await self._texts(turn))

    async def _memory(self, turn: Turn) -> Memory | None:
        return await self.app.storage.dialogues.recall(turn.bot, turn.chat, turn.asker, turn.at)

    async def _texts(self, turn: Turn) -> Texts:
        """The texts in the language of the talk, as the conversation chooses it."""
        memory = await self._memory(turn)
        talk = (memory.language or memory.context.language) if memory else None
        chosen = await self.app.storage.dialogues.language(turn.bot, turn.asker)
        return Texts(talk or chosen or turn.language)


def _is_of_another(tap: CallbackQuery, message: Message) -> bool:
    """Whether the message with the button answers somebody else."""
    question = message.reply_to_message
    return question is not None and asker_of(question) != tap.from_user.id

"""From updates to turns: who speaks and where, under pseudonyms, in which language, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from telegram import CallbackQuery, Message

from bot.storage.vault import Vault
from bot.telegram.incoming import name_of, place_of
from bot.telegram.jobs import Job, Undecodable
from bot.telegram.outgoing import Place
from handlers.turns import Turn
from knowledge.model.languages import Language, known


@dataclass(frozen=True, slots=True)
class Turning:
    """Makes turns for one bot."""

    bot: str
    vault: Vault
    language: Language
    """Of who has none that we speak."""
    timezone: tzinfo

    def of_message(self, message: Message, job: Job) -> Turn:
        """What was written, when it was written: an answer that comes late is still about that day."""
        # Two questions within a second are two, so each has a moment of its own.
        at = (message.edit_date or message.date) + timedelta(microseconds=job.row.update_id % 1_000_000)
        code = message.from_user.language_code if message.from_user else None
        return self._turn(asker_of(message), place_of_message(message), code, at, job, message.text or "")

    def asker(self, person: int) -> str:
        """The pseudonym of a person."""
        return self.vault.pseudonym(self.bot, name_of(person))

    def of_tap(self, tap: CallbackQuery, message: Message, job: Job) -> Turn:
        """What was tapped; Telegram does not tell when."""
        user = tap.from_user
        place = place_of_message(message)
        return self._turn(user.id, place, user.language_code, job.row.received_at, job, "", tap.data or "")

    def _turn(
        self, asker: int, place: Place, code: str | None, at: datetime, job: Job, text: str, tapped: str | None = None
    ) -> Turn:
        try:
            here = at.astimezone(self.timezone)
        except OverflowError as error:
            raise Undecodable("a moment of another age") from error
        return Turn(
            bot=self.bot,
            asker=self.asker(asker),
            chat=self.vault.pseudonym(self.bot, place_of(place.chat, place.thread)),
            at=here,
            language=known(code) or self.language,
            base=job.base,
            text=text,
            tapped=tapped,
            private=place.answers is None,
            address=str(place.chat) if place.answers is None else "",
        )


def asker_of(message: Message) -> int:
    """Who wrote it; somebody who hides behind a group is that group."""
    if message.sender_chat is not None:
        return message.sender_chat.id
    return message.from_user.id if message.from_user else message.chat.id


def place_of_message(message: Message, edits: list[int] | None = None) -> Place:
    """Where the replies to it go."""
    thread = message.message_thread_id if message.is_topic_message else None
    return Place(message.chat.id, thread, None if message.chat.type == "private" else message.message_id, edits or ())

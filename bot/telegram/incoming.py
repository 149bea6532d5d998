"""Which updates concern the bot, and what of them is needed to answer: nothing else is kept, no name among it."""

import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

from bot.chosen import telegram_bot
from handlers.commands import COMMANDS

Json: TypeAlias = dict[str, Any]
Shape: TypeAlias = Mapping[str, "Shape | type"]

ALLOWED: Final = ("message", "edited_message", "callback_query", "my_chat_member")
EDITS_SECONDS: Final = 120
"""As long after it was written a question may be edited, and the answer is too."""

# What people send that is no text. Everything else without a text is Telegram telling what happened.
OTHER_CONTENT: Final = frozenset(
    {"animation", "audio", "checklist", "contact", "dice", "document", "game", "location", "paid_media", "photo"}
    | {"poll", "sticker", "story", "venue", "video", "video_note", "voice"}
)

_CHAT: Final[Shape] = {"id": int, "type": str}
_PERSON: Final[Shape] = {"id": int, "is_bot": bool, "language_code": str}
_ANSWERED: Final[Shape] = {"message_id": int, "date": int, "chat": _CHAT, "from": _PERSON, "sender_chat": _CHAT}
_MESSAGE: Final[Shape] = {
    **_ANSWERED,
    "edit_date": int,
    "message_thread_id": int,
    "is_topic_message": bool,
}
_STATUS: Final[Shape] = {"status": str, "until_date": int, "user": _PERSON}
_MEMBERSHIP: Final[Shape] = {
    "chat": _CHAT,
    "from": _PERSON,
    "date": int,
    "old_chat_member": _STATUS,
    "new_chat_member": _STATUS,
}
_TAP: Final[Shape] = {
    "id": str,
    "from": _PERSON,
    "data": str,
    "message": {**_MESSAGE, "reply_to_message": _ANSWERED},
}


@dataclass(frozen=True, slots=True)
class Me:
    """The bot as Telegram knows it."""

    id: int
    username: str

    @property
    def bot(self) -> str:
        """Its name in the tables."""
        return telegram_bot(self.id)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An update that concerns the bot."""

    update_id: int
    place: str
    """The chat and the thread: their messages stay in order."""
    question: str | None
    """The message that it is about."""
    body: Json
    """In Telegram's form, with what is needed to answer."""


@dataclass(slots=True)
class Selection:
    """Selects what concerns the bot. It remembers the last albums: ten photos are one thing that somebody sent."""

    me: Me
    albums: deque[object] = field(default_factory=lambda: deque(maxlen=100))

    def wanted(self, update: Json) -> Wanted | None:
        """What to keep of *update*, whatever is in it; None if it does not concern the bot."""
        for kind in ALLOWED:
            content = update.get(kind)
            if isinstance(content, dict):
                kept = self._content(kind, content)
                return self._with_place(update, kind, kept) if kept else None
        return None

    def _content(self, kind: str, content: Json) -> Json | None:
        match kind:
            case "callback_query":
                return self._tap(content)
            case "my_chat_member":
                # In a private chat it tells who has blocked the bot, and who wants it again.
                new = _part(content, "new_chat_member").get("status")
                return _kept(content, _MEMBERSHIP) if _is_private(content) and isinstance(new, str) else None
            case _:
                return self._message(content)

    def _tap(self, tap: Json) -> Json | None:
        # A message from inline mode has no chat; its buttons are nothing that the conversation knows.
        return _kept(tap, _TAP) | {"chat_instance": ""} if isinstance(tap.get("message"), dict) else None

    def _message(self, message: Json) -> Json | None:
        if not self._is_from_somebody(message) or _is_edited_late(message):
            return None
        text = message.get("text") or message.get("caption") or ""
        if not text and not self._is_hintworthy(message):
            return None
        text = text if isinstance(text, str) else ""
        if not _is_private(message):
            if not self._is_addressed(message, text):
                return None
            text = self._mention.sub(" ", text).strip() if not text.startswith("/") else text
        return _kept(message, _MESSAGE) | {"text": text}

    def _is_from_somebody(self, message: Json) -> bool:
        """Whether a person wrote it, maybe in the name of a group; no bot, no channel, and nothing that we made."""
        sender, chat = _part(message, "from"), _part(message, "chat")
        person = not sender.get("is_bot") or "sender_chat" in message
        ours = _part(message, "via_bot").get("id") == self.me.id
        return person and not ours and chat.get("type") != "channel" and not message.get("is_automatic_forward")

    def _is_hintworthy(self, message: Json) -> bool:
        album = message.get("media_group_id")
        seen = album is not None and album in self.albums
        if album is not None and not seen:
            self.albums.append(album)
        edited = "edit_date" in message
        return _is_private(message) and not edited and not seen and not OTHER_CONTENT.isdisjoint(message)

    def _is_addressed(self, message: Json, text: str) -> bool:
        """Whether a message in a group is for the bot: a command, its name, or a reply to it."""
        if text.startswith("/"):
            name, at, bot = text.split()[0][1:].partition("@")
            return bot.casefold() == self.me.username.casefold() if at else name.casefold() in COMMANDS
        answered = _part(message, "reply_to_message")
        # A topic's messages are replies to its beginning.
        replied = _part(answered, "from").get("id") == self.me.id and "forum_topic_created" not in answered
        return replied or self._mention.search(text) is not None

    @property
    def _mention(self) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)@{re.escape(self.me.username)}\b", re.IGNORECASE)

    def _with_place(self, update: Json, kind: str, kept: Json) -> Wanted:
        message = _part(kept, "message") if kind == "callback_query" else kept
        chat = _part(message, "chat").get("id")
        number = message.get("message_id")
        question = f"message {chat}/{number}" if number is not None and kind != "callback_query" else None
        return Wanted(
            update["update_id"], place_of(chat, thread_of(message)), question, _decodable({kind: kept}, update)
        )


def sender_of(update: Json) -> int | None:
    """Who sent an update of which is kept what is needed; whoever hides behind a group is that group."""
    for content in (update[kind] for kind in ALLOWED if isinstance(update.get(kind), dict)):
        found = (_part(content, part).get("id") for part in ("sender_chat", "from", "chat"))
        return next((one for one in found if isinstance(one, int)), None)
    return None


def name_of(person: int) -> str:
    """The name of a person, of which their pseudonym is made."""
    return f"person {person}"


def place_of(chat: object, thread: object) -> str:
    """The name of a conversation's place; a forum's threads are places of their own."""
    return f"chat {chat}" if thread is None else f"chat {chat}/{thread}"


def thread_of(message: Json) -> object:
    """The topic of a forum that the message is in; the thread of mere replies is none."""
    return message.get("message_thread_id") if message.get("is_topic_message") else None


def _is_private(message: Json) -> bool:
    return bool(_part(message, "chat").get("type") == "private")


def _is_edited_late(message: Json) -> bool:
    written, edited = message.get("date"), message.get("edit_date")
    return isinstance(written, int) and isinstance(edited, int) and edited - written > EDITS_SECONDS


def _part(whole: Json, name: str) -> Json:
    part = whole.get(name)
    return part if isinstance(part, dict) else {}


def _kept(whole: Json, shape: Shape) -> Json:
    """What *shape* names of *whole*, where it is what Telegram says that it is: nothing behind this looks again.

    A part of which nothing is left is left out: python-telegram-bot would take it for one that need not be there.
    """
    kept: Json = {}
    for name, inner in shape.items():
        value = whole.get(name)
        if isinstance(inner, type):
            if type(value) is inner:  # True is no number
                kept[name] = value
        elif isinstance(value, dict) and (part := _kept(value, inner)):
            kept[name] = part
    return kept


def _decodable(kept: Json, update: Json) -> Json:
    """The same with an empty name for each person, without which no update can be decoded."""

    def named(value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        return {
            name: {**part, "first_name": ""} if name in ("from", "user") and isinstance(part, dict) else named(part)
            for name, part in value.items()
        }

    return {"update_id": update["update_id"], **named(kept)}

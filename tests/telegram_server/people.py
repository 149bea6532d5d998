"""Who and what there is: users, chats, messages, files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]


@dataclass(eq=False, slots=True)
class User:
    """A person, or the account of a bot."""

    id: int
    first_name: str
    language_code: str | None = None
    username: str | None = None
    last_name: str | None = None
    is_bot: bool = False

    def json(self) -> Json:
        given = {"last_name": self.last_name, "username": self.username, "language_code": self.language_code}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name} | _only_given(given)


@dataclass(eq=False, slots=True)
class File:
    """Bytes on the server; the id names it, the unique id is the same for every bot."""

    id: str
    data: bytes = field(repr=False)
    name: str | None = None
    mime_type: str | None = None

    def json(self) -> Json:
        given = {"file_name": self.name, "mime_type": self.mime_type}
        return {"file_id": self.id, "file_unique_id": f"u{self.id[-12:]}", "file_size": len(self.data)} | _only_given(
            given
        )


@dataclass(eq=False, slots=True, repr=False)
class Message:
    """One message; ``text`` is the caption where there is a photo or a document."""

    id: int
    chat: "Chat"
    sender: User
    date: int
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    buttons: list[list[Json]] = field(default_factory=list)
    photo: File | None = None
    document: File | None = None
    thread: int | None = None
    reply_to: "Message | None" = None
    edited: int | None = None
    inline_id: str | None = None
    extra: Json = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<{self.sender.first_name}: {self.text!r} {self.labels or ''}>"

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons, row by row."""
        return [button["text"] for row in self.buttons for button in row]

    @property
    def is_media(self) -> bool:
        return self.photo is not None or self.document is not None

    def json(self, *, deep: bool = True) -> Json:
        kept: Json = {"message_id": self.id, "from": self.sender.json(), "chat": self.chat.json(), "date": self.date}
        if self.thread is not None:
            kept |= {"message_thread_id": self.thread, "is_topic_message": True}
        if deep and self.reply_to is not None:
            kept["reply_to_message"] = self.reply_to.json(deep=False)
        if self.photo is not None:
            kept["photo"] = [self.photo.json() | {"width": 90, "height": 90}]
        if self.document is not None:
            kept["document"] = self.document.json()
        text, entities = ("caption", "caption_entities") if self.is_media else ("text", "entities")
        shown = {text: self.text, entities: self.entities, "edit_date": self.edited}
        markup = {"reply_markup": {"inline_keyboard": self.buttons}} if self.buttons else {}
        return kept | {key: value for key, value in shown.items() if value} | markup | self.extra


@dataclass(eq=False, slots=True)
class Chat:
    """A private chat of one user with one bot, or a group that several share."""

    id: int
    type: str
    title: str | None = None
    user: User | None = None
    is_forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict, repr=False)
    threads: dict[int, str] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    last_id: int = 0
    blocked: bool = False
    migrated_to: int | None = None

    @property
    def is_private(self) -> bool:
        return self.type == "private"

    def json(self) -> Json:
        named = {"title": self.title, "is_forum": self.is_forum or None}
        if self.user is not None:
            named |= {
                "first_name": self.user.first_name,
                "last_name": self.user.last_name,
                "username": self.user.username,
            }
        return {"id": self.id, "type": self.type} | _only_given(named)

    def said(self, bot: "User | None" = None) -> list[Message]:
        """All that bots said here and did not delete, or that one *bot* did."""
        return [
            message for message in self.messages.values() if message.sender.is_bot and bot in (None, message.sender)
        ]


def _only_given(values: Mapping[str, object]) -> Json:
    return {key: value for key, value in values.items() if value is not None}

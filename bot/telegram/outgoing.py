"""From replies to calls of the Bot API: texts with entities, split where they are too long, and buttons."""

import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Self, TypeAlias

from telegram import MessageEntity
from telegram.constants import MessageLimit

from bot.telegram.api import Upload
from bot.telegram.splitting import Formatted, split
from handlers.turns import Bold, Button, File, Linked, Piece, Plain, Quiet, Reply

Json: TypeAlias = dict[str, Any]

LONGEST: Final = int(MessageLimit.MAX_TEXT_LENGTH)
LONGEST_CAPTION: Final = int(MessageLimit.CAPTION_LENGTH)
MOST_ENTITIES: Final = int(MessageLimit.MESSAGE_ENTITIES)
MOST_DATA: Final = 64
LONGEST_TOAST: Final = 200


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the Bot API, ready to be kept as JSON."""

    method: str
    arguments: Json
    upload: Upload | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What is still to be sent for one update."""

    calls: tuple[Call, ...]
    sent: tuple[int, ...] = ()
    """The ids of the messages that were sent."""
    tries: int = 0
    """How often the first of the calls could not be made."""

    def as_json(self) -> str:
        """As it is kept."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """As it was kept."""
        kept = json.loads(text) or {"calls": []}
        calls = tuple(
            Call(call["method"], call["arguments"], Upload(**call["upload"]) if call["upload"] else None)
            for call in kept["calls"]
        )
        return cls(calls, tuple(kept.get("sent", ())), kept.get("tries", 0))


@dataclass(frozen=True, slots=True)
class Place:
    """Where replies go."""

    chat: int
    thread: int | None = None
    answers: int | None = None
    """The message that they reply to, for all to see; in a private chat there is no need."""
    edits: Sequence[int] = ()
    """Messages of ours to be edited rather than new ones sent; what is too many is deleted."""


def calls_of(replies: Sequence[Reply], place: Place) -> list[Call]:
    """The calls that say it all, in order."""
    left, calls = list(place.edits), list[Call]()
    for reply in replies:
        for call in _calls(reply, place):
            if left and call.method == "sendMessage":
                calls.append(_edit(call, left.pop(0)))
            else:
                # Who asked is who may tap: a message with buttons always shows what it replies to.
                calls.append(_sent_to(call, place, answers=not calls or "reply_markup" in call.arguments))
    return [*calls, *(Call("deleteMessage", {"chat_id": place.chat, "message_id": message}) for message in left)]


def answer_tap(tap: str, toast: str = "") -> Call:
    """What ends the waiting of who tapped; a *toast* is shown until they close it."""
    shown: Json = {"text": toast[:LONGEST_TOAST], "show_alert": True} if toast else {}
    return Call("answerCallbackQuery", {"callback_query_id": tap, **shown})


def _calls(reply: Reply, place: Place) -> Iterator[Call]:
    """The messages of one reply; its buttons are under the last."""
    buttons: Json = {}
    if reply.buttons:
        buttons["reply_markup"] = {"inline_keyboard": [[_button(button)] for button in reply.buttons]}
    whole = formatted(reply.pieces)
    if isinstance(reply, File):
        fits = len(whole.text) <= LONGEST_CAPTION and len(whole.entities) <= MOST_ENTITIES
        parts = [] if fits else _parts(whole)
        last = [_document(reply, whole if fits else Formatted(""), place)]
    else:
        parts, last = _parts(whole), []
    calls = [*(_message(part, place) for part in parts), *last]
    for call in calls:
        yield replace(call, arguments={**call.arguments, **(buttons if call is calls[-1] else {})})


def _parts(whole: Formatted) -> list[Formatted]:
    return [part for part in split(whole, LONGEST, MOST_ENTITIES) if part.text.strip()]


def _message(part: Formatted, place: Place) -> Call:
    preview = {"link_preview_options": {"is_disabled": True}}
    return Call("sendMessage", {"chat_id": place.chat, "text": part.text, **_entities("entities", part), **preview})


def _document(file: File, caption: Formatted, place: Place) -> Call:
    said = {"caption": caption.text, **_entities("caption_entities", caption)} if caption.text.strip() else {}
    upload = Upload("document", file.name, b64encode(file.content).decode())
    return Call("sendDocument", {"chat_id": place.chat, **said}, upload)


def _entities(name: str, part: Formatted) -> Json:
    return {name: [entity.to_dict() for entity in part.entities]} if part.entities else {}


def _edit(call: Call, message: int) -> Call:
    return Call("editMessageText", {**call.arguments, "message_id": message})


def _sent_to(call: Call, place: Place, *, answers: bool) -> Call:
    where: Json = {} if place.thread is None else {"message_thread_id": place.thread}
    if place.answers is not None and answers:
        where["reply_parameters"] = {"message_id": place.answers, "allow_sending_without_reply": True}
    return replace(call, arguments={**call.arguments, **where})


def _button(button: Button) -> Json:
    if not 1 <= len(button.data.encode()) <= MOST_DATA:
        raise ValueError(f"the data of a button must have 1 to {MOST_DATA} bytes, not {len(button.data.encode())}")
    return {"text": button.title, "callback_data": button.data}


def formatted(pieces: Sequence[Piece]) -> Formatted:
    """The text of all pieces with an entity for each that has a form."""
    text, entities, at = "", [], 0
    for piece in pieces:
        # Half of a surrogate pair is no text that can be sent.
        said = piece.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        length = len(said.encode("utf-16-le")) // 2
        if length and (entity := _entity(piece, at, length)):
            entities.append(entity)
        text, at = text + said, at + length
    return Formatted(text, tuple(entities))


def _entity(piece: Piece, at: int, length: int) -> MessageEntity | None:
    match piece:
        case Plain():
            return None
        case Bold():
            return MessageEntity(MessageEntity.BOLD, at, length)
        case Quiet():
            return MessageEntity(MessageEntity.ITALIC, at, length)
        case Linked(url=url):
            return MessageEntity(MessageEntity.TEXT_LINK, at, length, url=url)

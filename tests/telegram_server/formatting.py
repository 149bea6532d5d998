"""Texts that a bot sends: parsed, checked, measured."""

from dataclasses import dataclass, field
from typing import Final

from tests.telegram_server import oracle
from tests.telegram_server.errors import breach
from tests.telegram_server.people import Json
from tests.telegram_server.requests import Request
from tests.telegram_server.utf16 import units

MOST_BYTES: Final = 1 << 15
MOST_ENTITIES: Final = 100
FOUND_BY_CLIENTS: Final = {"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"}
# No other entity can stand inside these, or across their ends.
CLOSED: Final = {"code", "pre", "text_link", "text_mention", "custom_emoji"}
MARKED: Final = CLOSED | {
    "bold", "italic", "underline", "strikethrough", "spoiler", "blockquote", "expandable_blockquote",
}  # fmt: skip
CONTROLS: Final = dict.fromkeys(range(32), " ") | {9: "\t", 10: "\n", 13: None}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and what is marked in it."""

    text: str = ""
    entities: list[Json] = field(default_factory=list)


def message_text(request: Request) -> Formatted:
    """The text of a message; it must have one."""
    if not request.parameters.text("text"):
        raise breach("message text is empty")
    formatted = formatted_text(request, "text", "entities")
    if not formatted.text:
        raise breach("text must be non-empty")
    if len(formatted.text) > 4096:
        raise breach("message is too long")
    return formatted


def caption(request: Request) -> Formatted:
    """The text beneath a photo or document, which may be missing."""
    formatted = formatted_text(request, "caption", "caption_entities")
    if len(formatted.text) > 1024:
        raise breach("message caption is too long")
    return formatted


def formatted_text(request: Request, text: str, entities: str) -> Formatted:
    given = request.parameters.json(entities, "MessageEntities") or []
    return format_text(request, request.parameters.text(text), request.parameters.text("parse_mode"), given)


def format_text(request: Request, text: str, mode: str, entities: object) -> Formatted:
    """Take the markup or the entities, and add what clients find by themselves."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise breach("strings must be encoded in UTF-8") from None
    if size > MOST_BYTES:
        raise breach("text is too long")
    mode = mode.strip().lower()
    if mode and mode != "none":
        if mode not in oracle.MODES:
            raise breach("unsupported parse_mode")
        text, marked = oracle.parse(text, mode)
    else:
        text, marked = text.translate(CONTROLS), given_entities(request, entities)
        oracle.check(text, marked)
    return _trimmed(text, _with_found(text, marked[:MOST_ENTITIES]))


def given_entities(request: Request, entities: object) -> list[Json]:
    """Entities as a bot may give them; Telegram ignores types that it does not know, the problems do not."""
    if not isinstance(entities, list):
        raise breach("expected an Array of MessageEntity")
    marked = []
    for entity in entities:
        if not isinstance(entity, dict):
            raise breach("can't parse MessageEntity: expected an Object")
        kind = entity.get("type")
        if not isinstance(kind, str):
            raise breach("can't parse MessageEntity: Can't find field \"type\"")
        for name in ("offset", "length"):
            if not isinstance(entity.get(name), int):
                raise breach(f"can't parse MessageEntity: Can't find field \"{name}\"")
        if kind in MARKED:
            marked.append(entity)
        elif kind not in FOUND_BY_CLIENTS:
            request.problem(f"unknown type of entity {kind!r}")
    if len(marked) > MOST_ENTITIES:
        request.problem(f"{len(marked)} entities, and Telegram takes {MOST_ENTITIES}")
    return marked


def _with_found(text: str, marked: list[Json]) -> list[Json]:
    closed = [entity for entity in marked if entity["type"] in CLOSED]
    found = [entity for entity in oracle.find(text) if not any(_meet(entity, other) for other in closed)]
    every = [entity for entity in (*marked, *found) if entity["length"] > 0]
    return sorted(every, key=lambda entity: (entity["offset"], -entity["length"]))


def _meet(one: Json, other: Json) -> bool:
    start, end = one["offset"], one["offset"] + one["length"]
    return bool(start < other["offset"] + other["length"] and other["offset"] < end)


def _trimmed(text: str, entities: list[Json]) -> Formatted:
    """Blanks around a message are not sent, and entities move along."""
    lead = units(text) - units(text.lstrip())
    kept = text.strip()
    last = units(kept)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(last, entity["offset"] + entity["length"] - lead)
        if start < end:
            moved.append(entity | {"offset": start, "length": end - start})
    return Formatted(kept, moved)

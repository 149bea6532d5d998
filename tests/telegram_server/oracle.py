"""Telegram's own verdict on texts, from its library; a table made with it serves machines without the library.

``python -m tests.telegram_server.golden`` writes the table anew.
"""

import importlib
import importlib.util
import json
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, cast

from tests.telegram_server import without_library
from tests.telegram_server.corpus import requests
from tests.telegram_server.errors import breach
from tests.telegram_server.people import Json

GOLDEN: Final = Path(__file__).with_name("golden.json")
MODES: Final[dict[str, Json]] = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
# Telegram's names in its library, and the Bot API's; what is not here (bank cards, media times) bots do not see.
NAMES: Final = {
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
    "PhoneNumber": "phone_number",
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
}


def has_library() -> bool:
    return importlib.util.find_spec("tdjson") is not None


def parse(text: str, mode: str) -> tuple[str, list[Json]]:
    """Take the markup out of a text, or refuse it as Telegram does."""
    verdict = judge({"@type": "parseTextEntities", "text": text, "parse_mode": MODES[mode]})
    return verdict["text"], _seen_by_bots(verdict["entities"])


def find(text: str) -> list[Json]:
    """The commands, mentions, links … that clients find in a text by themselves."""
    return _seen_by_bots(judge({"@type": "getTextEntities", "text": text})["entities"])


def check(text: str, entities: Sequence[Json]) -> None:
    """Refuse entities that Telegram refuses."""
    given = [_for_library(entity) for entity in entities]
    judge({"@type": "getMarkdownText", "text": {"@type": "formattedText", "text": text, "entities": given}})


def judge(request: Json) -> Json:
    verdict = _execute()(request) if has_library() else without_library.judge(request, golden())
    if verdict["@type"] == "error":
        raise breach(verdict["message"])
    return verdict


@cache
def golden() -> dict[str, Json]:
    """Requests and their verdicts, as they were written with the library."""
    rows = json.loads(GOLDEN.read_text(encoding="utf-8"))
    return {json.dumps(request, sort_keys=True): verdict for request, verdict in rows}


def write() -> None:
    """Ask the library about the whole corpus, and keep what it says."""
    rows = [[request, _execute()(request)] for request in requests()]
    lines = ",\n".join(json.dumps(row, ensure_ascii=True) for row in rows)
    GOLDEN.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


@cache
def _execute() -> Callable[[Json], Json]:
    ask = cast("Callable[[bytes], bytes]", importlib.import_module("tdjson").td_execute)
    ask(b'{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}')
    return lambda request: cast("Json", json.loads(ask(json.dumps(request).encode())))


def _for_library(entity: Json) -> Json:
    # Where an entity stands is judged alike for all types, and whom or what it names only Telegram knows.
    kind: Json = {"@type": "textEntityTypeBold"}
    if entity["type"] == "text_link":
        kind = {"@type": "textEntityTypeTextUrl", "url": entity.get("url", "")}
    return {"@type": "textEntity", "offset": entity["offset"], "length": entity["length"], "type": kind}


def _seen_by_bots(entities: Sequence[Json]) -> list[Json]:
    found = []
    for entity in entities:
        kind = entity["type"]
        if name := NAMES.get(kind["@type"].removeprefix("textEntityType")):
            found.append({"type": name, "offset": entity["offset"], "length": entity["length"]} | _details(kind))
    return found


def _details(kind: Json) -> dict[str, Any]:
    details = {name: kind[name] for name in ("url", "language", "custom_emoji_id") if kind.get(name)}
    return details | ({"user": kind["user_id"]} if "user_id" in kind else {})

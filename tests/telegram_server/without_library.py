"""What machines without Telegram's library go by: the kept verdicts, and rules that agree with all of them."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from tests.telegram_server.people import Json
from tests.telegram_server.utf16 import units

FOUND: Final = (
    ("BotCommand", re.compile(r"(?<![\w/@#<>])/\w{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/@])", re.ASCII)),
    ("EmailAddress", re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[a-z]{2,})+\b")),
    ("Mention", re.compile(r"(?<![\w/.])@[A-Za-z]\w{2,31}\b", re.ASCII)),
    ("Hashtag", re.compile(r"(?<!\w)#(?=\w*[^\W\d])\w{1,256}")),
    (
        "Url",
        re.compile(r"\bhttps?://[^\s<>]*[^\s<>.,;:!?')\]]|(?<![\w@./])[\w-]+(?:\.[\w-]+)*\.(?:org|com|eu|it|net)\b"),
    ),
)


# A text without any of these has no markup in it: HTML has no version, and in the second Markdown nearly all are signs.
SIGNS: Final = {None: set("<&"), 1: set("*_`[\\")}
EVERY: Final = set(map(chr, range(33, 127)))


def judge(request: Json, kept: Mapping[str, Json]) -> Json:
    """Give the kept verdict, else one by rule; there is no rule for markup."""
    verdict = kept.get(json.dumps(request, sort_keys=True))
    if verdict is not None:
        return verdict
    match request["@type"]:
        case "parseTextEntities" if not SIGNS.get(request["parse_mode"].get("version"), EVERY) & set(request["text"]):
            return {"@type": "formattedText", "text": request["text"], "entities": []}
        case "getTextEntities":
            return {"@type": "textEntities", "entities": list(found(request["text"]))}
        case "getMarkdownText":
            return checked(request["text"])
    raise LookupError(f"no verdict is kept on {request!r}; add it to the corpus, and write the table with the library")


def found(text: str) -> Iterator[Json]:
    """Commands, mentions, addresses and hashtags, in their order."""
    taken: list[tuple[int, int, str]] = []
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end, _ in taken):
                taken.append((match.start(), match.end(), kind))
    for start, end, kind in sorted(taken):
        place = {"offset": units(text[:start]), "length": units(text[start:end])}
        yield {"@type": "textEntity", **place, "type": {"@type": f"textEntityType{kind}"}}


def checked(text: Json) -> Json:
    """Accept a text with its entities, or say which one stands where none can."""
    for entity in text["entities"]:
        kind = entity["type"]
        fault = misplaced(text["text"], entity["offset"], entity["length"])
        if not fault and "url" in kind:
            fault = unusable(kind["url"])
        if fault:
            return {"@type": "error", "code": 400, "message": fault}
    return {"@type": "formattedText", "text": text["text"], "entities": []}


def misplaced(text: str, offset: int, length: int) -> str:
    """Why an entity cannot stand there, or nothing."""
    end = offset + length
    if offset < 0:
        return f"Receive an entity with incorrect offset {offset}"
    if length < 0:
        return f"Receive an entity with incorrect length {length}"
    if length == 0:
        return ""
    bytes_at = dict(_boundaries(text))
    inside = "in a middle of a UTF-16 symbol at byte offset"
    beginning = f"Entity beginning at UTF-16 offset {offset}"
    if offset > units(text):
        return f"Entity begins after the end of the text at UTF-16 offset {offset}"
    if offset not in bytes_at:
        return f"Entity begins {inside} {bytes_at[offset + 1]}"
    if end > units(text):
        return f"{beginning} ends after the end of the text at UTF-16 offset {end}"
    return "" if end in bytes_at else f"{beginning} ends {inside} {bytes_at[end + 1]}"


def unusable(url: str) -> str:
    """Why a link cannot be one, or nothing; the kept verdicts have Telegram's finer reasons."""
    split = urlsplit(url if "://" in url else f"http://{url}")
    if not split.netloc:
        return f"Entity URL '{url}' is invalid: URL host is empty"
    known = split.scheme in {"http", "https", "tg", "ton"} and "." in split.netloc + "." * (split.scheme == "tg")
    return "" if known else f"Entity URL '{url}' is invalid: Wrong HTTP URL"


def _boundaries(text: str) -> Iterator[tuple[int, int]]:
    """Where letters begin and the text ends: in UTF-16 units, and in bytes of UTF-8."""
    at = position = 0
    yield at, position
    for letter in text:
        at += units(letter)
        position += len(letter.encode())
        yield at, position

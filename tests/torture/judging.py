"""Whether Telegram takes what a reply became, and whether all that was to be said is in it."""

from collections.abc import Iterable, Sequence
from typing import Any, Final, TypeAlias

from bot.telegram.outgoing import Call, Place, calls_of
from bot.telegram.splitting import Formatted, split
from handlers.turns import Piece, Plain, Reply
from tests.telegram_server import oracle
from tests.telegram_server.markup import check_markup
from tests.telegram_server.utf16 import cut

Json: TypeAlias = dict[str, Any]

LONGEST: Final = {"text": 4096, "caption": 1024}
"""Letters that Telegram takes."""
MOST_ENTITIES: Final = 100
_HERE: Final = Place(5)


class Wrong(Exception):
    """What must not be."""


def judge_reply(reply: Reply) -> None:
    """The messages that say *reply* are such as Telegram takes, and together they say all of it."""
    calls = calls_of([reply], _HERE)
    parts = [_part(call) for call in calls]
    for call, (name, text, entities) in zip(calls, parts, strict=True):
        judge_text(text, entities, LONGEST[name], MOST_ENTITIES)
        if not text.strip() and name == "text":
            raise Wrong("a message is blank")
        if check_markup(call.arguments.get("reply_markup")) and call is not calls[-1]:
            raise Wrong("there are buttons elsewhere than under the last message")
    if calls and reply.buttons and "reply_markup" not in calls[-1].arguments:
        raise Wrong("the buttons are lost")
    _compare([(text, entities) for _, text, entities in parts], reply.pieces)


def judge_parts(whole: Formatted, pieces: Sequence[Piece], longest: int, most: int) -> None:
    """The parts of a text are as short as they must be, and together they are the whole."""
    parts = [(part.text, [entity.to_dict() for entity in part.entities]) for part in split(whole, longest, most)]
    for text, entities in parts:
        judge_text(text, entities, longest, most)
    if "".join(text for text, _ in parts) != whole.text:
        raise Wrong("the parts are not the whole")
    _compare(parts, pieces)


def judge_text(text: str, entities: Sequence[Json], longest: int, most: int) -> None:
    """A text is short enough, and what is marked in it stands where Telegram lets it."""
    if len(text) > longest:
        raise Wrong(f"{len(text)} letters where {longest} may be")
    if len(entities) > most:
        raise Wrong(f"{len(entities)} entities where {most} may be")
    oracle.check(text, entities)


def _part(call: Call) -> tuple[str, str, list[Json]]:
    if call.method == "sendDocument":
        return "caption", call.arguments.get("caption", ""), call.arguments.get("caption_entities", [])
    return "text", call.arguments["text"], call.arguments.get("entities", [])


def _compare(parts: Sequence[tuple[str, Sequence[Json]]], pieces: Sequence[Piece]) -> None:
    """Nothing but blanks may be lost on the way: those at the ends Telegram does not show."""
    said = [_sendable(piece.text) for piece in pieces]
    if _letters(said) != _letters(text for text, _ in parts):
        raise Wrong("what is sent is not what was to be said")
    marked = [text for text, piece in zip(said, pieces, strict=True) if not isinstance(piece, Plain)]
    if _letters(marked) != _letters(cut(text, one["offset"], one["length"]) for text, of in parts for one in of):
        raise Wrong("what is marked is not what was to be marked")


def _sendable(text: str) -> str:
    """Without halves of surrogate pairs, which cannot be sent."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _letters(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())

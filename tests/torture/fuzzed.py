"""What is fuzzed: each makes something of any bytes, has the bot's own code work on it, and raises if that goes wrong.

None of it needs a fuzzer, so that what one has found can be tried again.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from itertools import cycle
from typing import Any, Final, TypeAlias

from pydantic import BaseModel, ValidationError

from bot.chosen import SHIPPED, cache_of
from bot.compiled import CompiledOnce
from bot.settings import Settings
from bot.telegram.outgoing import formatted
from handlers.recording import count_of, record_id, record_of
from handlers.replies.replies import reply_to
from handlers.texts.texts import Texts
from handlers.turns import Bold, Button, File, Linked, Piece, Plain, Quiet, Say, Turn
from knowledge.answering.outcomes import Answer
from knowledge.model.languages import LANGUAGES
from knowledge.model.texts import Text
from knowledge.reading.readings import Context
from tests.handlers.outcomes import OUTCOMES, a_snapshot
from tests.torture.judging import Wrong, judge_parts, judge_reply

Target: TypeAlias = Callable[[bytes], None]

NEXT: Final = "\x1e"
"""Stands between two things that are said."""
MOST_PARTS: Final = 12
"""Into more parts no text is cut, or nearly: each of them is judged, and that takes time."""
_AT: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)
_HALVES: Final = {0xDC00 + byte: 0xD800 + byte for byte in range(0x80, 0x100, 2)}


def _drawn(data: bytes) -> tuple[int, str]:
    """A number and a text: bytes that are no UTF-8 are halves of surrogate pairs, first or second ones."""
    return sum(data[:1]), data[1:].decode("utf-8", "surrogateescape").translate(_HALVES)


def questions() -> Target:
    """What is said in a talk is read, answered, counted or recorded, put into words and made into messages."""
    base = CompiledOnce(cache_of(Settings(_env_file=None)))(SHIPPED)

    def talk(data: bytes) -> None:
        number, text = _drawn(data)
        language, context = LANGUAGES[number % len(LANGUAGES)], Context()
        for said in text.split(NEXT):
            asked = base.ask(said, language=language, today=_AT.date(), context=context)
            if not asked.parts:
                raise Wrong("a question has no outcome")
            turn = Turn("fuzzed", "somebody", "somewhere", _AT, language, base, said)
            for place, part in enumerate(asked.parts):
                id = record_id(turn, place)
                if isinstance(part.outcome, Answer):
                    count_of(part.outcome, turn, asked.language, "answer")
                else:
                    record_of(part, part.outcome, turn, asked.language, id)
                judge_reply(reply_to(part.outcome, Texts(asked.language), base, id))
            context = asked.context

    return talk


def replies() -> Target:
    """An outcome of each kind, all of whose texts are others, is put into words and made into messages."""
    base, outcomes = a_snapshot(), list(OUTCOMES.values())

    def tell(data: bytes) -> None:
        number, text = _drawn(data)
        try:
            outcome = reworded(outcomes[number % len(outcomes)], cycle(text.split(NEXT)))
        except ValidationError:
            return  # no base can have such a text
        for language in LANGUAGES:
            judge_reply(reply_to(outcome, Texts(language), base, "4f2a" * 4))

    return tell


def reworded(whole: Any, texts: Iterator[str]) -> Any:
    """The same with the next of *texts* in place of each text that the base has. Raises *ValidationError*."""
    match whole:
        case Text():
            return type(whole).model_validate({language: next(texts) for language, _ in whole})
        case tuple():
            return tuple(reworded(one, texts) for one in whole)
        case BaseModel():
            inner = {name: reworded(getattr(whole, name), texts) for name in type(whole).model_fields}
            return whole.model_copy(update=inner)
        case _ if is_dataclass(whole) and not isinstance(whole, type):
            return replace(whole, **{one.name: reworded(getattr(whole, one.name), texts) for one in fields(whole)})
        case _:
            return whole


def messages() -> Target:
    """Any pieces, with and without buttons and a file, are made into messages, and into shorter ones than those."""
    buttons = Button("One", "choice:4f2a:1"), Button("None", "choice:4f2a:0")

    def send(data: bytes) -> None:
        number, text = _drawn(data)
        said = tuple(pieces_of(text))
        below = buttons[: number % 3]
        judge_reply(File("a.json", b"{}", "application/json", said, below) if number & 1 else Say(said, below))
        whole = formatted(said)
        longest = max(1 + number % 32, len(whole.text) // MOST_PARTS)
        judge_parts(whole, said, longest, max(1 + number // 32, len(whole.entities) // MOST_PARTS))

    return send


def pieces_of(text: str) -> Iterator[Piece]:
    """Pieces of any form, each as often as its first letter says, side by side or as one."""
    for said in text.split(NEXT):
        number, text = (ord(said[0]), said[1:]) if said else (0, "")
        form, times, as_one = number % 4, 2 ** (number // 8 % 8), number & 4
        for _ in range(1 if as_one else times):
            yield _piece(form, text * times if as_one else text)


def _piece(form: int, text: str) -> Piece:
    match form:
        case 0:
            return Plain(text)
        case 1:
            return Bold(text)
        case 2:
            return Quiet(text)
        case _:
            return Linked(text, "https://example.org")


TARGETS: Final[Mapping[str, Callable[[], Target]]] = {made.__name__: made for made in (questions, replies, messages)}
"""By name; each has its preparations first."""

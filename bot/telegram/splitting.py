"""Splitting a text with entities into messages: at line ends, else at blanks or before an entity, else anywhere."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegram import MessageEntity


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text, and what in it is bold or a link; Telegram counts offsets in UTF-16 units."""

    text: str
    entities: tuple[MessageEntity, ...] = ()


def split(whole: Formatted, longest: int, most_entities: int) -> Iterator[Formatted]:
    """Parts of at most *longest* code points and *most_entities* entities; together they are *whole*."""
    if len(whole.text) <= longest and len(whole.entities) <= most_entities:
        yield whole
        return
    part, at = "", 0
    for line in _lines(whole, longest, most_entities):
        longer = part + line
        if part and (len(longer) > longest or len(_within(whole.entities, at, units(longer))) > most_entities):
            yield _cut(whole, part, at)
            at, part = at + units(part), ""
        part += line
    if part:
        yield _cut(whole, part, at)


def units(text: str) -> int:
    """The length of *text* as Telegram counts it.

    >>> units("grappolo"), units("🍇")
    (8, 2)
    """
    return len(text.encode("utf-16-le")) // 2


def _lines(whole: Formatted, longest: int, most_entities: int) -> Iterator[str]:
    """The lines, in pieces where one is too long or has too many entities."""
    at = 0
    for line in whole.text.splitlines(keepends=True):
        for piece in _pieces(line, longest):
            while len(marked := _within(whole.entities, at, units(piece))) > most_entities:
                few = _until(piece, marked[most_entities].offset)
                yield few
                at, piece = at + units(few), piece[len(few) :]
            yield piece
            at += units(piece)


def _until(text: str, offset: int) -> str:
    return text.encode("utf-16-le")[: 2 * offset].decode("utf-16-le")


def _pieces(line: str, longest: int) -> Iterator[str]:
    while len(line) > longest:
        blank = line.rfind(" ", 1, longest) + 1
        yield line[: blank or longest]
        line = line[blank or longest :]
    yield line


def _cut(whole: Formatted, part: str, at: int) -> Formatted:
    return Formatted(part, tuple(_within(whole.entities, at, units(part))))


def _within(entities: Sequence[MessageEntity], at: int, length: int) -> list[MessageEntity]:
    """The entities from *at* on, as far as they go, counted from there."""
    found = []
    for entity in entities:
        start, end = max(entity.offset, at), min(entity.offset + entity.length, at + length)
        if start < end:
            found.append(MessageEntity(entity.type, start - at, end - start, url=entity.url))
    return found

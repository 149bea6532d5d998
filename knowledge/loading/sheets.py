"""What staff wrote, as they wrote it: checks read this, so an entry with a mistake is still checked for others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from knowledge.loading.documents import Document, Place
from knowledge.loading.problems import Problem
from knowledge.loading.wording import short
from knowledge.model.entries import Kind

_ID_LINE = re.compile(r"^(?:- |  )?id:[ ]+['\"]?([a-z0-9-]{1,40})['\"]?[ ]*(?:#.*)?$", re.MULTILINE)


@dataclass(slots=True, eq=False)
class Sheet:
    """One entry as it is written, or base.yaml or vocabulary.yaml; and the same as a model if it has no mistake."""

    path: str
    document: Document
    place: Place = ()
    kind: Kind | None = None
    model: BaseModel | None = None

    @property
    def written(self) -> Any:
        """What stands there, which may be anything."""
        value: Any = self.document.value
        return value[self.place[0]] if self.place else value

    @property
    def raw(self) -> dict[str, Any]:
        """Its keys and values; none where something else is written."""
        return self.written if isinstance(self.written, dict) else {}

    @property
    def id(self) -> str:
        """The id of the entry as written; empty if there is none."""
        written = self.raw.get("id")
        return written if self.kind and isinstance(written, str) else ""

    def line(self, place: Place) -> int:
        """The line of what stands at *place* within the entry."""
        return self.document.line((*self.place, *place))

    def is_broken(self, place: Place) -> bool:
        """Whether a mistake at or around *place* within the entry is already said."""
        return self.document.is_broken((*self.place, *place))

    def break_at(self, place: Place) -> None:
        """A mistake there is said: what else is wrong in it follows from that."""
        self.document.broken.add((*self.place, *place))

    def problem(self, place: Place, message: str) -> Problem:
        """A mistake at *place* within the entry."""
        return self.said_in(self.line(place), message)

    def said_in(self, line: int, message: str) -> Problem:
        """A mistake in a line of the entry."""
        return Problem(self.path, line, f"{short(self.id)}: {message}" if self.id else message)

    def texts(self, *keys: str) -> Iterator[tuple[Place, str]]:
        """The texts under *keys*, in lists and under ``value:`` too, except where a mistake is already said."""
        found = texts_under(self.raw, keys)
        return (item for item in found if not self.is_broken(item[0]))


@dataclass(slots=True)
class Sheets:
    """All that staff wrote."""

    settings: Sheet
    vocabulary: Sheet
    entries: list[Sheet]
    unread: dict[str, Kind]
    """Ids in files that cannot be read: referring to them is no mistake."""


def texts_under(value: Any, keys: Sequence[str], place: Place = ()) -> Iterator[tuple[Place, str]]:
    """The texts that stand under *keys* in a plain value.

    >>> list(texts_under({"partners": {"value": ["a", "b"]}}, ["partners"]))
    [(('partners', 'value', 0), 'a'), (('partners', 'value', 1), 'b')]
    """
    match value:
        case str() if not keys:
            yield place, value
        case list():
            for index, item in enumerate(value):
                yield from texts_under(item, keys, (*place, index))
        case dict() if keys and keys[0] in value:
            yield from texts_under(value[keys[0]], keys[1:], (*place, keys[0]))
        case dict() if "value" in value:
            yield from texts_under(value["value"], keys, (*place, "value"))


def all_texts(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every text in a plain value, such as a name in all languages."""
    match value:
        case str():
            yield place, value
        case list():
            for index, item in enumerate(value):
                yield from all_texts(item, (*place, index))
        case dict():
            for key, item in value.items():
                yield from all_texts(item, (*place, key))


def ids_in(content: bytes) -> Iterator[str]:
    """What seem to be ids of entries in a file that cannot be read as YAML."""
    return (found[1] for found in _ID_LINE.finditer(content.decode("utf-8", "replace")))

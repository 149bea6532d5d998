"""One bounded pass over the events of a YAML text; what staff do not need is refused, with its line and its cure."""

from collections.abc import Iterator
from typing import Any, Final

import yaml

from knowledge.loading.documents import Document, Place
from knowledge.loading.growing import Growing
from knowledge.loading.raw import Unreadable, deception, text_of
from knowledge.loading.syntax import plainly
from knowledge.loading.wording import quoted, short

DEEPEST: Final = 20
MOST_NODES: Final = 100_000
MOST_MISTAKES: Final = 100
"""Of one file: whoever has made more starts with these."""

# Only their events are read, so nothing is ever built from tags.
PARSER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where PyYAML has it, which is ten times as fast."""
_NOTHING: Final = frozenset(("", "~", "null", "Null", "NULL"))


def read(content: bytes, parser: Any = PARSER) -> Document:
    """Read the content of a file. Mistakes are in the document; nothing is raised."""
    document = Document()
    try:
        reader = _Reader(document)
        for event in _events(text_of(content), parser):
            reader.take(event)
    except Unreadable as error:
        document.mistakes.append((error.line, error.message))
        document.value = None
    return document


def _events(text: str, parser: Any) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=parser)
    except yaml.MarkedYAMLError as error:
        raise plainly(error, text) from None
    except (yaml.YAMLError, ValueError, ArithmeticError, RecursionError):
        raise Unreadable(1, "the file cannot be read as YAML: delete characters that no keyboard has") from None


class _Reader:
    """Takes events one by one; keeps its own stack, so no depth can exhaust Python's."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._growing = Growing(document)
        self._nodes = 0
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        match event:
            case yaml.ScalarEvent() if self._growing.expects_key:
                self._key(event)
            case yaml.ScalarEvent():
                self._scalar(event)
            case yaml.CollectionStartEvent():
                self._start(event)
            case yaml.CollectionEndEvent():
                self._end()
            case yaml.AliasEvent():
                self._alias(event)
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    raise Unreadable(_line(event), 'a second document starts here: delete the "---", or make two files')

    def _key(self, event: yaml.ScalarEvent) -> None:
        line = self._count(event)
        if _is_nothing(event):
            raise Unreadable(line, 'a key is missing before ":": write one, or delete the line')
        first = self._growing.start_key(event.value, line)
        if first is not None:
            self._mistake(line, f"{quoted(event.value)} stands twice, first in line {first}: delete one")
        if event.value == "<<":
            self._mistake(line, '"<<" (merge) is not read: write the keys themselves here', self._growing.next_place)
        elif message := _refused(event):
            self._mistake(line, message)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        place = self._growing.put(event.value, self._count(event))
        if message := _refused(event):
            self._mistake(_line(event), message, place)
        if _is_nothing(event):
            self._without_value(place)

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        line = self._count(event)
        if self._growing.expects_key:
            raise Unreadable(
                line, "a list or mapping stands where a key is expected: write one text, or put it in quotes"
            )
        if self._growing.depth >= DEEPEST:
            raise Unreadable(
                line, f"more than {DEEPEST} levels stand inside each other: close brackets, or write it flatter"
            )
        self._growing.open({} if isinstance(event, yaml.MappingStartEvent) else [], line)
        if message := _refused(event):
            self._mistake(line, message)

    def _end(self) -> None:
        place, value = self._growing.close()
        if not value:
            self._without_value(place)

    def _alias(self, event: yaml.AliasEvent) -> None:
        line = self._count(event)
        if self._growing.expects_key:
            raise Unreadable(line, f"an alias (*{short(event.anchor or '')}) is not a key: write the key itself")
        place = self._growing.put("", line)
        self._mistake(line, f"an alias (*{short(event.anchor or '')}) is not read: write the value again here", place)

    def _without_value(self, place: Place) -> None:
        if not place:  # an empty file
            self._document.value = None
        elif isinstance(place[-1], str):
            self._mistake(
                self._document.line(place), f"{quoted(place[-1])} has no value: write one or delete the key", place
            )
        else:
            self._mistake(
                self._document.line(place), "an item of the list is empty: write it or delete the line", place
            )

    def _count(self, event: yaml.Event) -> int:
        """One more value; its line."""
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise Unreadable(_line(event), f"the file has more than {MOST_NODES} values: split it into several files")
        return _line(event)

    def _mistake(self, line: int, message: str, place: Place | None = None) -> None:
        """Say it, unless what stands at *place* is known to be wrong already."""
        if place is not None:
            if self._document.is_broken(place):
                return
            self._document.broken.add(place)
        self._document.mistakes.append((line, message))
        if len(self._document.mistakes) >= MOST_MISTAKES:
            raise Unreadable(line, f"the file has {MOST_MISTAKES} mistakes up to here: correct these first")


def _refused(event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> str | None:
    if event.anchor is not None:
        return f"an anchor (&{short(event.anchor or '')}) is not read: delete it"
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        return f"a tag ({short(tag)}) is not read: delete it, every value is a text"
    # Only between double quotes can such a character hide behind a backslash.
    return deception(event.value) if isinstance(event, yaml.ScalarEvent) and event.style == '"' else None


def _is_nothing(event: yaml.ScalarEvent) -> bool:
    return event.value in _NOTHING and not event.style


def _line(event: yaml.Event) -> int:
    return 1 if event.start_mark is None else event.start_mark.line + 1

"""The value of a document while it grows, event by event."""

from knowledge.loading.documents import Document, Place, Plain


class _Collection:
    """A list or mapping that is not closed yet; of a mapping, the key whose value comes next."""

    __slots__ = ("key", "place", "repeated", "value")

    def __init__(self, value: list[Plain] | dict[str, Plain], place: Place) -> None:
        self.value = value
        self.place = place
        self.key: str | None = None
        self.repeated = False

    @property
    def next_place(self) -> Place:
        if isinstance(self.value, list):
            return (*self.place, len(self.value))
        # What stands under a repeated key must not take the lines of the first.
        return (*self.place, f"{self.key} (again)" if self.repeated else self.key or "")

    def add(self, value: Plain) -> None:
        if isinstance(self.value, list):
            self.value.append(value)
        elif self.key is not None and not self.repeated:
            self.value[self.key] = value
        self.key = None


class Growing:
    """Where the next value belongs."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._open: list[_Collection] = []

    @property
    def depth(self) -> int:
        """How many lists and mappings are open."""
        return len(self._open)

    @property
    def expects_key(self) -> bool:
        """Whether the next scalar is a key of a mapping."""
        return bool(self._open) and self._open[-1].key is None and isinstance(self._open[-1].value, dict)

    @property
    def next_place(self) -> Place:
        """Where the next value will stand."""
        return self._open[-1].next_place if self._open else ()

    def start_key(self, key: str, line: int) -> int | None:
        """The next value belongs to *key*. If there is one already it stays, and its line is returned."""
        mapping = self._open[-1]
        mapping.key, mapping.repeated = key, key in mapping.value
        self._document.lines[mapping.next_place] = line
        return self._document.lines[(*mapping.place, key)] if mapping.repeated else None

    def put(self, value: Plain, line: int) -> Place:
        """Put a value at the next place, which is returned."""
        place = self.next_place
        self._document.lines.setdefault(place, line)
        if self._open:
            self._open[-1].add(value)
        else:
            self._document.value = value
        return place

    def open(self, value: list[Plain] | dict[str, Plain], line: int) -> None:
        """Start a list or mapping; the next values belong to it."""
        place = self.put(value, line)
        self._open.append(_Collection(value, place))

    def close(self) -> tuple[Place, Plain]:
        """End the list or mapping that was opened last."""
        closed = self._open.pop()
        return closed.place, closed.value

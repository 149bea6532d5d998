"""What one YAML text says: plain dicts, lists and texts, and the line of each."""

from dataclasses import dataclass, field

Place = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""
Plain = str | list["Plain"] | dict[str, "Plain"]


@dataclass(slots=True)
class Document:
    """One text; every scalar in it is a text, nothing is interpreted."""

    value: Plain | None = None
    """None if nothing could be read."""
    lines: dict[Place, int] = field(default_factory=dict)
    mistakes: list[tuple[int, str]] = field(default_factory=list)
    broken: set[Place] = field(default_factory=set)
    """Places whose mistake is already said."""

    def line(self, place: Place) -> int:
        """The line of the key or item at *place*, or of the nearest one around it."""
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)

    def is_broken(self, place: Place) -> bool:
        """Whether a mistake at or around *place* is already said."""
        return bool(self.broken) and any(place[:end] in self.broken for end in range(len(place) + 1))

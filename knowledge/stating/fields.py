"""The fields that people ask about: which kinds have them, and which question word asks for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from knowledge.model.entries import Kind

Asks = Literal["when", "where", "who", "what", "how_much", "how_many", "how_long", "why", "how"]
"""What a question word asks for."""


@dataclass(frozen=True, slots=True)
class Field:
    """A typed attribute; how people ask for it stands in the language files under its id."""

    id: str
    kinds: frozenset[Kind]
    asks: frozenset[str] = frozenset()
    """The question words it answers; "what" is one of them always."""
    key: bool = False
    """Whether a description shows it."""

    def answers(self, asked: str) -> bool:
        """Whether a question word that asks for *asked* can mean this field."""
        return asked == "what" or asked in self.asks


def _field(id: str, kinds: str, asks: str = "", *, key: bool = False) -> Field:
    return Field(id, frozenset(_KINDS[letter] for letter in kinds), frozenset(asks.split()), key)


_KINDS: Final[Mapping[str, Kind]] = {
    "p": "project",
    "e": "event",
    "l": "label",
    "o": "organisation",
    "h": "person",
    "t": "topic",
}

_ALL: Final = "peloht"

FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {
        field.id: field
        for field in (
            _field("name", ""),
            _field("summary", _ALL),
            _field("long_name", _ALL, "how who"),
            _field("programme", "p", "who how where", key=True),
            _field("period", "pe", "when", key=True),
            _field("start", "pe", "when"),
            _field("end", "pe", "when"),
            _field("duration", "pe", "how_long how_many how_much"),
            _field("budget", "p", "how_much how_many", key=True),
            _field("contribution", "p", "how_much how_many who", key=True),
            _field("aim", "pe", "why"),
            _field("objectives", "p", "how_many"),
            _field("phases", "p", "how_many how"),
            _field("results", "p", "how_many"),
            _field("lead_partner", "p", "who", key=True),
            _field("partners", "p", "who how_many", key=True),
            _field("events", "p", "how_many", key=True),
            _field("place", "eo", "where", key=True),
            _field("venue", "e", "where"),
            _field("city", "e", "where"),
            _field("region", "eo", "where"),
            _field("country", "eo", "where"),
            _field("project", "e", "where", key=True),
            _field("host", "e", "who where", key=True),
            _field("organisers", "e", "who", key=True),
            _field("proposed_by", "e", "who"),
            _field("theme", "e", "why", key=True),
            _field("method", "e", "how"),
            _field("audience", "e", "who to_whom"),
            _field("outcome", "e", "how why"),
            _field("follow_up", "e", "how"),
            _field("preceded_by", "e"),
            _field("followed_by", "e"),
            _field("level", "l", key=True),
            _field("levels", "l", "how_many", key=True),
            _field("family", "l", key=True),
            _field("issued_by", "l", "who", key=True),
            _field("assessed_by", "l", "who", key=True),
            _field("criteria", "l", "who how why to_whom"),
            _field("sectors", "lo", "where", key=True),
            _field("validity", "lo", "how_long how_many how_much when", key=True),
            _field("holders", "l", "who how_many where to_whom", key=True),
            _field("awarded", "o", "when"),
            _field("type", "o", key=True),
            _field("founded", "o", "when", key=True),
            _field("founded_by", "o", "who", key=True),
            _field("founder_of", "o", "how_many"),
            _field("funding", "o", "who how", key=True),
            _field("funds", "ot", "who how_many"),
            _field("activities", "o", "how_many how"),
            _field("works_with", "o", "who how", key=True),
            _field("members", "o", "who how_many", key=True),
            _field("member_of", "o", "who", key=True),
            _field("labels", "o", "how_many", key=True),
            _field("issues", "o", "how_many"),
            _field("assesses", "o", "how_many"),
            _field("people", "o", "who to_whom", key=True),
            _field("projects", "ot", "how_many where who"),
            _field("led_projects", "o", "how_many"),
            _field("hosted_events", "o", "how_many"),
            _field("organised_events", "o", "how_many"),
            _field("proposed_events", "o", "how_many"),
            _field("roles", "h", "who where how_many", key=True),
            _field("website", _ALL, "where", key=True),
            _field("publication", _ALL, "where", key=True),
            _field("information", _ALL, "where how"),
            _field("registration", "e", "where how when to_whom", key=True),
            _field("document", _ALL, "where"),
            _field("contact", _ALL, "where how who to_whom"),
            _field("source", _ALL, "where who"),
            _field("as_of", _ALL, "when"),
        )
    }
)

DEFAULTS: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("project", "when"): "period",
        ("project", "who"): "partners",
        ("project", "why"): "aim",
        ("project", "how_much"): "budget",
        ("project", "how_long"): "duration",
        ("event", "when"): "period",
        ("event", "where"): "place",
        ("event", "why"): "aim",
        ("event", "how_long"): "duration",
        ("label", "who"): "holders",
        ("label", "to_whom"): "holders",
        ("organisation", "when"): "founded",
        ("organisation", "where"): "place",
        ("person", "where"): "roles",
    }
)
"""What a bare question word means for a kind: "quando?" of an event is its period."""


def is_sum(field: str) -> bool:
    """Whether a field is a sum of money, or of something else that is asked for by "how much"."""
    return field in FIELDS and "how_much" in FIELDS[field].asks

"""What a question asks, as a value: the reading, and what is remembered of it for the next question."""

from dataclasses import dataclass
from typing import Final, Literal

from knowledge.confidence.signals import Signals
from knowledge.model.asking import Operator
from knowledge.model.entries import Kind
from knowledge.model.languages import Language
from knowledge.stating.conditions import Condition, Wanted
from knowledge.stating.following import OTHER_SIDE

_NO_SIGNALS: Final = Signals()

Manner = Literal["greeting", "thanks", "goodbye", "who_are_you"]

Direction = Literal["most", "least"]

Measure = Literal["total", "average", "rest", "difference", "same"]


@dataclass(frozen=True, slots=True)
class Hop:
    """A relation that was followed from an entry to the subject: the cluster *that proposed the ADW*."""

    entry: str
    field: str

    @property
    def sides(self) -> frozenset[str]:
        """What the relation is called on this side and on the other."""
        return frozenset((self.field, *OTHER_SIDE.get(self.field, ())))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks."""

    operator: Operator
    subjects: tuple[str, ...] = ()
    """Ids of the entries that are asked about, as named in the question or known from the conversation."""
    field: str | None = None
    """The field, or the id of an open fact."""
    kind: Kind | None = None
    """Of a filter, a count or a superlative: which kind of entries."""
    conditions: tuple[Condition, ...] = ()
    manner: Manner | None = None
    """Of courtesy: which."""
    direction: Direction | None = None
    """Of a superlative or a comparison: the highest or the lowest."""
    measure: Measure | None = None
    """Of a sum: the sum itself, or the average; of a share that what remains is asked for, of a comparison how far the
    values lie apart, of a yes-or-no question whether several have the same."""
    from_conversation: bool = False
    """Whether the subject or field was taken over from the question before."""
    through: tuple[Hop, ...] = ()
    """How the subject was reached, if not by its own name."""

    @property
    def on_the_way(self) -> frozenset[str]:
        """The relations that led to the subject."""
        return frozenset(field for hop in self.through for field in hop.sides)


@dataclass(frozen=True, slots=True)
class Context:
    """What a conversation is about: the last reading and the entries that its answer showed, in order."""

    reading: Reading | None = None
    shown: tuple[str, ...] = ()
    language: Language | None = None
    about: tuple[str, ...] = ()
    """What the last answers were about, where several things were asked of at once."""


Use = Literal[
    "name", "field", "value", "kind", "operator", "question", "sample", "courtesy", "function", "context", "text",
    "unexplained",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordUse:
    """How one piece of the question was taken."""

    words: str
    use: Use
    meaning: Wanted
    """What it was taken for: an id, a field, a span of days, an amount …"""
    weight: float
    """How much of it stays unexplained, 0 (nothing) to 1 (a rare word)."""
    quality: float = 1.0
    """1 when written as we know it, less for a typo or another form."""


@dataclass(frozen=True, slots=True)
class Considered:
    """A reading that was considered, and how it explains the words."""

    reading: Reading
    strength: float
    """How well it explains them, 0 to 1: in this order readings win."""
    uses: tuple[WordUse, ...] = ()
    rests_on: int = 0
    """How many names, cues and values the reading rests on; of a topic none, its samples explain them."""
    readings: tuple[Reading, ...] = ()
    """All of them where several fields are asked for at once; the first is ``reading``."""
    signals: Signals = _NO_SIGNALS
    """What speaks against it."""
    chance: float = 1.0
    """What the words leave open, 0 to 1: one of two entries that fit equally has a half."""
    confidence: float = 0.0
    """The probability that it is the right reading of the question, 0 to 1."""

"""The three outcomes of a question: an answer, a choice, a gap; and what an answer can consist of."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from knowledge.model.asking import GapType
from knowledge.model.entries import Kind
from knowledge.model.languages import Language
from knowledge.model.texts import Name, Text
from knowledge.model.values import AsOf, Link, Money, Source
from knowledge.reading.readings import Considered, Context, Direction, Manner, Measure, Reading
from knowledge.stating.conditions import Span
from knowledge.stating.ordering import Difference
from knowledge.stating.values import Lapse, Related, Stated, Value

# Bodies of answers.


@dataclass(frozen=True, slots=True)
class Property:
    """A field of an entry with its values; the caption is the field's, or the open fact's own."""

    field: str
    caption: Text
    values: tuple[Stated, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """What an entry is: its summary, its key facts."""

    entry: str
    summary: Text | None
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """The value or values of one field of one entry (also of relations read from the other side)."""

    entry: str
    property: Property


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of a kind that meet the conditions of the reading; with ``counted`` their number was asked."""

    kind: Kind
    entries: tuple[Related, ...]
    counted: bool = False
    scope: Text | None = None
    note: Text | None = None
    as_of: AsOf | None = None
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class State:
    """Whether something is to come, goes on or is over, computed from its dates."""

    entry: str
    state: Literal["to_come", "going_on", "over"]
    period: Stated
    label: str | None = None
    """Of an organisation: the label that it holds and whose validity is meant."""
    months: int | None = None
    """How long the label is valid, where its end was worked out from that."""
    then: Span | None = None
    """The days that were asked about, if not the day of the question."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a statement holds in our data; closed world: what is not in the data is answered with No and said so."""

    entry: str
    holds: bool
    asked: Property
    """What the question supposed."""
    known: Property | None
    """What the base says instead, or in support."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Whether entries have the same in one field, and what each has."""

    holds: bool
    rows: tuple[tuple[str, Property], ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Entries side by side in one field, sorted; those without a value last."""

    field: str
    caption: Text
    rows: tuple[tuple[str, Stated | None], ...]
    direction: Direction
    difference: Difference | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What entries have in one field, added up or averaged."""

    field: str
    caption: Text
    measure: Measure
    results: tuple[Value, ...]
    """One for each unit or currency: they are never mixed."""
    rows: tuple[tuple[str, tuple[Stated, ...]], ...]
    """The entries with the values that were taken in."""
    without: tuple[str, ...]
    """The entries of which the base states no value."""
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Elapsed:
    """How long ago something was on the day of the question, and when that was."""

    entry: str
    property: Property
    stated: Stated
    """The date from which it is counted."""
    lapse: Lapse


@dataclass(frozen=True, slots=True)
class Share:
    """Which part of a budget some funds pay, and how much remains."""

    entry: str
    parts: tuple[Stated, ...]
    """What each of the funds contributes."""
    whole: Stated
    fraction: Decimal
    """All parts together, above 0 and at most 1."""
    rest: Money


@dataclass(frozen=True, slots=True)
class Tally:
    """How entries of a kind spread over the values of a field."""

    kind: Kind
    field: str
    caption: Text
    rows: tuple[tuple[Value, tuple[str, ...]], ...]
    """Each value with the entries that state it; those with most first, of the fewest those with fewest."""
    direction: Direction | None
    """Whether the most or the fewest were asked for; None: all of them."""
    without: tuple[str, ...]
    """The entries of which the base states no value."""
    said: tuple[Stated, ...]
    """Statements that it rests on: of many entries only of some."""


@dataclass(frozen=True, slots=True)
class Written:
    """The answer that staff wrote for a topic."""

    topic: str
    answer: Text


@dataclass(frozen=True, slots=True)
class Courtesy:
    """A reply to courtesy."""

    manner: Manner


Body = (
    Alike
    | Description
    | Values
    | Listing
    | State
    | Verdict
    | Comparison
    | Total
    | Elapsed
    | Share
    | Tally
    | Written
    | Courtesy
)


# Outcomes.


@dataclass(frozen=True, slots=True)
class Answer:
    """Sure enough to say."""

    reading: Reading
    body: Body
    confidence: float
    links: tuple[Link, ...] = ()
    """Links that belong to the answer, the most telling first."""
    subjects: tuple[str, ...] = ()
    """Ids of the entries the answer is about; of a list or a count the entries in it."""
    considered: tuple[Considered, ...] = ()
    """The readings that were considered, best first."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that may have been meant."""

    id: str
    title: Name
    reading: Reading
    confidence: float
    caption: Text | None = None
    """The field, where the candidates differ in it or one is asked for."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Not sure: at most three candidates to choose from."""

    candidates: tuple[Candidate, ...]
    considered: tuple[Considered, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """Not answered, and recorded."""

    type: GapType
    reading: Reading | None = None
    """What was understood, if anything: of a missing field, the entry and the field."""
    entry: str | None = None
    """Of a missing field: the entry that is known."""
    caption: Text | None = None
    """Of a missing field: the field's name, if the field was understood."""
    unknown: str | None = None
    """Of an unknown subject: the name as it was written."""
    offered: tuple[Property, ...] = ()
    """Of a missing field: what is known instead."""
    links: tuple[Link, ...] = ()
    considered: tuple[Considered, ...] = ()

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """What is offered instead, each to be asked for."""
        about = (self.entry,) if self.entry else ()
        return tuple(
            Candidate(one.field, Name(dict(one.caption)), Reading("attribute", about, one.field), 1.0, one.caption)
            for one in self.offered
        )


Outcome = Answer | Choice | Gap


@dataclass(frozen=True, slots=True)
class Part:
    """One question of a message and its outcome."""

    question: str
    outcome: Outcome
    is_joined: bool = False
    """Whether it was asked with another in one sentence: then it is no chatter, whatever came of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A whole message, read: one part for each question in it, and what to remember."""

    parts: tuple[Part, ...]
    language: Language
    """The language to answer in: the question's own, or the one it asks for."""
    context: Context

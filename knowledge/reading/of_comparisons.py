"""Readers of comparisons and sums: which has more, which has most, how much they make together."""

from collections.abc import Iterator
from typing import Final

from knowledge.model.entries import Kind
from knowledge.reading.alternatives import told_in_a_row
from knowledge.reading.anchors import asks_how_it_stood
from knowledge.reading.conditioning import conditions
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Direction, Measure, Reading
from knowledge.reading.subjects import listed
from knowledge.reading.totals import says_total
from knowledge.stating.conditions import Condition
from knowledge.stating.fields import FIELDS
from knowledge.stating.leading import LEADING
from knowledge.stating.ordering import COMPARABLE, SUMMABLE

_Fields = Iterator[tuple[str, frozenset[int]]]
"""Fields with the places of the mentions that ask for them."""

_BY_DATE: Final[dict[Kind, str]] = {"project": "start", "event": "start", "organisation": "founded"}
ORDERS: Final = ("most", "least", "latest", "earliest")
_UNSAID: Final = 0.97


def compare(question: Question) -> Iterator[Proposal]:
    """Does X or Y have the larger budget? Which came first? Compare the budgets of X and Y."""
    asked = question.places("operator", "compare", *ORDERS)
    names = frozenset(place for place, _ in question.named)
    ids = tuple(dict.fromkeys(entry.id for _, entry in question.named))
    kinds = {entry.kind for _, entry in question.named}
    if not asked or not 1 < len(ids) == len(names):
        return
    ors = frozenset(place for place in question.ors(min(names), max(names)))
    for field, places in comparable(question, kinds.pop()) if len(kinds) == 1 else _beginnings(question, kinds):
        used = asked | names | ors | places
        yield Proposal((Reading("compare", ids, field, direction=direction(question)),), used)
        yield from (Proposal((reading,), used) for reading in told_in_a_row(question, ids) if field == "start")


def _beginnings(question: Question, kinds: set[Kind]) -> _Fields:
    """Was X founded before Y began? Whatever their kinds, things that begin can be put in the order of that."""
    if question.has("earliest", "latest") and kinds <= _BY_DATE.keys():
        yield "start", question.places("field", "start", "founded", "period")


def superlative(question: Question) -> Iterator[Proposal]:
    """Which project has the largest budget? The longest project in Italy. Who holds most labels? The first event."""
    asked = question.places("operator", *ORDERS)
    if asks_how_it_stood(question):  # "era finito prima di X?" is no first one
        return
    for kind, kind_places in _sets(question) if asked else ():
        for field, places in comparable(question, kind):
            used = asked | kind_places | places
            for wanted, stating in conditions(question, kind, used):
                reading = Reading(
                    "superlative", field=field, kind=kind, conditions=wanted, direction=direction(question)
                )
                yield Proposal((reading,), used | stating)


def total(question: Question) -> Iterator[Proposal]:
    """How much are the budgets worth together? The average duration of the projects. What X and Y cost in all."""
    for measure, asked in measures(question):
        for kind_place, kind in question.kinds(plural=True):
            for field, places in summable(question, kind):
                used = asked | {kind_place} | places
                for wanted, stating in conditions(question, kind, used):
                    yield _total(field, measure, used | stating, kind=kind, wanted=wanted)
        for group in listed(question):
            kinds = {subject.entry.kind for subject in group}
            # "The whole budget and the part of the fund" is not what the two come to.
            for field, places in summable(question, kinds.pop()) if len(kinds) == 1 else ():
                names = frozenset(place for subject in group for place in subject.used)
                ids = tuple(subject.entry.id for subject in group)
                yield _total(field, measure, asked | places | names, ids=ids)


def _total(
    field: str,
    measure: Measure,
    used: frozenset[int],
    *,
    ids: tuple[str, ...] = (),
    kind: Kind | None = None,
    wanted: tuple[Condition, ...] = (),
) -> Proposal:
    return Proposal((Reading("sum", ids, field, kind=kind, conditions=wanted, measure=measure),), used)


def measures(question: Question) -> Iterator[tuple[Measure, frozenset[int]]]:
    """Whether a sum or an average is asked for, with the places that say so."""
    average = question.places("operator", "average")
    if average:
        yield "average", average
    elif (asked := question.places("operator", "sum")) or any(map(says_total, question.mentions)):
        yield "total", asked


def summable(question: Question, kind: Kind) -> _Fields:
    """The fields of entries of *kind* that can be added up."""
    return ((field, places) for field, places in _cued(question, kind) if field in SUMMABLE)


def _sets(question: Question) -> Iterator[tuple[Kind, frozenset[int]]]:
    """The kinds of which one is looked for: named, or those who have what is counted."""
    for place, kind in question.kinds():
        yield kind, frozenset((place,))
    if question.each("type"):
        yield "organisation", frozenset()
    who = question.places("question", "who")
    if who and question.has("held") and any(kind == "label" for _, kind in question.kinds()):
        yield "organisation", who


def comparable(question: Question, kind: Kind) -> _Fields:
    """The fields by which entries of *kind* can be put in order: said, counted, or of "first" and "last" their date.

    Labels have a level: the higher one is that of the higher level.
    """
    said = [(field, places) for field, places in _cued(question, kind) if field in COMPARABLE]
    yield from said
    if not question.has("least", "earliest", "latest"):
        yield from _counted(question, kind)
    if not said and kind == "label" and question.has("most", "least"):
        yield "level", frozenset()
    if not said and question.has("earliest", "latest") and kind in _BY_DATE:
        yield _BY_DATE[kind], frozenset()


def _cued(question: Question, kind: Kind) -> _Fields:
    for place, meaning in question.each("field"):
        if meaning.value in FIELDS and kind in FIELDS[meaning.value].kinds:
            yield meaning.value, frozenset((place,))


def _counted(question: Question, kind: Kind) -> _Fields:
    """Who has most labels, events …: how many a relation leads to. Who has none is not said, so fewest is not asked."""
    held = question.places("operator", "held")
    for place, other in question.kinds(plural=True):
        if other != kind:
            yield from ((field, held | {place}) for field in LEADING.get((kind, other), ())[:1])


def direction(question: Question) -> Direction:
    """Whether the highest or the lowest is asked for."""
    return "least" if question.has("least", "earliest") else "most"

"""Readers of comparisons: which has more, and which has most."""

from collections.abc import Iterator

from knowledge.model.entries import Kind
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Direction, Reading
from knowledge.stating.fields import FIELDS
from knowledge.stating.ordering import COMPARABLE


def compare(question: Question) -> Iterator[Proposal]:
    """Does X or Y have the larger budget? Compare the budgets of X and Y."""
    asked = question.places("operator", "compare", "most", "least")
    names = frozenset(place for place, _ in question.named)
    ids = tuple(dict.fromkeys(entry.id for _, entry in question.named))
    kinds = {entry.kind for _, entry in question.named}
    if not asked or len(ids) < 2 or len(kinds) != 1:
        return
    for field, place in _comparable(question, next(iter(kinds))):
        yield Proposal((Reading("compare", ids, field, direction=_direction(question)),), asked | names | {place})


def superlative(question: Question) -> Iterator[Proposal]:
    """Which project has the largest budget? The longest project."""
    asked = question.places("operator", "most", "least")
    for kind_place, kind in question.kinds() if asked and not question.named else ():
        for field, place in _comparable(question, kind):
            reading = Reading("superlative", field=field, kind=kind, direction=_direction(question))
            yield Proposal((reading,), asked | {kind_place, place})


def _comparable(question: Question, kind: Kind) -> Iterator[tuple[str, int]]:
    """The fields by which entries of *kind* can be put in order, with the places of their cues."""
    for place, meaning in question.each("field"):
        if meaning.value in COMPARABLE and kind in FIELDS[meaning.value].kinds:
            yield meaning.value, place


def _direction(question: Question) -> Direction:
    return "least" if question.has("least") else "most"

"""Reader of questions about how entries spread: which country has most of them, how many there are in each region."""

from collections.abc import Iterator
from typing import Final

from knowledge.model.entries import Kind
from knowledge.reading.conditioning import conditions
from knowledge.reading.of_comparisons import direction
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import dead_ends
from knowledge.stating.conditions import Condition
from knowledge.stating.tallying import TALLIED, level_of

_UNSAID: Final[tuple[tuple[str | None, frozenset[int]], ...]] = ((None, frozenset()),)
_ASKING: Final = ("what", "where", "who", "how_many")
_RATHER_A_LIST: Final = 0.97
"""How sure it is where no number is asked for: "clusters in the field of health" are rather to be listed."""
_RATHER_OF_ONE: Final = 0.93
"""How sure it is that all are meant where nothing narrows them: "in which country is the cluster?" may be of one."""


def tally(question: Question) -> Iterator[Proposal]:
    """Which country has most clusters? How many events in each region? From which countries are the holders of X?"""
    most = question.places("operator", "most", "least")
    grouped = _grouped(question)
    # Where the cluster is that proposed X: if nobody did, that is what is missing.
    if not most and (not grouped or any(dead_ends(question))):
        return
    asked = most | question.places("question", *_ASKING) | question.places("operator", "list", "held")
    for kind, of_kind in _kinds(question):
        for said, places in grouped or _UNSAID:
            used = of_kind | places | asked
            for wanted, stating in conditions(question, kind, used):
                conditioned = {condition.field for condition in wanted}
                for field in {said} - conditioned if said else _of_alternatives(question, wanted):
                    yield _proposal(question, kind, field, wanted, used | stating)


def _kinds(question: Question) -> Iterator[tuple[Kind, frozenset[int]]]:
    """The kinds of entries that are told apart, with the places that say so."""
    for place, kind in question.kinds():
        yield kind, frozenset((place,))
    holders = question.places("field", "holders")
    # Who speaks of more labels in one place than in another counts those who hold them.
    of_labels = question.has("most", "least") and any(entry.kind == "label" for _, entry in question.named)
    if question.each("type") or holders or (of_labels and not question.kinds()):
        yield "organisation", holders


def _grouped(question: Question) -> tuple[tuple[str, frozenset[int]], ...]:
    """The fields by whose values entries are told apart, where they are spoken of."""
    said = [(meaning.value, frozenset((place,))) for place, meaning in question.each("field")]
    return tuple((field, places) for field, places in said if field in TALLIED)


def _of_alternatives(question: Question, wanted: tuple[Condition, ...]) -> Iterator[str]:
    """Between Belgium and Germany, who has more? Where the places to choose from are of one level, that is it."""
    if question.places("question", "where") and not any(condition.field == "place" for condition in wanted):
        yield "country"
    for condition in wanted:
        if condition.field == "place" and len(condition.values) > 1:
            levels = {level_of(question.base, str(value)) for value in condition.values}
            yield from (level for level in levels if len(levels) == 1 and level is not None)


def _proposal(
    question: Question, kind: Kind, field: str, wanted: tuple[Condition, ...], used: frozenset[int]
) -> Proposal:
    ranked = direction(question) if question.has("most", "least") else None
    reading = Reading("tally", field=field, kind=kind, conditions=wanted, direction=ranked)
    if ranked or question.places("question", "how_many"):
        return Proposal((reading,), used)
    return Proposal((reading,), used, _RATHER_A_LIST if wanted else _RATHER_OF_ONE)

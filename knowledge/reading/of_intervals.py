"""Reader of questions about the time between two things, and which of them was before the other."""

from collections.abc import Iterator
from typing import Final

from knowledge.reading.alternatives import before_or_after, told_in_a_row
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Measure, Reading
from knowledge.reading.subjects import ONLY_ONE, subjects, surely_meant
from knowledge.stating.conditions import Condition
from knowledge.stating.statements import statements
from knowledge.stating.values import Related

_BEGINNINGS: Final = ("start", "founded", "period")


def between(question: Question) -> Iterator[Proposal]:
    """How long was it from X to Y? How many years after X was Y founded? Was X before or after Y?"""
    time = _time_between(question)
    asked = time or before_or_after(question)
    if not asked:
        return
    ends = question.places("field", "end")  # to the beginning of the other is not compared: that word stays open
    field = "end" if ends else "start"
    said = (surely_meant(question, one, (field,)) for one in subjects(question) if not one.from_conversation)
    pair = [one for one in said if one.prior >= ONLY_ONE]
    ids = tuple(dict.fromkeys(one.entry.id for one in pair))
    if len(ids) != 2:
        return
    used = asked | frozenset(place for one in pair for place in one.used)
    used |= ends or question.places("field", *_BEGINNINGS)
    measure: Measure | None = "difference" if time else None
    reading = Reading("compare", ids, field, direction="least", measure=measure)
    sure = min(one.prior for one in pair)
    yield Proposal((reading,), used, sure)
    yield from (Proposal((told,), used, sure) for told in told_in_a_row(question, ids) if not (time or ends))


def in_order(question: Question) -> Iterator[Proposal]:
    """Was X before Y? Did Y come after X? Yes, where the one is said to have preceded the other."""
    if len(question.named) != 2:
        return
    (first, one), (last, other) = question.named
    before = question.places("operator", "before", "earliest") | question.places("field", "preceded_by")
    after = question.places("operator", "after") | question.places("field", "follow_up", "followed_by")
    said = [frozenset(place for place in cue if first < place < last) for cue in (before, after)]
    if all(said) or not any(said):
        return
    earlier, later = (one, other) if said[0] else (other, one)
    if any(stated.value == Related(earlier.id) for stated in statements(question.base, later, "preceded_by")):
        condition = Condition("preceded_by", earlier.id)
        reading = Reading("exists", (later.id,), "preceded_by", conditions=(condition,))
        beside = question.places("field", *_BEGINNINGS) | question.places("operator", "past")
        yield Proposal((reading,), said[0] | said[1] | {first, last} | beside)


def _time_between(question: Question) -> frozenset[int]:
    """Where a time is asked for that lies between two things: one of them "after" the other, or both "between"."""
    counted = question.places("question", "how_many", "how_much", "how_long")
    times = question.places("question", "how_long") | question.places("operator", "elapsed")
    times |= question.places("field", "duration") if counted else frozenset()
    apart = question.places("operator", "between", "before", "after")
    return times | counted | apart if times and apart else frozenset()

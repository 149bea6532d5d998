"""Reader of questions that do not say of whom: what few have is offered, what one alone has is asked of that."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.reading.narrowing import is_true_of
from knowledge.reading.of_fields import is_fact_of, reading_of
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.subjects import ONE_OF_FEW, ONLY_ONE, indirectly_remembered, remembered, speaks_of_others
from knowledge.stating.conditions import Condition, meets
from knowledge.stating.fields import FIELDS, is_sum
from knowledge.stating.statements import statements

_FEW: Final = 3


def of_whom(question: Question) -> Iterator[Proposal]:
    """The budget, and nobody said of what: the few entries that have one are offered.

    What is stated of one entry alone, in words that mean nothing else, is asked of that: only one has experts, and only
    one has phases. A sum is not: anything may cost something. So it is where others were talked about, of which it
    cannot be asked; and of the one event that was where or when it is said.
    """
    if question.named or speaks_of_others(question):
        return
    talked = question.context.reading is not None
    known = [one.entry for one in (*remembered(question), *indirectly_remembered(question))]
    for place, meaning in question.each("field"):
        if talked and (meaning.value in FIELDS or any(is_fact_of(question, place, entry) for entry in known)):
            continue
        if meaning.value in FIELDS:
            having = stating(question.base, meaning.value)
            then_and_there = tuple(entry for entry in having if _is_then_or_there(question, entry))
            having = then_and_there or having
            is_told_once = len(having) == 1 and not is_sum(meaning.value) and _means_nothing_else(question, place)
            prior = ONLY_ONE if len(then_and_there) == 1 or is_told_once else ONE_OF_FEW
        else:
            having = question.base.with_fact(meaning.value)
            is_sure = len(having) == 1 and _means_nothing_else(question, place) and not _is_of_another(question, having)
            prior = ONLY_ONE if is_sure else ONE_OF_FEW
        if len(having) <= _FEW:
            for entry in having:
                yield Proposal((reading_of(entry, meaning.value),), frozenset((place,)), prior)


def _is_of_another(question: Question, having: Sequence[AnyEntry]) -> bool:
    """Whether others were talked about that might have it as well: which label BIOWIN had before is not said."""
    before = question.context.reading
    talked = {entry.kind for entry in (*question.asked_before, *question.conditioned_before)}
    talked |= {before.kind} if before and before.kind else set()
    return any(entry.kind in talked and entry.id not in question.context.shown for entry in having)


def _is_then_or_there(question: Question, entry: AnyEntry) -> bool:
    """Whether the city or the date of an event is said: who sat at the table in Milan?"""
    if entry.kind != "event":
        return False
    city = (Condition("city", meaning.value) for _, meaning in question.each("place"))
    there = any(meets(question.base, entry, (condition,))[0] for condition in city)
    return there or any(is_true_of(meaning, question.base, entry) for _, meaning in question.each("period"))


def _means_nothing_else(question: Question, place: int) -> bool:
    meant = {meaning.value for meaning in question.mentions[place].of("field", "kind", "type", "operator")}
    return len(meant) == 1 and not question.places("question", "who")


def stating(base: Base, field: str) -> tuple[AnyEntry, ...]:
    """The entries that state a field; one more than a few at most. Worked out once for each base."""
    found: tuple[AnyEntry, ...] | None = base.having_few.get(field)
    if found is None:
        kinds = sorted(FIELDS[field].kinds)
        having = (entry for kind in kinds for entry in base.of_kind(kind) if statements(base, entry, field))
        found = base.having_few[field] = tuple(islice(having, _FEW + 1))
    return found

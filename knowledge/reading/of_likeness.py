"""Readers of questions about what entries have in common."""

from collections.abc import Iterator
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import Group, Subject, listed
from knowledge.stating.conditions import Condition
from knowledge.stating.fields import FIELDS
from knowledge.stating.statements import standing
from knowledge.stating.values import Country, Named, Related

_COMMON: Final = frozenset(("country", "region", "city", "sectors", "type", "labels", "project"))
"""Fields in which it makes sense to have the same, and whose values are named, not told."""


def alike(question: Question) -> Iterator[Proposal]:
    """Are X and Y in the same country? Do they have the same label? Is X from the same country as Y?"""
    asked = question.places("operator", "same")
    # "Le même label que Y?": the word before the name compares, and asks for nothing.
    than = frozenset(place - 1 for place, _ in question.named if asked and min(asked) < place - 1)
    if not asked or any(place not in than and word not in ("how", "why") for place, word in question.asked):
        return
    for group in (*listed(question), *_set_beside(question, asked)):
        ids = tuple(subject.entry.id for subject in group)
        names = frozenset(place for subject in group for place in subject.used)
        for place, meaning in question.each("field"):
            field = meaning.value
            if field in _COMMON and all(subject.entry.kind in FIELDS[field].kinds for subject in group):
                used = asked | names | than | question.places("operator", "held") | {place}
                yield Proposal((Reading("exists", ids, field, measure="same"),), used)


def _set_beside(question: Question, same: frozenset[int]) -> Iterator[Group]:
    """X and Y, where X is said to have the same as Y."""
    ids = {entry.id for _, entry in question.named}
    if len(ids) == len(question.named) == 2 and min(same) < max(place for place, _ in question.named):
        yield tuple(Subject(entry, frozenset((place,))) for place, entry in question.named)


def sharing(question: Question) -> Iterator[Proposal]:
    """Who has the same label as X? Which clusters are in the same country as X?"""
    asked = question.places("operator", "same")
    named = {entry.id: place for place, entry in question.named}
    if not asked or not question.is_open or len(named) != 1:
        return
    ((id, at),) = named.items()
    entry = question.base[id]
    among = frozenset(place for place, kind in question.kinds() if kind == entry.kind)
    types = tuple(dict.fromkeys(Condition("type", meaning.value) for _, meaning in question.each("type")))
    said = asked | among | {at} | question.places("operator", "held")
    said |= question.places("question", "who", "what", "how")
    for place, meaning in question.each("field"):
        field = meaning.value
        if field in _COMMON and (wanted := tuple(_as_conditions(question.base, entry, field))):
            conditions = (*types, *wanted, Condition("name", entry.id, negated=True))
            yield Proposal((Reading("filter", kind=entry.kind, conditions=conditions),), said | {place})


def _as_conditions(base: Base, entry: AnyEntry, field: str) -> Iterator[Condition]:
    """What the entry itself has in the field now, as conditions."""
    for stated in standing(base, entry, field):
        match stated.value:
            case Related(entry=wanted) | Country(code=wanted) | Named(term=wanted):
                yield Condition(field, wanted)

"""Readers of questions about what entries have in common."""

from collections.abc import Iterator
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import listed
from knowledge.stating.conditions import Condition
from knowledge.stating.fields import FIELDS
from knowledge.stating.statements import standing
from knowledge.stating.values import Country, Named, Related

_COMMON: Final = frozenset(("country", "region", "city", "sectors", "type", "labels", "project"))
"""Fields in which it makes sense to have the same, and whose values are named, not told."""


def alike(question: Question) -> Iterator[Proposal]:
    """Are X and Y in the same country? Do they have the same label?"""
    asked = question.places("operator", "same")
    if not asked or question.is_open:
        return
    for group in listed(question):
        ids = tuple(subject.entry.id for subject in group)
        names = frozenset(place for subject in group for place in subject.used)
        for place, meaning in question.each("field"):
            field = meaning.value
            if field in _COMMON and all(subject.entry.kind in FIELDS[field].kinds for subject in group):
                used = asked | names | question.places("operator", "held") | {place}
                yield Proposal((Reading("exists", ids, field, measure="same"),), used)


def sharing(question: Question) -> Iterator[Proposal]:
    """Who has the same label as X? Which clusters are in the same country as X?"""
    asked = question.places("operator", "same")
    named = {entry.id: place for place, entry in question.named}
    if not asked or not question.is_open or len(named) != 1:
        return
    ((id, at),) = named.items()
    entry = question.base[id]
    among = frozenset(place for place, kind in question.kinds() if kind == entry.kind)
    types = tuple(Condition("type", meaning.value) for _, meaning in question.each("type"))
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

"""Readers of what only makes sense after another question, and of courtesy."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.stating.conditions import Condition
from knowledge.stating.leading import FIELD_OF

_TAKEN_OVER: Final = 0.97


def courtesy(question: Question) -> Iterator[Proposal]:
    """Thanks, greetings, "who are you?": a message that is nothing else."""
    for place, meaning in question.each("courtesy"):
        yield Proposal((Reading("courtesy", manner=meaning.value),), frozenset((place,)))  # type: ignore[arg-type]


def another_subject(question: Question) -> Iterator[Proposal]:
    """And ESCA? The field asked for before, of another entry."""
    before = question.context.reading
    if before is None or not before.field or question.is_open or not question.named:
        return
    follow = question.places("operator", "follow_up")
    for place, entry in question.named:
        if entry.kind == "label" and before.field == "awarded":
            swapped = replace(before, conditions=(Condition("awarded", entry.id),), from_conversation=True)
            yield Proposal((swapped,), follow | {place})
        asked_of = question.base[before.subjects[0]].kind if before.subjects else None
        if entry.kind == asked_of and before.operator in ("attribute", "reverse", "state", "expand"):
            reading = replace(before, subjects=(entry.id,), through=(), from_conversation=True)
            yield Proposal((reading,), follow | {place}, 1.0 if follow else 0.5)


def another_condition(question: Question) -> Iterator[Proposal]:
    """And in Germany? And with the Gold Label? The list asked for before, under another condition."""
    before = question.context.reading
    if before is None or before.kind is None or question.is_open or question.kinds(plural=True):
        return
    used: set[int] = set(question.places("operator", "follow_up", "held"))
    changed: dict[str, Condition] = {}
    for place, meaning in question.each("place", "sector", "type", "role", "period", "name"):
        field = "labels" if meaning.type == "name" else FIELD_OF.get((meaning.type, before.kind))
        if field and (meaning.type != "name" or question.base[meaning.value].kind == "label"):
            changed[field] = Condition(field, meaning.span or meaning.value)
            used.add(place)
    if changed:
        kept = tuple(condition for condition in before.conditions if condition.field not in changed)
        reading = replace(before, conditions=(*kept, *changed.values()), from_conversation=True)
        yield Proposal((reading,), frozenset(used), _TAKEN_OVER)


def again(question: Question) -> Iterator[Proposal]:
    """And in English? Which are they? The same once more, in another language or as a list."""
    before = question.context.reading
    if before is None or not question.is_bare:
        return
    language = frozenset(place for place, _ in question.each("language"))
    follow = question.places("operator", "follow_up")
    if language:
        yield Proposal((before,), language | follow, _TAKEN_OVER)
    listed = question.places("question", "what", "who") | question.places("operator", "list")
    if before.operator == "count" and listed:
        reading = replace(before, operator="filter", from_conversation=True)
        yield Proposal((reading,), listed | follow, _TAKEN_OVER)

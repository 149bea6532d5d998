"""Telling entries apart by what else the question says: the RubyConf *of 2014*, the *manager* of X."""

from collections.abc import Sequence
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.reading.dating import days_of
from knowledge.reading.meanings import Meaning
from knowledge.reading.question import Question
from knowledge.stating.conditions import Condition, meets
from knowledge.stating.editions import latest
from knowledge.stating.leading import FIELD_OF

_FEW: Final = 3


def is_true_of(meaning: Meaning, base: Base, entry: AnyEntry) -> bool:
    """Whether a place, a date, a sector … that is said is true of an entry."""
    field = FIELD_OF.get((meaning.type, entry.kind))
    if field is None:
        return False
    value = days_of(meaning, base, entry) or meaning.value
    return bool(meets(base, entry, (Condition(field, value),))[0])


def editions(question: Question, entries: Sequence[AnyEntry]) -> tuple[AnyEntry, ...]:
    """Of entries that share a name those that are meant; where that stays open, the latest few."""
    found = narrowed(question, entries)
    return tuple(sorted(found, key=lambda entry: -latest(question.base, entry.id))[:_FEW])


def narrowed(question: Question, entries: Sequence[AnyEntry]) -> tuple[AnyEntry, ...]:
    """Those of some entries of which most of what the question says is true; all, if it says nothing of them."""
    if len(entries) < 2:
        return tuple(entries)
    said = [mention.of("place", "sector", "type", "role", "period") for mention in question.mentions]
    true = [
        sum(any(is_true_of(meaning, question.base, entry) for meaning in meanings) for meanings in said)
        for entry in entries
    ]
    return tuple(entry for entry, number in zip(entries, true, strict=True) if number == max(true))

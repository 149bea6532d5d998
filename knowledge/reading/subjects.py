"""Who or what a question is about: named, alone of its kind, or known from the conversation."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.model.entries import AnyEntry, Label
from knowledge.reading.question import Question

ONLY_ONE: Final = 0.93
"""How sure it is that "the project" is meant where the base has one project only."""
ONE_OF_FEW: Final = 0.5
"""How sure one of two or three entries is that fit equally: they are offered."""
FROM_CONVERSATION: Final = 0.96
_FEW: Final = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry that a question may be about."""

    entry: AnyEntry
    used: frozenset[int] = frozenset()
    prior: float = 1.0
    from_conversation: bool = False


def subjects(question: Question) -> Iterator[Subject]:
    """The entries a question may be about; beside a name only the sole entry of its kind."""
    if question.named:
        yield from (Subject(entry, frozenset((place,))) for place, entry in question.named)
        kinds = {entry.kind for _, entry in question.named}
        yield from (
            one for one in _alone_of_its_kind(question) if one.entry.kind not in kinds and one.prior >= ONLY_ONE
        )
        return
    known = tuple(remembered(question))
    yield from known
    if not known:
        yield from _alone_of_its_kind(question)


def remembered(question: Question) -> Iterator[Subject]:
    """The entries that the conversation is about, unless the question speaks of another kind."""
    reading = question.context.reading
    ids = reading.subjects if reading else ()
    single = question.kinds(plural=False)
    for id in ids:
        entry = question.base[id]
        of_its_kind = frozenset(place for place, kind in single if kind == entry.kind)
        if of_its_kind or not question.kinds():
            yield Subject(entry, of_its_kind, FROM_CONVERSATION, from_conversation=True)


def _alone_of_its_kind(question: Question) -> Iterator[Subject]:
    for place, kind in question.kinds():
        labels = question.base.of_kind(kind) if kind == "label" else ()
        families = tuple(entry for entry in labels if isinstance(entry, Label) and entry.levels)
        if not families and (place, kind) not in question.kinds(plural=False):
            continue
        if not families and question.base.number_of(kind) > _FEW:
            continue
        # A family stands for its labels: who issues "the label" issues them all.
        found: tuple[AnyEntry, ...] = families or tuple(question.base.of_kind(kind))
        if len(found) <= _FEW:
            prior = ONLY_ONE if len(found) == 1 else ONE_OF_FEW
            yield from (Subject(entry, frozenset((place,)), prior) for entry in found)

"""A proposal: readings that some of the mentions stand for, before anyone asks whether they explain the rest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from knowledge.model.asking import Operator
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import Group


@dataclass(frozen=True, slots=True)
class Proposal:
    """Readings (more than one for "when and where?") and the places of the mentions that they stand on."""

    readings: tuple[Reading, ...]
    used: frozenset[int]
    prior: float = 1.0
    """How sure the step is when the words leave something open, such as the subject; 0 to 1."""
    found: frozenset[int] = frozenset()
    """The places of those that stand in the text which the readings find, whatever they mean elsewhere."""


Reader = Callable[[Question], Iterator[Proposal]]


def each_of(operator: Operator, group: Group, field: str | None = None) -> tuple[Reading, ...]:
    """The same question about each subject."""
    return tuple(Reading(operator, (subject.entry.id,), field) for subject in group)


def proposal_of(readings: tuple[Reading, ...], group: Group, used: frozenset[int], prior: float = 1.0) -> Proposal:
    """The readings with how their subjects were found."""
    by_id = {subject.entry.id: subject for subject in group}
    found = (by_id[reading.subjects[0]] for reading in readings)
    each = tuple(
        replace(reading, from_conversation=subject.from_conversation, through=subject.through)
        if (reading.from_conversation, reading.through) != (subject.from_conversation, subject.through)
        else reading
        for reading, subject in zip(readings, found, strict=True)
    )
    used_by_names = frozenset(place for subject in group for place in subject.used)
    return Proposal(each, used_by_names | used, min(subject.prior for subject in group) * prior)

"""A proposal: readings that some of the mentions stand for, before anyone asks whether they explain the rest."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.reading.question import Question
from knowledge.reading.readings import Reading


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

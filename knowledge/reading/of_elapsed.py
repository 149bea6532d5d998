"""Reader of questions about how long ago something was: a date that is asked for, seen from the day of the question."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from knowledge.reading.of_fields import attribute
from knowledge.reading.of_holdings import awarded
from knowledge.reading.of_intervals import between
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import subjects
from knowledge.stating.fields import DEFAULTS

DATED: Final = frozenset(("period", "start", "end", "founded", "awarded"))
"""Fields whose values are dates that can be some time ago."""


def elapsed(question: Question) -> Iterator[Proposal]:
    """How long ago did X end? How many years has Y existed? How long has it held the label?"""
    asked = question.places("operator", "elapsed")
    if not asked or any(between(question)):
        return
    for proposal in (*awarded(question), *attribute(question)):
        if {reading.field for reading in proposal.readings} <= DATED:
            readings = tuple(replace(reading, operator="elapsed") for reading in proposal.readings)
            yield replace(proposal, readings=readings, used=proposal.used | asked)
    # "How long ago was it over?" asks for the end alone.
    for subject in () if question.has("state") else subjects(question):
        if (field := DEFAULTS.get((subject.entry.kind, "when"))) is not None:
            reading = Reading("elapsed", (subject.entry.id,), field, from_conversation=subject.from_conversation)
            yield Proposal((reading,), subject.used | asked, subject.prior)

"""Readers of questions for a field of what stands near: the whole, who was told, whose name was cut short."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from knowledge.model.entries import Kind
from knowledge.reading.of_fields import field_places, fields_asked, fitness, is_fact_of, reading_of
from knowledge.reading.pointing import says_they
from knowledge.reading.proposals import Proposal, proposal_of
from knowledge.reading.question import Question
from knowledge.reading.subjects import BY_THE_WAY, FROM_CONVERSATION, Subject, indirectly_remembered, subjects
from knowledge.stating.fields import FIELDS, is_sum
from knowledge.stating.leading import LEADING
from knowledge.stating.naming import begins_with_a_name_of
from knowledge.stating.statements import statements

_MOST_STATING: Final = 100
"""Among so many entries one is looked for whose name was cut short: nobody should wait for that."""


def of_what_it_belongs_to(question: Question) -> Iterator[Proposal]:
    """And the budget? After a workshop, which has none, that of its project: what was talked about cannot be asked."""
    cues = frozenset(field_places(question)) | frozenset(place for place, _ in question.kinds())
    for subject in indirectly_remembered(question) if not _can_be_asked(question) else ():
        for fields, used in fields_asked(question, subject.entry):
            stated = all(statements(question.base, subject.entry, field) for field in fields)
            fits = all(fitness(question, subject, field) == 1 for field in fields)
            if used & cues and stated and fits and _is_of_the_whole(question, fields):
                yield proposal_of(tuple(reading_of(subject.entry, field) for field in fields), (subject,), used)


def of_who_was_told(question: Question) -> Iterator[Proposal]:
    """And what is their website? After who assessed X, of which none is known, that of those who were told."""
    told = [question.base[id] for id in question.context.shown]
    if question.named or len(told) != 1 or told[0] in question.asked_before:
        return
    # Rather of X itself, if X has it.
    subject = Subject(told[0], prior=FROM_CONVERSATION * BY_THE_WAY, from_conversation=True)
    for fields, used in fields_asked(question, told[0]):
        own = all(statements(question.base, told[0], field) for field in fields)
        if own and used & frozenset(field_places(question)):
            yield proposal_of(tuple(reading_of(told[0], field) for field in fields), (subject,), used)


def called_in_short(question: Question) -> Iterator[Proposal]:
    """How large is the staff of Clust-ER? Of Clust-ER Health alone it is stated, and that name may be cut short."""
    for subject in subjects(question):
        for place, meaning in question.each("field") if not subject.through else ():
            stating = question.base.with_fact(meaning.value)
            if len(stating) > _MOST_STATING or is_fact_of(question, place, subject.entry):
                continue
            longer = [entry for entry in stating if begins_with_a_name_of(entry, subject.entry)]
            if len(longer) == 1:
                meant = replace(subject, entry=longer[0], prior=subject.prior * BY_THE_WAY)
                yield proposal_of((reading_of(longer[0], meaning.value),), (meant,), frozenset((place,)))


def _is_of_the_whole(question: Question, fields: tuple[str, ...]) -> bool:
    """Whether what is asked for is hardly meant of what was talked about itself.

    A person has an age, too, and began there one day: of the organisation speaks who says "they" or "there", and asks
    for no date. A workshop has a programme, and what "it cost" is not known: of its project is a sum that is asked for
    by its name.
    """
    if "person" in _kinds_talked_about(question):
        dated = any(FIELDS[field].answers("when") for field in fields if field in FIELDS)
        return says_they(question) and not dated
    if "event" in _kinds_talked_about(question):
        return not question.is_open and all(is_sum(field) for field in fields)
    return True


def _can_be_asked(question: Question) -> bool:
    """Whether what was just talked about, or listed, can have one of the fields that are spoken of."""
    own = {fact.id for entry in question.asked_before for fact in entry.facts}
    kinds = _kinds_talked_about(question)
    leads = any(LEADING.get((kind, other)) for kind in kinds for _, other in question.kinds())
    said = {meaning.value for _, meaning in question.each("field")}
    return leads or not said.isdisjoint(own) or any(kinds & FIELDS[field].kinds for field in said & FIELDS.keys())


def _kinds_talked_about(question: Question) -> frozenset[Kind]:
    """The kinds of what the last answer was about, or listed."""
    before = question.context.reading
    listed_kind = (before.kind,) if before and before.kind else ()
    return frozenset((*(entry.kind for entry in question.asked_before), *listed_kind))

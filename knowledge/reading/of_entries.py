"""Readers of questions about one entry: what it is, what its name stands for, whether it is over."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from knowledge.model.entries import AnyEntry
from knowledge.reading.anchors import anchors
from knowledge.reading.of_fields import field_places
from knowledge.reading.proposals import Proposal, each_of, proposal_of
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import Group, groups, listed, subjects, surely_meant
from knowledge.stating.conditions import Condition

_RATHER_OF_WHAT_WAS_SAID: Final = 0.85
"""How sure a description is meant where "and …?" asks for something of what was just talked about."""
_RATHER_A_FIELD: Final = 0.95
_LONGEST_ACRONYM: Final = 6


def describe(question: Question) -> Iterator[Proposal]:
    """What is ESCA? Tell me about the workshop. What are X and Y? The second one. A bare name."""
    cued = frozenset(field_places(question))  # "how many employees" is explained by the employees alone
    what = question.places("question", "what") - question.places("question", "name")
    asked = (question.places("operator", "describe") | what) - cued
    # "Is ESCA famous?", "the number of N", "what does N know?" do not ask what that is, nor "has N it?" of labels.
    holds = question.has("held") and _speaks_of_a_holding(question)
    is_more = not question.has("describe") and (question.says_more or holds)
    for group in (*((subject,) for subject in subjects(question)), *listed(question, or_else=True)):
        is_told = not group[0].from_conversation and not is_more
        if is_told or group[0].is_pointed_at or question.has("describe"):
            meant = tuple(surely_meant(question, subject, ()) for subject in group)
            yield proposal_of(each_of("describe", meant), meant, asked, _how_likely(question, group))
    yield from _told_apart(question)
    who = question.places("question", "who") - cued
    for subject in subjects(question) if who else ():
        if subject.entry.kind in ("organisation", "person") and not subject.from_conversation:
            yield proposal_of(each_of("describe", (subject,)), (subject,), who)


def _speaks_of_a_holding(question: Question) -> bool:
    """Whether a label was talked about, or one is named after talk of somebody: "do they have Gold?"."""
    before = {entry.kind for entry in question.asked_before}
    return "label" in before or ("organisation" in before and {e.kind for _, e in question.named} == {"label"})


def _told_apart(question: Question) -> Iterator[Proposal]:
    """What is the difference between the Gold Label and the Silver Label? Each is described."""
    compared = question.places("operator", "compare")
    for group in listed(question) if compared else ():
        if all(subject.entry.kind == "label" for subject in group):
            yield proposal_of(each_of("describe", group), group, compared | question.places("question", "what"))


def _how_likely(question: Question, group: Group) -> float:
    """How sure a description is meant: less where "and EUCLES?" may ask for what was asked before."""
    before = question.context.reading
    # "And the fund?" is what the project just talked about has from it; "and that of BIOWIN?" who has the role there.
    tied = any(subject.from_conversation for subject in subjects(question))
    elsewhere = before is not None and before.kind == "person" and group[0].entry.kind == "organisation"
    if question.has("follow_up") and not question.has("describe") and (tied or elsewhere):
        return _RATHER_OF_WHAT_WAS_SAID
    return _RATHER_A_FIELD if _goes_on(question, group) else 1.0


def _goes_on(question: Question, group: Group) -> bool:
    """Whether "and EUCLES?", "and the third?" asks for what was just asked of another."""
    before = question.context.reading
    if before is None or not before.field or not before.subjects or question.has("describe"):
        return False
    return question.has("follow_up") and question.base[before.subjects[0]].kind == group[0].entry.kind


def expand(question: Question) -> Iterator[Proposal]:
    """What does ADW stand for?"""
    asked = question.places("operator", "expand")
    for subject in subjects(question) if asked else ():
        entry = subject.entry
        stands_for = entry.long_name is not None or (_is_acronym(entry) and entry.kind != "topic")
        reading = Reading("expand", (entry.id,), "long_name") if stands_for else Reading("describe", (entry.id,))
        yield proposal_of((reading,), (subject,), asked)


def _is_acronym(entry: AnyEntry) -> bool:
    return any(name.isupper() and len(name) <= _LONGEST_ACRONYM for _, name in entry.name)


def state(question: Question) -> Iterator[Proposal]:
    """Is the project still running? Is it over? Was it over when X was held?"""
    asked = question.places("operator", "state", "now", "past", "upcoming")
    for group in groups(question) if asked and not question.is_open else ():
        if not all(subject.entry.kind in ("project", "event") for subject in group):
            continue
        meant = tuple(surely_meant(question, subject, ("period",)) for subject in group)
        found = tuple(anchors(question, group[0].entry).values()) if len(group) == 1 else ()
        if any(asked <= anchor.places for anchor in found):
            continue  # "while X was still running" asks for no state
        if not found:  # else how it stood then is asked, and not how it stands
            yield proposal_of(each_of("state", group, "period"), meant, asked)
        for anchor in found:
            then = replace(each_of("state", group, "period")[0], conditions=(Condition("period", anchor.span),))
            if anchor.when != "during":  # "over before X", "still running after X": what counts is when it ended
                ended = Condition("end", anchor.span)
                then = replace(then, operator="exists", field="end", conditions=(ended,))
            yield proposal_of((then,), meant, asked | anchor.places | question.places("field", "end"))

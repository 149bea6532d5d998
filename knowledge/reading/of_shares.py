"""Readers of questions about what a fund pays: how much, which percentage of a budget, and what remains."""

from collections.abc import Iterator
from typing import Final

from knowledge.model.entries import AnyEntry
from knowledge.reading.of_fields import reading_of
from knowledge.reading.of_whom import stating
from knowledge.reading.proposals import Proposal, proposal_of
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import ONE_OF_FEW, Subject, subjects
from knowledge.stating.conditions import Condition
from knowledge.stating.following import followed
from knowledge.stating.statements import statements
from knowledge.stating.territories import EUROPE, EUROPEAN_UNION

_HELPED: Final = 0.97
"""How sure it is that the only thing is meant that a named fund helps to pay for."""
_SUMS: Final = ("budget", "contribution", "funding")


def of_fund(question: Question) -> Iterator[Proposal]:
    """How much came from the fund? What the only project that it helps to pay for has from it."""
    cued = question.places("field", "contribution")
    how_much = question.places("field", "budget") | question.places("question", "how_much", "how_many")
    # "What does the fund finance?" asks for no sum, "who pays for it?" for no part of it, and what the fund itself has
    # is no part of anything.
    if not how_much or question.places("question", "who") or (question.has("held") and not cued):
        return
    if not any(entry.kind == "project" for _, entry in question.named):
        for project in _only_paid(question):
            yield proposal_of((reading_of(project.entry, "contribution"),), (project,), cued | how_much)


def share(question: Question) -> Iterator[Proposal]:
    """What percentage of the budget does the fund pay? How much of it does not come from the fund? And the rest?"""
    sums = question.places("field", *_SUMS)
    rest = question.places("operator", "rest", "negation") if sums else _rest_of_what_was_said(question)
    asked = question.places("operator", "share") | rest
    if not asked:
        return
    from_europe = _from_europe(question) if rest and sums else frozenset[int]()
    asked |= question.places("question", "what", "how_much", "how_many") | sums | from_europe
    for subject in _paid(question):
        funds = [(place, fund) for place, fund in question.named if _pays(question, fund, subject.entry)]
        is_told = from_europe or not sums
        left_by = [fund for _, fund in funds] or (_said_before(question, subject.entry) if rest and is_told else [])
        if rest and not left_by:
            continue  # what remains is left by a fund that is named
        wanted = tuple(Condition("contribution", id) for id in dict.fromkeys(fund.id for fund in left_by))
        reading = Reading(
            "share",
            (subject.entry.id,),
            "contribution",
            conditions=wanted,
            measure="rest" if rest else None,
            from_conversation=subject.from_conversation,
            through=subject.through,
        )
        yield Proposal((reading,), asked | subject.used | {place for place, _ in funds}, subject.prior)


def _from_europe(question: Question) -> frozenset[int]:
    """Where money of Europe is spoken of beside a budget, whichever of its funds that is from."""
    said = question.places("field", "contribution") - question.places("operator", "share")
    part = said if question.places("field", "budget") else frozenset[int]()
    return part | question.places("place", EUROPE, EUROPEAN_UNION)


def _rest_of_what_was_said(question: Question) -> frozenset[int]:
    """Where the rest is spoken of, if the talk is about a budget or a part of it."""
    before = question.context.reading
    is_sum = before is not None and before.field in _SUMS and before.measure != "rest"
    return question.places("operator", "rest") if is_sum else frozenset()


def _said_before(question: Question, paid: AnyEntry) -> list[AnyEntry]:
    """The funds that were spoken of before; else the only one that there is."""
    said = [fund for fund in question.conditioned_before if _pays(question, fund, paid)]
    paying = followed(question.base, paid, "contribution")
    return said or (list(paying) if len(paying) == 1 else [])


def _paid(question: Question) -> Iterator[Subject]:
    """What a fund contributes to: what is asked about, else the only thing that the named fund pays."""
    found = [one for one in subjects(question) if statements(question.base, one.entry, "contribution")]
    found = found or list(_only_paid(question))
    if found or question.named:
        yield from found
    else:  # nobody said of what: it is offered
        yield from (Subject(one, prior=ONE_OF_FEW) for one in stating(question.base, "contribution"))


def _only_paid(question: Question) -> Iterator[Subject]:
    """The only thing that a named fund contributes to."""
    for place, fund in question.named:
        given = [tie for tie in question.base.ties_to(fund.id) if tie.relation.field == "contribution"]
        if len(given) == 1:
            yield Subject(question.base[given[0].source], frozenset((place,)), _HELPED)


def _pays(question: Question, fund: AnyEntry, paid: AnyEntry) -> bool:
    return any(one.id == fund.id for one in followed(question.base, paid, "contribution"))

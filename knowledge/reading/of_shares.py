"""Reader of questions about parts of a budget: which percentage a fund pays, and how much remains."""

from collections.abc import Iterator
from typing import Final

from knowledge.model.entries import AnyEntry
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import ONLY_ONE, Subject, subjects
from knowledge.stating.conditions import Condition
from knowledge.stating.following import followed
from knowledge.stating.statements import statements

_SUMS: Final = ("budget", "contribution", "funding")


def share(question: Question) -> Iterator[Proposal]:
    """What percentage of the budget does the fund pay? How much of it does not come from the fund?"""
    sums = question.places("field", *_SUMS)
    rest = question.places("operator", "rest", "negation") if sums else frozenset()
    asked = question.places("operator", "share") | rest
    if not asked:
        return
    asked |= question.places("question", "what", "how_much", "how_many") | sums
    for subject in _paid(question):
        funds = [(place, fund) for place, fund in question.named if _pays(question, fund, subject.entry)]
        if rest and not funds:
            continue  # what remains is left by a fund that is named
        wanted = tuple(Condition("contribution", id) for id in dict.fromkeys(fund.id for _, fund in funds))
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


def _paid(question: Question) -> Iterator[Subject]:
    """What a fund contributes to: what is asked about, else the only thing that the named fund pays."""
    found = [one for one in subjects(question) if statements(question.base, one.entry, "contribution")]
    yield from found
    for _, fund in () if found else question.named:
        paid = followed(question.base, fund, "projects")
        if len(paid) == 1 and _pays(question, fund, paid[0]):
            yield Subject(paid[0], prior=ONLY_ONE)


def _pays(question: Question, fund: AnyEntry, paid: AnyEntry) -> bool:
    return any(one.id == fund.id for one in followed(question.base, paid, "contribution"))

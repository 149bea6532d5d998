"""What is asked and not said: was it before *or* after?"""

from collections.abc import Iterator, Sequence

from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.stating.statements import statements
from knowledge.stating.values import Related


def before_or_after(question: Question) -> frozenset[int]:
    """The places of "before or after", where the question is which of the two."""
    before, after = question.places("operator", "before", "earliest"), question.places("operator", "after")
    either = question.ors(min(before | after), max(before | after)) if before and after else ()
    return before | after | frozenset(either) if either else frozenset()


def told_in_a_row(question: Question, ids: Sequence[str]) -> Iterator[Reading]:
    """Which of two was first, where the one is said to have preceded the other: nobody need know when it was."""
    for id in ids if len(ids) == 2 else ():
        before = {stated.value for stated in statements(question.base, question.base[id], "preceded_by")}
        if any(Related(other) in before for other in ids):
            yield Reading("attribute", (id,), "preceded_by")

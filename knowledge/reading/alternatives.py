"""What is asked and not said: was it before *or* after?"""

from knowledge.reading.question import Question


def before_or_after(question: Question) -> frozenset[int]:
    """The places of "before or after", where the question is which of the two."""
    before, after = question.places("operator", "before", "earliest"), question.places("operator", "after")
    either = question.ors(min(before | after), max(before | after)) if before and after else ()
    return before | after | frozenset(either) if either else frozenset()

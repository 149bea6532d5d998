"""The questions that one sentence joins with an "and": what is X, and since when does it exist?"""

from collections.abc import Iterator
from itertools import pairwise

from knowledge.reading.question import Question

_MOST: int = 3


def clauses(question: Question) -> tuple[str, ...]:
    """The text of each question that the sentence joins, in order; the sentence itself, if it is one question.

    A new one begins where a question word follows an "and". Whether they are better read apart is for others to say.
    """
    starts = list(_starts(question))
    if not 0 < len(starts) < _MOST:
        return (question.text,)
    ends = [question.mentions[place].words[0].start for place in starts]
    return tuple(question.text[start:end].strip(" ,;") for start, end in pairwise((0, *ends, len(question.text))))


def _starts(question: Question) -> Iterator[int]:
    """The places of each "and" behind what is named or asked for and before a question word."""
    joins = question.places("operator", "follow_up")
    asked = frozenset(place for place, _ in question.asked)
    begun = False
    for place, mention in enumerate(question.mentions):
        # "È" is no "e", though both fold to it.
        if begun and place in joins and place not in asked and mention.text.isascii():
            following = next(
                (at for at in range(place + 1, len(question.mentions)) if not _is_small(question, at)), None
            )
            if following in asked:
                yield place
        begun = begun or bool(mention.of("name", "field", "kind", "type"))


def _is_small(question: Question, place: int) -> bool:
    mention = question.mentions[place]
    return mention.is_silent and not mention.of("question")

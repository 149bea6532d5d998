"""The questions that one sentence joins with an "and": what is X, and since when does it exist?"""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from knowledge.language.cues import cues_of
from knowledge.language.normal import folded
from knowledge.reading.question import Question

_MOST: Final = 3
"""A sentence with more questions is rather a list of something else."""
_NEAR: Final = 2
"""A preposition may stand before the pronoun: "mit denen"."""


def clauses(question: Question) -> tuple[str, ...]:
    """The text of each question that the sentence joins, in order; the sentence itself, if it is one question.

    A new one begins where a question word follows an "and". Whether they are better read apart is for others to say.
    """
    starts = list(_starts(question))
    if not starts or len(starts) >= _MOST:
        return (question.text,)
    ends = [question.mentions[place].words[0].start for place in starts]
    return tuple(question.text[start:end].strip(" ,;") for start, end in pairwise((0, *ends, len(question.text))))


def _starts(question: Question) -> Iterator[int]:
    """The places of each "and" behind what is named or asked for and before a question word."""
    asked = frozenset(place for place, _ in question.asked) | question.places("operator", "elapsed")
    begun = False
    for place, mention in enumerate(question.mentions):
        if begun and place in question.ands - asked and _next_that_counts(question, place) in asked:
            yield place
        begun = begun or bool(mention.of("name", "field", "kind", "type"))


def _next_that_counts(question: Question, place: int) -> int | None:
    following = enumerate(question.mentions[place + 1 :], place + 1)
    return next((at for at, mention in following if not mention.is_silent or mention.of("question")), None)


def asides(question: Question) -> frozenset[int]:
    """The places of the last words of clauses that ask nothing of their own: "…, mit denen ESCA *arbeitet*"."""
    opening = frozenset(map(folded, cues_of(question.language).clauses))
    said = [(place, word) for place, mention in enumerate(question.mentions) for word in mention.words]
    commas = [at for at in range(1, len(said)) if "," in question.text[said[at - 1][1].end : said[at][1].start]]
    clauses_behind = [said[start:end] for start, end in pairwise((*commas, len(said)))]
    return frozenset(
        clause[-1][0] for clause in clauses_behind if any(word.folded in opening for _, word in clause[:_NEAR])
    )

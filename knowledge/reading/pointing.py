"""Pointing at what the last answer showed: the second one, der dritte, l'ultimo; and beyond it: there, they."""

from functools import cache
from typing import Final

from knowledge.language.cues import cues_of
from knowledge.language.normal import folded
from knowledge.model.languages import Language
from knowledge.reading.question import Question

_NO_POINTING: Final = ("name", "period", "place", "kind")


def pointed_at(question: Question) -> tuple[int, str] | None:
    """The entry among those shown that the question points at, with the place where it does."""
    shown = question.context.shown
    told = {fact.id for entry in (*question.asked_before, *question.conditioned_before) for fact in entry.facts}
    for place, mention in enumerate(question.mentions) if shown else ():
        numbers = (ordinals(question.language).get(word.folded) for word in mention.words)
        number = next((number for number in numbers if number is not None), None)
        # English "last" is a duration, too: "the last one" is a cue of its own.
        # Italian "prima" is the first and what was before: who has a fact of that is asked for it.
        is_told = any(meaning.value in told for meaning in mention.of("field"))
        is_field = is_told or (mention.of("field") and not mention.of("operator"))
        if number is not None and not is_field and not mention.of(*_NO_POINTING) and number <= len(shown):
            return place, shown[number - 1 if number > 0 else number]
    return None


def says_they(question: Question) -> bool:
    """Whether it speaks of those with whom somebody works: what label do *they* have, who is *there*?"""
    said = " ".join(word.folded for mention in question.mentions for word in mention.words)
    return any(f" {folded(phrase)} " in f" {said} " for phrase in cues_of(question.language).they)


@cache
def ordinals(language: Language) -> dict[str, int]:
    """The words that point, in their folded form: first 1, second 2 …, last -1."""
    cues = cues_of(language)
    numbered = {folded(word): n for n, forms in enumerate(cues.ordinals, start=1) for word in forms.split("/")}
    return numbered | {folded(word): -1 for word in (*cues.periods["last"], *cues.periods["last_several"])}

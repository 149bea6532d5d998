"""Which candidate of an open choice a turn means: by its button, its number or its name, or by yes or no."""

from collections.abc import Iterator, Mapping
from functools import cache

from handlers.promises import Memory
from handlers.replies.replies import candidate_title
from handlers.replies.teller import Teller
from handlers.taps import NONE, Picked
from knowledge.answering.outcomes import Candidate
from knowledge.language.cues import cues_of
from knowledge.language.normal import clean, folded, words
from knowledge.model.languages import LANGUAGES, Language
from knowledge.reading.pointing import ordinals


def picked_in_words(text: str, memory: Memory, teller: Teller) -> Picked | None:
    """What *text* picks from the open choice. None: it is a new question.

    A number as the terminal shows it, a title, "the second", "no"; "yes" where there is only one to take. Of what is
    offered instead of an answer only a number or a title: nothing was asked back.
    """
    if memory.record is None:
        return None
    said = " ".join(text.casefold().split()).rstrip(".")
    numbers = {number for title, number in _words(memory.candidates, teller) if title.casefold() == said}
    if memory.is_gap:
        numbers -= {NONE}
    elif not numbers and (number := _answered(text, len(memory.candidates))) is not None:
        numbers = {number}
    return Picked(memory.record, *numbers) if len(numbers) == 1 else None


def _answered(text: str, offered: int) -> int | None:
    """The number that is meant by an ordinal among small words, by yes or by no, in any of our languages."""
    said = tuple(word.folded for word in words(clean(text)))
    for language in LANGUAGES:
        consent, pointing = _consent(language), ordinals(language)
        if said in consent["no"]:
            return NONE
        if said in consent["yes"]:
            return 1 if offered == 1 else None
        telling = [word for word in said if word not in _small(language)]
        if len(telling) == 1 and (number := pointing.get(telling[0])) is not None and number <= offered:
            return number if number > 0 else offered
    return None


@cache
def _consent(language: Language) -> Mapping[str, frozenset[tuple[str, ...]]]:
    return {
        answer: frozenset(tuple(word.folded for word in words(clean(phrase))) for phrase in phrases)
        for answer, phrases in cues_of(language).consent.items()
    }


@cache
def _small(language: Language) -> frozenset[str]:
    cues = cues_of(language)
    return frozenset(folded(word) for word in (*cues.function, *cues.polite, *cues.courtesy["thanks"]))


def _words(candidates: tuple[Candidate, ...], teller: Teller) -> Iterator[tuple[str, int]]:
    """Each way to pick something in words, and its number; two candidates may share a name."""
    for number, candidate in enumerate(candidates, start=1):
        yield str(number), number
        yield candidate_title(candidate, teller), number
        yield from ((name, number) for _, name in candidate.title)
    yield str(len(candidates) + 1), NONE
    yield teller.texts.say("None of these"), NONE


def candidate_of(picked: Picked, memory: Memory | None) -> Candidate | None:
    """The candidate that was picked, if the choice is still open and has so many."""
    if memory is None or memory.record != picked.record or not NONE < picked.number <= len(memory.candidates):
        return None
    return memory.candidates[picked.number - 1]

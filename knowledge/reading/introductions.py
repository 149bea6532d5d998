"""What people say around what they ask: who they are ("I am new here, and …?"), the verb that ends a request."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from knowledge.language.cues import cues_of
from knowledge.language.normal import clean, folded, words
from knowledge.model.languages import Language
from knowledge.reading.mentions import Mention

_MARKS: Final = ",;:-–—"
_SHORTEST: Final = 2
"""Pieces of a question beside which one more may be a tag."""


def without_introduction(text: str, cut: Sequence[Mention], language: Language) -> str:
    """A sentence from where it begins to ask; all of it if nobody is introduced, or with a name of ours.

    *cut* are the mentions of *text*. What is asked begins behind a comma, a colon or an "and", with a question word or
    a phrase such as "I would like to know".
    """
    begun = next((place for place, mention in enumerate(cut) if not mention.of("courtesy")), len(cut))
    said = tuple(word.folded for mention in cut[begun:] for word in mention.words)
    # "I am looking for …" asks already.
    is_said = any(said[: len(phrase)] == phrase for phrase in _introductions(language))
    if not is_said or cut[begun].of("polite"):
        return text
    asking = next((place for place in range(begun + 1, len(cut)) if _begins_to_ask(text, cut, place)), None)
    if asking is None or any(mention.of("name") for mention in cut[begun:asking]):
        return text
    return text[cut[asking].words[0].start :]


def without_request(text: str, cut: Sequence[Mention], language: Language) -> str:
    """A sentence without the verb that ends a polite request: "können Sie mir etwas zum Budget sagen?"."""
    ends = len(cut) > 1 and cut[-1].words[-1].folded in _requests(language)
    return text[: cut[-1].words[0].start].rstrip() if ends and cut[0].of("polite") else text


def without_tag(text: str, cut: Sequence[Mention], language: Language) -> str:
    """A question without the word at its end that asks for a yes: "BIOWIN is German, no?"."""
    asks = len(cut) > _SHORTEST and text.rstrip().endswith("?") and len(cut[-1].words) == 1
    if not asks or cut[-1].words[0].folded not in _tags(language):
        return text
    return f"{text[: cut[-1].words[0].start].rstrip(_MARKS + ' ')}?"


@cache
def _tags(language: Language) -> frozenset[str]:
    return frozenset(map(folded, cues_of(language).tags))


@cache
def _requests(language: Language) -> frozenset[str]:
    return frozenset(map(folded, cues_of(language).requests))


def _begins_to_ask(text: str, cut: Sequence[Mention], place: int) -> bool:
    before, here = cut[place - 1], cut[place]
    if not here.of("question", "polite"):
        return False
    between = text[before.words[-1].end : here.words[0].start]
    return any(mark in between for mark in _MARKS) or any(one.value == "follow_up" for one in before.of("operator"))


@cache
def _introductions(language: Language) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(word.folded for word in words(clean(said))) for said in cues_of(language).introductions)

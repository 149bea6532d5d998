"""Whether a question may be answered with a plain yes."""

from collections.abc import Sequence
from functools import cache
from typing import Final, Literal

from knowledge.language.cues import cues_of
from knowledge.language.normal import folded
from knowledge.model.languages import Language
from knowledge.reading.question import Question
from knowledge.stating.saying import is_grammar

_AFTER_ITS_MARK: Final = "\"'”») "


def is_closed(question: Question) -> bool:
    """Whether it asks for yes or no, with no question word and nothing that denies, limits or compares."""
    language, said = question.language, [word.folded for mention in question.mentions for word in mention.words]
    if question.has("negation") or not (_has_its_mark(question) or _begins(said, language)):
        return False
    return all(question.mentions[place].is_silent for place, _ in question.asked) and not _turning(language) & set(said)


def asks_in_a_cue(question: Question) -> bool:
    """Whether a cue holds a question word: "in which region of Italy was it?" asks which, not whether."""
    cued = {place for place, _ in question.each("field")}
    said = {word.folded for place in cued for word in question.mentions[place].words}
    return not _question_words(question.language).isdisjoint(said)


def begins_closed(question: Question) -> bool:
    """Whether it begins as only such questions do: "Is …?"."""
    return _begins([word.folded for mention in question.mentions for word in mention.words], question.language)


def _has_its_mark(question: Question) -> bool:
    return question.text.rstrip(_AFTER_ITS_MARK).endswith("?")


def _begins(said: Sequence[str], language: Language) -> bool:
    return not cued("whether", language).isdisjoint(said) or not cued("begins", language).isdisjoint(said[:1])


@cache
def cued(part: Literal["begins", "whether", "turning", "within"], language: Language) -> frozenset[str]:
    """The folded words of a part of what tells yes-or-no questions."""
    return frozenset(map(folded, cues_of(language).closed[part]))


@cache
def _turning(language: Language) -> frozenset[str]:
    """With the question words: one may stand in a cue as well, "an welche Organisationen"."""
    return cued("turning", language) | _question_words(language)


@cache
def _question_words(language: Language) -> frozenset[str]:
    """Those that are nothing else."""
    asked = (folded(phrase) for phrases in cues_of(language).questions.values() for phrase in phrases)
    return frozenset(one for one in asked if not is_grammar(one, language))

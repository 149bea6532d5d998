"""Whether a sum is asked for inside a longer phrase: the "total budget" of several."""

from functools import cache

from knowledge.language.cues import cues_of
from knowledge.language.normal import clean, words
from knowledge.model.languages import LANGUAGES
from knowledge.reading.mentions import Mention


def says_total(mention: Mention) -> bool:
    """Whether a word of a field's cue says that a whole is meant."""
    return bool(mention.of("field")) and any(word.folded in _total_words() for word in mention.words)


@cache
def _total_words() -> frozenset[str]:
    phrases = (words(clean(text)) for code in LANGUAGES for text in cues_of(code).operators["sum"])
    return frozenset(phrase[0].folded for phrase in phrases if len(phrase) == 1)

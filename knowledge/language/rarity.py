"""How rare a word is, from a fixed table for each language: a new entry must not change what a word weighs.

The table is wordfreq's (Zipf scale: 8 is one word in ten, 3 one in a million); it also tells languages apart.
"""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Final

import numpy as np
from wordfreq import get_frequency_list

from knowledge.language.cues import cues_of
from knowledge.language.normal import folded
from knowledge.model.languages import LANGUAGES, Language

COMMON: Final = 3.3
"""From this Zipf value on a word is well known: it is not taken for a typo of another."""

_COMMONEST, _RAREST = 6.5, 2.5
_GRAMMAR, _UNHEARD = 6.8, 2.3
_LIGHTEST = 0.35
_ABSENT = 1.5
_MARGIN = 1.2
_SHORT, _SHORT_MARGIN = 3, 2.4


@dataclass(frozen=True, slots=True)
class _Table:
    """How common the words of a language are, found by their hashes: a tenth of the memory that a dict takes.

    That a word nobody uses has the hash of another one comes about once in 10 ** 14 words.
    """

    hashes: "array[int]"
    """In order."""
    zipfs: "array[int]"
    """Of the word with each hash: its Zipf value, in hundredths."""

    def zipf(self, word: str) -> float:
        place = bisect_left(self.hashes, hash(word))
        if place < len(self.hashes) and self.hashes[place] == hash(word):
            return self.zipfs[place] / 100
        return 0.0

    def zipf_of_each(self, words: Sequence[str]) -> dict[str, float]:
        hashes = np.fromiter(map(hash, words), np.int64, len(words))
        known = np.frombuffer(self.hashes, np.int64)
        places = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
        return {words[n]: self.zipfs[places[n]] / 100 for n in np.flatnonzero(known[places] == hashes).tolist()}


@cache
def _table(language: Language) -> _Table:
    # The commonest words come first; they are looked up folded, and the first of those that fold to the same stays.
    by_zipf = get_frequency_list(language, wordlist="small")
    get_frequency_list.cache_clear()  # else the library keeps it for good
    words = _folded(list(chain.from_iterable(by_zipf)))
    hashes, firsts = np.unique(np.fromiter(map(hash, words), np.int64, len(words)), return_index=True)
    zipfs = np.repeat(900 - np.arange(len(by_zipf)), [len(equally) for equally in by_zipf])[firsts]
    return _Table(array("q", hashes.tobytes()), array("H", zipfs.astype(np.uint16).tobytes()))


def _folded(words: Sequence[str]) -> Sequence[str]:
    """Those that need it, all in one go: a start waits for a hundred thousand of them."""
    strange = iter(folded("\n".join(word for word in words if not word.isascii())).split("\n"))
    return [word if word.isascii() else next(strange) for word in words]


@lru_cache(maxsize=50_000)
def zipf(word: str, language: Language) -> float:
    """How common a folded word is: 0 if it is not in the table."""
    return _table(language).zipf(word)


def zipf_of_each(words: Sequence[str], language: Language) -> dict[str, float]:
    """How common each of many folded words is, looked up together; those that are not in the table are left out."""
    return _table(language).zipf_of_each(words)


def weight(word: str, language: Language) -> float:
    """How much an unexplained word counts: 0.35 for the commonest content words, 1 for a word nobody uses."""
    common = zipf(word, language)
    rarity = (_COMMONEST - common) / (_COMMONEST - _RAREST)
    return _LIGHTEST + (1 - _LIGHTEST) * min(1.0, max(0.0, rarity))


def rarity(word: str, language: Language) -> float:
    """How rare a word is: 0 for grammar words, 1 for a word nobody uses."""
    return min(1.0, max(0.0, (_GRAMMAR - zipf(word, language)) / (_GRAMMAR - _UNHEARD)))


@cache
def _grammar(language: Language) -> frozenset[str]:
    cues = cues_of(language)
    phrases = (*cues.function, *cues.polite, *(word for words in cues.questions.values() for word in words))
    return frozenset(folded(word) for phrase in phrases for word in phrase.split())


def language_of(words: Sequence[str], default: Language) -> Language:
    """The language of some folded words; *default* where they do not tell."""
    each = [_evidence(word) for word in words]
    scores = {language: sum(evidence[number] for evidence in each) for number, language in enumerate(LANGUAGES)}
    best = max(LANGUAGES, key=lambda language: (scores[language], language == default))
    # A single word such as "budget" is at home in many languages; only a grammar word tells.
    number = LANGUAGES.index(best)
    telling = sum(evidence[number] > 0 for evidence in each) > 1 or any(word in _grammar(best) for word in words)
    margin = _SHORT_MARGIN if len(words) <= _SHORT else _MARGIN
    return best if telling and scores[best] - scores[default] > margin else default


@lru_cache(maxsize=20_000)
def _evidence(word: str) -> tuple[float, ...]:
    """How much a word speaks for each language."""
    return tuple(
        max(zipf(word, language) - _ABSENT, 0.0) + (1.5 if word in _grammar(language) else 0.0)
        for language in LANGUAGES
    )

"""Typos: what a word that nobody knows was probably meant to be, and which of our names a name is nearly like."""

from collections.abc import Sequence
from math import inf
from string import ascii_lowercase
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.language.rarity import COMMON, zipf
from knowledge.model.languages import Language
from knowledge.reading.lexicon import Lexicon
from knowledge.reading.meanings import Meaning
from knowledge.reading.trigrams import A_SLIP_COSTS, Trigrams, runs

_SHORTEST: Final = 5
"""Letters of the shortest word that is meant: in a shorter one a single letter makes another word."""
_LONG: Final = 9
_A_SLIP: Final = 0.07
"""How much less a word is that has one."""
_ONE_SLIP: Final = 1 - _A_SLIP
_OURS: Final = 1.0
"""By how much a word that means nothing here must be commoner (Zipf) than one of ours to be rather meant."""
_MOST: Final = 3
_LIKELY: Final = 100
"""Names that are compared letter by letter: those that share most with what was typed."""
_NEAR: Final = 72.0
_SHORTEST_NEAR: Final = 4


def corrections(word: str, known_words: Trigrams) -> tuple[tuple[str, float], ...]:
    """Words that are known which *word* is clearly a typo of, with a quality from 0 to 1, best first.

    One slip (a letter more, less, changed, or two swapped) from five letters on, two from nine on; digits never change.
    A word of four letters may be one of five that lost one.
    """
    if len(word) < _SHORTEST - 1:
        return ()
    allowed = 1 if len(word) < _LONG else 2
    likely = [
        known
        for known in known_words.sharing(word, len(runs(word)) - A_SLIP_COSTS * allowed)
        if len(known) >= _SHORTEST and abs(len(known) - len(word)) <= allowed
    ]
    found = (
        (candidate, 1 - _A_SLIP * slips)
        for candidate, slips, _ in process.extract(word, likely, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        if _digits(candidate) == _digits(word) and (slips <= 1 or candidate[0] == word[0])
    )
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:_MOST])


def rather_ours(
    word: str, corrected: Sequence[tuple[str, float]], lexicon: Lexicon, language: Language
) -> Sequence[tuple[str, float]]:
    """Those of the corrections of a word that it was rather meant to be than a word which means nothing here.

    "Furma" is no "Form" where it may be "Firma". Of a word in a longer phrase the words around it tell.
    """
    if not corrected:
        return ()
    elsewhere = max((zipf(other, language) for other in _a_slip_from(word) - lexicon.words), default=0.0)
    return [
        (known, quality) for known, quality in corrected if elsewhere < _familiar(known, quality, lexicon, language)
    ]


def _familiar(known: str, quality: float, lexicon: Lexicon, language: Language) -> float:
    """How common another word must be to be rather meant; one that names an entry of ours is always meant."""
    if known in lexicon.names:
        return inf
    return max(COMMON, zipf(known, language) + (_OURS if quality == _ONE_SLIP else 0))


def _a_slip_from(word: str) -> frozenset[str]:
    """Everything that one slip makes of a word but its first letter, which is seldom mistyped."""
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    less = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    changed = {before + letter + after[1:] for before, after in cuts if after for letter in ascii_lowercase}
    more = {before + letter + after for before, after in cuts for letter in ascii_lowercase}
    return frozenset(less | swapped | changed | more)


def _digits(word: str) -> str:
    return "".join(character for character in word if character.isdigit())


def near_names(name: str, lexicon: Lexicon) -> tuple[tuple[Meaning, float], ...]:
    """Names of ours that *name* (letters and digits alone) is nearly like: to be offered, never assumed.

    Best first, 0 to 1. A name with a number is not near one without: AlpGov2 is no slip of "Alpine project".
    """
    if len(name) < _SHORTEST_NEAR:
        return ()
    likely = [
        known
        for known in lexicon.near.sharing(name, len(runs(name)) // 4, _LIKELY)
        if abs(len(known) - len(name)) <= max(2, len(name) // 3) and (_digits(known) or not _digits(name))
    ]
    found = process.extract(name, likely, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST)
    return tuple((meaning, score / 100) for known, score, _ in found for meaning in lexicon.names[known])

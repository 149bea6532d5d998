"""Typos: what a word that nobody knows was probably meant to be, and which of our names a name is nearly like."""

from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.reading.lexicon import Lexicon
from knowledge.reading.meanings import Meaning
from knowledge.reading.trigrams import A_SLIP_COSTS, runs

_SHORTEST: Final = 5
"""Letters of the shortest word that is meant: in a shorter one a single letter makes another word."""
_LONG: Final = 9
_MOST: Final = 3
_LIKELY: Final = 100
"""Names that are compared letter by letter: those that share most with what was typed."""
_NEAR: Final = 72.0
_SHORTEST_NEAR: Final = 4


def corrections(word: str, lexicon: Lexicon) -> tuple[tuple[str, float], ...]:
    """Words of the lexicon that *word* is clearly a typo of, with a quality from 0 to 1, best first.

    One slip (a letter more, less, changed, or two swapped) from five letters on, two from nine on; digits never change.
    A word of four letters may be one of five that lost one.
    """
    if len(word) < _SHORTEST - 1:
        return ()
    allowed = 1 if len(word) < _LONG else 2
    likely = [
        known
        for known in lexicon.slips.sharing(word, len(runs(word)) - A_SLIP_COSTS * allowed)
        if len(known) >= _SHORTEST and abs(len(known) - len(word)) <= allowed
    ]
    found = (
        (candidate, 1 - 0.07 * slips)
        for candidate, slips, _ in process.extract(word, likely, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        if _digits(candidate) == _digits(word) and (slips <= 1 or candidate[0] == word[0])
    )
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:_MOST])


def _digits(word: str) -> str:
    return "".join(character for character in word if character.isdigit())


def near_names(name: str, lexicon: Lexicon) -> tuple[tuple[Meaning, float], ...]:
    """Names of ours that *name* (letters alone) is nearly like: to be offered, never assumed. Best first, 0 to 1."""
    if len(name) < _SHORTEST_NEAR:
        return ()
    likely = [
        known
        for known in lexicon.near.sharing(name, len(runs(name)) // 4, _LIKELY)
        if abs(len(known) - len(name)) <= max(2, len(name) // 3)
    ]
    found = process.extract(name, likely, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST)
    return tuple((meaning, score / 100) for known, score, _ in found for meaning in lexicon.names[known])

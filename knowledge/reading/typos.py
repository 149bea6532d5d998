"""Typos: what a word that nobody knows was probably meant to be, and which of our names a name is nearly like."""

from collections.abc import Iterator
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.reading.lexicon import Lexicon
from knowledge.reading.meanings import Meaning

_SHORTEST: Final = 5
"""Letters of the shortest word that is corrected: in a shorter one a single letter makes another word."""
_MOST: Final = 3
_NEAR: Final = 72.0
_SHORTEST_NEAR: Final = 4


def corrections(word: str, lexicon: Lexicon) -> tuple[tuple[str, float], ...]:
    """Words of the lexicon that *word* is clearly a typo of, with a quality from 0 to 1, best first.

    One slip (a letter more, less, changed, or two swapped) from five letters on, two from nine on; digits never change.
    """
    if len(word) < _SHORTEST:
        return ()
    found = (
        (candidate, 1 - 0.07 * slips)
        for allowed, candidates in _nearby(word, lexicon)
        for candidate, slips, _ in process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=_MOST
        )
        if _digits(candidate) == _digits(word) and (slips <= 1 or candidate[0] == word[0])
    )
    return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0]))[:_MOST])


def _nearby(word: str, lexicon: Lexicon) -> Iterator[tuple[int, tuple[str, ...]]]:
    allowed = 1 if len(word) < 9 else 2
    for length in range(max(_SHORTEST, len(word) - allowed), len(word) + allowed + 1):
        if candidates := lexicon.by_length.get(length):
            yield allowed, candidates


def _digits(word: str) -> str:
    return "".join(character for character in word if character.isdigit())


def near_names(name: str, lexicon: Lexicon) -> tuple[tuple[Meaning, float], ...]:
    """Names of ours that *name* (letters alone) is nearly like: to be offered, never assumed. Best first, 0 to 1."""
    if len(name) < _SHORTEST_NEAR:
        return ()
    likely = [known for known in lexicon.names if abs(len(known) - len(name)) <= max(2, len(name) // 3)]
    found = process.extract(name, likely, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST)
    return tuple((meaning, score / 100) for known, score, _ in found for meaning in lexicon.names[known])

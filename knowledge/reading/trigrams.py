"""Words by their runs of three letters: what a word may be a slip of, without comparing it with all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_EDGE: Final = "  "
A_SLIP_COSTS: Final = 4
"""Runs that one slip changes at most: two letters that change places stand in four."""


@dataclass(frozen=True, eq=False)
class Trigrams:
    """Some words, found by what they share."""

    words: Sequence[str]
    holders: dict[str, NDArray[np.int32]]
    """By run of three letters: the places of the words that have it."""

    @classmethod
    def of(cls, words: Sequence[str]) -> "Trigrams":
        """An index of *words*."""
        found: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            for run in runs(word):
                found.setdefault(run, []).append(place)
        return cls(words, {run: np.array(places, dtype=np.int32) for run, places in found.items()})

    def sharing(self, word: str, least: int, most: int | None = None) -> list[str]:
        """The words that share at least *least* runs with *word*; with *most* only so many, those that share most."""
        held = [places for run in runs(word) if (places := self.holders.get(run)) is not None]
        if not held:
            return []
        shared = np.bincount(np.concatenate(held), minlength=len(self.words))
        enough = np.flatnonzero(shared >= max(1, least))
        if most is not None and len(enough) > most:
            enough = np.sort(enough[np.argsort(-shared[enough], kind="stable")[:most]])
        return [self.words[place] for place in enough.tolist()]


def runs(word: str) -> frozenset[str]:
    """The runs of three letters, the edges of the word included.

    >>> sorted(runs("esca"))
    ['  e', ' es', 'a  ', 'ca ', 'esc', 'sca']
    """
    edged = f"{_EDGE}{word}{_EDGE}"
    return frozenset(edged[place : place + 3] for place in range(len(edged) - 2))

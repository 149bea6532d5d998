"""Figures of quality: shares with how sure they are, and what a threshold is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray

_Z: Final = 1.96
Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The interval in which a share lies in 95 of 100 cases (Wilson 1927), both from 0 to 1."""
    if not of:
        return 0.0, 1.0
    share, spread = hits / of, _Z * _Z / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z * sqrt(share * (1 - share) / of + spread / (4 * of)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def auroc(inside: Numbers, outside: Numbers) -> float:
    """How often a question that belongs scores higher than one that does not (a tie is half)."""
    ordered = np.sort(outside)
    below = np.searchsorted(ordered, inside, side="left")
    at_most = np.searchsorted(ordered, inside, side="right")
    return float((below + at_most).mean() / (2 * max(1, len(outside))))


def threshold(scores: Numbers, right: Truths, outside: Numbers) -> float:
    """The threshold with the highest joint accuracy: right and answered, or foreign and refused.

    Of several that are equal the most careful one.
    """
    steps = np.unique(np.concatenate([scores, outside]))
    answered = np.sort(scores[right])
    refused = np.sort(outside)
    hits = len(answered) - np.searchsorted(answered, steps) + np.searchsorted(refused, steps)
    return float(steps[len(steps) - 1 - int(np.argmax(hits[::-1]))])


@dataclass(frozen=True, slots=True)
class Quality:
    """What a way to find intents is worth on questions that it has not seen; shares from 0 to 1."""

    accuracy: float
    """Of the questions in scope: right, whatever the score."""
    in_scope: float
    """Of these: right and answered at the threshold."""
    refused: float
    """Of the questions out of scope: refused at the threshold."""
    auroc: float
    milliseconds: float
    """CPU time of one question."""


def quality(
    validation: tuple[Numbers, Truths, Numbers], test: tuple[Numbers, Truths, Numbers], milliseconds: float
) -> Quality:
    """Scores and truths of questions in scope and scores of those out of it; the threshold comes from *validation*."""
    at = threshold(*validation)
    scores, right, outside = test
    return Quality(
        float(right.mean()),
        float((right & (scores >= at)).mean()),
        float((outside < at).mean()) if len(outside) else 0.0,
        auroc(scores, outside) if len(outside) else 0.0,
        milliseconds,
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that *share* of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

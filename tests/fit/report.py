"""What the confidence is worth, as tables: every figure is of data that was not used to fit it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from knowledge.confidence.calibration import Calibration
from tests.fit.examples import Example
from tests.fit.fitting import Numbers, Truths

_BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 1.0)


def report(examples: Sequence[Example], confidence: Numbers, calibration: Calibration) -> str:
    """The examples, the weights, the reliability and the thresholds."""
    right = np.array([example.right for example in examples])
    return "\n".join(
        [
            *_sources(examples),
            "",
            *(f"{name:12} {weight:8.3f}" for name, weight in calibration.weights.items()),
            f"{'intercept':12} {calibration.intercept:8.3f}",
            "",
            f"Brier score {brier(confidence, right):.4f}; always saying the share of right readings {right.var():.4f}",
            "",
            *(
                f"{low:.2f} to {high:.2f}: {said:.3f} said, {true:.3f} right, of {number}"
                for low, high, said, true, number in reliability(confidence, right)
            ),
            "",
            *_thresholds(confidence, right, calibration),
        ]
    )


def brier(confidence: Numbers, right: Truths) -> float:
    """The mean squared difference between what was said and what came true: 0 at best."""
    return float(((confidence - right) ** 2).mean())


def reliability(confidence: Numbers, right: Truths) -> Iterator[tuple[float, float, float, float, int]]:
    """By bin: its bounds, the mean confidence, the share of right readings, how many."""
    for low, high in pairwise(_BINS):
        inside = (confidence >= low) & ((confidence < high) | (high == 1))
        if inside.any():
            yield low, high, float(confidence[inside].mean()), float(right[inside].mean()), int(inside.sum())


def _sources(examples: Sequence[Example]) -> Iterator[str]:
    for (source, right), number in sorted(Counter((one.source, one.right) for one in examples).items()):
        yield f"{number:6} {source}: {'right' if right else 'wrong'}"


def _thresholds(confidence: Numbers, right: Truths, calibration: Calibration) -> Iterator[str]:
    for care, at in calibration.thresholds.items():
        answered = confidence >= at.answer
        yield (
            f"{care}: answered from {at.answer}, offered from {at.offer}: {int((answered & right).sum())} right, "
            f"{int((answered & ~right).sum())} wrong, {int((~answered & right).sum())} right ones left unanswered"
        )

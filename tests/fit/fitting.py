"""A logistic whose weights are never positive, and what it is worth on data that it was not fitted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from knowledge.confidence.calibration import COSTS, Calibration, Thresholds
from knowledge.confidence.signals import NAMES
from knowledge.model.entries import Care
from tests.fit.examples import Example

_FOLDS: Final = 5
_RIDGE: Final = 0.05
_STEPS: Final = np.round(np.arange(0.05, 0.995, 0.01), 2)
_NEAR: Final = 0.15
_OFTEN_ENOUGH: Final = 0.4
"""How often an offered reading must be the right one."""

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Fitted:
    """The weights of the signals."""

    intercept: float
    weights: Numbers

    def confidence(self, signals: Numbers, chance: Numbers) -> Numbers:
        """The probability that each reading is the right one."""
        return np.asarray(chance / (1 + np.exp(-self.intercept - signals @ self.weights)))


def fit(examples: Sequence[Example]) -> Fitted:
    """The most likely weights that are not above 0, with a little ridge."""
    signals, chance, right = _arrays(examples)

    def unlikely(parameters: Numbers) -> float:
        found = Fitted(parameters[0], parameters[1:]).confidence(signals, chance)
        likelihood = np.where(right, found, 1 - found)
        return float(-np.log(np.maximum(likelihood, 1e-12)).sum() + _RIDGE * (parameters[1:] ** 2).sum())

    bounds = [(None, None), *[(None, 0.0)] * len(NAMES)]
    best = minimize(unlikely, np.zeros(len(NAMES) + 1), bounds=bounds, method="L-BFGS-B")
    return Fitted(float(best.x[0]), np.asarray(best.x[1:]))


def held_out(examples: Sequence[Example]) -> Numbers:
    """The confidence of each example, by a fit on the groups it does not belong to."""
    groups = sorted({example.group for example in examples})
    fold = {group: number % _FOLDS for number, group in enumerate(groups)}
    of = np.array([fold[example.group] for example in examples])
    signals, chance, _ = _arrays(examples)
    found = np.zeros(len(examples))
    for number in range(_FOLDS):
        rest = [example for example in examples if fold[example.group] != number]
        found[of == number] = fit(rest).confidence(signals[of == number], chance[of == number])
    return found


def thresholds(examples: Sequence[Example], confidence: Numbers) -> dict[Care, Thresholds]:
    """For each care the threshold that is worth most on data not used to fit: right ones less the cost of wrong."""
    right = _arrays(examples)[2]
    chosen: dict[Care, Thresholds] = {}
    for care, cost in COSTS.items():
        worth = [right[confidence >= step].sum() - cost * (~right[confidence >= step]).sum() for step in _STEPS]
        answer = float(_STEPS[int(np.argmax(worth))])
        chosen[care] = Thresholds(answer=answer, offer=_lowest(confidence, right, answer))
    return chosen


def _lowest(confidence: Numbers, right: Truths, answer: float) -> float:
    """The lowest confidence at which readings are right often enough to be offered."""
    near = ((float(step), right[(confidence >= step) & (confidence < step + _NEAR)]) for step in _STEPS)
    return next((step for step, some in near if step < answer and some.mean() >= _OFTEN_ENOUGH), answer)


def calibration_of(fitted: Fitted, chosen: dict[Care, Thresholds]) -> Calibration:
    """As it is shipped."""
    weights = {name: round(float(weight), 3) + 0.0 for name, weight in zip(NAMES, fitted.weights, strict=True)}
    return Calibration(intercept=round(fitted.intercept, 3), weights=weights, thresholds=chosen)


def _arrays(examples: Sequence[Example]) -> tuple[Numbers, Numbers, Truths]:
    signals = np.array([example.signals.values() for example in examples])
    return signals, np.array([example.chance for example in examples]), np.array([one.right for one in examples])

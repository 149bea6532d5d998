"""From signals to a probability, and from which probability on something is said: both fitted on data."""

from collections.abc import Mapping
from functools import cache, cached_property
from math import exp
from operator import mul
from pathlib import Path
from typing import Final, Self

from pydantic import model_validator

from knowledge.confidence.signals import NAMES, Signals
from knowledge.model.entries import Care
from knowledge.model.strict import Strict

FILE: Final = Path(__file__).parent / "calibration.json"

COSTS: Final[Mapping[Care, int]] = {"careful": 10, "balanced": 3, "helpful": 1}
"""How many right answers one would give up to avoid a wrong one."""


class Thresholds(Strict):
    """From which confidence on a reading is answered, and from which it is offered."""

    answer: float
    offer: float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not 0 < self.offer <= self.answer < 1:
            raise ValueError("0 < offer <= answer < 1 must hold")
        return self


class Calibration(Strict):
    """A logistic over the signals; ``make fit`` writes it."""

    intercept: float
    weights: Mapping[str, float]
    """By signal; none is above 0: what speaks against a reading never makes it surer."""
    thresholds: Mapping[Care, Thresholds]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if tuple(self.weights) != NAMES or any(weight > 0 for weight in self.weights.values()):
            raise ValueError("there must be a weight for each signal, and none above 0: run make fit")
        return self

    def confidence(self, signals: Signals, chance: float) -> float:
        """The probability that a reading is the right one, 0 to 1.

        *chance* is what the words leave open: one of two entries that fit equally is right in one of two cases.
        """
        against = sum(map(mul, self._by_name, signals.values()))
        return chance / (1 + exp(-self.intercept - against))

    @cached_property
    def _by_name(self) -> tuple[float, ...]:
        return tuple(self.weights[name] for name in NAMES)


@cache
def calibration() -> Calibration:
    """The one that ships."""
    return Calibration.model_validate_json(FILE.read_text("utf-8"))

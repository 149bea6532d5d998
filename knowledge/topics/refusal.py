"""How sure it is that a question is about the topic that fits best, or about any topic at all."""

from dataclasses import dataclass, fields
from functools import cache, cached_property
from math import exp
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.model.strict import Strict

Numbers = NDArray[np.float64]

FILE: Final = Path(__file__).parent / "refusal.json"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a topic, and what of the question it leaves open."""

    score: float
    """What the classifier gives the topic."""
    margin: float
    """Its lead on the best other topic; below 0 if that leads."""
    other: float
    """What the classifier gives the best other topic."""
    known: float
    """The share of the question's words (by their weight in the samples) that any sample has."""
    covered: float
    """The share that a sample of this topic has."""
    length: float
    """log(1 + words)."""
    strange: float
    """The share of the words, by their rarity in the language, that no sample has."""
    foreign: float
    """The share, by rarity, that no sample of this topic has."""
    rarest: float
    """The rarity of the rarest word that no sample of this topic has, 0 to 1."""

    def values(self) -> tuple[float, ...]:
        """In the order of ``NAMES``."""
        return (
            self.score, self.margin, self.other, self.known, self.covered, self.length, self.strange, self.foreign,
            self.rarest,
        )  # fmt: skip


NAMES: Final = tuple(field.name for field in fields(Evidence))
_FIRST, _SECOND = np.triu_indices(len(NAMES))


class Refusal(Strict):
    """A logistic over the evidence and the products of its parts."""

    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float

    def confidence(self, evidence: Evidence) -> float:
        """The probability that the topic is the right one, 0 to 1, where every second question is about none."""
        means, scales, weights = self._arrays
        standard = (np.array(evidence.values()) - means) / scales
        against = self.intercept + float(expanded(standard[None])[0] @ weights)
        return 1 / (1 + exp(-max(-50.0, min(50.0, against))))

    @cached_property
    def _arrays(self) -> tuple[Numbers, ...]:
        return np.array(self.means), np.array(self.scales), np.array(self.weights)


def expanded(standard: Numbers) -> Numbers:
    """By row: the parts and their products."""
    return np.hstack([standard, standard[:, _FIRST] * standard[:, _SECOND]])


@cache
def shipped() -> Refusal:
    """For bases with too few samples to learn it from: ``make fit`` learns it from the base that ships."""
    return Refusal.model_validate_json(FILE.read_text("utf-8"))

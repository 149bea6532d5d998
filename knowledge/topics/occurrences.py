"""Which samples have which features, and how often: counted once for all models that are fitted on some of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, slots=True)
class Occurrences:
    """One place in three arrays for each feature that a sample has."""

    names: Sequence[str]
    """Of the features, in their order."""
    number: int
    """Of samples."""
    samples: Places
    features: Places
    often: Floats
    """1 for once, and the more often the less is added: 1 + log(times)."""

    @classmethod
    def of(cls, samples: Sequence[Sequence[str]]) -> Self:
        """Samples as the features that they have; one that occurs twice stands there twice."""
        counted = [Counter(names) for names in samples]
        names = sorted(set(chain.from_iterable(counted)))
        place = {name: number for number, name in enumerate(names)}
        return cls(
            names,
            len(samples),
            np.repeat(np.arange(len(samples)), [len(one) for one in counted]),
            np.array([place[name] for one in counted for name in one], dtype=np.int64),
            1 + np.log(np.array([times for one in counted for times in one.values()], dtype=np.float64)),
        )

    def spread(self) -> Places:
        """By feature: in how many samples it occurs."""
        return np.bincount(self.features, minlength=len(self.names))

    def among(self, kept: Sequence[bool]) -> Self:
        """The same of the samples that are *kept*, numbered anew."""
        chosen = np.array(kept, dtype=bool)
        return replace(
            self._where(chosen[self.samples]),
            number=int(chosen.sum()),
            samples=(np.cumsum(chosen) - 1)[self.samples[chosen[self.samples]]],
        )

    def in_at_least(self, least: int) -> Self:
        """The same with the features alone that so many samples have, numbered anew."""
        chosen = self.spread() >= least
        return replace(
            self._where(chosen[self.features]),
            names=[name for name, kept in zip(self.names, chosen, strict=True) if kept],
            features=(np.cumsum(chosen) - 1)[self.features[chosen[self.features]]],
        )

    def rarities(self) -> Floats:
        """By feature: its inverse document frequency, smoothed."""
        return np.log((1 + self.number) / (1 + self.spread())) + 1

    def values(self, rarities: Floats) -> Floats:
        """What each counts, so that those of a sample have length 1 together."""
        values = self.often * rarities[self.features]
        lengths = np.sqrt(np.bincount(self.samples, values**2, self.number))
        return values / lengths[self.samples]

    def _where(self, here: NDArray[np.bool_]) -> Self:
        return replace(self, samples=self.samples[here], features=self.features[here], often=self.often[here])

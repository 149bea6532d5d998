"""Fitting topic models once: in a process of its own, and kept for the next start."""

import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from bot.apart import Apart, NoProcess
from knowledge.topics.keeping import Damaged, key_of, pack, unpack
from knowledge.topics.model import TopicModel
from knowledge.topics.training import Labelled, fit

_log = logging.getLogger(__name__)

MOST_KEPT: Final = 8
"""As many models are kept; the ones that were used longest ago go."""

Fitting = Callable[[tuple[Labelled, ...]], bytes]
"""Fits a model, and packs it."""


def fit_apart(samples: tuple[Labelled, ...]) -> bytes:
    """Fit in a process of its own: what fits is large and slow to import, and what answers never needs it."""
    try:
        with Apart() as process:
            return process.do(fit_packed, samples)
    except NoProcess as error:
        return _fit_in_spite_of(error, samples)


def fit_with(solving: Apart, samples: tuple[Labelled, ...]) -> bytes:
    """Fit here, but for what needs scikit-learn: that is done in *solving*."""
    try:
        return pack(fit(samples, solve=solving.do))
    except NoProcess as error:
        return _fit_in_spite_of(error, samples)


def _fit_in_spite_of(error: NoProcess, samples: tuple[Labelled, ...]) -> bytes:
    _log.warning("No process could be started to fit the topics in, so this one fits them: %s", error)
    return fit_packed(samples)


def fit_packed(samples: tuple[Labelled, ...]) -> bytes:
    """Fit here."""
    return pack(fit(samples))


@dataclass(frozen=True, slots=True)
class FittedOnce:
    """Fits models, and keeps them in *folder*: whoever has the same samples need not fit again."""

    folder: Path
    fit: Fitting = fit_apart

    def __call__(self, samples: Sequence[Labelled]) -> TopicModel:
        """The model of *samples*: the kept one, else a new one. A folder that cannot be written costs only time."""
        path = self.folder / f"topics-{key_of(samples)}.npz"
        kept = _kept(path)
        if kept is not None:
            return kept
        if not samples:
            return fit(samples)
        packed = self.fit(tuple(samples))
        try:
            self._keep(path, packed)
        except OSError as error:
            _log.info("The fitted topics cannot be kept in %s, so the next start fits them again: %s", path, error)
        return unpack(packed)

    def _keep(self, path: Path, packed: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self.folder, prefix=".topics-", delete=False) as file:
            file.write(packed)
        # Whoever reads meanwhile gets the whole of the old file or the whole of the new one.
        Path(file.name).replace(path)
        old = sorted(self.folder.glob("topics-*.npz"), key=lambda one: one.stat().st_mtime, reverse=True)
        for one in old[MOST_KEPT:]:
            one.unlink(missing_ok=True)


def _kept(path: Path) -> TopicModel | None:
    try:
        model = unpack(path.read_bytes())
        os.utime(path)
    except (OSError, Damaged):
        return None
    return model

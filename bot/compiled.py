"""Compiling a base once: what it was made into is kept for the next start."""

import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from stat import S_IWGRP, S_IWOTH
from tempfile import NamedTemporaryFile
from typing import IO, Final

from bot.chosen import BROUGHT, load
from bot.fitted import FittedOnce, Fitting, fit_apart
from knowledge.answering.keeping import Damaged, made_by, pack, unpack
from knowledge.answering.snapshot import Snapshot
from knowledge.loading.files import collect

_log = logging.getLogger(__name__)

MOST_KEPT: Final = 2
"""As many compiled bases are kept; the ones that were used longest ago go."""


@dataclass(frozen=True, slots=True)
class CompiledOnce:
    """Compiles bases, and keeps what it made in *folder*: a base whose files are the same is only read again.

    So is one that lies in *brought*, where nothing is ever written.
    """

    folder: Path
    fit: Fitting = fit_apart
    brought: Path = BROUGHT

    def __call__(self, base: Path) -> Snapshot:
        """The compiled base in the folder *base*. Raises *InvalidBase*; what cannot be kept costs only time."""
        key = key_of(base)
        kept = (_kept(folder / _name(key), key) for folder in (self.folder, self.brought)) if key else ()
        if found := next((one for one in kept if one), None):
            return found
        made = self.anew(base)
        # What changed while it was read is kept under no key.
        if key and key == key_of(base):
            try:
                self._keep(key, made)
            except OSError as error:
                _log.info(
                    "The compiled base cannot be kept in %s, so the next start takes as long: %s", self.folder, error
                )
        return made

    def anew(self, base: Path) -> Snapshot:
        """The same, neither kept nor read: both go in one piece, and whoever shares the process waits meanwhile.

        Raises *InvalidBase*.
        """
        return Snapshot.compile(load(base), FittedOnce(self.folder, self.fit))

    def _keep(self, key: str, snapshot: Snapshot) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        # Made so that nobody else may read or write it, and it gets its name when all is in it.
        with NamedTemporaryFile(dir=self.folder, prefix=".base-", delete=False) as file:
            try:
                file.write(key.encode())
                pack(snapshot, file)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise
        Path(file.name).replace(self.folder / _name(key))
        _forget(self.folder.glob("base-*.bin"))


def key_of(base: Path) -> str | None:
    """What tells compiled bases apart: their files, and what compiles them. None for one with a file too many."""
    files = collect(base)
    if files.problems:
        return None
    said = sha256(made_by().encode())
    for path, content in files.contents.items():
        said.update(f"{len(path.encode())} {path} {len(content)} ".encode() + content)
    return said.hexdigest()[:32]


def _name(key: str) -> str:
    return f"base-{key}.bin"


def _kept(path: Path, key: str) -> Snapshot | None:
    try:
        with path.open("rb") as file:
            if not _is_trusted(file) or file.read(len(key)).decode("ascii", "replace") != key:
                return None
            snapshot = unpack(file)
    except (OSError, Damaged):
        return None
    with suppress(OSError):  # what root has brought is not ours to mark
        os.utime(path)
    return snapshot


def _is_trusted(file: IO[bytes]) -> bool:
    """Whether nobody but us and root can have written it; where files have no such owner, a user's folder is closed."""
    if not hasattr(os, "geteuid"):
        return True
    stat = os.fstat(file.fileno())
    return stat.st_uid in (0, os.geteuid()) and not stat.st_mode & (S_IWGRP | S_IWOTH)


def _forget(kept: Iterable[Path]) -> None:
    for one in sorted(kept, key=lambda one: one.stat().st_mtime, reverse=True)[MOST_KEPT:]:
        one.unlink(missing_ok=True)

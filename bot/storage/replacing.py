"""Putting a backup in the place of a file of SQLite: the new one first, then one takes the other's place."""

import shutil
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.storage.backups import Backup, erasures_in, restore
from bot.storage.errors import StorageError
from bot.storage.vault import Vault

_BESIDE = ("", "-wal", "-shm")
"""SQLite's files, by what follows their name."""


def replace(file: Path, backup: Backup, vault: Vault) -> tuple[int, Path | None]:
    """Make *file* what *backup* tells; how many people were erased again, and where the former file is now.

    Until the new one is whole the former one stays where it is. Raises StorageError.
    """
    draft = file.with_name(f".{file.name}.restoring")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _move(draft, None)
        draft.touch(mode=0o600)
        again = restore(backup, draft, vault, _erased_in(file) if file.exists() else ())
        former = file.with_name(f"{file.name}.{datetime.now(UTC):%Y%m%d-%H%M%S}") if _parts(file) else None
        if former:
            _move(file, former)
        _move(draft, file)
    except OSError as error:
        raise StorageError(f"{file} cannot be replaced: {error.strerror}") from error
    return again, former


def _erased_in(file: Path) -> Sequence[Mapping[str, Any]]:
    """Who was erased, as a copy tells: opening a file that is damaged changes it."""
    with TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:
        for part in _parts(file):
            shutil.copy2(part, folder)
        return erasures_in(Path(folder) / file.name)


def _parts(file: Path) -> list[Path]:
    """The files of a database that are there."""
    return [part for beside in _BESIDE if (part := file.with_name(file.name + beside)).exists()]


def _move(file: Path, to: Path | None) -> None:
    for part in _parts(file):
        part.replace(to.with_name(to.name + part.name.removeprefix(file.name))) if to else part.unlink()

"""Putting a backup in the place of a file of SQLite: the new one first, then one takes the other's place."""

from datetime import UTC, datetime
from pathlib import Path

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
        again = restore(backup, draft, vault, erasures_in(file) if file.exists() else ())
        former = file.with_name(f"{file.name}.{datetime.now(UTC):%Y%m%d-%H%M%S}") if file.exists() else None
        if former:
            _move(file, former)
        _move(draft, file)
    except OSError as error:
        raise StorageError(f"{file} cannot be replaced: {error.strerror}") from error
    return again, former


def _move(file: Path, to: Path | None) -> None:
    for beside in _BESIDE:
        part = file.with_name(file.name + beside)
        if part.exists():
            part.replace(to.with_name(to.name + beside)) if to else part.unlink()

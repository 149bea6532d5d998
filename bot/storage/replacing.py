"""Putting a backup in the place of a file of SQLite: the new one first, then one takes the other's place."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.storage.backups import Backup, Sender, nobody, restore
from bot.storage.erased import NOBODY, Erased, together, told_by_remains
from bot.storage.errors import StorageError
from bot.storage.vault import Vault

_BESIDE = ("", "-wal", "-shm")
"""SQLite's files, by what follows their name."""


def replace(
    file: Path, backup: Backup, vault: Vault, erased: Erased = NOBODY, sender: Sender = nobody
) -> tuple[int, Path | None]:
    """Make *file* what *backup* tells; how many people were erased again, and where the former file is now.

    It is done as by ``restore``; the former file tells of who was erased as well. Until the new one is whole the former
    one stays where it is. Raises StorageError.
    """
    draft = file.with_name(f".{file.name}.restoring")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _move(draft, None)
        draft.touch(mode=0o600)
        again = restore(backup, draft, vault, together(erased, _told_by(file)), sender)
        former = file.with_name(f"{file.name}.{datetime.now(UTC):%Y%m%d-%H%M%S}") if _parts(file) else None
        if former:
            _move(file, former)
        _move(draft, file)
    except OSError as error:
        raise StorageError(f"{file} cannot be replaced: {error.strerror}") from error
    return again, former


def _told_by(file: Path) -> Erased:
    """Who was erased, as a copy of a file tells if there is one: opening a file that is damaged changes it."""
    if not file.exists():
        return NOBODY
    with TemporaryDirectory(dir=file.parent, prefix=f".{file.name}.") as folder:
        for part in _parts(file):
            shutil.copy2(part, folder)
        return told_by_remains(Path(folder) / file.name)


def _parts(file: Path) -> list[Path]:
    """The files of a database that are there."""
    return [part for beside in _BESIDE if (part := file.with_name(file.name + beside)).exists()]


def _move(file: Path, to: Path | None) -> None:
    for part in _parts(file):
        part.replace(to.with_name(to.name + part.name.removeprefix(file.name))) if to else part.unlink()

"""The first start from a folder of one's own: the base in it begins as a copy of the one that Grappolo brings."""

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.chosen import SHIPPED
from knowledge.loading.problems import InvalidBase, Problem

if sys.platform != "win32":
    import fcntl

DRAFT: Final = ".first-start"
"""Where the copy is made: its parts go to their places when all of it is there."""

# What a file system puts into an empty volume by itself.
_NOTHING: Final = frozenset({"lost+found"})


def fill(folder: Path) -> bool:
    """Copy the shipped base into *folder* if nothing is in it; whether it did. What is there is never changed.

    A copy that was cut short is finished; of several processes at once, one fills and the others wait for it. Raises
    *InvalidBase* if nothing can be written there.
    """
    draft = folder / DRAFT
    try:
        with _alone_in(folder):
            there = {found.name for found in folder.iterdir()} - _NOTHING
            if not there - {DRAFT}:
                _copy(draft)
            elif DRAFT not in there:
                return False
            _move_up(draft, folder)
    except OSError as error:
        cure = "the folder must belong to the user that runs Grappolo"
        raise InvalidBase([Problem(str(folder), None, f"cannot be filled ({error.strerror}): {cure}")]) from error
    return True


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let no other process in here, until the block or this process ends; where the system can tell."""
    if sys.platform == "win32":
        yield
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        # Not every file system can lock a folder; those of volumes can.
        with contextlib.suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _copy(draft: Path) -> None:
    shutil.rmtree(draft, ignore_errors=True)
    # Only the contents: whoever keeps the copy may change it, whatever the rights of the original.
    shutil.copytree(SHIPPED, draft, copy_function=shutil.copyfile)


def _move_up(draft: Path, folder: Path) -> None:
    for part in sorted(draft.iterdir()):
        if not (folder / part.name).exists():
            part.rename(folder / part.name)
    shutil.rmtree(draft)

"""The room that is left on the disk of what is kept."""

import shutil
from pathlib import Path
from typing import Final

LEAST: Final = 200 * 1024 * 1024
"""Bytes with which a bot may go on."""


def room_of(folder: Path) -> int:
    """The bytes that are free where *folder* is, or will be."""
    there = next(one for one in (folder, *folder.absolute().parents) if one.exists())
    return shutil.disk_usage(there).free

"""A new knowledge base to start from, with its own history, outside of the program."""

import logging
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

from knowledge.loading.problems import InvalidBase, Problem
from knowledge.loading.schema import write_schemas
from knowledge.model.entries import FOLDERS

STARTER: Final = Path(__file__).with_name("starter")
"""A small, invented and complete base."""
EMPTY: Final = Path(__file__).with_name("empty")
"""Settings and nothing else."""

# Given with each command, so that it works where nobody has told git who they are.
_GIT: Final = ("git", "-c", "user.name=Grappolo", "-c", "user.email=grappolo@localhost", "-c", "commit.gpgsign=false")

_log = logging.getLogger(__name__)


def make_base(folder: Path, empty: bool) -> None:
    """Make a base in *folder*, with an example of each kind of entry or *empty*. Raises InvalidBase if it is in use."""
    _refuse_if_used(folder)
    shutil.copytree(EMPTY if empty else STARTER, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("gitignore"))
    shutil.copyfile(STARTER / "README.md", folder / "README.md")
    shutil.copyfile(STARTER / "gitignore", folder / ".gitignore")
    for name in FOLDERS:
        (folder / name).mkdir(exist_ok=True)
        if empty:  # git keeps no folder without a file
            (folder / name / ".gitkeep").touch()
    write_schemas(folder)
    _start_history(folder)


def _refuse_if_used(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InvalidBase([Problem(str(folder), None, "is a file: name a folder, it need not exist yet")])
    if folder.exists() and any(folder.iterdir()):
        raise InvalidBase([Problem(str(folder), None, "is not empty: name a new folder, nothing was changed")])


def _start_history(folder: Path) -> None:
    # Inside a hook git sets variables that would lead to another repository.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    steps = (
        ("init", "--quiet"),
        ("add", "--all"),
        ("commit", "--quiet", "--no-verify", "--message", "A new knowledge base"),
    )
    try:
        for step in steps:
            subprocess.run([*_GIT, *step], cwd=folder, env=clean, check=True, capture_output=True)  # noqa: S603  # all fixed
    except (OSError, subprocess.CalledProcessError):
        _log.warning(
            "The base is made, but without a history: install git, then run git init and git commit in %s", folder
        )

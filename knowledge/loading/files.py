"""Which files make up a base, and which only look as if they did."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from knowledge.loading.problems import Problem
from knowledge.loading.raw import MOST_BYTES
from knowledge.loading.wording import did_you_mean, nearest
from knowledge.model.entries import FOLDERS

SETTINGS: Final = "base.yaml"
VOCABULARY: Final = "vocabulary.yaml"
QUESTIONS: Final = "questions"
_FOLDERS: Final = (*FOLDERS, QUESTIONS)


@dataclass(slots=True)
class Files:
    """The contents of all files of a base by their path in it, in the order of names."""

    contents: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def in_folder(self, name: str) -> Iterator[tuple[str, bytes]]:
        """The files of one folder."""
        return ((path, content) for path, content in self.contents.items() if path.startswith(f"{name}/"))


def collect(folder: Path) -> Files:
    """Read all files of the base in *folder*; never follows a link out of it."""
    return _Collector(folder).collect()


class _Collector:
    def __init__(self, folder: Path) -> None:
        self._root = folder.resolve()
        self._files = Files()

    def collect(self) -> Files:
        if not self._root.is_dir():
            self._say(self._root, "is not a folder: name the folder that holds base.yaml")
            return self._files
        for item in sorted(self._root.iterdir()):
            if item.name in (SETTINGS, VOCABULARY):
                self._file(item)
            elif item.name in _FOLDERS:
                self._folder(item)
            else:
                self._other(item)
        if not (self._root / SETTINGS).exists():
            self._say(self._root / SETTINGS, 'the file is missing: write at least "name: …" into it')
        return self._files

    def _folder(self, folder: Path) -> None:
        if folder.is_symlink():
            self._say(folder, "is a link: put the folder itself here")
        elif not folder.is_dir():
            self._say(folder, "is a file: entries lie in files in a folder of this name")
        else:
            self._walk(folder)

    def _walk(self, folder: Path) -> None:
        for item in sorted(folder.iterdir()):
            if item.name.startswith("."):
                continue
            if item.is_dir():
                self._folder(item)
            elif item.suffix == ".yaml":
                self._file(item)
            elif item.suffix.lower() in (".yml", ".yaml"):
                self._say(item, f'is not read: call it "{item.stem}.yaml"')

    def _file(self, file: Path) -> None:
        try:
            if not file.resolve().is_relative_to(self._root):
                self._say(file, "is a link out of the base: put the file itself here")
            elif not file.is_file():
                self._say(file, "is not a file: write it, or delete it")
            else:
                with file.open("rb") as opened:
                    self._files.contents[self._name(file)] = opened.read(MOST_BYTES + 1)
        except (OSError, RuntimeError):  # a loop of links is a RuntimeError before Python 3.13
            self._say(file, "cannot be read: correct the link, or its permissions")

    def _other(self, item: Path) -> None:
        name = item.name
        if name.startswith("."):
            return
        if item.is_dir():
            if meant := did_you_mean(name, _FOLDERS):
                self._say(item, f"is not a folder of entries{meant}")
        elif item.suffix.lower() in (".yaml", ".yml"):
            file = nearest(item.stem, (Path(SETTINGS).stem, Path(VOCABULARY).stem))
            where = f', did you mean "{file}.yaml"?' if file else f": entries lie in {'/, '.join(FOLDERS)}/"
            self._say(item, f"is not read here{where}")

    def _say(self, item: Path, message: str) -> None:
        self._files.problems.append(Problem(self._name(item), None, message))

    def _name(self, item: Path) -> str:
        name = item.relative_to(self._root).as_posix()
        return os.fsencode(name).decode("utf-8", "replace")

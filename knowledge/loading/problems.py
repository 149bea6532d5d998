"""Mistakes in a knowledge base, said for the person who can correct them."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and what to do. The path is relative to the base; a folder has no line."""

    path: str
    line: int | None
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.line is None else f"{self.path}:{self.line}: {self.message}"


class InvalidBase(Exception):
    """The knowledge base has mistakes. ``problems`` holds every one of them, in the order of files and lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda found: (found.path, found.line or 0, found.message)))
        super().__init__("\n".join(map(str, self.problems)))

"""A family of faults: how it is measured, what its page says, and how its figures are kept between two measurements."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Self

from tests.bench.machine import machine

FIGURES: Final = Path(__file__).parents[2] / "docs" / "reliability"


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one run."""

    name: str
    figures: Mapping[str, str | int]
    wrong: Sequence[str] = ()
    """What must not be."""
    is_control: bool = False
    """Whether a guard was taken away, so that something must be wrong: else the test proves nothing."""

    def problems(self) -> list[str]:
        """What is to be mended, in the bot or in the test."""
        if self.is_control:
            return [] if self.wrong else [f"{self.name}: nothing is wrong, so this test cannot fail"]
        return [f"{self.name}: {problem}" for problem in self.wrong]


@dataclass(frozen=True, slots=True)
class Family:
    """Faults of one kind."""

    name: str
    title: str
    about: str
    """What is done, what must not happen, and what the control is; for who runs a bot."""
    measure: Callable[[Path], Sequence[Row]]
    """In an empty folder."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures of a family as they are kept."""

    rows: Sequence[Row]
    on: str
    """The machine and the day."""

    @classmethod
    def now(cls, rows: Sequence[Row]) -> Self:
        """On this machine, today."""
        told = machine()
        return cls(rows, ", ".join(f"{name} {told[name]}" for name in ("processor", "Python", "SQLite", "day")))

    @classmethod
    def kept(cls, name: str) -> Self | None:
        """The last figures of a family; None if it was never measured."""
        file = FIGURES / f"{name}.json"
        if not file.exists():
            return None
        found = json.loads(file.read_text("utf-8"))
        return cls([Row(**row) for row in found["rows"]], found["on"])

    def keep(self, name: str) -> None:
        """Keep them for the page; what was wrong is told to who measures."""
        FIGURES.mkdir(parents=True, exist_ok=True)
        rows = [{**asdict(row), "wrong": ()} for row in self.rows]
        text = json.dumps({"on": self.on, "rows": rows}, indent=1, ensure_ascii=False)
        (FIGURES / f"{name}.json").write_text(text + "\n", encoding="utf-8")

"""The page about what the bot withstands, from the figures that are kept."""

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.torture.family import Family, Measured, Row

PAGE: Final = Path(__file__).parents[2] / "docs" / "reliability.md"

_ABOUT: Final = """\
# What Grappolo withstands

Written by `make torture`, which makes each of these faults on purpose and looks from outside at what comes of it.
Telegram is a stand-in on the same machine, and it is the judge: what it accepted counts. Short forms of all of them
run before each change is taken. The last row of a table, where it is called a control, is a run in which a guard
was taken away: there something must go wrong, else the test would prove nothing."""


def page(families: Sequence[Family]) -> str:
    """The page about those of *families* that were ever measured."""
    return "\n".join(_lines(families)) + "\n"


def _lines(families: Sequence[Family]) -> Iterator[str]:
    yield _ABOUT
    for family in families:
        if measured := Measured.kept(family.name):
            yield f"\n## {family.title}\n"
            yield textwrap.fill(family.about, 118, break_long_words=False, break_on_hyphens=False)
            yield ""
            yield from _table(measured.rows)
            yield f"\nMeasured on {measured.on}."


def _table(rows: Sequence[Row]) -> Iterator[str]:
    heads = list(dict.fromkeys(name for row in rows for name in row.figures))
    yield "| " + " | ".join(["", *heads]) + " |"
    yield "| " + " | ".join("---" for _ in ("", *heads)) + " |"
    for row in rows:
        yield "| " + " | ".join([row.name, *(str(row.figures.get(name, "")) for name in heads)]) + " |"

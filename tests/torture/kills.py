"""What kills do to the bot: alone, as replicas, and to one that has no inbox."""

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.bot.conftest import a_schema
from tests.telegram.crowd import Findings
from tests.telegram.torture import torture_grappolo, torture_unguarded
from tests.telegram.torture_replicas import torture_replicas
from tests.torture.family import Family, Row

QUESTIONS: Final = 25_000
KILLS: Final = 200
"""Of one process. Of replicas it is half as many kills, and fewer questions: the others go on meanwhile."""


def measure(folder: Path) -> Sequence[Row]:
    """Kill each of them."""
    return list(_rows(folder))


def _rows(folder: Path) -> Iterator[Row]:
    yield _row("SQLite, polling", asyncio.run(torture_grappolo(folder / "alone", QUESTIONS, KILLS)))
    with a_schema() as address:
        found = asyncio.run(torture_replicas(folder / "replicas", address, QUESTIONS // 5, KILLS // 2))
    yield _row("two replicas, PostgreSQL, webhook", found)
    found = asyncio.run(torture_unguarded(folder / "unguarded", QUESTIONS // 25, KILLS // 10))
    yield _row("control: a bot without an inbox", found, is_control=True)


def _row(name: str, found: Findings, *, is_control: bool = False) -> Row:
    figures: dict[str, str | int] = {
        "questions": found.questions,
        "kills": found.kills,
        "without an answer": len(found.lost),
        "without their record": len(found.expected - found.recorded.keys()),
        "recorded twice": sum(number - 1 for number in found.recorded.values()),
        "out of order": len(found.disordered),
        "said twice": f"{found.repeats.total()}, {max(found.repeats.values(), default=0)} at most at one kill",
        "ready after": f"{sorted(found.waits)[len(found.waits) // 2]:.1f} s",
    }
    return Row(name, figures, found.problems(), is_control)


FAMILY: Final = Family(
    "kills",
    "Kills",
    "A process is killed (SIGKILL) at random moments within half a second, while it answers what came in since the last"
    " kill; every other question has no answer in the base and must be recorded once. Telegram takes a tenth of a"
    " second for each message. It has no way to send a message at most once, so what was being sent at the moment of a"
    " kill may be said twice; nothing else may. The control confirms what it received before it has kept it, under a"
    " tenth of the kills.",
    measure,
)

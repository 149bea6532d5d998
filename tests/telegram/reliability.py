"""What kills do to the bot, measured: alone, as replicas, and beside a bot that has no inbox.

``python -m tests.telegram.reliability [QUESTIONS] [KILLS]`` prints it, and writes docs/reliability.md. Ends with 1 if
anything was lost or doubled.
"""

import argparse
import asyncio
import secrets
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import psycopg

from tests.bench.machine import machine
from tests.bot.conftest import SERVER
from tests.telegram.torture import Findings, torture_grappolo, torture_unguarded
from tests.telegram.torture_replicas import torture_replicas

PAGE: Final = Path(__file__).parents[2] / "docs" / "reliability.md"
ALONE: Final = "Grappolo, SQLite, polling"
REPLICAS: Final = "Grappolo, two replicas, PostgreSQL, webhook"
UNGUARDED: Final = "without an inbox"


_ABOUT: Final = """\
# What kills do

Written by `make torture`. A process is killed (SIGKILL) at random moments within half a second, while it answers what
came in since the last kill; every other question has no answer in the base and must be recorded once. Telegram is a
stand-in on the same machine that takes a tenth of a second for each message, and it is the judge: what it accepted
counts. Telegram has no way to send a message at most once, so what was being sent at the moment of a kill may be said
twice; nothing else may.
"""
_CONTROL: Final = """
The last row is the control: a bot that confirms what it received before it has kept it, under a third of the kills.
"""


def measure(questions: int, kills: int) -> dict[str, Findings]:
    """What came of each; the replicas are left out where there is no PostgreSQL."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        found = {ALONE: asyncio.run(torture_grappolo(root / "alone", questions, kills))}
        found |= _replicas(root / "replicas", questions, kills)
        return found | {UNGUARDED: asyncio.run(torture_unguarded(root / "unguarded", questions, max(1, kills // 3)))}


def _replicas(folder: Path, questions: int, kills: int) -> dict[str, Findings]:
    schema = f"torture_{secrets.token_hex(8)}"
    try:
        server = psycopg.connect(SERVER, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        sys.stderr.write(f"The replicas are left out: no PostgreSQL at POSTGRES_FOR_TESTS: {error}\n")
        return {}
    with server:
        server.execute(f"CREATE SCHEMA {schema}")
        address = f"{SERVER}?options=-csearch_path%3D{schema}"
        found = asyncio.run(torture_replicas(folder, address, questions, kills))
        server.execute(f"DROP SCHEMA {schema} CASCADE")
    return {REPLICAS: found}


def page(found: Mapping[str, Findings]) -> str:
    """The page about it."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Mapping[str, Findings]) -> Iterator[str]:
    yield _ABOUT
    head = (
        "bot", "questions", "kills", "without an answer", "without their record", "recorded twice", "out of order",
        "said twice", "ready after",
    )  # fmt: skip
    yield "| " + " | ".join(head) + " |"
    yield "| " + " | ".join("---" for _ in head) + " |"
    for name, one in found.items():
        doubled = sum(number - 1 for number in one.recorded.values())
        ready = sorted(one.waits)[len(one.waits) // 2]
        row = (
            name, one.questions, one.kills, len(one.lost), len(one.expected - one.recorded.keys()), doubled,
            len(one.disordered), f"{one.repeats.total()}, {max(one.repeats.values(), default=0)} at most at one kill",
            f"{ready:.1f} s",
        )  # fmt: skip
        yield "| " + " | ".join(map(str, row)) + " |"
    told = machine()
    measured_on = ", ".join(f"{name} {told[name]}" for name in ("processor", "Python", "SQLite", "day", "grappolo"))
    yield f"{_CONTROL}\nMeasured on {measured_on}."


def main() -> None:
    """Measure, tell, and write the page."""
    parser = argparse.ArgumentParser(prog="python -m tests.telegram.reliability", description=__doc__)
    parser.add_argument("questions", type=int, nargs="?", default=1000)
    parser.add_argument("kills", type=int, nargs="?", default=50)
    wishes = parser.parse_args()
    found = measure(wishes.questions, wishes.kills)
    text = page(found)
    sys.stdout.write(text)
    PAGE.write_text(text, encoding="utf-8")
    wrong = [f"{name}: {problem}" for name, one in found.items() if name != UNGUARDED for problem in one.problems()]
    sys.stderr.write("".join(f"{line}\n" for line in wrong))
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()

"""``make load``: the bot beside bare ones, where its work goes, and how long people wait when many ask."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from tests.bot.conftest import a_schema
from tests.load.offered import LATENCY, Offered, offered_alone, offered_replicas
from tests.load.report import report
from tests.load.rounds import Contender, Measured, one_round, parts_of
from tests.telegram.program import GRAPPOLO, ROOT

BOTS: Final = (
    Contender("Grappolo", GRAPPOLO),
    Contender("bare echo bot on python-telegram-bot", ("tests.load.echo",)),
    Contender("bare echo bot on aiogram", ("tests.load.aiogram_echo",), str(ROOT / ".venv/aiogram/bin/python")),
)
LATENCIES: Final = (0.0, LATENCY)
RATE: Final = 100
"""Questions offered in a second."""
T = TypeVar("T")


def main() -> None:
    """Measure in turns, print the tables, and write them down."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=30.0, help="for how long questions are offered")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "load.md")
    wishes = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("The CPU of a process is read as only Linux tells it: run this on Linux")
    # Replicas need more than the one core that is left to a bot from then on.
    replicas = _replicas(wishes.seconds)
    core = _core_for_the_bot()
    offered = {
        "one process, SQLite, polling": _alone(wishes.seconds, core),
        "two replicas, PostgreSQL, webhook": replicas,
    }
    measured = {latency: _in_turns(wishes.rounds, wishes.questions, latency, core) for latency in LATENCIES}
    parts = _in_a_folder(partial(parts_of, questions=wishes.questions, core=core))
    text = report(measured, offered, parts, pinned=core is not None)
    sys.stdout.write(text)
    wishes.out.write_text(text, encoding="utf-8")


def _alone(seconds: float, core: int | None) -> Offered:
    sys.stderr.write(f"{RATE} questions a second: one process\n")
    return _in_a_folder(partial(offered_alone, rate=RATE, seconds=seconds, core=core))


def _replicas(seconds: float) -> Offered:
    sys.stderr.write(f"{RATE} questions a second: replicas\n")
    with a_schema() as address:
        return _in_a_folder(partial(offered_replicas, address=address, rate=RATE, seconds=seconds))


def _in_turns(rounds: int, questions: int, latency: float, core: int | None) -> dict[str, list[Measured]]:
    measured: dict[str, list[Measured]] = {bot.name: [] for bot in BOTS}
    for number in range(rounds):
        for bot in BOTS:
            sys.stderr.write(f"{1000 * latency:.0f} ms, round {number + 1} of {rounds}: {bot.name}\n")
            work = partial(one_round, bot=bot, questions=questions, latency=latency, core=core)
            measured[bot.name].append(_in_a_folder(work))
    return measured


def _core_for_the_bot() -> int | None:
    """One core for the bot, and the others for this process; None if there is only one."""
    first, *others = sorted(os.sched_getaffinity(0))
    if not others:
        return None
    os.sched_setaffinity(0, others)
    return first


def _in_a_folder(work: Callable[[Path], Awaitable[T]]) -> T:
    async def run() -> T:
        with tempfile.TemporaryDirectory() as folder:
            return await work(Path(folder))

    return asyncio.run(run())


if __name__ == "__main__":
    main()

"""``make load``: the bot under an offered load, beside bare echo bots as they come, and where its work goes."""

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Final, TypeVar

from tests.load.offered import offer
from tests.load.report import report
from tests.load.rounds import Measured, Start, one_round, parts_of
from tests.load.running import aiogram_echo, echo, grappolo, replicas
from tests.telegram.program import ROOT

BOTS: Final[dict[str, Start]] = {
    "Grappolo": grappolo,
    "bare echo bot on python-telegram-bot": echo,
    "bare echo bot on aiogram": aiogram_echo,
}
OFFERED: Final[dict[str, Start]] = {"one process, SQLite": grappolo, "two replicas, PostgreSQL": replicas}
T = TypeVar("T")


def main() -> None:
    """Measure in turns, print the tables, and write them down."""
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "load.md")
    wishes = parser.parse_args()
    if not sys.platform.startswith("linux"):
        sys.exit("The CPU of a process is read as only Linux tells it: run this on Linux")
    offered = {name: _in_a_folder(partial(offer, bot=bot, seconds=wishes.seconds)) for name, bot in OFFERED.items()}
    core = _core_for_the_bot()
    measured: dict[str, list[Measured]] = {name: [] for name in BOTS}
    for number in range(wishes.rounds):
        for name, bot in BOTS.items():
            sys.stderr.write(f"round {number + 1} of {wishes.rounds}: {name}\n")
            measured[name].append(_in_a_folder(partial(one_round, bot=bot, questions=wishes.questions, core=core)))
    parts = _in_a_folder(partial(parts_of, questions=wishes.questions, core=core))
    text = report(offered, measured, parts, pinned=core is not None)
    sys.stdout.write(text)
    wishes.out.write_text(text, encoding="utf-8")


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

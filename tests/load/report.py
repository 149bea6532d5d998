"""What was measured, as tables."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.load.offered import RATE, Offered
from tests.load.parts import LOOP, THREADS
from tests.load.profiled import PARTS, WHOLE
from tests.load.rounds import CHATS, Measured
from tests.load.running import LATENCY

LIBRARIES = ("python-telegram-bot", "aiohttp", "httpx", "SQLAlchemy")


def report(
    offered: Mapping[str, Offered],
    measured: Mapping[str, Sequence[Measured]],
    parts: Mapping[str, float],
    *,
    pinned: bool,
) -> str:
    """The whole page."""
    [questions] = {one.questions for rounds in measured.values() for one in rounds}
    rounds = max(len(rounds) for rounds in measured.values())
    lines = [
        "<!-- Written by `make load`; what is changed here by hand is lost. -->",
        "# Under load",
        "",
        f"{RATE} updates a second are offered by webhook, at random moments, whether or not the bot keeps up; the stand-in",
        f"for Telegram takes {1000 * LATENCY:.0f} ms for each message. Grappolo keeps each update before it confirms it, reads",
        "the question in one of five languages, records it and sends the answer. The time runs from the moment when a",
        "question is due to the one when Telegram has the answer.",
        "",
        *_offered(offered),
        "",
        "The bot, the stand-in, what asks and whatever else the machine does share its cores.",
        "",
        "## What a question costs",
        "",
        f"{questions} questions of {CHATS} people wait, and are answered until none is left, each message taking Telegram",
        f"{1000 * LATENCY:.0f} ms. Grappolo does all of the above, on SQLite, by webhook. The echo bots repeat what they",
        "hear, as the libraries come: both fetch by long polling, python-telegram-bot takes one update after the other,",
        "aiogram all at once.",
        f"Medians, and the range; rounds in turns: {rounds}.",
        "",
        *_compared(measured),
        "",
        "## Where Grappolo's work goes",
        "",
        "CPU of one more round, by part, with what SQLite takes in its own threads; measuring adds to it.",
        "",
        *_shares(parts),
        "",
        "## Measured on",
        "",
        *_machine(pinned),
    ]
    return "\n".join(lines) + "\n"


def _offered(offered: Mapping[str, Offered]) -> Iterator[str]:
    yield "| bot | p50, ms | p99, ms | p99 of the last third, ms | waiting after each third | load average |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, one in offered.items():
        last, end = slice(len(one.waits) * 2 // 3, None), one.asked[-1]
        waiting = ", ".join(str(one.waiting(end * third / 3)) for third in (1, 2, 3))
        figures = f"{one.percentile(50):.0f} | **{one.percentile(99):.0f}** | {one.percentile(99, last):.0f}"
        yield f"| {name} | {figures} | {waiting} | {one.load:.1f} |"


def _compared(measured: Mapping[str, Sequence[Measured]]) -> Iterator[str]:
    yield "| bot | CPU of the whole process, ms per question | questions per second | CPU in use | the stand-in's CPU |"
    yield "| --- | --- | --- | --- | --- |"
    for name, rounds in measured.items():
        cpu = _spread([one.milliseconds for one in rounds], 2)
        rate = _spread([one.rate for one in rounds], 0)
        busy = median(one.cpu / one.seconds for one in rounds)
        driver = median(one.driver / one.seconds for one in rounds)
        yield f"| {name} | {cpu} | {rate} | {busy:.0%} | {driver:.0%} |"


def _spread(values: Sequence[float], digits: int) -> str:
    return f"**{median(values):.{digits}f}** ({min(values):.{digits}f} to {max(values):.{digits}f})"


def _shares(parts: Mapping[str, float]) -> Iterator[str]:
    whole = parts[WHOLE]
    yield "| part | ms per question | of it in SQLite | share |"
    yield "| --- | --- | --- | --- |"
    for part in PARTS:
        sqlite = parts.get(f"{THREADS}: {part}", 0.0)
        yield _share(part, parts.get(part, 0.0) + sqlite, whole, f"{sqlite:.2f}")
    yield _share(LOOP, parts.get(LOOP, 0.0), whole)
    known = sum(taken for part, taken in parts.items() if part != WHOLE)
    yield _share("threads: waking them and being woken", whole - known, whole)
    yield _share("together", whole, whole)


def _share(name: str, taken: float, whole: float, sqlite: str = "") -> str:
    return f"| {name} | {taken:.2f} | {sqlite} | {taken / whole:.0%} |"


def _machine(pinned: bool) -> Iterator[str]:
    cores = os.cpu_count()
    where = "the bot on a core of its own" if pinned else "the bot and the stand-in on one core"
    yield f"* {_processor()}, {cores} cores, {where}; load average in the end {os.getloadavg()[0]:.1f}"
    system = f"{platform.system()} {platform.machine()}"
    yield f"* {system}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield "* " + ", ".join(f"{name} {version(name)}" for name in LIBRARIES)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())

"""What was measured, as tables."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.load.parts import LOOP, THREADS
from tests.load.profiled import PARTS, WHOLE
from tests.load.rounds import CHATS, Measured

LIBRARIES = ("python-telegram-bot", "aiohttp", "httpx", "SQLAlchemy")


def report(measured: Mapping[str, Sequence[Measured]], parts: Mapping[str, float], *, pinned: bool) -> str:
    """The whole page."""
    [questions] = {one.questions for rounds in measured.values() for one in rounds}
    rounds = max(len(rounds) for rounds in measured.values())
    lines = [
        "<!-- Written by `make load`; what is changed here by hand is lost. -->",
        "# What a question costs",
        "",
        f"{questions} questions of {CHATS} people wait; the bot fetches them by long polling from a stand-in for",
        "Telegram on the same machine, and answers until none is left. Grappolo keeps each in SQLite before it",
        "confirms it, reads it in one of five languages, records it and sends the answer; eight of ten have one. The",
        "echo bot is python-telegram-bot as it comes, with its own HTTP client, and repeats what it hears, one after",
        "the other.",
        f"Medians, and the range; rounds in turns: {rounds}.",
        "",
        *_compared(measured),
        "",
        "## Where Grappolo's work goes",
        "",
        "CPU of one more round, by part, with what of it runs in the threads of the database; measuring adds to it.",
        "",
        *_shares(parts),
        "",
        "## Measured on",
        "",
        *_machine(pinned),
    ]
    return "\n".join(lines) + "\n"


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
    yield "| part | ms per question | in threads of the database | share |"
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

"""What was measured, as tables."""

import os
import platform
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

from tests.load.offered import LATENCY, Offered
from tests.load.parts import LOOP, THREADS
from tests.load.profiled import PARTS, WHOLE
from tests.load.rounds import CHATS, Measured
from tests.telegram.program import ROOT

LIBRARIES = ("python-telegram-bot", "aiohttp", "httpx", "SQLAlchemy")


def report(
    measured: Mapping[float, Mapping[str, Sequence[Measured]]],
    offered: Mapping[str, Offered],
    parts: Mapping[str, float],
    *,
    pinned: bool,
) -> str:
    """The whole page: what was *measured* by how long Telegram takes, and what came of what was *offered*."""
    at_once = measured[0.0]
    [questions] = {one.questions for bots in measured.values() for rounds in bots.values() for one in rounds}
    [rate] = {one.rate for one in offered.values()}
    lines = [
        "<!-- Written by `make load`; what is changed here by hand is lost. -->",
        "# What a question costs",
        "",
        f"{questions} questions of {CHATS} people wait; the bot fetches them by long polling from a stand-in for",
        "Telegram on the same machine, and answers until none is left. Grappolo keeps each in SQLite before it",
        "confirms it, reads it in one of five languages, records it and sends the answer; eight of ten have one. The",
        "echo bots are python-telegram-bot and aiogram as they come, with their own HTTP clients, and repeat what they",
        "hear: the first one message after the other, the second all at once. They keep nothing, so what they have",
        "fetched is lost when they are killed.",
        f"Medians, and the range; rounds in turns: {len(next(iter(at_once.values())))}.",
        "",
        *_compared(at_once),
        "",
        "The real Telegram is further away. The same with an answer to each message after 50 milliseconds: who does",
        "one thing after the other waits most of the time.",
        "",
        *_compared(measured[LATENCY]),
        "",
        "## How long people wait",
        "",
        f"{rate} questions a second come at a steady pace, and Telegram takes 50 milliseconds for each message. They",
        "are within the wait: from the moment at which a question is due to the one at which Telegram has the answer.",
        "The replicas share the cores of the machine with PostgreSQL and the stand-in.",
        "",
        *_waits(offered),
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


def _waits(offered: Mapping[str, Offered]) -> Iterator[str]:
    yield "| bot | questions a second | half wait at most | 99 of 100 wait at most | longest | CPU, ms per question |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, one in offered.items():
        waits = " | ".join(f"{1000 * seconds:.0f} ms" for seconds in (one.at(0.5), one.at(0.99), one.waits[-1]))
        yield f"| {name} | {one.rate} | {waits} | {1000 * one.cpu:.2f} |"


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
    versions = {name: version(name) for name in LIBRARIES} | {"aiogram": _aiogram()}
    yield "* " + ", ".join(f"{name} {number}" for name, number in versions.items())


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _aiogram() -> str:
    """The version of aiogram, which is in an environment of its own."""
    [file] = (ROOT / ".venv" / "aiogram").glob("lib/*/site-packages/aiogram-*.dist-info")
    return file.stem.partition("-")[2].removesuffix(".dist-info")

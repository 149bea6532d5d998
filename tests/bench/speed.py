"""Time and memory over the number of entries; each size in a process of its own."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from bot.fitted import FittedOnce
from bot.served import ServedBase, ready, settle
from knowledge.answering.snapshot import Snapshot
from knowledge.loading.loading import load_base
from tests.bench.figures import percentile
from tests.bench.large import questions, write_base

SIZES: Final = (100, 1_000, 10_000, 50_000, 100_000)
_A_WHILE: Final = 0.005
TODAY: Final = date(2026, 11, 21)
HOSTILE: Final = {
    "one letter 4,096 times": "a" * 4096,
    "emoji 4,096 times": "🙂" * 4096,
    "zero-width 4,096 times": "\u200b" * 4096,
    "2,000 short words": "è " * 2000,
    "2,000 cues": " ".join(["budget"] * 2000),
    "100 unknown names": " ".join(f"Zyx{number}conf" for number in range(100)),
}


def measure(data: Path, sizes: Sequence[int] = SIZES, asked: int = 400) -> dict[str, Any]:
    """A row for each size."""
    events = data / "tech_events" / "events.jsonl"
    found: dict[str, Any] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_base(Path(folder), size, events)
            row = _in_a_process("whole", folder, str(events), str(asked), str(size))
            # The first start keeps what it made, and the next one reads it.
            _in_a_process("again", folder)
            found[str(size)] = {**row, **_in_a_process("again", folder)}
    return found


def _in_a_process(*wishes: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.speed", *wishes]
    said: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return said


def one_size(folder: Path, events: Path, asked: int, size: int) -> dict[str, Any]:
    """Load the base, ask, and say how long it took: CPU seconds and milliseconds, megabytes."""
    before = time.process_time()
    base = load_base(folder)
    loaded = time.process_time()
    snapshot = Snapshot.compile(base, FittedOnce(folder / "cache"))
    settle()
    compiled = time.process_time()
    some = questions(events, 2 * asked, size)
    for text, language in some[:asked]:
        snapshot.ask(text, language=language, today=TODAY)
    times = [_milliseconds(snapshot, text, language) for text, language in some[asked:]]
    hostile = {name: _milliseconds(snapshot, text, "it") for name, text in HOSTILE.items()}
    resident = _memory("VmRSS")
    served = ServedBase(folder, folder / "cache", snapshot, frozenset(), every=0)
    del base, snapshot
    waited = asyncio.run(_longest_wait(served))
    return {
        "loading seconds": loaded - before,
        "compiling seconds": compiled - loaded,
        "megabytes": resident,
        "megabytes at a swap": _memory("VmHWM"),
        "longest wait at a swap": waited,
        "p50": percentile(times, 0.5),
        "p99": percentile(times, 0.99),
        "hostile": hostile,
    }


def again(folder: Path) -> dict[str, Any]:
    """How long a start takes with a base that was compiled before: CPU seconds, until a first question is answered."""
    before = time.process_time()
    ready(folder, folder / "cache")
    return {"kept seconds": time.process_time() - before}


async def _longest_wait(served: ServedBase) -> float:
    """How long the event loop was kept from its work at most, in milliseconds, while the base was read anew."""
    waits: list[float] = []

    async def probe() -> None:
        while True:
            start = time.perf_counter()
            await asyncio.sleep(_A_WHILE)
            waits.append(time.perf_counter() - start - _A_WHILE)

    probing = asyncio.create_task(probe())
    await served.current()
    probing.cancel()
    return 1e3 * max(waits)


def _milliseconds(snapshot: Snapshot, text: str, language: Any) -> float:
    start = time.process_time_ns()
    snapshot.ask(text, language=language, today=TODAY)
    return (time.process_time_ns() - start) / 1e6


def _memory(what: str) -> float:
    status = Path("/proc/self/status").read_text("utf-8")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(what))) / 1024


if __name__ == "__main__":
    what, where, *rest = sys.argv[1:]
    figures = again(Path(where)) if what == "again" else one_size(Path(where), Path(rest[0]), *map(int, rest[1:]))
    sys.stdout.write(json.dumps(figures))

"""What the bot takes while nobody asks anything: ``python -m tests.load.idle``, or ``make idle``."""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Final

from bot.chosen import SHIPPED
from tests.load.rounds import cpu_of
from tests.telegram.program import Place, Program, at_work
from tests.telegram_server import TelegramServer

LISTENS: Final = {"tcp": "0A", "tcp6": "0A", "udp": "07", "udp6": "07"}
"""The state, in the kernel's tables, of what anybody may connect to or send to."""


@dataclass(frozen=True, slots=True)
class Idle:
    """One bot with the shipped base: from its start until it has waited for a while."""

    ready: float
    """Seconds from the start of the process until it asks for updates."""
    cpu_to_ready: float
    """Of all processes that it took until then."""
    rss: float
    """Memory that it has now, in MB."""
    pss: float
    """The same; of what it shares with other processes only its part."""
    peak: float
    """The most that it ever had."""
    ports: tuple[str, ...]
    """Where it listens, as the kernel writes it."""
    threads: int
    files: int
    cpu_per_minute: float
    """Seconds of CPU for a minute of waiting."""

    def lines(self) -> Iterator[str]:
        """The figures, for people."""
        yield f"ready after          {self.ready:.2f} s, {self.cpu_to_ready:.2f} s of CPU"
        yield f"memory               {self.rss:.0f} MB, at most {self.peak:.0f}; {self.pss:.0f} without shared parts"
        yield f"open ports           {', '.join(self.ports) or 'none'}"
        yield f"threads, open files  {self.threads}, {self.files}"
        yield f"CPU while it waits   {self.cpu_per_minute:.2f} s a minute"


async def idle(folder: Path, wait: float, **more: str) -> Idle:
    """Start the program in *folder*, measure how soon it is ready, and what it takes in so many seconds after."""
    async with TelegramServer() as telegram:
        place = Place(telegram.url, telegram.bot.token, folder, more=more)
        began = time.monotonic()
        async with at_work(telegram, place) as program:
            ready, cpu = time.monotonic() - began, cpu_of(program)
            await program.lives_for(wait)
            found = _look(program, ready, cpu, wait)
            assert await program.stop() == 0, program.said()
        assert telegram.problems == []
    return found


def _look(program: Program, ready: float, cpu: float, wait: float) -> Idle:
    process = Path(f"/proc/{program.process.pid}")
    status = _table(process / "status")
    return Idle(
        ready=ready,
        cpu_to_ready=cpu,
        rss=_megabytes(status["VmRSS"]),
        pss=_megabytes(_table(process / "smaps_rollup")["Pss"]),
        peak=_megabytes(status["VmHWM"]),
        ports=tuple(listening(process)),
        threads=int(status["Threads"]),
        files=len(list((process / "fd").iterdir())),
        cpu_per_minute=60 * (cpu_of(program) - cpu) / wait,
    )


def listening(process: Path) -> Iterator[str]:
    """The sockets of a process, given as its folder in /proc, that wait for others: protocol and port."""
    open_files = [str(file.readlink()) for file in (process / "fd").iterdir()]
    own = {name.removeprefix("socket:[").removesuffix("]") for name in open_files if name.startswith("socket:[")}
    for protocol, state in LISTENS.items():
        for line in (process / "net" / protocol).read_text("ascii").splitlines()[1:]:
            fields = line.split()
            if fields[3] == state and fields[9] in own:
                yield f"{protocol} {int(fields[1].rpartition(':')[2], 16)}"


def _table(file: Path) -> dict[str, str]:
    rows = (line.partition(":") for line in file.read_text("ascii", "replace").splitlines())
    return {name: value.strip() for name, _, value in rows}


def _megabytes(kibibytes: str) -> float:
    return int(kibibytes.removesuffix(" kB")) * 1024 / 1e6


def main() -> None:
    """Print the figures of a first start, of the next one, and of the first with a base that nobody has compiled."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.idle", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0, help="how long it waits")
    seconds = parser.parse_args().seconds
    if not sys.platform.startswith("linux"):
        sys.exit("Memory and ports of a process are read as only Linux tells them: run this on Linux")
    with tempfile.TemporaryDirectory() as folder:
        own = copytree(SHIPPED, Path(folder) / "own")
        (own / "people" / "own.yaml").write_text("{id: own, name: Wyxo Ownman}\n", "utf-8")
        for start, base, cache in (
            ("The very first start", SHIPPED, "cache"),
            ("The next start", SHIPPED, "cache"),
            ("The first start with another base", own, "another-cache"),
        ):
            kept = {"GRAPPOLO_KNOWLEDGE": str(base), "GRAPPOLO_CACHE": f"{folder}/{cache}"}
            found = asyncio.run(idle(Path(folder), seconds, **kept))
            sys.stdout.write("\n  ".join((start, *found.lines())) + "\n")


if __name__ == "__main__":
    main()

"""A bot as a process of its own, with folders of its own: what can be killed, and measured."""

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.telegram.door import until
from tests.telegram_server import TelegramServer

ROOT: Final = Path(__file__).parents[2]
GRAPPOLO: Final = ("bot", "run")
"""What runs after ``python -m``."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bot finds Telegram, and where it keeps what it keeps. Another process in the same place goes on."""

    telegram: str
    token: str
    folder: Path
    knowledge: Path | None = None
    more: Mapping[str, str] = field(default_factory=dict)
    """Further variables."""
    python: str = sys.executable
    """What runs it."""

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def database(self) -> Path:
        return self.data / "grappolo.sqlite"

    def pending(self) -> int:
        """How much is not done yet of what was received."""
        with closing(sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)) as database:
            pending = database.execute("SELECT count(*) FROM inbox WHERE state NOT IN ('done', 'dead')")
            return int(pending.fetchone()[0])

    def environment(self) -> dict[str, str]:
        """That of a bot here: nothing of this machine's own settings is in it."""
        ours = {
            "GRAPPOLO_TOKEN": self.token,
            "GRAPPOLO_TELEGRAM_API": self.telegram,
            "GRAPPOLO_DATA": str(self.data),
            "GRAPPOLO_KEYS": str(self.keys),
            "GRAPPOLO_LOG_FORMAT": "console",
            # Tests ask faster than people do, and Telegram is a stand-in.
            "GRAPPOLO_MESSAGES_PER_SECOND": "0",
            "PYTHONPATH": str(ROOT),
        }
        if self.knowledge is not None:
            ours["GRAPPOLO_KNOWLEDGE"] = str(self.knowledge)
        ours |= self.more
        if sys.dont_write_bytecode:
            # To compile all modules at each start would take longer than the test.
            ours["PYTHONPYCACHEPREFIX"] = str(ROOT / ".pytest_cache" / "bytecode")
        theirs = (name for name in os.environ if not name.startswith(("GRAPPOLO_", "PYTHON")))
        return {name: os.environ[name] for name in theirs} | ours


@dataclass(frozen=True, slots=True)
class Program:
    """A bot that runs."""

    process: asyncio.subprocess.Process
    log: Path

    async def lives_for(self, seconds: float) -> None:
        """Wait so long; it must not end by itself meanwhile."""
        try:
            code = await asyncio.wait_for(self.process.wait(), seconds)
        except TimeoutError:
            return
        raise AssertionError(f"it has ended by itself with {code}:\n{self.said()}")

    async def kill(self) -> None:
        """End it where it stands."""
        self.process.kill()
        await self.process.wait()

    async def stop(self, seconds: float = 15.0) -> int:
        """End it in good order; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), seconds)

    def said(self) -> str:
        """The end of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-4000:]


@asynccontextmanager
async def started(place: Place, module: Sequence[str] = GRAPPOLO) -> AsyncIterator[Program]:
    """A bot that is being started; it does not outlive the block."""
    place.folder.mkdir(parents=True, exist_ok=True)
    log = place.folder / "log"
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            place.python, "-m", *module, cwd=place.folder, env=place.environment(), stdout=output, stderr=output
        )
    try:
        yield Program(process, log)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@asynccontextmanager
async def at_work(
    telegram: TelegramServer, place: Place, module: Sequence[str] = GRAPPOLO, seconds: float = 60.0
) -> AsyncIterator[Program]:
    """A bot that is ready: it has begun to ask for updates."""
    before = len(telegram.calls_of("getUpdates"))
    async with started(place, module) as program:
        ending = asyncio.create_task(program.process.wait())
        ready = asyncio.create_task(telegram.until(lambda: len(telegram.calls_of("getUpdates")) > before, seconds))
        await asyncio.wait({ending, ready}, return_when=asyncio.FIRST_COMPLETED)
        ending.cancel()
        if not ready.done():
            ready.cancel()
            raise AssertionError(f"it ended before it was ready:\n{program.said()}")
        await ready
        yield program


async def drained(telegram: TelegramServer, place: Place, seconds: float = 180.0) -> None:
    """Wait until the bot at *place* has fetched and done all that there is."""

    def is_drained() -> bool:
        return not telegram.bot.updates.waiting() and place.pending() == 0

    await until(lambda: asyncio.to_thread(is_drained), seconds)

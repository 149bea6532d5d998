"""One round: a bot is started, a backlog is given to it, and it is measured until all of it is answered."""

import json
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final

from tests.telegram.program import Place, Program, at_work
from tests.telegram_server import Fault, TelegramServer

CHATS: Final = 100
WARM_UP: Final = 100
"""Questions that are answered before anything is measured."""
QUESTIONS: Final = (
    "qual è il budget di S3-4AlpClusters?",
    "Where was the ADW held?",
    "quando finisce S3-4AlpClusters?",
    "wer hat das Silver Label?",
    "quanti cluster hanno la Silver Label?",
    "Qu'est-ce que l'ESCA ?",
    "what does ADW mean?",
    "quanto dura S3-4AlpClusters?",
    "qual è il budget del progetto Zorblat?",
    "quanti unicorni blu ballano?",
)
"""Eight are answered and two are recorded."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one round came to."""

    questions: int
    seconds: float
    cpu: float
    """Of the bot's whole process, user and system, in seconds."""
    driver: float
    """Of the stand-in for Telegram."""

    @property
    def rate(self) -> float:
        return self.questions / self.seconds

    @property
    def milliseconds(self) -> float:
        """Of CPU for each question."""
        return 1000 * self.cpu / self.questions


@dataclass(frozen=True, slots=True)
class Contender:
    """A bot that is measured beside others."""

    name: str
    module: Sequence[str]
    python: str = sys.executable


async def one_round(folder: Path, bot: Contender, questions: int, latency: float, core: int | None) -> Measured:
    """Measure a bot, on a *core* of its own if there is one; Telegram takes *latency* seconds for a message."""
    async with _warm(folder, bot, core) as (telegram, program, texts):
        if latency:
            telegram.fault(Fault("sendMessage", times=1 << 30, delay=latency))
        before, driver, began = cpu_of(program), time.process_time(), time.monotonic()
        await _all_answered(telegram, texts, questions)
        seconds, driver = time.monotonic() - began, time.process_time() - driver
        return Measured(questions, seconds, cpu_of(program) - before, driver)


async def parts_of(folder: Path, questions: int, core: int | None) -> dict[str, float]:
    """The milliseconds of CPU that each part of the bot takes for a question; measuring itself takes some, too."""
    out = folder / "parts.json"
    profiled = Contender("profiled", ("tests.load.profiled", str(out), "run"))
    async with _warm(folder, profiled, core) as (telegram, program, texts):
        program.process.send_signal(signal.SIGUSR1)
        await _all_answered(telegram, texts, questions)
        program.process.send_signal(signal.SIGUSR2)
    return {part: taken / questions / 1e6 for part, taken in json.loads(out.read_text(encoding="utf-8")).items()}


@asynccontextmanager
async def _warm(
    folder: Path, bot: Contender, core: int | None
) -> AsyncIterator[tuple[TelegramServer, Program, Iterator[str]]]:
    """A bot that has answered some questions already; it is stopped in good order."""
    texts = cycle(QUESTIONS)
    async with TelegramServer() as telegram:
        place = Place(telegram.url, telegram.bot.token, folder, python=bot.python)
        async with at_work(telegram, place, bot.module) as program:
            if core is not None:
                pin(program, core)
            await _all_answered(telegram, texts, WARM_UP)
            yield telegram, program, texts
            assert await program.stop(60) == 0, program.said()
        assert telegram.problems == []


async def _all_answered(telegram: TelegramServer, texts: Iterator[str], number: int) -> None:
    """Ask so much at once, and wait until the bot has said as many things more."""
    people = _people(telegram)
    before = len(telegram.calls_of("sendMessage"))
    for place in range(number):
        user = telegram.world.users[people[place % CHATS]]
        telegram.message(user, telegram.private(user), next(texts))
    progress = Progress(telegram, before + number)
    await telegram.until(progress.is_done, 600)


@dataclass(slots=True)
class Progress:
    """Counts what is sent, looking at each call once."""

    telegram: TelegramServer
    wanted: int
    seen: int = 0
    sent: int = 0

    def is_done(self) -> bool:
        """Whether the last of them is answered, too."""
        calls = self.telegram.calls
        while self.seen < len(calls) and (calls[self.seen].status or calls[self.seen].method != "sendMessage"):
            self.sent += calls[self.seen].method == "sendMessage"
            self.seen += 1
        return self.sent >= self.wanted


def _people(telegram: TelegramServer) -> list[int]:
    people = [user.id for user in telegram.world.users.values() if not user.is_bot]
    return people or [telegram.user(f"User {number}", "it").id for number in range(CHATS)]


def pin(program: Program, core: int) -> None:
    """Keep all threads of a process on one core, those that it has not made yet as well."""
    for thread in Path(f"/proc/{program.process.pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})


def cpu_of(program: Program) -> float:
    """The seconds of CPU that the whole process has taken so far, with the processes that it began and saw end."""
    fields = Path(f"/proc/{program.process.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

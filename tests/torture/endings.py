"""A bot that is told to stop while it answers: alone again and again, and replicas one after the other."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final

from aiohttp import ClientConnectionError, ClientSession

from bot.settings import Settings
from knowledge.loading.starter import STARTER
from tests.bot.conftest import a_schema
from tests.telegram import torture_replicas
from tests.telegram.crowd import Findings, Question, questions_in, recorded_in
from tests.telegram.program import Place, Program, at_work
from tests.telegram.proxy import a_free_port
from tests.telegram.torture import LATENCY, Torture
from tests.telegram.torture_replicas import Replicated, behind_a_proxy
from tests.telegram_server import Fault, TelegramServer
from tests.torture.family import Family, Row

QUESTIONS: Final = 1000
ENDINGS: Final = 20
A_SECOND: Final = 20
"""As many people ask while replicas are started anew."""
LONGEST: Final = 10.0
"""Seconds that a stop may take."""
NOTICED: Final = 1.0
"""Seconds until it must say that it takes no more."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How one process ended."""

    code: int
    seconds: float
    """From the signal to the end."""
    not_ready: float
    """From the signal until /readyz said so, or nobody was there to say anything."""

    @classmethod
    async def of(cls, program: Program, monitor: str) -> "Ending":
        """Stop it."""
        began = time.monotonic()
        ending = asyncio.create_task(program.stop())
        while not ending.done() and await _is_ready(monitor):  # noqa: ASYNC110  # another process
            await asyncio.sleep(0.02)  # between two looks
        not_ready = time.monotonic() - began
        return cls(await ending, time.monotonic() - began, not_ready)

    def problems(self) -> list[str]:
        """What must not be."""
        return [
            *([f"a process ended with {self.code}"] if self.code else []),
            *([f"a stop took {self.seconds:.0f} s"] if self.seconds > LONGEST else []),
            *([f"it was ready for {self.not_ready:.1f} s more"] if self.not_ready > NOTICED else []),
        ]


async def _is_ready(monitor: str) -> bool:
    try:
        async with ClientSession() as session, session.get(f"http://{monitor}/readyz") as said:
            return said.status == 200
    except ClientConnectionError:
        return False


@dataclass(slots=True)
class Stopped(Torture):
    """One bot that is stopped again and again with much in its inbox; without its guard it is killed instead."""

    guarded: bool = True
    endings: list[Ending] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    """How many questions had no answer yet at each end."""

    async def _live(self, coming: Sequence[Question], seconds: float) -> None:
        async with at_work(self.telegram, self.place, self.module) as program:
            self.ask(coming)
            await program.lives_for(seconds)
            if self.guarded:
                self.endings.append(await Ending.of(program, self.place.more["GRAPPOLO_MONITOR"]))
            else:
                await program.kill()
        self.ends.append(len(self.telegram.calls))
        self.left.append(len(self.asked) - len(self.telegram.calls_of("sendMessage")))


@dataclass(slots=True)
class Rolling(Replicated):
    """Replicas that are stopped and started anew in turn, while people ask at a steady pace."""

    endings: list[Ending] = field(default_factory=list)

    async def roll(self) -> None:
        """As many restarts as there are kills."""
        self.telegram.fault(Fault("sendMessage", times=1 << 30, delay=LATENCY / 2, delay_after=LATENCY / 2))
        asking = asyncio.create_task(self._ask())
        for number, _ in zip(cycle(range(len(self.places))), range(self.kills), strict=False):
            self.endings.append(await Ending.of(self.programs[number], self.places[number].more["GRAPPOLO_MONITOR"]))
            self.ends.append(len(self.telegram.calls))
            self.programs[number] = await self.start(self.places[number])
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await self._finish(lambda: asyncio.to_thread(torture_replicas.has_drained, self._address))

    async def _ask(self) -> None:
        for question in questions_in(self.telegram, self.questions, self.random):
            self.ask([question])
            await asyncio.sleep(1 / A_SECOND)  # people, not a wait for anything

    @property
    def _address(self) -> str:
        return self.place.more["GRAPPOLO_DATABASE"]


async def stop_again_and_again(folder: Path, questions: int, endings: int, *, guarded: bool = True) -> Row:
    """A bot on SQLite that polls."""
    async with TelegramServer() as telegram:
        more = {"GRAPPOLO_MONITOR": f"127.0.0.1:{a_free_port()}", "GRAPPOLO_BACKUPS": str(folder / "backups")}
        place = Place(telegram.url, telegram.bot.token, folder, STARTER, more)
        stopped = Stopped(telegram, place, questions, endings, guarded=guarded)
        await stopped.run(lambda: asyncio.to_thread(lambda: place.pending() == 0))
        assert telegram.problems == []
        settings = Settings(data=place.data, keys=place.keys)
        found = await recorded_in(stopped.findings(), settings, f"telegram:{telegram.bot.id}")
    name = "SQLite, polling" if guarded else "control: killed instead"
    return _row(name, found, stopped.endings, {"unanswered at a stop, at most": max(stopped.left)}, guarded=guarded)


async def roll(folder: Path, address: str, endings: int) -> Row:
    """Two replicas on PostgreSQL that are started anew in turn."""
    async with TelegramServer() as telegram, behind_a_proxy(telegram, folder, address) as standing:
        rolling = Rolling(telegram, standing.places[0], 100 * endings, endings, places=standing.places)
        await rolling.begin()
        await rolling.roll()
        assert telegram.problems == []
        found = await recorded_in(rolling.findings(), standing.settings, f"telegram:{telegram.bot.id}")
    return _row("two replicas, PostgreSQL, webhook, in turn", found, rolling.endings, {})


def _row(name: str, found: Findings, endings: Sequence[Ending], more: dict[str, int], *, guarded: bool = True) -> Row:
    figures: dict[str, str | int] = {
        "questions": found.questions,
        "stops": found.kills,
        "unanswered at a stop, at most": "",
        **more,
        "without an answer": len(found.lost),
        "without their record": len(found.expected - found.recorded.keys()),
        "said or recorded twice": found.repeats.total() + sum(number - 1 for number in found.recorded.values()),
        "out of order": len(found.disordered),
        "not ready after": _longest([ending.not_ready for ending in endings]),
        "ended after": _longest([ending.seconds for ending in endings]),
    }
    # A stop, unlike a kill, is no reason to say anything twice.
    twice = [f"{found.repeats.total()} answers were said twice"] if found.repeats else []
    bad = [problem for ending in endings for problem in ending.problems()]
    return Row(name, figures, found.problems() + twice + bad, is_control=not guarded)


def _longest(seconds: Sequence[float]) -> str:
    return f"{max(seconds):.1f} s at most" if seconds else ""


def measure(folder: Path) -> Sequence[Row]:
    """Alone, as replicas, and killed instead."""
    rows = [asyncio.run(stop_again_and_again(folder / "alone", QUESTIONS, ENDINGS))]
    with a_schema() as address:
        rows.append(asyncio.run(roll(folder / "replicas", address, ENDINGS)))
    rows.append(asyncio.run(stop_again_and_again(folder / "control", QUESTIONS // 5, ENDINGS // 5, guarded=False)))
    return rows


FAMILY: Final = Family(
    "endings",
    "Stops and rolling restarts",
    "A process is told to stop (SIGTERM) at random moments, with up to hundreds of questions waiting; or two replicas"
    " are stopped and started anew in turn, as in an update, while twenty people a second ask. Telegram takes a tenth"
    " of a second for each message. A stop must be seen at /readyz within a second, take ten seconds at most, and end"
    " with 0; what is left is answered after the next start, once. In the control the process is killed instead.",
    measure,
)

"""Killing a bot again and again while it answers, and looking from outside at what came of it."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from bot.settings import Settings
from knowledge.loading.starter import STARTER
from tests.telegram.crowd import Crowd, Findings, Question, questions_in, recorded_in
from tests.telegram.door import until
from tests.telegram.program import GRAPPOLO, Place, at_work
from tests.telegram.unguarded import BOT as UNGUARDED
from tests.telegram_server import Fault, TelegramServer

BATCH: Final = 100
"""As many questions wait at once, like after an outage: Telegram gives no more at a time."""
LATE: Final = 10
"""As many of them are asked only when it is ready."""
LATENCY: Final = 0.1
"""Seconds that Telegram takes for a message, half of them after it is sent."""
LONGEST_LIFE: Final = 0.5
"""Seconds from ready to the kill, at most."""


@dataclass(slots=True)
class Torture(Crowd):
    """One bot that is killed at random moments after it is ready, then left to finish."""

    place: Place
    questions: int
    kills: int
    module: Sequence[str] = GRAPPOLO
    seed: int = 1

    async def run(self, drained: Callable[[], Awaitable[bool]]) -> None:
        """Ask, kill, and ask again; in the end wait until it has *drained* what is left, and stop it in good order."""
        random = Random(self.seed)  # noqa: S311  # the same moments each time
        self.telegram.fault(Fault("sendMessage", times=1 << 30, delay=LATENCY / 2, delay_after=LATENCY / 2))
        coming = list(questions_in(self.telegram, self.questions, random))
        for life in range(self.kills):
            until_now = -(-(life + 1) * -(-self.questions // BATCH) // self.kills) * BATCH
            portion = coming[len(self.asked) : until_now]
            self.ask(portion[:-LATE])
            await self._live(portion[-LATE:], LONGEST_LIFE * random.random())
        await self._finish(drained)

    async def _live(self, coming: Sequence[Question], seconds: float) -> None:
        began = time.monotonic()
        async with at_work(self.telegram, self.place, self.module) as program:
            self.waits.append(time.monotonic() - began)
            self.ask(coming)
            await program.lives_for(seconds)
        self.ends.append(len(self.telegram.calls))

    async def _finish(self, drained: Callable[[], Awaitable[bool]]) -> None:
        async def is_done() -> bool:
            return not self.telegram.bot.updates.waiting() and await drained()

        async with at_work(self.telegram, self.place, self.module) as program:
            await until(is_done, 900)
            code = await program.stop()
            assert code == 0, program.said()


async def torture_grappolo(folder: Path, questions: int, kills: int, seed: int = 1) -> Findings:
    """Kill the bot itself; what it has kept is read through its own storage in the end."""
    async with TelegramServer() as telegram:
        place = Place(telegram.url, telegram.bot.token, folder, STARTER)
        torture = Torture(telegram, place, questions, kills, seed=seed)
        await torture.run(lambda: asyncio.to_thread(lambda: place.pending() == 0))
        assert telegram.problems == []
        return await _with_records(torture.findings(), place, f"telegram:{telegram.bot.id}")


async def torture_unguarded(folder: Path, questions: int, kills: int, seed: int = 1) -> Findings:
    """Kill a bot that confirms what it has received before it has kept anything of it."""
    async with TelegramServer() as telegram:
        place = Place(telegram.url, telegram.bot.token, folder, STARTER)
        torture = Torture(telegram, place, questions, kills, ("tests.telegram.unguarded",), seed)
        await torture.run(_has_nothing_left)
        return await _with_records(torture.findings(), place, UNGUARDED)


async def _has_nothing_left() -> bool:
    return True


async def _with_records(found: Findings, place: Place, bot: str) -> Findings:
    return await recorded_in(found, Settings(data=place.data, keys=place.keys), bot)

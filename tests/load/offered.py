"""So many questions a second are offered, whether or not the bot keeps up: how long does each wait for its answer?"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from typing import Final

from tests.load.rounds import CHATS, QUESTIONS, Progress, cpu_of, pin
from tests.telegram.program import Place, Program, at_work
from tests.telegram_server import Fault, TelegramServer
from tests.torture.replicas import replicas_at_work

LATENCY: Final = 0.05
"""Seconds that Telegram takes for a message."""
WARM: Final = 2.0
"""Seconds at the beginning that do not count."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What came of it."""

    rate: int
    waits: Sequence[float]
    """Seconds from each question to the moment at which Telegram had its answer, the shortest first."""
    cpu: float
    """Of the bot's processes, in seconds for each question."""

    def at(self, share: float) -> float:
        """The wait that this *share* of the questions did not exceed."""
        return self.waits[min(len(self.waits) - 1, int(share * len(self.waits)))]


@dataclass(slots=True)
class Asking:
    """People who ask at a steady pace, each in a chat of their own."""

    telegram: TelegramServer
    rate: int
    give: Callable[[], None] = lambda: None
    """Called when somebody has asked."""
    asked: dict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    """When each question of a chat was to be asked."""

    async def run(self, seconds: float) -> None:
        """Ask for so many seconds, and wait until all of it is answered."""
        self.telegram.fault(Fault("sendMessage", times=1 << 30, delay=LATENCY))
        users = [self.telegram.user(f"User {number}", "it") for number in range(CHATS)]
        clock, loop = self.telegram.clock, asyncio.get_running_loop()
        began, number = loop.time(), round(self.rate * seconds)
        late = clock.now() - began
        for place, user, text in zip(range(number), cycle(users), cycle(QUESTIONS), strict=False):
            due = began + place / self.rate
            await asyncio.sleep(max(0.0, due - loop.time()))
            # What the machine cannot ask in time counts as asked in time.
            self.asked[user.id].append(due + late)
            self.telegram.message(user, self.telegram.private(user), text)
            self.give()
        await self.telegram.until(Progress(self.telegram, number).is_done, 120)

    def waits(self) -> list[float]:
        """How long each question waited, those of the first seconds left out; the shortest first."""
        first = min(map(min, self.asked.values())) + WARM
        answers: dict[int, deque[float]] = defaultdict(deque)
        for call in self.telegram.calls_of("sendMessage"):
            answers[int(call["chat_id"])].append(call.at + LATENCY)
        return sorted(
            answered - asked
            for chat, times in self.asked.items()
            for asked, answered in zip(times, answers[chat], strict=True)
            if asked >= first
        )


async def offered_alone(folder: Path, rate: int, seconds: float, core: int | None) -> Offered:
    """One process on SQLite that polls, on a *core* of its own if there is one."""
    async with TelegramServer() as telegram:
        async with at_work(telegram, Place(telegram.url, telegram.bot.token, folder)) as program:
            if core is not None:
                pin(program, core)
            found = await _offered(Asking(telegram, rate), seconds, [program])
            assert await program.stop() == 0, program.said()
        assert telegram.problems == []
    return found


async def offered_replicas(folder: Path, address: str, rate: int, seconds: float) -> Offered:
    """Two replicas on PostgreSQL that take turns at being given updates."""
    async with TelegramServer() as telegram, replicas_at_work(telegram, folder, address) as replicas:
        turns, giving = cycle(replicas), list[asyncio.Task[int]]()

        def give() -> None:
            [update] = telegram.bot.updates.waiting()
            telegram.bot.updates.drop()
            giving.append(asyncio.create_task(next(turns).take(update.json())))

        found = await _offered(Asking(telegram, rate, give), seconds, [one.program for one in replicas])
        assert set(await asyncio.gather(*giving)) == {200}
        assert telegram.problems == []
    return found


async def _offered(asking: Asking, seconds: float, programs: Sequence[Program]) -> Offered:
    before = sum(map(cpu_of, programs))
    await asking.run(seconds)
    cpu = (sum(map(cpu_of, programs)) - before) / (asking.rate * seconds)
    return Offered(asking.rate, asking.waits(), cpu)

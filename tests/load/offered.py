"""Questions that come at their own pace, whether or not the bot keeps up: how long each waits, and how many wait."""

import asyncio
import os
import time
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Final

from tests.load.rounds import QUESTIONS, Progress, Start
from tests.load.running import LATENCY, telegram_at_work
from tests.telegram_server import Chat, TelegramServer

RATE: Final = 100
"""Updates a second."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What came of it."""

    asked: list[float]
    """When each was asked, in seconds from the beginning."""
    waits: list[float]
    """How long each waited for its answer."""
    load: float
    """The load average of the machine, in the end."""

    def percentile(self, percent: float, part: slice = slice(None)) -> float:
        """The wait that so many *percent* do not exceed, in milliseconds."""
        waits = sorted(self.waits[part])
        return 1000 * waits[min(len(waits) - 1, int(len(waits) * percent / 100))]

    def waiting(self, at: float) -> int:
        """How many are asked and not answered at a moment."""
        return sum(moment <= at < moment + wait for moment, wait in zip(self.asked, self.waits, strict=True))


async def offer(folder: Path, bot: Start, seconds: int) -> Offered:
    """Ask at random moments, *RATE* a second on average; each question is a person's only one."""
    random = Random(7)  # noqa: S311  # the same moments each time
    async with telegram_at_work() as telegram:
        chats = [telegram.private(telegram.user(f"User {number}", "it")) for number in range(RATE * (seconds + 2))]
        async with bot(telegram, folder):
            warm, measured = chats[: 2 * RATE], chats[2 * RATE :]
            await _ask(telegram, warm, random)
            await telegram.until(Progress(telegram, len(warm)).is_done, 120)
            asked = await _ask(telegram, measured, random)
            await telegram.until(Progress(telegram, len(chats)).is_done, 120)
            load = os.getloadavg()[0]
        answers = {call["chat_id"]: call.at + LATENCY for call in reversed(telegram.calls_of("sendMessage"))}
    waits = [answers[str(chat.id)] - moment for chat, moment in zip(measured, asked, strict=True)]
    return Offered([moment - asked[0] for moment in asked], waits, load)


async def _ask(telegram: TelegramServer, chats: list[Chat], random: Random) -> list[float]:
    """Ask each, and tell when that was on the server's clock."""
    asked, texts, due = list[float](), cycle(QUESTIONS), time.monotonic()
    for chat in chats:
        due += random.expovariate(RATE)
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        assert chat.user
        # When it was due: what this process is late with, the bot does not get as a gift.
        asked.append(telegram.clock.now() - max(0.0, time.monotonic() - due))
        telegram.message(chat.user, chat, next(texts))
    return asked

"""The same update at two replicas at the same moment, and once more much later."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

import psycopg
from pydantic import SecretStr

from bot.kept import open_storage
from bot.settings import Settings
from tests.bot.conftest import a_schema
from tests.telegram.crowd import Crowd, Findings, questions_in
from tests.telegram_server import TelegramServer
from tests.torture.family import Family, Row
from tests.torture.replicas import Replica, drained, findings_of, replicas_at_work

QUESTIONS: Final = 10_000
LATER: Final = ("1 minute", "23 hours", "6 days")
"""When each comes once more, after the time before."""
AT_ONCE: Final = 40
"""As many chats send at the same time as Telegram opens connections."""


async def torture(folder: Path, questions: int, *, guarded: bool = True) -> Row:
    """Give each update to both replicas at once, and again later; without the guard a number may come twice."""
    with a_schema() as address:
        async with TelegramServer() as telegram, replicas_at_work(telegram, folder, address) as replicas:
            crowd = Crowd(telegram)
            crowd.ask(list(questions_in(telegram, questions, Random(1))))  # noqa: S311  # the same each time
            updates = [update.json() | {"queue": update.queue} for update in telegram.bot.updates.waiting()]
            telegram.bot.updates.drop()
            if not guarded:
                _let_numbers_come_twice(address)
            keys = replicas[0].place.keys
            refused = await _give(replicas, updates)
            await drained(address)
            first = await findings_of(crowd, address, keys)
            for time in LATER if guarded else LATER[:1]:
                await _pass(time, address, telegram, keys)
                refused += await _give(replicas, updates)
                await drained(address)
            assert telegram.problems == []
        return _row(first, await findings_of(crowd, address, keys), refused, guarded=guarded)


def _let_numbers_come_twice(address: str) -> None:
    """Take away what keeps a number from being kept twice."""
    with psycopg.connect(address) as database:
        found = database.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = 'inbox'::regclass AND contype = 'u'"
        )
        for (name,) in found.fetchall():
            database.execute(f'ALTER TABLE inbox DROP CONSTRAINT "{name}"')


async def _give(replicas: Sequence[Replica], updates: Sequence[dict[str, Any]]) -> int:
    """Give all of them to all replicas, each chat in its order; how many were not taken."""
    queues: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for update in updates:
        queues[update["queue"]].append(update)
    free = asyncio.Semaphore(AT_ONCE)

    async def in_order(queue: Sequence[dict[str, Any]]) -> int:
        refused = 0
        for update in queue:
            async with free:
                said = await asyncio.gather(*(replica.take(update) for replica in replicas))
            refused += sum(status != 200 for status in said)
        return refused

    return sum(await asyncio.gather(*map(in_order, queues.values())))


async def _pass(time: str, address: str, telegram: TelegramServer, keys: Path) -> None:
    """Let *time* have passed for all that was kept, and what is too old be forgotten, as it is each hour."""
    with psycopg.connect(address) as database:
        database.execute("UPDATE inbox SET received_at = received_at - %s::interval", [time])
    settings = Settings(database=SecretStr(address), keys=keys, token=SecretStr(telegram.bot.token))
    async with open_storage(settings) as storage:
        await storage.inbox_of(settings).forget(datetime.now(UTC))


def _row(first: Findings, found: Findings, refused: int, *, guarded: bool) -> Row:
    said = found.questions - len(found.lost) + found.repeats.total()
    figures: dict[str, str | int] = {
        "questions": found.questions,
        "deliveries": found.questions * 2 * (1 + len(LATER if guarded else LATER[:1])),
        "answers": said,
        "recorded": found.recorded.total(),
        "to be recorded": found.unanswerable,
        "out of order": len(found.disordered),
    }
    wrong = found.problems() + ([f"{refused} deliveries were refused"] if refused else [])
    if (first.recorded, first.counted) != (found.recorded, found.counted):
        wrong.append("the late repeats were counted")
    return Row("two replicas" if guarded else "control: numbers may repeat", figures, wrong, is_control=not guarded)


def measure(folder: Path) -> Sequence[Row]:
    """All of it, and a part without the guard."""
    return [
        asyncio.run(torture(folder / "guarded", QUESTIONS)),
        asyncio.run(torture(folder / "unguarded", QUESTIONS // 50, guarded=False)),
    ]


FAMILY: Final = Family(
    "repeats",
    "The same update twice",
    "Telegram sends an update again when it has not heard that it arrived, and a proxy may give it to another replica."
    " Here each update comes to two replicas on PostgreSQL at the same moment, and again to both a minute, 23 hours and"
    " six days later. Each question must be answered, counted and recorded once. In the control the database takes the"
    " number of an update twice.",
    measure,
)

"""PostgreSQL that ends the connections of the bot, or is started anew, while it answers."""

import asyncio
import secrets
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Final

import psycopg
from aiohttp import ClientError

from tests.bot.conftest import SERVER
from tests.telegram.crowd import Crowd, Findings, Question, questions_in
from tests.telegram_server import Fault, TelegramServer
from tests.torture.family import Family, Row
from tests.torture.replicas import Replica, drained, findings_of, replicas_at_work
from tests.torture.server import Server, a_server, binaries

PORTION: Final = 20
"""As many questions come around each fault."""
LATENCY: Final = 0.05
"""Seconds that Telegram takes for a message, half of them after it is sent."""
A_WHILE: Final = 0.1
"""Seconds between two questions as long as the server is harmed."""
LONGEST_WAIT: Final = 10.0
"""Seconds after which something must have been answered again."""

Harm = Callable[[], None]
"""What is done to the server."""
HARMS: Final[Mapping[str, Callable[[Server], None]]] = {
    "server started anew": Server.restart,
    "no connection is left": Server.crowd_out,
}
"""What may be done only to a server of our own."""


@contextmanager
def a_database() -> Iterator[str]:
    """The address of an empty database of its own: all connections to it are ours."""
    name = f"torture_{secrets.token_hex(8)}"
    with psycopg.connect(SERVER, autocommit=True, connect_timeout=5) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{SERVER.rpartition('/')[0]}/{name}"
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def end_connections(address: str) -> None:
    """End all connections to a database, from outside."""
    with psycopg.connect(SERVER, autocommit=True) as server:
        name = address.rpartition("/")[2]
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])


@dataclass(slots=True)
class Outages(Crowd):
    """People ask, and again and again the server is harmed; what is refused is sent again, as Telegram does."""

    replicas: Sequence[Replica]
    harm: Harm
    sends_again: bool = True
    turn: int = 0
    taken: int = 0
    refused: int = 0
    queues: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))
    """What comes from one chat comes in its order."""
    recoveries: list[float] = field(default_factory=list)
    """Seconds from the harm to the next answer."""

    async def run(self, faults: int) -> None:
        """A portion of questions around each of so many faults."""
        random = Random(3)  # noqa: S311  # the same each time
        self.telegram.fault(Fault("sendMessage", times=1 << 30, delay=LATENCY / 2, delay_after=LATENCY / 2))
        coming = list(questions_in(self.telegram, PORTION * faults, random))
        for number in range(faults):
            await self._around_a_fault(coming[number * PORTION : (number + 1) * PORTION], 0.3 * random.random())

    async def _around_a_fault(self, portion: Sequence[Question], seconds: float) -> None:
        giving = self._given(portion[: PORTION // 2])
        await asyncio.sleep(seconds)  # the moment of the harm
        harming = asyncio.create_task(asyncio.to_thread(self.harm))
        for question in portion[PORTION // 2 :]:
            giving += self._given([question])
            await asyncio.wait({harming}, timeout=A_WHILE)
        await harming
        self.ends.append(len(self.telegram.calls))
        began, before = time.monotonic(), len(self.telegram.calls_of("sendMessage"))
        await asyncio.gather(*giving)
        await self.telegram.until(lambda: len(self.telegram.calls_of("sendMessage")) > before or self._is_done(), 60)
        self.recoveries.append(time.monotonic() - began)

    def _given(self, portion: Sequence[Question]) -> list[asyncio.Task[None]]:
        """Let them be asked, and be on their way to the replicas."""
        self.ask(portion)
        updates = self.telegram.bot.updates.waiting()
        self.telegram.bot.updates.drop(updates)
        return [asyncio.create_task(self._give(update.queue, update.json())) for update in updates]

    def _is_done(self) -> bool:
        return len(self.telegram.calls_of("sendMessage")) >= self.taken

    async def _give(self, queue: str, update: object) -> None:
        async with self.queues[queue]:
            while await self._offer(update) != 200 and self.sends_again:  # noqa: ASYNC110  # as Telegram does
                await asyncio.sleep(0.1)

    async def _offer(self, update: object) -> int:
        self.turn += 1
        try:
            status = await self.replicas[self.turn % len(self.replicas)].take(update)
        except ClientError:
            status = 502
        self.taken += status == 200
        self.refused += status != 200
        return status


async def torture(folder: Path, address: str, harm: Harm, faults: int, name: str, *, sends_again: bool = True) -> Row:
    """Two replicas on the database at *address*, which is harmed so many times."""
    async with TelegramServer() as telegram, replicas_at_work(telegram, folder, address) as replicas:
        outages = Outages(telegram, replicas, harm, sends_again)
        await outages.run(faults)
        await drained(address)
        assert telegram.problems == []
        found = await findings_of(outages, address, replicas[0].place.keys)
        return _row(name, outages, found)


def _row(name: str, outages: Outages, found: Findings) -> Row:
    figures: dict[str, str | int] = {
        "questions": found.questions,
        "faults": found.kills,
        "refused, to be sent again": outages.refused,
        "without an answer": len(found.lost),
        "without their record": len(found.expected - found.recorded.keys()),
        "recorded twice": sum(number - 1 for number in found.recorded.values()),
        "said twice": found.repeats.total(),
        "out of order": len(found.disordered),
        "next answer after": f"{max(outages.recoveries):.1f} s at most",
    }
    # No process ends here, so an answer and its repeat may both come after the same harm: they are counted above.
    found.repeated_in_one_life.clear()
    late = [f"nothing was answered for {seconds:.0f} s" for seconds in outages.recoveries if seconds > LONGEST_WAIT]
    return Row(name, figures, found.problems() + late, is_control=not outages.sends_again)


def in_turn(*waits: Awaitable[Row]) -> list[Row]:
    """One after the other."""

    async def all_of_them() -> list[Row]:
        return [await wait for wait in waits]

    return asyncio.run(all_of_them())


def measure(folder: Path) -> Sequence[Row]:
    """End the connections again and again, and start a server anew where there is one that may be."""
    rows = list[Row]()
    for name, harm in HARMS.items():
        if where := binaries():
            with a_server(where) as server:
                rows += in_turn(torture(folder / name, server.address, partial(harm, server), 10, name))
    with a_database() as one, a_database() as two:
        rows += in_turn(
            torture(folder / "ended", one, lambda: end_connections(one), 50, "connections ended"),
            torture(folder / "control", two, lambda: end_connections(two), 10, "control: sent once", sends_again=False),
        )
    return rows


FAMILY: Final = Family(
    "outages",
    "PostgreSQL goes away",
    "PostgreSQL is started anew as after a crash (pg_ctl restart -m immediate), or ends all connections of two replicas"
    " (pg_terminate_backend), or has for two seconds no connection left for them; again and again, in the middle of"
    " their work. What a replica cannot keep it refuses, and"
    " Telegram sends it again. A replica that is cut off at each look of the other one, and for seconds cannot note "
    "that an answer was sent, is taken for dead, and that answer may be said twice. In the control nobody sends again"
    " what was refused.",
    measure,
)

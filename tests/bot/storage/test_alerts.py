"""What is kept of alerts: one process learns that a trouble begins, and one that it is over."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage.alerts import SqlAlerts, Standing
from bot.storage.database import Database, open_database

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def alerts(each_database: Database) -> SqlAlerts:
    return SqlAlerts(each_database)


async def test_a_trouble_begins_and_ends_once(alerts: SqlAlerts) -> None:
    """However often it is seen meanwhile; after its end it may begin anew."""
    assert await alerts.see("bot", "disk", NOW)
    assert not await alerts.see("bot", "disk", NOW + MINUTE)
    assert await alerts.standing("bot") == [Standing("disk", NOW, NOW + MINUTE)]
    assert await alerts.end("bot", "disk", NOW) is None
    assert await alerts.end("bot", "disk", NOW + MINUTE) == NOW
    assert await alerts.end("bot", "disk", NOW + MINUTE) is None
    assert await alerts.see("bot", "disk", NOW + 2 * MINUTE)


async def test_each_bot_has_troubles_of_its_own(alerts: SqlAlerts) -> None:
    await alerts.see("bot", "disk", NOW)

    assert await alerts.see("other", "disk", NOW)
    assert await alerts.end("other", "disk", NOW) == NOW
    assert [one.name for one in await alerts.standing("bot")] == ["disk"]


async def test_of_several_processes_one_learns_that_it_begins_and_one_that_it_is_over(address: str) -> None:
    async with AsyncExitStack() as stack:
        replicas = [SqlAlerts(await stack.enter_async_context(open_database(address))) for _ in range(6)]
        for round in range(5):
            now = NOW + round * MINUTE
            assert sum(await asyncio.gather(*(one.see("bot", "disk", now) for one in replicas))) == 1
            ended = await asyncio.gather(*(one.end("bot", "disk", now) for one in replicas))
            assert sorted(ended, key=str) == [now, *[None] * 5]

"""What the inbox promises to several processes that share it."""

import asyncio
from contextlib import AsyncExitStack, aclosing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage.database import Database, open_database
from bot.storage.errors import StorageError
from bot.storage.inbox import Inbox, LeaseLost
from bot.storage.keys import open_vault
from tests.bot.storage.test_inbox import NOW, an_update, numbers, only


async def test_several_processes_never_claim_the_same(address: str, keys: Path) -> None:
    """Eight replicas claim at once, again and again: each update goes to one of them, each chat in its order."""
    async with AsyncExitStack() as stack:
        databases = [await stack.enter_async_context(open_database(address)) for _ in range(8)]
        vault = await open_vault(databases[0], keys)
        replicas = [Inbox(database, vault, "telegram:1") for database in databases]
        await replicas[0].add([an_update(number, f"lane {number % 10}") for number in range(100)], NOW)
        done: list[int] = []

        async def work(replica: Inbox) -> None:
            while await replica.pending():
                for row in await replica.claim(NOW, 3, alone=False):
                    done.append(row.update_id)
                    await replica.answered(row, "[]")
                    await replica.sent(row, [])

        await asyncio.gather(*map(work, replicas))

    assert sorted(done) == list(range(100))
    assert all([n for n in done if n % 10 == lane] == list(range(lane, 100, 10)) for lane in range(10))


async def test_what_another_process_holds_is_free_when_that_is_gone(address: str, keys: Path) -> None:
    """And not before, however often somebody looks; who is not there only once may just have lost its connection."""
    async with open_database(address) as here:
        vault = await open_vault(here, keys)
        inbox = Inbox(here, vault, "telegram:1")
        await inbox.take_over()
        await inbox.add([an_update(1)], NOW)
        async with open_database(address) as there:
            other = Inbox(there, vault, "telegram:1")
            assert await other.take_over() == 0
            held = await only(other)
            assert await inbox.take_over() == 0
            assert await numbers(inbox) == []
        assert await inbox.take_over() == 0
        assert await inbox.take_over() == 1
        assert await numbers(inbox) == [1]
        with pytest.raises(LeaseLost):
            await inbox.sent(held, [])


async def test_a_process_that_is_missed_twice_keeps_what_it_has_taken_between(address: str, keys: Path) -> None:
    """Its connection may be ended before each look: as long as it takes and finishes things, it is alive."""
    async with open_database(address) as here, open_database(address) as there:
        vault = await open_vault(here, keys)
        inbox, other = Inbox(here, vault, "telegram:1"), Inbox(there, vault, "telegram:1")
        await inbox.add([an_update(1), an_update(2, lane="b"), an_update(3, lane="c")], NOW)
        [first, stuck] = await other.claim(NOW, 2)
        assert await inbox.take_over() == 0
        await other.sent(first, [])
        [second] = await other.claim(NOW, 1)

        assert await inbox.take_over() == 1

        await other.sent(second, [])
        with pytest.raises(LeaseLost):
            await other.sent(stuck, [])


async def test_what_one_process_keeps_wakes_the_others(address: str, tmp_path: Path) -> None:
    """Those of the same bot, once it is committed, and not for what was there already."""
    async with AsyncExitStack() as stack:
        ours, theirs = [await stack.enter_async_context(open_database(address)) for _ in range(2)]
        vault = await open_vault(ours, tmp_path / "keys")
        here, there = Inbox(ours, vault, "telegram:1"), Inbox(theirs, vault, "telegram:1")
        stranger = Inbox(ours, vault, "telegram:2")
        news = there.news()
        await anext(news)
        waiting = asyncio.ensure_future(anext(news))
        await stranger.add([an_update(1)], NOW)
        await here.add([an_update(1)], NOW)
        await asyncio.wait_for(waiting, 5)
        assert [row.update_id for row in await there.claim(NOW, 9)] == [1]

        again = asyncio.ensure_future(anext(news))
        await here.add([an_update(1)], NOW)
        await stranger.add([an_update(2)], NOW)
        assert not again.done()
        await here.add([an_update(3)], NOW)
        await asyncio.wait_for(again, 5)
        await news.aclose()


async def stop_telling(database: Database) -> None:
    """End the connection over which this process listens, as a restart of the server does."""
    ended = text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :listens")
    listens = {"listens": f"grappolo {database.presence} listens"}
    assert await database.read(lambda connection: connection.scalar(ended, listens))


async def test_who_cannot_listen_any_more_is_told(address: str, tmp_path: Path) -> None:
    """And may begin anew."""
    async with open_database(address) as database:
        inbox = Inbox(database, await open_vault(database, tmp_path / "keys"), "telegram:1")
        news = inbox.news()
        await anext(news)
        await stop_telling(database)
        with pytest.raises(StorageError, match="does not tell what is kept"):
            await anext(news)
        async with aclosing(inbox.news()) as again:
            await anext(again)

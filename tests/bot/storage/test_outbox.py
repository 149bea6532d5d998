"""What the outbox promises, on real databases."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from bot.storage.database import Database, open_database
from bot.storage.inbox import LeaseLost
from bot.storage.keys import open_vault
from bot.storage.outbox import DOUBTFUL, KEPT, LEASE, WAITING, SqlOutbox, Taken
from bot.storage.tables import blocked
from bot.storage.tables import outbox as table
from bot.storage.vault import Vault

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BOT = "telegram:1"


@pytest.fixture
def database(each_database: Database) -> Database:
    """What the outbox promises it promises on both."""
    return each_database


@pytest.fixture
def outbox(each_database: Database, each_vault: Vault) -> SqlOutbox:
    return SqlOutbox(each_database, each_vault)


async def rows(database: Database) -> list[Row[Any]]:
    found = select(table).order_by(table.c.id)
    return list(await database.read(lambda connection: connection.execute(found).all()))


async def states(database: Database) -> list[str]:
    return [row.state for row in await rows(database)]


async def taken_by(outbox: SqlOutbox, now: datetime = NOW) -> Taken:
    taken = await outbox.take(BOT, now)
    assert taken is not None
    return taken


async def test_nobody_gets_two_letters_for_one_purpose(outbox: SqlOutbox) -> None:
    """While the first one is there, and after it was sent; another person, purpose or bot is another letter."""
    assert await outbox.put(BOT, "anna", "reminder", "one", NOW)
    assert not await outbox.put(BOT, "anna", "reminder", "two", NOW)
    taken = await taken_by(outbox)
    assert taken.letter == "one"
    assert not await outbox.put(BOT, "anna", "reminder", "two", NOW)
    await outbox.sent(taken)
    assert not await outbox.put(BOT, "anna", "reminder", "two", NOW)

    assert await outbox.put(BOT, "anna", "digest", "three", NOW)
    assert await outbox.put(BOT, "ben", "reminder", "four", NOW)
    assert await outbox.put("telegram:2", "anna", "reminder", "five", NOW)
    assert [(await taken_by(outbox)).letter for _ in range(2)] == ["three", "four"]
    assert await outbox.take(BOT, NOW) is None


async def test_a_letter_is_sealed_and_gone_when_it_is_sent(outbox: SqlOutbox, database: Database) -> None:
    """That it was sent is all that stays."""
    await outbox.put(BOT, "anna", "reminder", "canary", NOW)
    [kept] = await rows(database)
    assert b"canary" not in kept.letter
    await outbox.sent(await taken_by(outbox))

    [done] = await rows(database)
    assert (done.state, done.letter, done.lease) == ("sent", None, None)


async def test_a_letter_moved_to_somebody_else_is_not_sent(outbox: SqlOutbox, database: Database) -> None:
    await outbox.put(BOT, "anna", "reminder", "for anna", NOW)
    await outbox.put(BOT, "ben", "reminder", "for ben", NOW)
    first = select(table.c.letter).where(table.c.asker == "anna").scalar_subquery()
    await database.write(lambda c: c.execute(update(table).where(table.c.asker == "ben").values(letter=first)))

    assert (await taken_by(outbox)).letter == "for anna"
    assert await outbox.take(BOT, NOW) is None
    assert [(row.state, row.reason) for row in await rows(database)] == [
        ("sending", None),
        ("refused", "cannot be read"),
    ]


async def test_letters_to_one_person_go_in_their_order(outbox: SqlOutbox) -> None:
    """The second waits for the first, also while that waits for its time; others need not."""
    for asker, purpose in (("anna", "begun"), ("anna", "over"), ("ben", "begun")):
        await outbox.put(BOT, asker, purpose, f"{purpose} for {asker}", NOW)
    first = await taken_by(outbox)
    assert (await taken_by(outbox)).letter == "begun for ben"
    await outbox.later(first, "begun, again", NOW + 3 * SECOND)

    assert await outbox.take(BOT, NOW + 2 * SECOND) is None
    again = await taken_by(outbox, NOW + 3 * SECOND)
    assert again.letter == "begun, again"
    await outbox.sent(again)
    assert (await taken_by(outbox, NOW + 3 * SECOND)).letter == "over for anna"


async def test_what_was_cut_is_never_sent_again_by_itself(outbox: SqlOutbox, database: Database) -> None:
    """It waits until somebody decides."""
    await outbox.put(BOT, "anna", "reminder", "a letter", NOW)
    cut = await taken_by(outbox)
    assert await outbox.doubt_what_was_cut(BOT, NOW) == 1
    assert await outbox.doubt_what_was_cut(BOT, NOW) == 0

    assert await outbox.take(BOT, NOW + timedelta(days=1)) is None
    assert not await outbox.put(BOT, "anna", "reminder", "a letter", NOW)
    with pytest.raises(LeaseLost):
        await outbox.sent(cut)
    [doubtful] = await outbox.unsure(BOT)
    assert (doubtful.purpose, doubtful.asker, doubtful.letter) == ("reminder", "anna", "a letter")
    assert await outbox.again("telegram:2", doubtful.id, NOW) == 0
    assert await outbox.again(BOT, doubtful.id, NOW) == 1
    assert await outbox.again(BOT, doubtful.id, NOW) == 0
    assert (await taken_by(outbox)).letter == "a letter"


async def test_what_nobody_knows_of_is_doubted_at_once(outbox: SqlOutbox) -> None:
    """With what is left of the letter; all of those can be sent again in one go."""
    for asker in ("anna", "ben"):
        await outbox.put(BOT, asker, "reminder", "all of it", NOW)
        await outbox.doubt(await taken_by(outbox), "the end")

    assert [one.letter for one in await outbox.unsure(BOT)] == ["the end", "the end"]
    assert await outbox.again(BOT, None, NOW) == 2
    assert (await taken_by(outbox)).letter == "the end"


async def test_what_another_process_is_sending_is_left_to_it_as_long_as_it_is_there(address: str, keys: Path) -> None:
    """And as long as its lease: who hangs so long has lost it."""
    async with open_database(address) as here:
        await here.announce()
        outbox = SqlOutbox(here, await open_vault(here, keys))
        async with open_database(address) as there:
            await there.announce()
            other = SqlOutbox(there, await open_vault(there, keys))
            for purpose in ("reminder", "digest"):
                await outbox.put(BOT, purpose, purpose, purpose, NOW - LEASE)
            hanging = await taken_by(other, NOW - LEASE)
            await taken_by(other)
            assert await outbox.doubt_what_was_cut(BOT, NOW) == 1
            with pytest.raises(LeaseLost):
                await other.sent(hanging)
        assert await outbox.doubt_what_was_cut(BOT, NOW) == 1


@pytest.mark.slow
async def test_several_processes_never_send_the_same(address: str, keys: Path) -> None:
    """Six replicas send at once; each letter goes once, those to one person in their order."""
    async with AsyncExitStack() as stack:
        databases = [await stack.enter_async_context(open_database(address)) for _ in range(6)]
        for one in databases:
            await one.announce()
        vault = await open_vault(databases[0], keys)
        replicas = [SqlOutbox(database, vault) for database in databases]
        for number in range(60):
            await replicas[0].put(BOT, f"person {number % 6}", f"purpose {number}", str(number), NOW)
        sent: list[int] = []

        async def work(replica: SqlOutbox) -> None:
            while len(sent) < 60:
                await replica.doubt_what_was_cut(BOT, NOW)
                if taken := await replica.take(BOT, NOW):
                    sent.append(int(taken.letter))
                    await replica.sent(taken)

        await asyncio.wait_for(asyncio.gather(*map(work, replicas)), 30)

    assert sorted(sent) == list(range(60))
    assert all([n for n in sent if n % 6 == person] == list(range(person, 60, 6)) for person in range(6))


async def test_who_has_blocked_the_bot_gets_nothing_until_they_write_again(
    outbox: SqlOutbox, database: Database
) -> None:
    """Neither what waits nor what comes; others get theirs."""
    for purpose in ("reminder", "digest"):
        await outbox.put(BOT, "anna", purpose, "a letter", NOW)
    await outbox.doubt(await taken_by(outbox), "a letter")
    await outbox.put(BOT, "ben", "reminder", "for ben", NOW)
    await outbox.block(BOT, "anna", NOW)

    assert [(row.state, row.letter) for row in await rows(database)][:2] == [("refused", None)] * 2
    assert not await outbox.put(BOT, "anna", "news", "a letter", NOW)
    assert await outbox.put("telegram:2", "anna", "news", "a letter", NOW)
    assert (await taken_by(outbox)).letter == "for ben"
    await outbox.welcome(BOT, "anna")
    assert await outbox.put(BOT, "anna", "news", "a letter", NOW)


async def test_what_is_old_is_tidied_away(outbox: SqlOutbox, database: Database) -> None:
    """What could not be sent, what nobody decided, what is long done, and who blocked the bot long ago."""
    for asker in ("done", "doubtful", "waiting"):
        await outbox.put(BOT, asker, "reminder", "a letter", NOW)
    await outbox.sent(await taken_by(outbox))
    await outbox.doubt(await taken_by(outbox), "a letter")
    await outbox.block(BOT, "somebody", NOW)

    assert await outbox.forget(BOT, NOW + WAITING) == 0
    assert await outbox.forget(BOT, NOW + WAITING + SECOND) == 1
    assert await states(database) == ["sent", "unsure", "refused"]
    assert await outbox.forget(BOT, NOW + DOUBTFUL + SECOND) == 1
    assert await outbox.again(BOT, None, NOW) == 0
    assert [row.letter for row in await rows(database)] == [None] * 3
    await outbox.forget(BOT, NOW + KEPT + SECOND)
    assert await rows(database) == []
    assert await database.read(lambda connection: connection.execute(select(blocked)).all()) == []


async def test_the_letters_to_a_person_can_be_seen_and_erased(outbox: SqlOutbox) -> None:
    for asker in ("anna", "ben"):
        await outbox.put(BOT, asker, "reminder", f"for {asker}", NOW)
    assert [(one.letter, one.state) for one in await outbox.of_asker(BOT, "anna")] == [("for anna", "ready")]
    await outbox.block(BOT, "anna", NOW)
    await outbox.forget_asker(BOT, "anna")

    assert await outbox.of_asker(BOT, "anna") == []
    assert await outbox.put(BOT, "anna", "reminder", "again", NOW)
    assert [one.letter for one in await outbox.of_asker(BOT, "ben")] == ["for ben"]

"""What the inbox promises, on real databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Row, select, update

from bot.storage.database import Database
from bot.storage.inbox import BACK_OFF, Arrived, Claimed, Inbox, LeaseLost
from bot.storage.tables import inbox as table
from bot.storage.vault import Vault

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def database(each_database: Database) -> Database:
    """What the inbox promises it promises on both."""
    return each_database


@pytest.fixture
def vault(each_vault: Vault) -> Vault:
    return each_vault


@pytest.fixture
def inbox(database: Database, vault: Vault) -> Inbox:
    return Inbox(database, vault, "telegram:1", lease=30 * SECOND)


def an_update(number: int, lane: str = "anna", question: str | None = None, body: str = "{}") -> Arrived:
    return Arrived(number, lane, question, body)


async def rows(database: Database) -> list[Row[Any]]:
    found = select(table).order_by(table.c.id)
    return list(await database.read(lambda connection: connection.execute(found).all()))


async def numbers(inbox: Inbox, now: datetime = NOW, most: int = 9) -> list[int]:
    """What is claimed, by its numbers."""
    return [row.update_id for row in await inbox.claim(now, most)]


async def only(inbox: Inbox, now: datetime = NOW) -> Claimed:
    [row] = await inbox.claim(now, 9)
    return row


def on_disk(file: Path) -> bytes:
    """All that stands in the files of the database, where it is one of ours to look into."""
    return b"".join(one.read_bytes() for one in file.parent.iterdir()) if file.exists() else b""


async def test_what_arrives_again_is_kept_once(inbox: Inbox) -> None:
    """Also beside something new, and after it is done."""
    assert await inbox.add([an_update(5)], NOW) == 1
    assert await inbox.add([an_update(5), an_update(6, "ben")], NOW) == 1
    for row in await inbox.claim(NOW, 9):
        await inbox.answered(row, "[]")
        await inbox.sent(row, [])
    assert await inbox.add([an_update(5), an_update(6)], NOW) == 0
    assert await inbox.add([], NOW) == 0
    assert await inbox.pending() == 0


async def test_each_bot_has_an_inbox_of_its_own(database: Database, vault: Vault, inbox: Inbox) -> None:
    """Their updates have the same numbers, and nothing to do with each other."""
    other = Inbox(database, vault, "telegram:2")
    assert await inbox.add([an_update(5, body="one")], NOW) == 1
    assert await other.add([an_update(5, body="two")], NOW) == 1

    assert [(await only(inbox)).body, (await only(other)).body] == ["one", "two"]


async def test_the_oldest_of_each_lane_is_claimed(inbox: Inbox) -> None:
    """The next one of a lane comes when the former is done."""
    await inbox.add([an_update(1), an_update(2), an_update(3, "ben"), an_update(4, "eva")], NOW)

    first, *others = await inbox.claim(NOW, 2)
    assert [first.update_id, *(row.update_id for row in others)] == [1, 3]
    assert await numbers(inbox) == [4]
    await inbox.answered(first, "[]")
    assert await numbers(inbox) == []
    await inbox.sent(first, [])
    assert await numbers(inbox) == [2]


async def test_what_failed_is_tried_again_later_and_later_before_the_rest_of_its_lane(inbox: Inbox) -> None:
    """After 1 and 5 and 25 seconds, and after 2 minutes."""
    await inbox.add([an_update(1), an_update(2)], NOW)
    now = NOW
    for attempt, wait in enumerate(BACK_OFF, start=1):
        row = await only(inbox, now)
        assert (row.update_id, row.attempt) == (1, attempt)
        await inbox.failed(row, now, "it rained")
        assert await numbers(inbox, now + timedelta(seconds=wait) - SECOND / 10) == []
        assert await inbox.next_due(now) == now + timedelta(seconds=wait)
        now += timedelta(seconds=wait)

    assert (await only(inbox, now)).attempt == 5


async def test_what_is_given_up_lets_the_next_one_through(inbox: Inbox, database: Database) -> None:
    """With its incident and its reason, and without its text."""
    await inbox.add([an_update(1), an_update(2), an_update(3, "ben")], NOW)
    first, ben = await inbox.claim(NOW, 9)
    await inbox.answered(first, "[]", incident="A1", reason="it rained")
    await inbox.sent(first, [7])
    await inbox.dropped(ben, "B2", "nobody is there")

    assert await numbers(inbox) == [2]
    dead, _, dropped = await rows(database)
    assert (dead.state, dead.incident, dead.reason) == ("dead", "A1", "it rained")
    assert (dropped.state, dropped.reason) == ("dead", "nobody is there")
    assert [one.incident for one in await inbox.dead()] == ["B2", "A1"]
    assert all(one.is_kept for one in await inbox.dead())


async def test_a_lease_that_ends_lets_somebody_else_work_and_not_both(inbox: Inbox) -> None:
    """Who comes back too late changes nothing."""
    await inbox.add([an_update(1)], NOW)
    slow = await only(inbox)
    assert await numbers(inbox, NOW + 29 * SECOND) == []
    quick = await only(inbox, NOW + 30 * SECOND)

    with pytest.raises(LeaseLost):
        await inbox.answered(slow, '["twice"]')
    await inbox.answered(quick, '["once"]')
    assert (quick.attempt, (await only(inbox, NOW + 90 * SECOND)).replies) == (2, '["once"]')


async def test_what_a_dead_process_held_is_free_at_once(inbox: Inbox, database: Database) -> None:
    """The one that takes over need not wait for the lease."""
    await inbox.add([an_update(1)], NOW)
    held = await only(inbox)
    if database.is_shared:
        # Here it is known whose the lease is, and that process is there.
        assert await inbox.take_over() == 0
        assert await numbers(inbox, NOW + 29 * SECOND) == []
        return

    assert await inbox.take_over() == 1
    assert await numbers(inbox) == [1]
    with pytest.raises(LeaseLost):
        await inbox.sent(held, [])


async def test_what_is_put_back_goes_on_from_where_it_was(inbox: Inbox) -> None:
    """Whether its answer was kept nobody may know when the database was away."""
    await inbox.add([an_update(1)], NOW)
    row = await only(inbox)
    await inbox.put_back(row, NOW + SECOND)
    assert await numbers(inbox) == []
    again = await only(inbox, NOW + SECOND)
    assert (again.body, again.replies, again.attempt) == ("{}", None, 1)
    await inbox.answered(again, "[1]")
    await inbox.put_back(again, NOW + SECOND)

    assert (await only(inbox, NOW + SECOND)).replies == "[1]"


async def test_what_may_have_ended_a_process_is_tried_by_itself(inbox: Inbox) -> None:
    """One of eight ends the program each time it is worked on: the others are answered in their second attempt."""
    await inbox.add([an_update(number, f"lane {number}") for number in range(8)], NOW)
    assert len(await inbox.claim(NOW, 8)) == 8
    now = NOW + MINUTE
    attempts = {}
    while (row := await only(inbox, now)).attempt <= 5:
        attempts[row.update_id] = row.attempt
        assert row.suspect
        assert await inbox.claim(now, 8, alone=False) == []
        if row.update_id == 3:
            now += MINUTE
        else:
            await inbox.answered(row, "[]")
            await inbox.sent(row, [])

    assert attempts == {number: 5 if number == 3 else 2 for number in range(8)}


async def test_an_answer_is_kept_with_what_it_changes_or_not_at_all(inbox: Inbox, database: Database) -> None:
    """In the transaction of the turn."""
    await inbox.add([an_update(1)], NOW)
    row = await only(inbox)

    async def turn() -> None:
        await inbox.answered(row, "[]")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await database.transaction(turn)
    [kept] = await rows(database)
    assert (kept.state, kept.replies) == ("running", None)


async def test_what_was_answered_is_sent_from_what_was_kept(inbox: Inbox) -> None:
    """An attempt to send is no attempt to answer."""
    await inbox.add([an_update(1)], NOW)
    row = await only(inbox)
    await inbox.answered(row, '["one", "two"]')
    await inbox.send_later(row, '["two"]', NOW + 3 * SECOND)

    assert await numbers(inbox, NOW + 2 * SECOND) == []
    again = await only(inbox, NOW + 3 * SECOND)
    assert (again.replies, again.body, again.attempt) == ('["two"]', None, 1)


async def test_the_messages_that_answered_a_question_are_known(inbox: Inbox) -> None:
    """The last ones, as long as a question can be edited."""
    await inbox.add([an_update(1, question="q"), an_update(2, question="q")], NOW)
    for messages in ([7, 8], [7]):
        row = await only(inbox)
        await inbox.answered(row, "[]")
        await inbox.sent(row, messages)

    assert await inbox.messages_of("q") == [7]
    assert await inbox.messages_of("another") == []


async def test_bodies_and_replies_are_gone_when_they_are_done(inbox: Inbox, database: Database, file: Path) -> None:
    """While they are kept nobody can read them; afterwards there is nothing to read."""
    await inbox.add([an_update(1, body="canary body")], NOW)
    row = await only(inbox)
    assert row.body == "canary body"
    await inbox.answered(row, "canary reply")
    [kept] = await rows(database)
    assert kept.body is None
    assert b"canary" not in on_disk(file)
    await inbox.sent(row, [])

    [done] = await rows(database)
    assert (done.body, done.replies, done.lease, done.lane, done.state) == (None, None, None, "", "done")


async def test_what_is_not_done_after_a_day_is_erased_and_its_number_after_a_week(
    inbox: Inbox, database: Database, file: Path
) -> None:
    """Done or not; Telegram keeps no longer what nobody fetches."""
    await inbox.add([an_update(1), an_update(2, "ben", "q")], NOW)
    [sealed, _] = [row.body for row in await rows(database)]
    row = (await inbox.claim(NOW, 9))[1]
    await inbox.answered(row, "[]")
    await inbox.sent(row, [7])

    assert await inbox.forget(NOW + timedelta(hours=24)) == 0
    assert await inbox.forget(NOW + timedelta(hours=24, seconds=1)) == 1
    expired, done = await rows(database)
    assert (expired.state, expired.reason, expired.body) == ("dead", "expired", None)
    assert (done.state, done.sent, done.question) == ("done", None, None)
    assert sealed not in on_disk(file)
    assert await inbox.add([an_update(1)], NOW) == 0

    await inbox.forget(NOW + timedelta(days=7, seconds=1))
    assert await rows(database) == []


async def test_what_was_given_up_can_be_tried_once_more_within_a_day(inbox: Inbox) -> None:
    """By its incident or all of it; then it is as new, and in its chat's order."""
    await inbox.add([an_update(number, f"lane {number}", body=str(number)) for number in (1, 2, 3)], NOW)
    for row in await inbox.claim(NOW, 9):
        await inbox.answered(row, "[]", incident=f"A{row.update_id}", reason="it rained")
        await inbox.sent(row, [9])

    assert await inbox.retry(NOW, "A2") == 1
    assert [(row.body, row.attempt) for row in await inbox.claim(NOW, 9)] == [("2", 1)]
    assert await inbox.retry(NOW, "A2") == 0
    await inbox.forget(NOW + timedelta(hours=24, seconds=1))
    assert [(one.incident, one.is_kept) for one in await inbox.dead()] == [("A3", False), ("A1", False)]
    assert await inbox.retry(NOW) == 0


async def test_a_body_moved_to_another_row_does_not_open(inbox: Inbox, database: Database) -> None:
    """Nor does one that was changed."""
    await inbox.add([an_update(1, "anna", body="one"), an_update(2, "ben", body="two")], NOW)
    first = select(table.c.body).where(table.c.update_id == 1).scalar_subquery()
    await database.write(lambda c: c.execute(update(table).where(table.c.update_id == 2).values(body=first)))

    assert [row.body for row in await inbox.claim(NOW, 9)] == ["one", None]


async def test_nobody_waits_where_nothing_will_become_due(inbox: Inbox) -> None:
    """What is due now is no time to wait for."""
    assert await inbox.next_due(NOW) is None
    await inbox.add([an_update(1)], NOW)
    assert await inbox.next_due(NOW) is None
    row = await only(inbox)
    assert await inbox.next_due(NOW) == NOW + 30 * SECOND
    with pytest.raises(LeaseLost):
        await inbox.dropped(replace(row, lease="another"), "A1", "x")

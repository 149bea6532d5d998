"""Transactions happen whole or not at all, whoever is cancelled, and whenever."""

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, delete, select

from bot.storage.database import Database, open_database
from bot.storage.tables import insert, meta


def put(name: str) -> Callable[[Connection], object]:
    return lambda connection: connection.execute(insert(meta).values(name=name, value=""))


def names(connection: Connection) -> list[str]:
    return list(connection.scalars(select(meta.c.name).order_by(meta.c.name)))


def put_both(database: Database, name: str, between: Callable[[], Awaitable[object]]) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        await database.write(put(f"{name} 1"))
        await between()
        await database.write(put(f"{name} 2"))

    return work


async def test_writes_within_a_transaction_are_seen_by_it_and_by_nobody_else_before_its_end(database: Database) -> None:
    seen: list[list[str]] = []
    first_is_written, go_on = asyncio.Event(), asyncio.Event()

    async def look() -> None:
        seen.append(await database.read(names))
        first_is_written.set()
        await go_on.wait()

    transaction = asyncio.create_task(database.transaction(put_both(database, "a", look)))
    await first_is_written.wait()
    assert await database.read(names) == []
    go_on.set()
    await transaction

    assert seen == [["a 1"]]
    assert await database.read(names) == ["a 1", "a 2"]


async def test_a_transaction_that_reads_first_holds_off_other_programs_from_its_beginning(
    database: Database, file: Path
) -> None:
    async def read_then_write() -> None:
        assert await database.read(names) == []
        another_program = sqlite3.connect(file, timeout=0)
        with closing(another_program), pytest.raises(sqlite3.OperationalError, match="locked"):
            another_program.execute("INSERT INTO meta VALUES ('b', '')")
        await database.write(put("a"))

    await database.transaction(read_then_write)

    assert await database.read(names) == ["a"]


async def test_the_log_is_emptied_after_the_transaction_that_asks_for_it(database: Database, file: Path) -> None:
    log = file.with_name(f"{file.name}-wal")
    await database.transaction(put_both(database, "a", database.checkpoint))
    assert log.stat().st_size == 0

    await database.write(put("b"))
    assert log.stat().st_size > 0


async def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    async def fail() -> None:
        raise KeyError

    with pytest.raises(KeyError):
        await database.transaction(put_both(database, "a", fail))
    await database.write(put("b"))

    assert await database.read(names) == ["b"]


async def test_who_is_cancelled_half_way_leaves_no_half_for_the_next_to_commit(database: Database) -> None:
    half_way, go_on = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        half_way.set()
        await go_on.wait()

    caller = asyncio.create_task(database.transaction(put_both(database, "a", wait)))
    await half_way.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    other = asyncio.create_task(database.write(put("b")))
    await asyncio.sleep(0)
    assert await database.read(names) == []
    go_on.set()
    await other

    assert await database.read(names) == ["a 1", "a 2", "b"]


async def test_who_is_cancelled_while_waiting_to_begin_leaves_no_lock(database: Database, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None, timeout=0)) as another_program:
        another_program.execute("BEGIN IMMEDIATE")
        caller = asyncio.create_task(database.write(put("a")))
        await database.read(names)  # By now the writer waits in its own thread.
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
        another_program.execute("ROLLBACK")
        await database.write(put("b"))

        another_program.execute("BEGIN IMMEDIATE")
        another_program.execute("ROLLBACK")

    assert await database.read(names) == ["a", "b"]


async def test_wherever_transactions_are_cancelled_they_happen_whole_or_not_at_all(database: Database) -> None:
    for turns in range(80):
        work = put_both(database, f"{turns:02}", lambda: database.read(names))
        caller = asyncio.create_task(database.transaction(work))
        for _ in range(turns):
            await asyncio.sleep(0)
        caller.cancel()
        with suppress(asyncio.CancelledError):
            await caller
    await database.write(put("end"))

    there = await database.read(names)
    assert [name for name in there if name.endswith("1")] == [f"{name[:-1]}1" for name in there if name.endswith("2")]


async def test_readers_that_are_cancelled_do_not_use_up_the_connections(database: Database) -> None:
    for turns in range(40):
        caller = asyncio.create_task(database.read(names))
        for _ in range(turns):
            await asyncio.sleep(0)
        caller.cancel()
        with suppress(asyncio.CancelledError):
            await caller

    assert await asyncio.gather(*(database.read(names) for _ in range(20))) == [[]] * 20


async def test_many_writers_take_turns(database: Database) -> None:
    await asyncio.gather(*(database.write(put(f"{number:02}")) for number in range(50)))

    assert await database.read(names) == [f"{number:02}" for number in range(50)]


async def test_a_failure_that_nobody_waits_for_is_logged(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    half_way, go_on = asyncio.Event(), asyncio.Event()

    async def fail() -> None:
        half_way.set()
        await go_on.wait()
        raise KeyError("the reason")

    caller = asyncio.create_task(database.transaction(fail))
    await half_way.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    go_on.set()
    with caplog.at_level(logging.ERROR, "bot.storage"):
        await database.write(put("after it"))

    assert "the reason" in caplog.text


async def test_closing_waits_for_what_has_begun(file: Path) -> None:
    async with open_database(file) as database:

        async def take_long() -> None:
            for _ in range(100):
                await database.read(names)

        caller = asyncio.create_task(database.transaction(put_both(database, "a", take_long)))
        await asyncio.sleep(0)
        caller.cancel()
        with pytest.raises(asyncio.CancelledError):
            await caller
    async with open_database(file) as database:
        assert await database.read(names) == ["a 1", "a 2"]


async def test_an_error_does_not_show_the_values(database: Database) -> None:
    await database.write(put("canary"))

    with pytest.raises(Exception, match="UNIQUE") as refused:
        await database.write(put("canary"))

    assert "canary" not in str(refused.value)


async def test_a_checkpoint_waits_its_turn_and_empties_the_log(database: Database, file: Path) -> None:
    await asyncio.gather(
        database.write(put("a")), database.checkpoint(), database.write(lambda c: c.execute(delete(meta)))
    )
    await database.checkpoint()

    assert file.with_name("grappolo.db-wal").stat().st_size == 0


async def test_a_checkpoint_that_a_reader_holds_up_is_told(
    file: Path, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    await database.write(lambda connection: connection.exec_driver_sql("PRAGMA busy_timeout = 0"))
    await database.write(put("a"))
    with closing(sqlite3.connect(file, isolation_level=None)) as another_program:
        another_program.execute("BEGIN")
        another_program.execute("SELECT * FROM meta").fetchall()
        await database.write(put("b"))
        await database.checkpoint()

    assert "another program is reading" in caplog.text

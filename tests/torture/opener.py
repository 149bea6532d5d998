"""Opens a database as a start does, in a process that can be killed at any moment of it."""

import asyncio
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

# What a start has to load would take longer than what it is about.
import alembic.operations
import alembic.runtime.migration
import alembic.script  # noqa: F401
from sqlalchemy import create_engine

from bot.storage import schema
from bot.storage.database import open_database

Where = Path | str
Opens = Callable[[Where, Connection], None]
"""Opens a database, and tells when it begins and when that is done."""

# Each process is a copy of one that has everything loaded.
_PROCESSES: Final = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload([__name__])


def as_a_start_does(where: Where, telling: Connection) -> None:
    """In one transaction."""

    async def work() -> None:
        telling.send("begun")
        async with open_database(where):
            telling.send("done")

    asyncio.run(work())


def stepwise(where: Where, telling: Connection) -> None:
    """Each statement of the steps by itself, in a file."""
    engine = create_engine(f"sqlite:///{where}", isolation_level="AUTOCOMMIT")
    telling.send("begun")
    with engine.connect() as connection:
        schema.bring_to_head(connection)
    telling.send("done")


def opened(where: Where, moment: float | None, opens: Opens = as_a_start_does) -> float:
    """Open it in a process that is killed at a *moment*, or never; how many seconds it had."""
    hearing, telling = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=opens, args=(where, telling))
    process.start()
    telling.close()
    assert hearing.recv() == "begun"
    began = time.monotonic()
    if moment is None:
        assert hearing.recv() == "done"
    else:
        time.sleep(moment)  # until the kill
        process.kill()
    seconds = time.monotonic() - began
    process.join()
    process.close()
    hearing.close()
    return seconds

"""A program that is killed loses nothing that it said was kept."""

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from bot.storage.database import open_database
from bot.storage.keys import open_vault
from bot.storage.questions import SqlQuestionLog


async def _kept_until_killed(folder: Path, name: str, after: int) -> list[str]:
    """The ids that the program printed; it is killed *after* so many, wherever it is then."""
    arguments = [sys.executable, "-m", "tests.bot.storage.adding", str(folder), name]
    program = await asyncio.create_subprocess_exec(*arguments, stdout=PIPE, cwd=Path(__file__).parents[3])
    assert program.stdout is not None
    printed = [await program.stdout.readline() for _ in range(after)]
    program.kill()
    printed += (await program.stdout.read()).splitlines(keepends=True)
    await program.wait()
    return [line.decode().strip() for line in printed if line.endswith(b"\n")]


@pytest.mark.slow
async def test_all_that_was_kept_before_a_kill_is_there_after_it(tmp_path: Path) -> None:
    kept = [*await _kept_until_killed(tmp_path, "a", 1), *await _kept_until_killed(tmp_path, "b", 73)]

    async with open_database(tmp_path / "grappolo.db") as database:
        log = SqlQuestionLog(database, await open_vault(database, tmp_path / "keys"))
        there = {record.id for record in await log.records("vicenza")}
        check = await database.read(
            lambda connection: connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
        )

    assert len(kept) >= 74
    assert there >= set(kept)
    # At most what was in flight at each kill: kept, and not yet said.
    assert len(there) <= len(kept) + 2
    assert check == "ok"

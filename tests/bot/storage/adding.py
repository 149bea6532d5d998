"""A program that adds records until it is killed, and prints each one's id once it is kept."""

import asyncio
import itertools
import sys
from pathlib import Path

from bot.storage.database import open_database
from bot.storage.keys import open_vault
from bot.storage.questions import SqlQuestionLog
from tests.bot.storage.examples import a_gap


async def add_until_killed(folder: Path, name: str) -> None:
    async with open_database(folder / "grappolo.db") as database:
        log = SqlQuestionLog(database, await open_vault(database, folder / "keys"))
        for number in itertools.count():
            await log.add(a_gap(id=f"{name}-{number}"))
            sys.stdout.write(f"{name}-{number}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(add_until_killed(Path(sys.argv[1]), sys.argv[2]))

"""The list of who was erased, kept up to date beside the backups while the bot is at work."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from sqlalchemy.exc import SQLAlchemyError

from bot.kept import Storage
from bot.storage.erased import Erased, add_to_list, told_by
from bot.storage.errors import StorageError

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class ErasedList:
    """Tells in a folder of backups what the database tells, whichever process erased somebody there."""

    storage: Storage
    folder: Path
    trouble: str = ""

    async def run(self, every: float) -> NoReturn:
        """Bring it up to date again and again."""
        while True:
            await self.update()
            await asyncio.sleep(every)

    async def update(self) -> None:
        """Bring it up to date; it is written only if there is something new."""
        trouble = ""
        try:
            erased: Erased = await self.storage.database.read(lambda connection: dict(told_by(connection)))
            await asyncio.to_thread(add_to_list, self.folder, self.storage.vault, erased)
        # What is no moment any more, in a damaged file, is a ValueError.
        except (SQLAlchemyError, StorageError, OSError, ValueError) as error:
            trouble = str(error) if isinstance(error, StorageError) else type(error).__name__
            if trouble != self.trouble:
                _log.error("The list of who was erased is not up to date beside the backups; trying again: %s", trouble)
        self.trouble = trouble

"""A damaged file of SQLite: refused at the start, looked for at work, and always told with what to do."""

import asyncio
import logging
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from bot.settings import Settings
from bot.storage.backups import backups_in
from bot.storage.errors import StorageError
from bot.storage.keys import KEY_FILE, vault_in
from bot.storage.soundness import damage_at_start, damage_in, fingerprint_in

_log = logging.getLogger(__name__)


async def must_be_sound(where: Path | str, settings: Settings) -> None:
    """Raises StorageError if *where* is a damaged file, and leaves it as it is. A server looks after its own."""
    if isinstance(where, Path):
        await asyncio.to_thread(_file_must_be_sound, where, settings)


def _file_must_be_sound(file: Path, settings: Settings) -> None:
    key = settings.keys / KEY_FILE
    if damage := damage_at_start(file, was_used=key.exists()):
        raise StorageError(told(file, damage, settings))
    # As long as it was not opened, the log of another bot has not been written into it.
    known = fingerprint_in(file) if key.exists() else None
    if known is not None and known != vault_in(settings.keys).fingerprint:
        raise StorageError(
            f"{key} is the key of another database: put the one that belongs to this database there, or, if it is the"
            f" database that is another one: {_cure(settings)}"
        )


def told(file: Path, damage: str, settings: Settings) -> str:
    """What is wrong with *file*, and what to do."""
    return f"{file} is damaged ({damage}) and is left as it is; {_cure(settings)}"


def _cure(settings: Settings) -> str:
    newest = next(iter(backups_in(settings.backups)), None)
    if newest is None:
        return f"there is no backup in {settings.backups}: put a copy of the file there, or move it away to begin anew"
    return f"stop the bot, and put the newest backup back: grappolo restore {shlex.quote(str(newest))}"


@dataclass(slots=True)
class Inspection:
    """Looks at a file of SQLite again and again while it is used, and knows what was wrong with it last."""

    where: Path | str
    settings: Settings
    damage: str = ""

    async def run(self, every: float) -> NoReturn:
        """Look again and again. On a server there is nothing to look at."""
        while True:
            if isinstance(self.where, Path):
                await self._look(self.where)
            await asyncio.sleep(every)

    async def _look(self, file: Path) -> None:
        try:
            damage = await asyncio.to_thread(damage_in, file)
        except (StorageError, OSError) as error:
            _log.warning("Nobody knows whether the database is sound; looking again later: %s", error)
            return
        if damage and not self.damage:
            _log.error("%s", told(file, damage, self.settings))
        self.damage = damage

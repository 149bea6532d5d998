"""The heartbeat: a file that a bot at work touches again and again, so that somebody outside sees whether it hangs."""

import asyncio
import time
from pathlib import Path
from typing import Final, NoReturn

HEARTBEAT: Final = "heartbeat"
"""The name of the file in the folder of the data."""
EVERY: Final = 10.0
"""Seconds from one beat to the next."""
LONGEST: Final = 60.0
"""Seconds without a beat after which the bot is taken to hang."""


class Hangs(Exception):
    """The bot was at work and gives no sign of life any more."""


async def beat(file: Path) -> NoReturn:
    """Touch *file* again and again; when the bot stops in good order, it is gone."""
    # With the database on a server nobody else makes the folder.
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        while True:
            await asyncio.to_thread(file.touch)
            await asyncio.sleep(EVERY)
    finally:
        _end(file)


def is_beating(file: Path) -> bool:
    """Whether a bot is at work, as far as can be seen from outside."""
    return file.exists() and time.time() - file.stat().st_mtime <= LONGEST


def _end(file: Path) -> None:
    # At once, not in a thread: the loop may be ending.
    file.unlink(missing_ok=True)


def must_beat(file: Path) -> None:
    """Raises *Hangs* if *file* was touched, and then no more. Without it no bot is at work, or it stopped in order."""
    if file.exists() and (silence := time.time() - file.stat().st_mtime) > LONGEST:
        raise Hangs(f"The bot has given no sign of life for {silence:.0f} seconds: start it again")

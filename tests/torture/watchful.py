"""The bot, but it looks for what is wrong twice a second: ``python -m tests.torture.watchful``."""

import asyncio
import sys
from typing import Final

from bot.app import open_app
from bot.settings import read_settings
from bot.telegram.pace import Pace
from bot.telegram.serving import serve

WATCHFUL: Final = ("tests.torture.watchful",)
EVERY: Final = 0.5


async def main() -> int:
    """Be the bot until SIGTERM."""
    async with open_app(read_settings()) as app:
        return await serve(app, Pace(check=EVERY, inspect=EVERY))


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

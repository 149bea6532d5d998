"""From the first update to the last on Telegram: opens everything, serves, closes."""

import asyncio
from pathlib import Path

from bot.app import open_app
from bot.settings import Settings
from bot.telegram.serving import serve


def attend(settings: Settings, knowledge: Path | None = None) -> int:
    """Be the bot on Telegram until it is told to stop; the exit code of the process."""
    return asyncio.run(_attend(settings, knowledge))


async def _attend(settings: Settings, knowledge: Path | None) -> int:
    async with open_app(settings, knowledge) as app:
        return await serve(app)

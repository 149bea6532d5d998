"""From the first word to the last on the terminal: opens everything, talks, closes."""

import asyncio
import contextlib
import sys
from pathlib import Path

from rich.console import Console

from bot.app import open_app
from bot.settings import Settings, read_settings
from bot.terminal.chat import Chat, converse
from bot.terminal.lines import piped_lines, typed_lines
from bot.terminal.render import shown_on


def talk(knowledge: Path | None = None) -> None:
    """Hold a conversation until the person leaves: ``/quit``, Ctrl-D, Ctrl-C, or the end of the piped lines."""
    settings = read_settings()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_talk(settings, knowledge))


async def _talk(settings: Settings, knowledge: Path | None) -> None:
    typed = sys.stdin.isatty() and sys.stdout.isatty()
    async with open_app(settings, knowledge) as app:
        await converse(Chat(app, shown_on(Console())), typed_lines() if typed else piped_lines())

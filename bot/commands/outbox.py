"""``grappolo outbox``: letters that may not have arrived, for who decides whether they are sent again."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.promises import Posted


def outbox(
    again: Annotated[int, typer.Option("--again", metavar="NUMBER", help="Send this one again.")] = 0,
    again_all: Annotated[bool, typer.Option("--again-all", help="Send all of them again.")] = False,
) -> None:
    """List what the bot has sent by itself and may not have arrived, or send it again. It is kept for a week."""
    from bot.settings import read_settings

    settings = read_settings()
    if again or again_all:
        number = asyncio.run(_again(settings, again or None))
        typer.echo(f"Sent again: {number}. A bot at work does it within seconds")
        return
    found = asyncio.run(_unsure(settings))
    for one in found:
        typer.echo(f"{one.id} · {one.at.astimezone(settings.timezone):%Y-%m-%d %H:%M} · {one.purpose} · to {one.short}")
    if not found:
        typer.echo("Nothing is in doubt.")


async def _unsure(settings: "Settings") -> "list[Posted]":
    from bot.kept import bot_on_telegram, open_storage

    bot = bot_on_telegram(settings)
    async with open_storage(settings) as storage:
        return list(await storage.outbox.unsure(bot))


async def _again(settings: "Settings", id: int | None) -> int:
    from bot.kept import bot_on_telegram, open_storage

    bot = bot_on_telegram(settings)
    async with open_storage(settings) as storage:
        return await storage.outbox.again(bot, id, datetime.now(UTC))

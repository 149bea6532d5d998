"""``grappolo dead``: what the bot gave up, for who has mended why."""

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage.inbox import Dead


def dead(
    retry: Annotated[str, typer.Option("--retry", metavar="INCIDENT", help="Try this one once more.")] = "",
    retry_all: Annotated[bool, typer.Option("--retry-all", help="Try all of them once more.")] = False,
) -> None:
    """List what could not be answered for a fault of ours, or try it once more. It is kept for a day."""
    from bot.settings import read_settings

    settings = read_settings()
    if retry or retry_all:
        number = asyncio.run(_retry(settings, retry.upper() or None))
        typer.echo(f"Tried once more: {number}. A bot at work answers within a minute")
        return
    found = asyncio.run(_dead(settings))
    for one in found:
        kept = "" if one.is_kept else " · too old to be tried again"
        at = one.received_at.astimezone(settings.timezone)
        typer.echo(f"{one.incident} · {at:%Y-%m-%d %H:%M} · {one.attempts} attempts · {one.reason}{kept}")
    if not found:
        typer.echo("Nothing was given up.")


async def _dead(settings: "Settings") -> "list[Dead]":
    from bot.kept import open_storage

    async with open_storage(settings) as storage:
        return await storage.inbox_of(settings).dead()


async def _retry(settings: "Settings", incident: str | None) -> int:
    from bot.kept import open_storage

    async with open_storage(settings) as storage:
        return await storage.inbox_of(settings).retry(datetime.now(UTC), incident)

"""``grappolo audit``: what was done with roles."""

import asyncio
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from handlers.promises import Deed, Member


def audit() -> None:
    """Show who has a role, and what was done with roles: people under the first letters of their pseudonyms."""
    from bot.settings import read_settings

    settings = read_settings()
    members, deeds = asyncio.run(_read(settings))
    for member in members:
        typer.echo(f"{member.short} is {member.role} since {member.since.astimezone(settings.timezone):%Y-%m-%d}")
    for deed in deeds:
        at = deed.at.astimezone(settings.timezone)
        typer.echo(f"{at:%Y-%m-%d %H:%M} · {_short(deed.who)} {deed.what} {_short(deed.whom)}".rstrip())
    if not deeds:
        typer.echo("Nothing was done yet.")


def _short(who: str) -> str:
    """A pseudonym is 32 letters and digits; what else did it is told whole."""
    return who if " " in who else who[:6]


async def _read(settings: "Settings") -> "tuple[list[Member], list[Deed]]":
    from bot.chosen import BOT, telegram_bot_of
    from bot.kept import open_storage

    async with open_storage(settings) as storage:
        bot = telegram_bot_of(settings) or BOT
        return list(await storage.roles.members(bot)), list(await storage.roles.audit(bot))

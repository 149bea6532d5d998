"""``grappolo telegram …``, and starting the bot where it talks: on Telegram, or in this terminal."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import typer

if TYPE_CHECKING:
    from bot.settings import Settings

telegram = typer.Typer(help="What concerns the bot on Telegram.", no_args_is_help=True, rich_markup_mode=None)


@telegram.callback()
def options() -> None:
    """What concerns the bot on Telegram."""


@telegram.command()
def setup() -> None:
    """Set the bot's commands and descriptions in all languages; once, and after an update of Grappolo."""
    from bot.logs import set_up_logs
    from bot.settings import read_settings
    from bot.telegram.api import TokenRefused
    from bot.telegram.setup import BY_HAND, SetupFailed, set_up

    settings = read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    if settings.token is None:
        _fail("GRAPPOLO_TOKEN is empty. Ask @BotFather for a token and put it in .env")
    try:
        number = asyncio.run(set_up(settings))
    except (TokenRefused, SetupFailed) as failed:
        _fail(str(failed))
    typer.echo(f"Telegram knows the commands and descriptions in all languages ({number} calls).")
    typer.echo(BY_HAND)


def start(knowledge: Path | None = None) -> None:
    """Start the bot where it talks: on Telegram if a token is set, else in this terminal."""
    from bot.settings import read_settings

    settings = read_settings()
    if settings.token is None:
        from bot.terminal.session import talk

        talk(knowledge)
    elif code := asyncio.run(_serve(settings, knowledge)):
        raise typer.Exit(code)


async def _serve(settings: "Settings", knowledge: Path | None) -> int:
    from bot.app import open_app
    from bot.telegram.serving import serve

    async with open_app(settings, knowledge) as app:
        return await serve(app)


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(1)

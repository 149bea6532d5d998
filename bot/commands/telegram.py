"""``grappolo telegram …``, and starting the bot where it talks: on Telegram, or in this terminal."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

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


@telegram.command()
def webhook(
    off: Annotated[bool, typer.Option("--off", help="Let the bot fetch its updates again.")] = False,
) -> None:
    """Tell Telegram to send updates to GRAPPOLO_WEBHOOK; once, not at every start."""
    from bot.logs import set_up_logs
    from bot.settings import read_settings
    from bot.telegram.api import TokenRefused
    from bot.telegram.setup import SetupFailed

    settings = read_settings()
    set_up_logs(settings.log_level, settings.log_format)
    if settings.token is None:
        _fail("GRAPPOLO_TOKEN is empty. Ask @BotFather for a token and put it in .env")
    if settings.webhook is None and not off:
        _fail("GRAPPOLO_WEBHOOK is empty. Put the public address of the bot into .env")
    try:
        typer.echo(asyncio.run(_tell_webhook(settings, off=off)))
    except (TokenRefused, SetupFailed) as failed:
        _fail(str(failed))


async def _tell_webhook(settings: "Settings", *, off: bool) -> str:
    from bot.kept import open_storage
    from bot.telegram.setup import delete_webhook, set_webhook

    if off:
        return await delete_webhook(settings)
    async with open_storage(settings) as storage:
        return await set_webhook(settings, storage.vault)


def start(knowledge: Path | None = None) -> None:
    """Start the bot where it talks: on Telegram if a token is set, else in this terminal."""
    from bot.ahead import compiled_ahead
    from bot.settings import read_settings

    settings = read_settings()
    with compiled_ahead(settings, knowledge):
        if settings.token is None:
            from bot.terminal.session import talk
        else:
            from bot.telegram.session import attend
    if settings.token is None:
        talk(knowledge)
    else:
        from bot.logs import give_up_what_cannot_be_written

        code = attend(settings, knowledge)
        give_up_what_cannot_be_written()
        raise typer.Exit(code)


def _fail(text: str) -> NoReturn:
    typer.echo(text, err=True)
    raise typer.Exit(1)

"""The bot without its inbox, as bots are usually made: what is received is confirmed at once and waits in memory.

Only to show what the inbox is for. ``python -m tests.telegram.unguarded``
"""

import asyncio
import signal
from typing import Any, Final

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

from bot.app import App, open_app
from bot.settings import Settings, read_settings
from bot.telegram.application import AnyApplication
from handlers.turns import Turn

BOT: Final = "unguarded"


async def serve(settings: Settings) -> None:
    """Answer until SIGTERM, then finish what waits in memory."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    async with open_app(settings) as app, _application(settings, app) as application:
        assert application.updater
        await application.start()
        await application.updater.start_polling()
        await stopping.wait()
        await application.updater.stop()
        await application.stop()


def _application(settings: Settings, app: App) -> AnyApplication:
    assert settings.token
    builder = ApplicationBuilder().token(settings.token.get_secret_value()).base_url(f"{settings.telegram_api}/bot")
    application: AnyApplication = builder.build()

    async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        turn = await _turn(update, app)
        for say in await app.take(turn):
            await context.bot.send_message(turn.chat, say.plain)

    application.add_handler(MessageHandler(filters.TEXT, answer))
    return application


async def _turn(update: Update, app: App) -> Turn:
    message: Any = update.effective_message
    return Turn(
        bot=BOT,
        asker=str(message.from_user.id),
        chat=str(message.chat.id),
        at=message.date,
        language=app.settings.language,
        base=await app.base.current(),
        text=message.text.removeprefix("@grappolo_bot "),
    )


if __name__ == "__main__":
    asyncio.run(serve(read_settings()))

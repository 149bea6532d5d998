"""A bare echo bot on python-telegram-bot as it comes. ``python -m tests.load.echo``"""

import os

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def _echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text(update.message.text or "")


def main() -> None:
    """Repeat everything until SIGTERM."""
    builder = Application.builder().token(os.environ["GRAPPOLO_TOKEN"])
    application = builder.base_url(f"{os.environ['GRAPPOLO_TELEGRAM_API']}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    application.run_polling()


if __name__ == "__main__":
    main()

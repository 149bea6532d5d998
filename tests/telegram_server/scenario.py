"""One conversation, and a bot that can hold it: run against this server, and against somebody else's."""

from collections.abc import Mapping
from typing import Any, Protocol

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

AnyApplication = Application[Any, Any, Any, Any, Any, Any]
KINDS = ["message", "callback_query", "inline_query"]


class Stage(Protocol):
    """A server that stands in for Telegram, and one person who talks through it."""

    async def message(self, text: str) -> None: ...

    async def tap(self, data: str) -> None:
        """Tap this button of the bot's first message."""

    async def inline(self, text: str) -> None: ...

    async def asked(self, method: str, number: int = 1) -> Mapping[str, str]:
        """The parameters with which the bot called a method for the *number*-th time, when it has."""


async def conversation(stage: Stage) -> None:
    """A greeting with a button, the button, an echo, and inline mode."""
    await stage.message("/start")
    greeting = await stage.asked("sendMessage")
    assert greeting["text"] == "What do you want?"
    assert "Time" in greeting["reply_markup"]

    await stage.tap("time")
    assert (await stage.asked("answerCallbackQuery"))["text"] == "A moment"
    assert (await stage.asked("editMessageText"))["text"] == "It is late"

    await stage.message("così è 😀")
    assert (await stage.asked("sendMessage", 2))["text"] == "così è 😀"

    await stage.inline("grapes")
    assert "grapes" in (await stage.asked("answerInlineQuery"))["results"]


def echo_bot(token: str, base_url: str, base_file_url: str) -> AnyApplication:
    """A bot that repeats what it hears, made as any bot of python-telegram-bot is."""
    application = ApplicationBuilder().token(token).base_url(base_url).base_file_url(base_file_url).build()
    application.add_handler(CommandHandler("start", _greet))
    application.add_handler(CallbackQueryHandler(_tell))
    application.add_handler(InlineQueryHandler(_find))
    application.add_handler(MessageHandler(filters.TEXT, _echo))
    return application


async def _greet(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Time", callback_data="time")]])
    await update.effective_message.reply_text("What do you want?", reply_markup=keyboard)


async def _tell(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.answer("A moment")
    await update.callback_query.edit_message_text("It is late")


async def _find(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.inline_query
    query = update.inline_query.query
    await update.inline_query.answer([InlineQueryResultArticle("1", query, InputTextMessageContent(f"About {query}"))])


async def _echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.effective_message
    assert update.effective_message.text
    await update.effective_message.reply_text(update.effective_message.text)

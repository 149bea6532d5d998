"""python-telegram-bot's Application, put together: our HTTP client, our handlers, and nothing that runs by itself."""

from typing import Any, TypeAlias

from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    MessageHandler,
    filters,
)

from bot.settings import Settings
from bot.telegram.hearing import Hearing
from bot.telegram.request import AiohttpRequest

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]


def client(settings: Settings, connections: int = 32, read_timeout: float = 20.0) -> AiohttpRequest:
    """The HTTP client, through the proxy of *settings* if there is one."""
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    return AiohttpRequest(connection_pool_size=connections, read_timeout=read_timeout, pool_timeout=10.0, proxy=proxy)


def build(settings: Settings, polls: AiohttpRequest) -> AnyApplication:
    """The Application for the bot of *settings*, which must have a token. It receives nothing by itself."""
    if settings.token is None:
        raise ValueError("GRAPPOLO_TOKEN is not set")
    return (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(f"{settings.telegram_api}/bot")
        .base_file_url(f"{settings.telegram_api}/file/bot")
        .request(client(settings))
        .get_updates_request(polls)
        .updater(None)
        .job_queue(None)
        .build()
    )


def connect(application: AnyApplication, hearing: Hearing) -> None:
    """Let *hearing* answer what the Application is given."""
    application.add_handler(MessageHandler(filters.UpdateType.MESSAGES, hearing.message))
    application.add_handler(CallbackQueryHandler(hearing.tap))
    application.add_handler(ChatMemberHandler(hearing.membership, ChatMemberHandler.MY_CHAT_MEMBER))
    application.add_error_handler(hearing.error)

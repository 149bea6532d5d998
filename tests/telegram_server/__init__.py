"""A stand-in for Telegram's Bot API, for tests and for trying the bot out without Telegram.

async with TelegramServer() as telegram:
    # ... start the bot with telegram.bot.token and telegram.base_url
    anna = telegram.user("Anna", language_code="it")
    said = telegram.message(anna, telegram.private(anna), "ciao")
    reply = await telegram.reply(said)
    click = telegram.click(anna, reply, reply.labels[0])
    await telegram.until(lambda: click.answer)
assert telegram.problems == []
"""

from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Chat, Message, User
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.world import Bot

__all__ = ["Bot", "Chat", "Fault", "Message", "TelegramServer", "User"]

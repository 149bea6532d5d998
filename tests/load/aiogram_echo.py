"""A bare echo bot on aiogram as it comes, in an environment of its own. ``python -m tests.load.aiogram_echo``"""

import asyncio
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def _echo(message: Message) -> None:
    await message.answer(message.text or "")


async def main() -> None:
    """Repeat everything until SIGTERM."""
    server = TelegramAPIServer.from_base(os.environ["GRAPPOLO_TELEGRAM_API"])
    dispatcher = Dispatcher()
    dispatcher.message.register(_echo)
    async with Bot(os.environ["GRAPPOLO_TOKEN"], AiohttpSession(api=server)) as bot:
        await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())

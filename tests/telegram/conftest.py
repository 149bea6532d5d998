"""Tests here talk with the stand-in for Telegram."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.telegram.door import Running, bot_at_work
from tests.telegram_server import TelegramServer
from tests.telegram_server.client import Client, client_of
from tests.telegram_server.fixtures import telegram_server

__all__ = ["telegram_server"]


@pytest.fixture
async def bot(telegram_server: TelegramServer) -> AsyncIterator[Client]:
    """A bare client with the token of the first bot."""
    async with client_of(telegram_server) as client:
        yield client


@pytest.fixture
async def grappolo(own_folders: Path, telegram_server: TelegramServer) -> AsyncIterator[Running]:
    """The whole bot at work, with folders of its own."""
    async with bot_at_work(telegram_server) as running:
        yield running

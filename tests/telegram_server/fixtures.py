"""The server as tests get it: import this into a conftest.py."""

from collections.abc import AsyncIterator

import pytest

from tests.telegram_server.server import TelegramServer


@pytest.fixture
async def telegram_server() -> AsyncIterator[TelegramServer]:
    """A server on a free port; in the end it must have seen nothing that a correct bot does not do."""
    async with TelegramServer() as server:
        yield server
    assert server.problems == []

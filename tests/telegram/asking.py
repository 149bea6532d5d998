"""Somebody who asks a bot with a small base: fixtures for tests of what goes wrong then."""

from pathlib import Path

import pytest

from knowledge.loading.starter import make_base
from tests.telegram_server import Chat, Message, TelegramServer, User

BUDGET = "qual è il budget di PonteCartaVola?"
NONSENSE = "quanti unicorni blu ballano?"


@pytest.fixture(autouse=True)
def small_base(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base that is compiled in no time."""
    make_base(own_folders / "base", empty=False)
    monkeypatch.setenv("GRAPPOLO_KNOWLEDGE", str(own_folders / "base"))


@pytest.fixture
def anna(telegram_server: TelegramServer) -> User:
    return telegram_server.user("Anna", "it")


@pytest.fixture
def chat(telegram_server: TelegramServer, anna: User) -> Chat:
    return telegram_server.private(anna)


@pytest.fixture
def question(telegram_server: TelegramServer, anna: User, chat: Chat) -> Message:
    """A question that waits for the bot."""
    return telegram_server.message(anna, chat, BUDGET)

"""``grappolo telegram setup`` and ``grappolo run``, as somebody types them."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from handlers.commands import COMMANDS
from knowledge.model.languages import LANGUAGES
from tests.telegram_server import Fault, TelegramServer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


async def start(telegram: TelegramServer, *arguments: str, token: str | None = None) -> Process:
    """The command line, with this Telegram."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "bot", *arguments),
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "GRAPPOLO_TOKEN": token or telegram.bot.token,
            "GRAPPOLO_TELEGRAM_API": telegram.url,
        },
        stdout=PIPE,
        stderr=PIPE,
    )


async def test_setup_sets_everything_in_every_language(own_folders: Path, telegram_server: TelegramServer) -> None:
    """For private chats and for groups, and for who has another language; the rest is told."""
    program = await start(telegram_server, "telegram", "setup")
    said, complained = await program.communicate()

    assert program.returncode == 0, complained
    assert b"@BotFather" in said
    bot = telegram_server.bot
    wanted = {(scope, language) for scope in ("all_private_chats", "all_group_chats") for language in ("", *LANGUAGES)}
    assert {(scope.strip('{}"'), language) for scope, language in map(scope_of, bot.commands)} == wanted
    for commands in bot.commands.values():
        assert [command["command"] for command in commands] == list(COMMANDS)
    assert {language for _, language in bot.texts} == {"", *LANGUAGES}


def scope_of(key: tuple[str, str]) -> tuple[str, str]:
    """The scope and the language of stored commands."""
    scope = next(name for name in ("all_private_chats", "all_group_chats") if name in key[0])
    return scope, key[1]


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault("*", 9, error=(401, "Unauthorized")), b"does not accept GRAPPOLO_TOKEN"),
        (Fault("setMyDescription", error=(400, "Bad Request: it is wet")), b"refuses setMyDescription: 400"),
        (Fault("*", 9, drop="before"), b"Telegram cannot be reached"),
    ],
    ids=["token", "refused", "dropped"],
)
async def test_what_fails_is_one_line(
    own_folders: Path, telegram_server: TelegramServer, fault: Fault, told: bytes
) -> None:
    """No traceback, and no token."""
    telegram_server.fault(fault)
    program = await start(telegram_server, "telegram", "setup")
    _, complained = await program.communicate()

    assert program.returncode == 1
    assert told in complained
    assert len(complained.splitlines()) == 1
    assert telegram_server.bot.token.encode() not in complained


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
async def test_run_is_the_bot_on_telegram_until_a_signal(
    own_folders: Path, telegram_server: TelegramServer, sign: signal.Signals
) -> None:
    """It answers, and ends in good order."""
    anna = telegram_server.user("Anna", "en")
    question = telegram_server.message(anna, telegram_server.private(anna), "/start")
    program = await start(telegram_server, "run")
    reply = await telegram_server.reply(question, seconds=30)
    program.send_signal(sign)
    _, logged = await program.communicate()

    assert "Welcome!" in reply.text
    assert program.returncode == 0, logged
    assert b"Traceback" not in logged
    assert b"@grappolo_bot is at work" in logged


async def test_run_with_a_wrong_token_ends_with_an_error(own_folders: Path, telegram_server: TelegramServer) -> None:
    """Whatever watches over the process sees that it failed."""
    program = await start(telegram_server, "run", token="7000009:" + "C" * 35)
    _, logged = await program.communicate()

    assert program.returncode == 1
    assert b"does not accept GRAPPOLO_TOKEN" in logged
    assert b"CCC" not in logged

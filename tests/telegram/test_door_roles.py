"""Who comes to own a bot on Telegram, and whom they let in."""

import re
from pathlib import Path

import pytest

from tests.telegram.door import bot_at_work
from tests.telegram_server import TelegramServer


async def test_who_reads_the_log_of_the_first_start_owns_the_bot(
    own_folders: Path, telegram_server: TelegramServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once: the next start offers nothing, and whoever finds the code later is a member like all."""
    anna, ben = telegram_server.user("Anna", "en"), telegram_server.user("Ben", "en")
    async with bot_at_work(telegram_server) as grappolo:
        assert "I do not know the command" in (await grappolo.ask(anna, "/roles")).text
        found = re.search(r"/start ([\w-]{12})", capsys.readouterr().err)
        assert found
        assert "From now on you are: owner" in (await grappolo.ask(anna, found[0])).text
        assert "Welcome" in (await grappolo.ask(ben, found[0])).text
        invitation = (await grappolo.ask(anna, "/grant staff")).text.splitlines()[-1]
    async with bot_at_work(telegram_server) as grappolo:
        assert "From now on you are: staff member" in (await grappolo.ask(ben, invitation)).text
        assert len((await grappolo.ask(anna, "/roles")).text.splitlines()) == 3

    assert "Nobody owns this bot" not in capsys.readouterr().err

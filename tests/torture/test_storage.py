"""The file of SQLite cannot be written for a while, and nobody's question is lost."""

from pathlib import Path

import pytest

from knowledge.loading.starter import STARTER
from tests.telegram.program import Place, at_work
from tests.telegram_server import TelegramServer
from tests.torture import storage
from tests.torture.storage import Trouble, full, locked

FULL = Path("/dev/full")

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]


@pytest.mark.parametrize(
    ("trouble", "seconds", "forgets"),
    [(locked, 1, False), (full, 2, False), (full, 2, True)],
    ids=["locked", "full", "control"],
)
async def test_what_cannot_be_kept_is_not_confirmed(
    tmp_path: Path, trouble: Trouble, seconds: float, forgets: bool
) -> None:
    """And it is answered once when it can be; were it forgotten meanwhile, it would be lost."""
    row = await storage.torture(tmp_path, trouble, seconds, "short", forgets=forgets)

    assert row.problems() == []
    assert trouble is locked or row.figures["/readyz said"] != "ready"


@pytest.mark.skipif(not FULL.exists(), reason="this system has no device that is always full")
async def test_who_cannot_write_the_log_answers_all_the_same(tmp_path: Path) -> None:
    """Its disk may be another one than that of the data."""
    (tmp_path / "log").symlink_to(FULL)
    async with TelegramServer() as telegram:
        anna = telegram.user("Anna", "en")
        place = Place(telegram.url, telegram.bot.token, tmp_path, STARTER)
        async with at_work(telegram, place) as program:
            telegram.message(anna, telegram.private(anna), "when does the Flying Paper Bridge start?")
            [answer] = await telegram.said(telegram.private(anna), seconds=30)
            await program.stop()

    assert answer.text.startswith("March 1, 2026")

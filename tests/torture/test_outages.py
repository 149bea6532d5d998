"""PostgreSQL goes away, and nobody's question is lost."""

from pathlib import Path

import pytest

from tests.bot.conftest import address
from tests.torture import outages

__all__ = ["address"]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders", "address")]


@pytest.mark.parametrize("sends_again", [True, False], ids=["guarded", "control"])
async def test_ended_connections_lose_and_double_nothing(tmp_path: Path, sends_again: bool) -> None:
    """As long as Telegram sends again what was refused."""
    with outages.a_database() as where:
        harm = lambda: outages.end_connections(where)  # noqa: E731
        row = await outages.torture(tmp_path, where, harm, 5, "short", sends_again=sends_again)

    assert row.problems() == []

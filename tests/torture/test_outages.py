"""PostgreSQL goes away, and nobody's question is lost."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.bot.conftest import address
from tests.torture import outages
from tests.torture.server import Server, a_server, binaries

__all__ = ["address"]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders", "address")]


@pytest.mark.parametrize("sends_again", [True, False], ids=["guarded", "control"])
async def test_ended_connections_lose_and_double_nothing(tmp_path: Path, sends_again: bool) -> None:
    """As long as Telegram sends again what was refused."""
    with outages.a_database() as where:
        harm = lambda: outages.end_connections(where)  # noqa: E731
        row = await outages.torture(tmp_path, where, harm, 12, "short", sends_again=sends_again)

    assert row.problems() == []


@pytest.mark.parametrize("harm", outages.HARMS.values(), ids=outages.HARMS)
async def test_a_server_that_is_away_costs_nothing(tmp_path: Path, harm: Callable[[Server], None]) -> None:
    """And somebody is answered within ten seconds of its being back."""
    if (where := binaries()) is None:
        pytest.skip("PostgreSQL's pg_ctl and initdb are not on this machine")
    with a_server(where) as server:
        row = await outages.torture(tmp_path, server.address, partial(harm, server), 2, "short")

    assert row.problems() == []

"""A bot is stopped while it answers, and nobody notices."""

from pathlib import Path

import pytest

from tests.bot.conftest import address
from tests.torture import endings

__all__ = ["address"]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
async def test_what_is_left_at_a_stop_is_answered_once_after_the_next_start(tmp_path: Path, guarded: bool) -> None:
    """Were it killed instead, some would be answered twice."""
    row = await endings.stop_again_and_again(tmp_path, 200, 2, guarded=guarded)

    assert row.problems() == []


async def test_replicas_that_are_started_anew_in_turn_answer_everybody(tmp_path: Path, address: str) -> None:
    """Each once, and nobody sees an error."""
    row = await endings.roll(tmp_path, address, 2)

    assert row.problems() == []

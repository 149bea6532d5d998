"""The bot is killed again and again, and nobody's question is lost."""

from pathlib import Path

import pytest

from bot.telegram.pace import Pace
from tests.bot.conftest import address
from tests.telegram.torture import torture_grappolo, torture_unguarded
from tests.telegram.torture_replicas import torture_replicas

__all__ = ["address"]

QUESTIONS, KILLS = 300, 50

pytestmark = [pytest.mark.usefixtures("own_folders"), pytest.mark.slow]


async def test_no_kill_loses_or_doubles_anything(tmp_path: Path) -> None:
    """Each question has its answer and each gap its record, once; what was in flight may be said again."""
    found = await torture_grappolo(tmp_path / "bot", QUESTIONS, KILLS)

    assert found.problems() == []
    assert found.questions == QUESTIONS
    assert len(found.recorded) == found.unanswerable > QUESTIONS // 3
    assert found.repeats.total() <= KILLS * Pace().lanes


async def test_without_the_inbox_the_same_kills_lose_nearly_everything(tmp_path: Path) -> None:
    """The test above is no easy one: a bot that confirms before it keeps is lost in it."""
    found = await torture_unguarded(tmp_path / "bot", QUESTIONS, KILLS // 10)

    assert len(found.lost) > 0.9 * QUESTIONS
    assert len(found.recorded) < 0.1 * QUESTIONS


async def test_no_kill_of_a_replica_loses_or_doubles_anything(tmp_path: Path, address: str) -> None:
    """Two processes share the work; the one that is left goes on, in the order of each chat."""
    found = await torture_replicas(tmp_path / "bot", address, QUESTIONS, KILLS // 2)

    assert found.problems() == []
    assert found.questions == QUESTIONS
    assert len(found.recorded) == found.unanswerable > QUESTIONS // 3

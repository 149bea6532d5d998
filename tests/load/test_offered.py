"""Whether a bot keeps up with a steady stream of questions can be measured."""

from pathlib import Path

import pytest

from tests.bot.conftest import address
from tests.load.offered import LATENCY, Offered, offered_alone, offered_replicas

__all__ = ["address"]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]

RATE, SECONDS = 10, 4


def check(found: Offered) -> None:
    """Each question but those of the first seconds has its wait, and Telegram's own time is within it."""
    assert len(found.waits) == RATE * SECONDS // 2
    assert LATENCY < found.waits[0] <= found.at(0.5) <= found.at(0.99) <= found.waits[-1]
    assert found.cpu > 0


async def test_one_process_answers_a_steady_stream(tmp_path: Path) -> None:
    """From a file."""
    check(await offered_alone(tmp_path, RATE, SECONDS, None))


async def test_replicas_answer_a_steady_stream(tmp_path: Path, address: str) -> None:
    """From a server."""
    check(await offered_replicas(tmp_path, address, RATE, SECONDS))

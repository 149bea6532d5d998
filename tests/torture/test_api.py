"""Telegram fails in each way that it has, and nobody's answer is lost."""

from pathlib import Path

import pytest

from tests.telegram_server import Fault
from tests.torture.api import ASSUMING, amid, faulty, flooded, outage, revoked
from tests.torture.stream import Trouble, torture

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]

ERRORS = (
    *faulty(2, error=(500, "Internal Server Error")),
    *faulty(3, 1, drop="before"),
    *faulty(3, drop="after"),
    *faulty(3, 1, cut=True),
)
TROUBLES = {
    # If all waited for the one chat, half of them would do so for three seconds and more.
    "errors": (flooded((5,), 2.0, *ERRORS), 60),
    "outage": (outage, 80),
    "revoked": (revoked, 60),
}


@pytest.mark.parametrize(("trouble", "questions"), TROUBLES.values(), ids=TROUBLES)
async def test_no_fault_of_telegram_loses_an_answer(tmp_path: Path, trouble: Trouble, questions: int) -> None:
    """Nor is one said twice but where it may have arrived; and nothing is asked on and on."""
    row = await torture(tmp_path, trouble, questions, "short")

    assert row.problems() == []


async def test_what_was_not_heard_of_is_lost_where_it_counts_as_done(tmp_path: Path) -> None:
    """An answer for each fault."""
    unheard = Fault("sendMessage", drop="before")
    row = await torture(tmp_path, amid(*[unheard] * 5), 40, "short", control=ASSUMING)

    assert row.problems() == []
    assert row.figures["without an answer"] == 5

"""The same update at two replicas at once has one effect."""

from pathlib import Path

import pytest

from tests.bot.conftest import address
from tests.torture import repeats

__all__ = ["address"]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders", "address")]


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
async def test_an_update_that_comes_twice_has_one_effect(tmp_path: Path, guarded: bool) -> None:
    """Also when it comes again days later; where numbers may repeat it has two."""
    row = await repeats.torture(tmp_path, 100, guarded=guarded)

    assert row.problems() == []

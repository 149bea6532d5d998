"""Whatever comes, those who ask are answered."""

from pathlib import Path

import pytest

from tests.torture import hostile
from tests.torture.giving import Way, fetched, sent

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]


@pytest.mark.parametrize(
    ("way", "guarded"), [(sent, True), (fetched, True), (sent, False)], ids=["sent", "fetched", "control"]
)
async def test_what_nobody_expects_harms_nobody(tmp_path: Path, way: Way, guarded: bool) -> None:
    """A bot that takes what comes for what it should be fails."""
    row = await hostile.torture(tmp_path, way, 4, "short", patience=60 if guarded else 1, guarded=guarded)

    assert row.problems() == []

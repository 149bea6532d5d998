"""The file of SQLite cannot be written for a while, and nobody's question is lost."""

from pathlib import Path

import pytest

from tests.torture import storage
from tests.torture.storage import Trouble, full, locked

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

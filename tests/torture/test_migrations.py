"""An upgrade that is cut short is finished by the next start."""

from pathlib import Path

import pytest

from tests.bot.conftest import address
from tests.torture import migrations

__all__ = ["address"]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders", "address")]


@pytest.mark.parametrize("name", ["SQLite", "PostgreSQL"])
def test_an_upgrade_that_is_cut_short_is_finished_by_the_next_start(tmp_path: Path, name: str) -> None:
    """From the oldest version and from the one before this, with all that was kept."""
    row = migrations.torture(tmp_path, 2, name, ("0001", "0004"))

    assert row.problems() == []


def test_without_the_transaction_it_is_not(tmp_path: Path) -> None:
    """So the test can fail."""
    assert migrations.control(tmp_path, 4).problems() == []

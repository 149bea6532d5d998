"""A damaged file of SQLite is refused with what to do, or nothing of it is lost."""

from pathlib import Path

import pytest

from tests.torture import damage

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]


def test_a_damaged_file_is_refused_or_whole(tmp_path: Path) -> None:
    """One damage of each kind between two starts, and one to a bot at work; where nobody looks they are used."""
    rows = list(damage.torture(tmp_path, 1, 1))

    assert [problem for row in rows for problem in row.problems()] == []

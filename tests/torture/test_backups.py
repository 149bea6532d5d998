"""Backups that are made while the bot answers are whole, and those of erased people do not come back."""

from pathlib import Path

import pytest

from tests.bot.conftest import address
from tests.torture import backups
from tests.torture.many import many

__all__ = ["address"]

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders", "address")]


def test_a_backup_of_a_bot_at_work_is_whole(tmp_path: Path) -> None:
    """With all that was committed before it was begun."""
    row = backups.torture(tmp_path, 60, 3, "short")

    assert row.problems() == []


def test_so_is_one_of_a_server(tmp_path: Path, address: str) -> None:
    """Restored into another one."""
    row = backups.torture(tmp_path, 60, 2, "short", address)

    assert row.problems() == []


def test_without_the_list_of_who_was_erased_they_are_back(tmp_path: Path) -> None:
    """So that part of it can fail as well."""
    row = backups.torture(tmp_path, 60, 2, "short", listed=False)

    assert row.problems() == []


def test_a_plain_copy_lacks_what_stands_in_the_log(tmp_path: Path) -> None:
    """So the test can fail."""
    row = backups.control(tmp_path, 60, 3)

    assert row.problems() == []


def test_many_records_are_put_back(tmp_path: Path) -> None:
    """On a file and on a server."""
    assert [problem for row in many(tmp_path, 1_000) for problem in row.problems()] == []

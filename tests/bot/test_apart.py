"""Work in a process of its own gives what it gives here, and may end that process."""

import os

import pytest

from bot.apart import NoProcess, apart

pytestmark = pytest.mark.slow


def test_what_it_gives_comes_back() -> None:
    """And it was another process."""
    assert apart(sorted, ("b", "a")) == ["a", "b"]
    assert apart(_process, None) != os.getpid()


def test_work_that_ends_its_process_is_told() -> None:
    """So that it can be done here."""
    with pytest.raises(NoProcess):
        apart(os._exit, 1)


def _process(_: None) -> int:
    return os.getpid()

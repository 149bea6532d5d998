"""What the bot takes on the machine of who runs it, as long as nobody asks."""

import sys
from pathlib import Path

import pytest

from tests.load.idle import idle
from tests.telegram.proxy import a_free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.usefixtures("own_folders"),
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells it"),
]


async def test_an_idle_bot_is_small_and_soon_there_and_open_to_nobody(tmp_path: Path) -> None:
    """With the shipped base and what a first start has kept. CPU time: other tests run beside this one."""
    kept = str(tmp_path / "cache")
    await idle(tmp_path / "first", 0.1, GRAPPOLO_CACHE=kept)
    found = await idle(tmp_path / "bot", 0.1, GRAPPOLO_CACHE=kept)

    assert found.pss < 200  # what it shares with other processes counts as often as there are any
    assert found.cpu_to_ready < 5
    assert found.ports == ()


async def test_a_port_that_is_open_is_seen(tmp_path: Path) -> None:
    """The test above would notice one."""
    port = a_free_port()
    found = await idle(tmp_path / "bot", 0.1, GRAPPOLO_MONITOR=f"127.0.0.1:{port}")

    assert found.ports == (f"tcp {port}",)

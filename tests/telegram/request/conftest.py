"""What every test of the client has: an authority of its own, and logs that never show the token."""

import logging
from collections.abc import Iterator

import pytest

from tests.telegram.request.peers import SECRET, Authority


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def environment(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only our own authority is trusted: reading all of the system's takes longer than most tests here."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))


@pytest.fixture(autouse=True)
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that is logged; the token is only in a DEBUG line of python-telegram-bot, and in those of httpx."""
    caplog.set_level(logging.DEBUG)
    yield caplog
    shown = logging.Formatter()
    assert not [
        line
        for record in caplog.get_records("call")
        if SECRET in (line := shown.format(record))
        and not record.name.startswith(("telegram.Bot", "httpx", "httpcore"))
    ]

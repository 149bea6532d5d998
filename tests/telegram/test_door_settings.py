"""Where Telegram is, and how it is reached."""

from pathlib import Path

import pytest
from inline_snapshot import snapshot

from bot.redaction import redact
from bot.settings import InvalidSettings, read_settings

pytestmark = pytest.mark.usefixtures("own_folders")


def test_telegram_is_where_telegram_is_unless_somebody_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slash at the end makes no difference."""
    assert read_settings().telegram_api == "https://api.telegram.org"
    monkeypatch.setenv("GRAPPOLO_TELEGRAM_API", "http://127.0.0.1:8081/")
    assert read_settings().telegram_api == "http://127.0.0.1:8081"


@pytest.mark.parametrize("variable", ["TELEGRAM_API", "PROXY"])
@pytest.mark.parametrize("address", ["canary", "ftp://canary", "http://", "//canary", "http://[canary"])
def test_an_address_that_leads_nowhere_is_refused(variable: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """That of a proxy is not shown: it may hold a password."""
    monkeypatch.setenv(f"GRAPPOLO_{variable}", address)
    with pytest.raises(InvalidSettings) as raised:
        read_settings()

    [problem] = raised.value.problems
    assert problem.startswith(f"GRAPPOLO_{variable} is ")
    assert variable == "TELEGRAM_API" or "canary" not in problem


def test_a_mistake_says_what_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """With an example."""
    monkeypatch.setenv("GRAPPOLO_TELEGRAM_API", "telegram")
    monkeypatch.setenv("GRAPPOLO_PROXY", "socks5://proxy")
    with pytest.raises(InvalidSettings) as raised:
        read_settings()

    assert raised.value.problems == snapshot(
        (
            'GRAPPOLO_TELEGRAM_API is "telegram", which is no address. Write one like https://api.telegram.org in .env',
            "GRAPPOLO_PROXY is no proxy that can be used. Write one like http://proxy.example.org:3128 in .env",
        )
    )


def test_the_password_of_a_proxy_is_never_shown(monkeypatch: pytest.MonkeyPatch, own_folders: Path) -> None:
    """Neither by the settings nor by the log."""
    monkeypatch.setenv("GRAPPOLO_PROXY", "http://anna:c4nary@proxy.example.org:3128")
    settings = read_settings()

    assert settings.proxy is not None
    assert "c4nary" not in repr(settings) + settings.model_dump_json()
    assert redact("through anna:c4nary") == "through anna:[secret]"

"""The settings: what holds without any, and what is said about every mistake."""

import os
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from inline_snapshot import snapshot

from bot.redaction import redact
from bot.settings import InvalidSettings, Settings, read_settings

PYTHONPATH = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
TOKEN = "123456789:" + "CanaryCanaryCanaryCanaryCanary_-123"


# What is captured is no terminal, and the format of log lines depends on that.
pytestmark = pytest.mark.usefixtures("capsys")


@pytest.fixture(autouse=True)
def _nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.upper().startswith("GRAPPOLO_")]:
        monkeypatch.delenv(name)


def problems() -> tuple[str, ...]:
    with pytest.raises(InvalidSettings) as caught:
        read_settings()
    assert str(caught.value) == "\n".join(caught.value.problems)
    return caught.value.problems


def test_nothing_needs_to_be_set(tmp_path: Path) -> None:
    settings = read_settings()

    assert settings.data == tmp_path / "data"
    assert settings.keys == tmp_path / "keys"
    assert settings.knowledge is None
    assert settings.language == "it"
    assert settings.timezone == ZoneInfo("Europe/Rome")
    assert settings.token is None
    assert settings.log_level == "info"
    assert settings.log_format == "json"
    assert settings.retention_days == 90
    assert settings.remember_minutes == 10


def test_reading_settings_creates_nothing(tmp_path: Path) -> None:
    read_settings()

    assert list(tmp_path.iterdir()) == []


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("GRAPPOLO_LANGUAGE=de\nGRAPPOLO_TIMEZONE=Europe/Vienna\n", encoding="utf-8")
    monkeypatch.setenv("GRAPPOLO_LANGUAGE", "SL")

    settings = read_settings()

    assert settings.language == "sl"
    assert settings.timezone == ZoneInfo("Europe/Vienna")


def test_a_file_that_begins_with_a_byte_order_mark_is_read() -> None:
    Path(".env").write_text("\ufeffGRAPPOLO_LANGUAGE=fr\n", encoding="utf-8")

    assert read_settings().language == "fr"


def test_a_file_that_is_no_text_is_named() -> None:
    Path(".env").write_bytes(b"GRAPPOLO_LANGUAGE=\xff\xfe")

    assert problems() == snapshot((".env cannot be read. Save it as UTF-8 text that this user may read",))


def test_log_lines_are_for_people_where_standard_error_is_a_terminal() -> None:
    ours, theirs = os.openpty()
    reading = "from bot.settings import read_settings; print(read_settings().log_format)"
    told = subprocess.run(
        [sys.executable, "-c", reading], stdout=subprocess.PIPE, stderr=theirs, text=True, check=True, env=PYTHONPATH
    )
    os.close(ours)
    os.close(theirs)

    assert told.stdout == "console\n"


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.setenv(f"GRAPPOLO_{name.upper()}", "")

    assert read_settings().retention_days == 90


def test_all_mistakes_are_told_at_once_each_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("afile").touch()
    mistakes = {
        "DATA": "afile",
        "KNOWLEDGE": "nowhere",
        "LANGUAGE": "es",
        "TIMEZONE": "Mars",
        "TOKEN": "123456:too-short",
        "LOG_LEVEL": "loud",
        "LOG_FORMAT": "xml",
        "RETENTION_DAYS": "181",
        "REMEMBER_MINUTES": "a while",
        "TIMEZON": "Europe/Rome",
        "COLOUR": "red",
    }
    for name, value in mistakes.items():
        monkeypatch.setenv(f"GRAPPOLO_{name}", value)

    assert problems() == snapshot(
        (
            "GRAPPOLO_COLOUR is no setting. All settings are in .env.example",
            "GRAPPOLO_TIMEZON is no setting. Did you mean GRAPPOLO_TIMEZONE?",
            'GRAPPOLO_DATA is "afile", which is a file. Name a folder in .env',
            'GRAPPOLO_KNOWLEDGE is "nowhere", which is no folder. Name the one of the knowledge base in .env',
            'GRAPPOLO_LANGUAGE is "es", which Grappolo does not speak. Write one of it, en, de, fr, sl in .env',
            'GRAPPOLO_TIMEZONE is "Mars", which is no time zone. Write one like Europe/Rome in .env',
            "GRAPPOLO_TOKEN does not look like a bot token. Copy the whole token that @BotFather gave you into .env",
            'GRAPPOLO_LOG_LEVEL is "loud", which is no level. Write debug, info, warning or error in .env',
            'GRAPPOLO_LOG_FORMAT is "xml", which is no format. Write console or json in .env',
            'GRAPPOLO_RETENTION_DAYS is "181", which is no number of days from 1 to 180. Write 90 in .env',
            'GRAPPOLO_REMEMBER_MINUTES is "a while", which is no number of minutes from 1 to 60. Write 10 in .env',
        )
    )


@pytest.mark.parametrize("zone", ["Mars", "Europe", "../etc/passwd", "/etc/localtime", "Europe/Rome\n", "\u202e"])
def test_a_time_zone_is_one_that_the_tables_know(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPPOLO_TIMEZONE", zone)

    assert [line.split(" is ")[0] for line in problems()] == ["GRAPPOLO_TIMEZONE"]


@pytest.mark.parametrize(
    ("data", "keys"),
    [
        ("data", "data"),
        ("data", "data/keys"),
        ("data", "./data/../data/"),
        ("all/data", "all"),
        (".", ""),
        ("data", "link"),
    ],
)
def test_keys_are_never_beside_what_they_lock(data: str, keys: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("data").mkdir()
    Path("link").symlink_to("data")
    monkeypatch.setenv("GRAPPOLO_DATA", data)
    monkeypatch.setenv("GRAPPOLO_KEYS", keys)

    (problem,) = problems()

    assert problem.startswith("GRAPPOLO_KEYS is ")
    assert "apart from GRAPPOLO_DATA: who gets a copy of the data must not get the keys" in problem


def test_a_token_is_kept_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPPOLO_TOKEN", TOKEN)

    settings = read_settings()

    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    assert "Canary" not in repr(settings) + str(settings) + settings.model_dump_json()
    assert redact(f"only the half of it: {TOKEN.partition(':')[2]}") == "only the half of it: [secret]"


@pytest.mark.parametrize("variable", ["TOKEN", "TIMEZONE", "LANGUAGE", "RETENTION_DAYS", "KNOWLEDGE", "LOG_FORMAT"])
@pytest.mark.parametrize("token", [TOKEN, f"bot{TOKEN}", TOKEN + "!", TOKEN.replace("_", "\u200b_")])
def test_no_mistake_shows_a_token(variable: str, token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPPOLO_RETENTION_DAYS", "never")
    monkeypatch.setenv(f"GRAPPOLO_{variable}", token)

    assert "Canary" not in "\n".join(problems())


def test_a_mistake_is_one_line_whatever_it_quotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPPOLO_LANGUAGE", "x\nGRAPPOLO_DATA is fine\u202e" + "y" * 1000)

    (problem,) = problems()

    assert "\n" not in problem
    assert "\u202e" not in problem
    assert len(problem) < 300

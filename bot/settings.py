"""What an administrator decides: the settings, from ``GRAPPOLO_…`` variables and from ``.env``."""

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from bot.redaction import escape, is_like_a_token, keep_secret, redact
from knowledge.model.languages import LANGUAGES, Language

PREFIX: Final = "GRAPPOLO_"
TELEGRAM_API: Final = "https://api.telegram.org"

# Stated here and in bot.logs: importing that would double the time until the settings are read.
LogFormat = Literal["console", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]


class InvalidSettings(Exception):
    """The settings have mistakes. ``problems`` holds every one of them, each with its cure."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class _Otherwise:
    """What to say of a value that is not of a field's type."""

    text: str


def _lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _folder(path: Path) -> Path:
    try:
        path = path.expanduser().resolve()
    except (OSError, RuntimeError):
        raise ValueError("which leads nowhere. Name a folder in .env") from None
    if path.exists() and not path.is_dir():
        raise ValueError("which is a file. Name a folder in .env")
    return path


def _existing_folder(path: Path) -> Path:
    if not path.is_dir():
        raise ValueError("which is no folder. Name the one of the knowledge base in .env")
    return path


def _zone(name: Any) -> Any:
    try:
        return ZoneInfo(name) if isinstance(name, str) else name
    # The name of a folder of the time-zone table is an OSError; a missing zone is a KeyError.
    except (KeyError, OSError, ValueError):
        raise ValueError("which is no time zone. Write one like Europe/Rome in .env") from None


def _token(token: SecretStr | None) -> SecretStr | None:
    if token and not is_like_a_token(token.get_secret_value()):
        raise ValueError("does not look like a bot token. Copy the whole token that @BotFather gave you into .env")
    return token


def _format_for_standard_error() -> LogFormat:
    return "console" if sys.stderr.isatty() else "json"


def _leads_to_a_host(address: str, *schemes: str) -> bool:
    try:
        split = urlsplit(address)
        return split.scheme in (schemes or ("http", "https")) and bool(split.hostname) and split.port != 0
    except ValueError:
        return False


def _address(address: str) -> str:
    if not _leads_to_a_host(address):
        raise ValueError(f"which is no address. Write one like {TELEGRAM_API} in .env")
    return address.rstrip("/")


def _webhook(address: str | None) -> str | None:
    if address and not (_leads_to_a_host(address, "https") or urlsplit(address).hostname in ("127.0.0.1", "localhost")):
        raise ValueError("which Telegram cannot send to. Write one like https://bot.example.org/telegram in .env")
    return address


def _host_and_port(listen: str) -> str:
    host, _, port = listen.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 1 << 16:
        raise ValueError("which is no address to listen on. Write one like 127.0.0.1:8080 in .env")
    return listen


def _monitored(monitor: str | None) -> str | None:
    return monitor and _host_and_port(monitor)


def _proxy(proxy: SecretStr | None) -> SecretStr | None:
    if proxy and not _leads_to_a_host(proxy.get_secret_value()):
        raise ValueError("is no proxy that can be used. Write one like http://proxy.example.org:3128 in .env")
    return proxy


def _heartbeat(url: SecretStr | None) -> SecretStr | None:
    if url and not _leads_to_a_host(url.get_secret_value()):
        raise ValueError("is no address that can be called. Write one like https://watch.example.org/a1b2c3 in .env")
    return url


def _database(address: SecretStr | None) -> SecretStr | None:
    if address and not _leads_to_a_host(address.get_secret_value(), "postgresql"):
        raise ValueError("is no database that can be used. Write one like postgresql://user:password@host/name in .env")
    return address


Folder = Annotated[Path, AfterValidator(_folder)]


class Settings(BaseSettings):
    """The settings of one process. Folders are absolute; the token is shown by neither ``repr`` nor ``str``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        # Some editors begin a file with a byte order mark.
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    data: Folder = Path("data")
    """Where the database is. Never the folder of the keys, nor around or inside it."""

    database: Annotated[SecretStr | None, AfterValidator(_database)] = None
    """The address of a database on a PostgreSQL server; without one, the database is a file of SQLite in *data*."""

    backups: Folder = Path("backups")
    """Where the bot puts a backup every day, encrypted with the key."""

    keys: Folder = Path("keys")
    """Where the keys are that the database is encrypted with."""

    cache: Folder | None = None
    """Where is kept what would be slow to compute again; None is the cache folder of the user."""

    knowledge: Annotated[Folder, AfterValidator(_existing_folder)] | None = None
    """The knowledge base to answer from; None is the one that Grappolo brings."""

    language: Annotated[
        Language,
        BeforeValidator(_lower),
        _Otherwise(f"which Grappolo does not speak. Write one of {', '.join(LANGUAGES)} in .env"),
    ] = "it"
    """What Grappolo speaks with somebody whose language it cannot tell."""

    timezone: Annotated[ZoneInfo, BeforeValidator(_zone)] = Field(default="Europe/Rome", validate_default=True)
    """Whose days and hours "today" and "tomorrow" are."""

    token: Annotated[SecretStr | None, AfterValidator(_token)] = None
    """The bot's token from @BotFather; without one, Grappolo talks on the terminal."""

    telegram_api: Annotated[str, AfterValidator(_address)] = TELEGRAM_API
    """Where the Bot API is: Telegram's, or that of a server of one's own."""

    webhook: Annotated[str | None, AfterValidator(_webhook)] = None
    """The public address to which Telegram sends updates; without one, the bot fetches them and needs no open port."""

    listen: Annotated[str, AfterValidator(_host_and_port)] = "127.0.0.1:8080"
    """Where updates are awaited if there is a webhook: behind the proxy that has the public address."""

    monitor: Annotated[str | None, AfterValidator(_monitored)] = None
    """Where ``/livez``, ``/readyz`` and ``/metrics`` are; without it nothing listens."""

    heartbeat_url: Annotated[SecretStr | None, AfterValidator(_heartbeat)] = None
    """What is called every minute as long as all is well: whoever watches it notices when it is not. A secret."""

    proxy: Annotated[SecretStr | None, AfterValidator(_proxy)] = None
    """The proxy to Telegram, with its password if it has one; without, Telegram is reached directly."""

    messages_per_second: Annotated[
        int,
        Field(ge=0, le=1000),
        _Otherwise("which is no number of messages from 0 to 1000. Write 30 in .env"),
    ] = 30
    """How many messages a second Telegram lets the bot send; 0 leaves it to Telegram to say when it is too much."""

    log_level: Annotated[
        LogLevel, BeforeValidator(_lower), _Otherwise("which is no level. Write debug, info, warning or error in .env")
    ] = "info"
    """The least important log lines to write."""

    log_format: Annotated[
        LogFormat, BeforeValidator(_lower), _Otherwise("which is no format. Write console or json in .env")
    ] = Field(default_factory=_format_for_standard_error)
    """How log lines look; for people where standard error is a terminal, else for machines."""

    retention_days: Annotated[
        int, Field(ge=1, le=180), _Otherwise("which is no number of days from 1 to 180. Write 90 in .env")
    ] = 90
    """How many days questions are kept in the question log, 1 to 180."""

    remember_minutes: Annotated[
        int, Field(ge=1, le=60), _Otherwise("which is no number of minutes from 1 to 60. Write 10 in .env")
    ] = 10
    """For how many minutes a follow-up still knows what the talk was about, 1 to 60."""

    @field_validator("keys")
    @classmethod
    def _keys_apart_from_data(cls, keys: Path, info: ValidationInfo) -> Path:
        data = info.data.get("data")
        if data and (keys.is_relative_to(data) or data.is_relative_to(keys)):
            raise ValueError(
                f"which is not apart from {PREFIX}DATA: who gets a copy of the data must not get the keys with it. "
                "Name another folder in .env"
            )
        return keys


def read_settings() -> Settings:
    """The settings of this process, from its environment first and then from ``.env`` in the working folder.

    The token is kept out of every log line from here on. Raises *InvalidSettings* with all mistakes at once, variables
    that begin with ``GRAPPOLO_`` and are no setting among them.
    """
    try:
        problems = list(_unknown_variables())
        settings = Settings()
    except (OSError, UnicodeDecodeError):
        raise InvalidSettings([".env cannot be read. Save it as UTF-8 text that this user may read"]) from None
    except ValidationError as invalid:
        raise InvalidSettings([*problems, *map(_problem, invalid.errors())]) from None
    if problems:
        raise InvalidSettings(problems)
    if settings.token:
        keep_secret(settings.token.get_secret_value())
        keep_secret(settings.token.get_secret_value().partition(":")[2])
    if settings.heartbeat_url:
        url = settings.heartbeat_url.get_secret_value()
        for part in (url, urlsplit(url).path.strip("/"), urlsplit(url).query):
            # A word like "ping" is no secret, and would be missed in other lines.
            keep_secret(part if len(part) >= 8 else "")
    for address in (settings.proxy, settings.database):
        if address:
            keep_secret(urlsplit(address.get_secret_value()).password or "")
    return settings


def _unknown_variables() -> Iterator[str]:
    settings = [name.upper() for name in Settings.model_fields]
    found = {*DotEnvSettingsSource(Settings).env_vars, *EnvSettingsSource(Settings).env_vars}
    for variable in sorted(name.upper() for name in found):
        name = variable.removeprefix(PREFIX)
        if name != variable and name not in settings:
            near = get_close_matches(name, settings, n=1)
            cure = f"Did you mean {PREFIX}{near[0]}?" if near else "All settings are in .env.example"
            yield f"{_shown(variable)} is no setting. {cure}"


def _problem(error: ErrorDetails) -> str:
    name = str(error["loc"][0])
    field = Settings.model_fields[name]
    otherwise = next((hint.text for hint in field.metadata if isinstance(hint, _Otherwise)), error["msg"])
    fault = str(error["ctx"]["error"]) if error["type"] == "value_error" else otherwise
    value = "" if name in _HIDDEN else f'is "{_shown(str(error["input"]))}", '
    return f"{PREFIX}{name.upper()} {value}{fault}"


# What is wrong with these is told without showing them.
_HIDDEN: Final = ("token", "proxy", "database", "heartbeat_url")


def _shown(text: str) -> str:
    return escape(redact(text))[:100]

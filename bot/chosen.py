"""What follows from the settings and from where one stands: which base is served, and how loud the log is."""

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import knowledge

if TYPE_CHECKING:
    from bot.logs import LogLevel
    from bot.settings import Settings
    from knowledge.model.base import Base

BOT: Final = "terminal"
"""The bot of the command line; everything that is kept carries it."""
SHIPPED: Final = Path(knowledge.__file__).parent / "base"
"""The knowledge base that Grappolo brings."""
BROUGHT: Final = Path(sys.prefix) / "share" / "grappolo"
"""Where it lies compiled, if whoever installed Grappolo had that done: no first start takes longer than the next."""


def telegram_bot(number: int | str) -> str:
    """What a bot on Telegram is called in the database, by the number that Telegram gave it."""
    return f"telegram:{number}"


def telegram_bot_of(settings: "Settings") -> str | None:
    """The bot on Telegram whose token is set; its number stands before the colon of the token."""
    return telegram_bot(settings.token.get_secret_value().partition(":")[0]) if settings.token else None


def bots_of(settings: "Settings") -> tuple[str, ...]:
    """The bots whose questions are kept here: the command line's, and the one on Telegram if its token is set."""
    return tuple(bot for bot in (BOT, telegram_bot_of(settings)) if bot)


def folder_of(settings: "Settings", chosen: Path | None = None) -> Path:
    """Where the served base is: the folder *chosen*, else that of the settings, else the shipped one."""
    return chosen or settings.knowledge or SHIPPED


def cache_of(settings: "Settings") -> Path:
    """Where is kept what would be slow to compute again: where the settings say, else in the user's cache folder."""
    return settings.cache or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "grappolo"


def load(folder: Path) -> "Base":
    """The base in *folder*. Raises *InvalidBase*; its paths are those that one would type where one stands."""
    from knowledge.loading.loading import load_base
    from knowledge.loading.problems import InvalidBase

    try:
        return load_base(folder)
    except InvalidBase as invalid:
        raise InvalidBase(replace(found, path=near(folder / found.path)) for found in invalid.problems) from None


def near(path: Path) -> str:
    """*path* as one would type it from here.

    >>> near(Path.cwd() / "base")
    'base'
    """
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def level_beside_text(settings: "Settings") -> "LogLevel":
    """The level of the log where people read along: a log disturbs a conversation, unless somebody asked for it."""
    return settings.log_level if "log_level" in settings.model_fields_set else "error"

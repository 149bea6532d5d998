"""The commands of a bot, given in its place and in this process, and what they must come to."""

import contextlib
from typing import Final

from typer.testing import CliRunner, Result

from bot.cli import main
from tests.telegram.crowd import ASKED
from tests.telegram.program import Place

_QUESTION, _ANSWER = ASKED[1]
_TERMINAL: Final = {"GRAPPOLO_TOKEN": "", "GRAPPOLO_LANGUAGE": "en", "GRAPPOLO_DATABASE": ""}


def grappolo(place: Place, *words: str, lines: str = "") -> Result:
    """Give a command; the bot itself talks in the terminal."""
    ours = {name: value for name, value in place.environment().items() if name.startswith("GRAPPOLO_")}
    with contextlib.chdir(place.folder):
        return CliRunner().invoke(main, list(words), input=lines, env={**ours, **_TERMINAL, **place.more})


def start(place: Place) -> Result:
    """Start the bot, and ask it something."""
    return grappolo(place, "run", lines=f"{_QUESTION}\n")


def fault_of(said: Result) -> str | None:
    """A traceback, or an exit code that is none of ours."""
    if said.exit_code in (0, 1) and (said.exception is None or isinstance(said.exception, SystemExit)):
        return None if "Traceback" not in said.output else said.output
    return f"{said.exit_code}: {said.exception!r}"


def answers(said: Result) -> bool:
    """Whether a start came to an answer."""
    return fault_of(said) is None and said.exit_code == 0 and _ANSWER in said.output

"""A process that is fuzzed, with the bot's own code watched. ``python -m tests.torture.fuzzer TARGET [OPTION...]``

The options are libFuzzer's, but for ``--letters``: with it the splitter counts letters where Telegram counts UTF-16
units. A folder among them holds inputs to begin with, and a file is an input to be tried once.
"""

import sys
from contextlib import nullcontext
from typing import Final
from unittest import mock

import atheris

# Only of what is imported here the fuzzer sees the branches.
with atheris.instrument_imports(include=["bot", "handlers", "knowledge"]):
    from bot.telegram import splitting
    from tests.torture.fuzzed import TARGETS

LETTERS: Final = "--letters"


def main(name: str, *options: str) -> None:
    """Fuzz a target. Never returns: it ends with 0, or at the first input that goes wrong with another code."""
    target = TARGETS[name]()
    with mock.patch.object(splitting, "units", len) if LETTERS in options else nullcontext():
        atheris.Setup([name, *(option for option in options if option != LETTERS)], target)
        atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])

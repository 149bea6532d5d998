"""The bot that seals nothing, leaves out nothing of what it keeps, and blots out nothing in its log.

Only to show what that is for. ``python -m tests.torture.open_books``
"""

from typing import Final
from unittest import mock

import bot.logs
import bot.telegram.request
from bot.cli import main
from bot.storage.vault import Vault
from bot.telegram import incoming

OPEN_BOOKS: Final = ("tests.torture.open_books", "run")


def _unsealed(self: Vault, plain: bytes, *place: str) -> bytes:
    return b"\x00" + plain


def _opened(self: Vault, unsealed: bytes, *place: str) -> bytes:
    return unsealed[1:]


def _as_it_is(whole: incoming.Json, shape: incoming.Shape) -> incoming.Json:
    return dict(whole)


if __name__ == "__main__":
    with (
        mock.patch.object(Vault, "seal_bytes", _unsealed),
        mock.patch.object(Vault, "open_bytes", _opened),
        mock.patch.object(incoming, "_kept", _as_it_is),
        mock.patch.object(bot.logs, "redact", str),
        mock.patch.object(bot.telegram.request, "redact", str),
    ):
        main()

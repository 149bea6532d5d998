"""The bot without the guards at its entrance: it takes what comes for what it should be.

Only to show what they are for. ``python -m tests.torture.trusting``
"""

from typing import Final
from unittest import mock

from bot.cli import main
from bot.telegram import incoming, keeping

TRUSTING: Final = ("tests.torture.trusting", "run")


def _as_it_is(whole: incoming.Json, shape: incoming.Shape) -> incoming.Json:
    return dict(whole)


if __name__ == "__main__":
    with (
        mock.patch.object(keeping, "_is_number", return_value=True),
        mock.patch.object(incoming, "_kept", _as_it_is),
    ):
        main()

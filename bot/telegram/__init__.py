"""Telegram's door: updates become turns, replies become calls of the Bot API. All that is Telegram's alone is here."""

import sys

# python-telegram-bot imports httpx, and that its own command line: 4 MB and a tenth of a second for nothing.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]

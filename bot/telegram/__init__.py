"""Telegram's door: updates become turns, replies become calls of the Bot API. All that is Telegram's alone is here."""

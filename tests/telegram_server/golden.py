"""``python -m tests.telegram_server.golden``: ask Telegram's library about the whole corpus, and keep what it says."""

from tests.telegram_server import oracle

if __name__ == "__main__":
    oracle.write()

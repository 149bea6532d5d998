"""``python -m tests.telegram_server``: try the bot out by hand, without Telegram."""

import argparse
import asyncio
from contextlib import suppress
from functools import partial

from tests.telegram_server.console import converse


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.telegram_server", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="where the bot finds the server; 0 is any free port")
    port = parser.parse_args().port
    with suppress(KeyboardInterrupt):
        asyncio.run(converse(port, input, partial(print, flush=True)))


if __name__ == "__main__":
    main()

"""Where the lines of a person come from: the keyboard, or a pipe."""

import signal
import sys

from bot.terminal.chat import NextLine


def typed_lines() -> NextLine:
    """Lines as a person types them, with those of this conversation to go back to.

    They are questions of people: the history is in memory alone. Ctrl-C and Ctrl-D end the lines.
    """
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import InMemoryHistory

    session: PromptSession[str] = PromptSession("› ", history=InMemoryHistory())

    async def next_line() -> str | None:
        try:
            return await session.prompt_async()
        except (EOFError, KeyboardInterrupt):
            return None

    return next_line


def piped_lines() -> NextLine:
    """Lines as they come through a pipe or from a file. What is no UTF-8 is replaced, never refused."""
    # While it waits for a line the loop stands still, and its own handler would keep Ctrl-C for later.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    async def next_line() -> str | None:
        try:
            line = sys.stdin.buffer.readline()
        except KeyboardInterrupt:
            return None
        return line.decode("utf-8-sig", "replace").rstrip("\r\n") if line else None

    return next_line

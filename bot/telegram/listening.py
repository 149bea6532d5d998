"""Listening on an address of this machine."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

_LAST: Final = 5.0
"""How long what is just coming in may take when the bot is stopped."""


class CannotListen(Exception):
    """The address cannot be listened on. The text is for the person who set it."""


@asynccontextmanager
async def listen(application: web.Application, address: str, setting: str) -> AsyncIterator[None]:
    """Serve *application* at *address*, a host and a port that *setting* names. Raises *CannotListen*."""
    host, _, port = address.rpartition(":")
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=_LAST)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            raise CannotListen(f"{setting} is {address}, where nothing can listen: {error.strerror}") from error
        yield
    finally:
        await runner.cleanup()

"""Listening on an address of this machine."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

_LAST: Final = 5.0
"""How long what is just coming in may take when the bot is stopped."""

_log = logging.getLogger(__name__)


def _is_ours(record: logging.LogRecord) -> bool:
    """Whether a fault is the bot's: what is no HTTP is answered with 400, and its words are for no log."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError | web.RequestPayloadError))


_log.addFilter(_is_ours)


class CannotListen(Exception):
    """The address cannot be listened on. The text is for the person who set it."""


@asynccontextmanager
async def listen(application: web.Application, address: str, setting: str) -> AsyncIterator[None]:
    """Serve *application* at *address*, a host and a port that *setting* names. Raises *CannotListen*."""
    host, _, port = address.rpartition(":")
    runner = web.AppRunner(application, access_log=None, logger=_log, shutdown_timeout=_LAST)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        except OSError as error:
            raise CannotListen(f"{setting} is {address}, where nothing can listen: {error.strerror}") from error
        yield
    finally:
        await runner.cleanup()

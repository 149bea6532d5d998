"""Receiving by webhook: what concerns the bot is kept first, and Telegram is told then that it has arrived."""

import asyncio
import hmac
import json
import logging
import math
import time
from dataclasses import dataclass
from typing import Final, NoReturn

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from sqlalchemy.exc import SQLAlchemyError

from bot.telegram.api import Api, NotReached, TokenRefused, Unheard
from bot.telegram.keeping import Keeper
from bot.telegram.listening import listen

_log = logging.getLogger(__name__)

HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"
LARGEST: Final = 1 << 20
"""Bytes of the largest update that is read; Telegram's are far smaller."""
_SECONDS: Final = 10.0
"""How long an update may take to come in."""
_REMEMBERED: Final = 60.0
"""For how many seconds it is told that something could not be kept."""
_AGAIN: Final = "5"
"""After how many seconds Telegram may try again when nothing can be kept."""


class _TooLarge(Exception):
    pass


@dataclass(slots=True)
class Webhook:
    """Takes updates at an address until it is cancelled. Whoever does not know *secret* is sent away unread."""

    keeper: Keeper
    secret: str
    address: str
    api: Api
    url: str
    """Where Telegram thinks that we are."""
    every: float = 60.0
    """Seconds between two questions to Telegram whether it still knows us."""
    refused: float = -math.inf
    """When something could not be kept last, since nothing was kept any more."""

    async def run(self) -> NoReturn:
        """Raises *CannotListen* and *TokenRefused*."""
        application = web.Application()
        application.router.add_post("/{anywhere:.*}", self._take)
        async with listen(application, self.address, "GRAPPOLO_LISTEN"):
            _log.info("Updates are awaited on %s", self.address)
            told = False
            while True:
                told = await self._knows_us(told=told)
                await asyncio.sleep(self.every)

    def trouble(self) -> str:
        """What is wrong with receiving: for a minute what could not be kept, as nobody may send before all is well."""
        return "what was received cannot be kept" if time.monotonic() - self.refused < _REMEMBERED else ""

    async def _take(self, request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self.secret.encode()):
            return web.Response(status=403)
        try:
            async with asyncio.timeout(_SECONDS):
                body = await _read(request)
        except _TooLarge:
            return web.Response(status=413)
        except TimeoutError:
            return web.Response(status=408)
        except (web.RequestPayloadError, HttpProcessingError, ConnectionError):
            # It broke off, or is not packed as it says; whoever is Telegram sends it again.
            return web.Response(status=400)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            # Telegram would send it again and again, and never another one.
            _log.error("An update was received that is no JSON; it cannot be kept")
            return web.Response()
        try:
            await self.keeper.keep([update])
        except SQLAlchemyError:
            _log.error("What was received cannot be kept; Telegram sends it again", exc_info=True)
            self.refused = time.monotonic()
            return web.Response(status=503, headers={"Retry-After": _AGAIN})
        self.refused = -math.inf
        return web.Response()

    async def _knows_us(self, *, told: bool) -> bool:
        """Say so if Telegram does not know that we are here; whether it was said.

        It is told by hand, and not by every start.
        """
        try:
            answer = await self.api.call("getWebhookInfo", {})
        except (NotReached, Unheard):
            return told
        if answer.code in (401, 404):
            raise TokenRefused
        if not answer.ok or not isinstance(answer.result, dict):
            return told
        elsewhere = answer.result.get("url") != self.url
        if elsewhere and not told:
            _log.warning("Telegram does not send updates to GRAPPOLO_WEBHOOK yet: run grappolo telegram webhook")
        return elsewhere


async def _read(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(1 << 16):
        body += chunk
        if len(body) > LARGEST:
            raise _TooLarge
    return bytes(body)

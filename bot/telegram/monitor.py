"""For who watches the bot: whether it lives, whether it is ready, and its figures, on an address of their own."""

import asyncio
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Final, NoReturn

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot.app import App
from bot.storage.backups import backups_in, made_at
from bot.storage.inbox import Inbox
from bot.telegram import metrics
from bot.telegram.listening import listen
from bot.telegram.readiness import Readiness

_TICK: Final = 1.0
_LONGEST_TICK: Final = 5.0
"""Seconds without a tick of the event loop after which the bot is taken to hang."""


@dataclass(slots=True)
class Monitor:
    """Answers ``/livez``, ``/readyz`` and ``/metrics`` until it is cancelled."""

    app: App
    inbox: Inbox
    address: str
    readiness: Readiness
    ticked: float = field(default_factory=time.monotonic)

    async def run(self) -> NoReturn:
        """Raises *CannotListen*."""
        metrics.BUILD.info({"version": version("grappolo")})
        application = web.Application()
        application.router.add_get("/livez", self._lives)
        application.router.add_get("/readyz", self._is_ready)
        application.router.add_get("/metrics", self._figures)
        async with listen(application, self.address, "GRAPPOLO_MONITOR"):
            while True:
                due = time.monotonic() + _TICK
                await asyncio.sleep(_TICK)
                self.ticked = time.monotonic()
                metrics.LOOP_LAG.set(self.ticked - due)

    async def _lives(self, _: web.Request) -> web.Response:
        """Whether the process does anything at all; were the database asked, its outage would restart every replica."""
        silence = time.monotonic() - self.ticked
        return web.Response(text="ok") if silence < _LONGEST_TICK else web.Response(status=503, text="hangs")

    async def _is_ready(self, _: web.Request) -> web.Response:
        wrong = await self.readiness.wrong()
        ready = not any(wrong.values())
        told = {"ready": ready, "checks": {name: said or "ok" for name, said in wrong.items()}}
        if self.app.base.problems:
            # The former base answers: that is no reason to send people elsewhere.
            number = len(self.app.base.problems)
            told["notes"] = [f"the new knowledge base has {number} mistakes, the former one answers"]
        return web.json_response(told, status=200 if ready else 503)

    async def _figures(self, _: web.Request) -> web.Response:
        now = datetime.now(UTC)
        depth, oldest = await self.inbox.backlog()
        metrics.INBOX_DEPTH.set(depth)
        metrics.INBOX_OLDEST.set((now - oldest).total_seconds() if oldest else 0)
        metrics.ENTRIES.set(len(self.app.base.snapshot.base.entries))
        metrics.PROBLEMS.set(len(self.app.base.problems))
        newest = next(iter(await asyncio.to_thread(backups_in, self.app.settings.backups)), None)
        metrics.BACKUP.set(made_at(newest).timestamp() if newest else 0)
        return web.Response(body=generate_latest(metrics.REGISTRY), headers={"Content-Type": CONTENT_TYPE_LATEST})

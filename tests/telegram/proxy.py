"""What stands before replicas, as a load balancer does."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot.telegram.webhook import HEADER


def a_free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def is_open(listen: str) -> bool:
    """Whether somebody listens at a host and port."""
    host, _, port = listen.rpartition(":")
    try:
        _, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.close()
    return True


@dataclass
class Proxy:
    """What stands before replicas: each update goes to the next of them, and to another one if that is not there."""

    behind: list[str] = field(default_factory=list)
    url: str = ""
    turn: int = 0

    async def pass_on(self, request: web.Request) -> web.Response:
        """What the first replica says that says anything."""
        body, headers = await request.read(), {HEADER: request.headers[HEADER]}
        async with aiohttp.ClientSession() as session:
            for _ in self.behind:
                self.turn += 1
                try:
                    async with session.post(
                        self.behind[self.turn % len(self.behind)], data=body, headers=headers
                    ) as said:
                        return web.Response(status=said.status)
                except aiohttp.ClientConnectionError:
                    continue
        return web.Response(status=502)


@asynccontextmanager
async def proxy_at_work() -> AsyncIterator[Proxy]:
    """A proxy on a port of its own; it knows no replicas yet."""
    proxy, application = Proxy(), web.Application()
    application.router.add_post("/", proxy.pass_on)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    proxy.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
    try:
        yield proxy
    finally:
        await runner.cleanup()

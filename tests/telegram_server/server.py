"""The stand-in for Telegram: a server on this machine that bots take for it."""

import asyncio
import inspect
import re
import ssl
from pathlib import Path
from types import TracebackType

from aiohttp import ClientSession, TCPConnector, web

from tests.telegram_server import answering, chats, editing, polling, profile, sending, webhook
from tests.telegram_server.clock import Clock
from tests.telegram_server.delivery import Delivery
from tests.telegram_server.errors import ApiError
from tests.telegram_server.faults import Fault
from tests.telegram_server.flood import Flood
from tests.telegram_server.parameters import Parameters, from_json, read_parameters
from tests.telegram_server.requests import METHODS, Request
from tests.telegram_server.watching import Watching
from tests.telegram_server.world import Bot, Webhook, World

# Importing these modules is what registers their methods.
MODULES = (answering, chats, editing, polling, profile, sending, webhook)
MOST_BYTES = 60 << 20


class TelegramServer(Watching):
    """Telegram for tests, from ``async with`` until its end.

    ``base_url`` and ``bot.token`` are what a bot needs; the methods of ``Actions`` are what people do. Every request
    is in ``calls``. ``problems`` lists what no correct bot does: a test that ends well leaves it empty. The
    certificate of a webhook must be one that the system trusts, or be in the file *trusted*.
    """

    def __init__(
        self,
        *,
        speed: float = 1.0,
        start: float | None = None,
        flood: Flood | None = None,
        port: int = 0,
        trusted: Path | None = None,
    ) -> None:
        self.clock = Clock(start, speed)
        super().__init__(World(self.clock))
        self.flood = flood
        self._port = port
        self._trusted = trusted
        self._deliveries: dict[int, tuple[Webhook, asyncio.Task[None]]] = {}
        self.world.add_bot("Grappolo", "grappolo_bot")

    async def __aenter__(self) -> "TelegramServer":
        application = web.Application(client_max_size=MOST_BYTES)
        application.router.add_route("*", "/bot{token}/{method}", self._answer)
        application.router.add_route("GET", "/file/bot{token}/{path:.+}", self._give_file)
        # A bot that hangs up ends its long poll.
        self._runner = web.AppRunner(application, handler_cancellation=True, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        trusting = ssl.create_default_context(cafile=self._trusted) if self._trusted else True
        self._session = ClientSession(connector=TCPConnector(ssl=trusting))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, task in self._deliveries.values():
            task.cancel()
        tasks = [task for _, task in self._deliveries.values()]
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                self.problems.append(f"delivery: {ended!r}")
        for bot in self.world.bots.values():
            bot.poller.end_waiting("Internal Server Error: restart")
        await self._session.close()
        await self._runner.cleanup()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls so: the token follows at once."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    # What bots ask.

    async def _answer(self, http: web.Request) -> web.StreamResponse:
        bot = self._bot_by_token(http)
        if isinstance(bot, ApiError):
            return _refuse(bot)
        try:
            parameters = await read_parameters(http)
        except ApiError as error:
            return _refuse(error)
        request = Request(self.world, bot, http.match_info["method"], parameters, self.clock.now(), self.problems)
        self.calls.append(request)
        self.world.changed()
        fault = self.faults.of_request(request)
        if fault is None:
            return await self.execute(request)
        return await self._with_fault(http, request, fault)

    async def _with_fault(self, http: web.Request, request: Request, fault: Fault) -> web.StreamResponse:
        await self.clock.sleep(fault.delay)
        response: web.StreamResponse = web.Response()
        if refusal := fault.refusal():
            request.status, request.answer = refusal.code, refusal.body()
            response = _refuse(refusal)
        elif fault.raw is not None:
            request.status, request.answer = fault.raw
            response = web.Response(status=fault.raw[0], body=fault.raw[1])
        elif fault.drop != "before":
            done = await self.execute(request)
            response = _half(done) if fault.cut else done
        self.world.changed()
        await self.clock.sleep(fault.delay_after)
        if fault.drop and http.transport is not None:
            http.transport.abort()
        return response

    async def execute(self, request: Request) -> web.Response:
        """Do what is asked for, and put down what came of it."""
        try:
            result = await self._result(request)
        except ApiError as error:
            if error.breach:
                request.problem(error.description)
            request.status, request.answer = error.code, error.body()
            return _refuse(error)
        except Exception as error:
            request.problem(f"the server failed: {error!r}")
            return _refuse(ApiError(500, "Internal Server Error"))
        finally:
            self._deliver(request.bot)
            self.world.changed()
        request.status, request.answer = 200, result
        self.world.changed()
        return web.json_response({"ok": True, "result": result})

    async def _result(self, request: Request) -> object:
        method = METHODS.get(request.method.lower())
        if method is None:
            raise ApiError(404, "Not Found: method not found", breach=True)
        if self.flood is not None:
            self.flood.check(request)
        for name in sorted(request.parameters.fields.keys() - method.parameters):
            request.problem(f"parameter {name!r} is not modelled here")
        result = method.handler(request)
        return await result if inspect.isawaitable(result) else result

    async def _give_file(self, http: web.Request) -> web.StreamResponse:
        bot = self._bot_by_token(http)
        file = self.world.file_of(http.match_info["path"])
        if isinstance(bot, ApiError) or file is None:
            return _refuse(bot if isinstance(bot, ApiError) else ApiError(404, "Not Found"))
        return web.Response(body=file.data, content_type="application/octet-stream")

    def _bot_by_token(self, http: web.Request) -> Bot | ApiError:
        token = http.match_info["token"]
        if not re.fullmatch(r"[1-9]\d{0,14}:[A-Za-z0-9_-]{24,}", token):
            return ApiError(401, "Unauthorized: invalid token specified")
        return self.world.bots.get(token) or ApiError(401, "Unauthorized")

    # What bots are told.

    def _deliver(self, bot: Bot) -> None:
        """Begin or end deliveries, as the bot's webhook now is."""
        current, task = self._deliveries.get(bot.id, (None, None))
        if current is bot.webhook:
            return
        if task is not None:
            task.cancel()
            del self._deliveries[bot.id]
        if bot.webhook is not None:
            delivery = Delivery(self.world, bot, bot.webhook, self._session, self.faults, self._execute_answer)
            self._deliveries[bot.id] = bot.webhook, asyncio.create_task(delivery.run())

    async def _execute_answer(self, bot: Bot, asked: dict[str, object]) -> None:
        parameters = Parameters(from_json({name: value for name, value in asked.items() if name != "method"}))
        request = Request(self.world, bot, str(asked["method"]), parameters, self.clock.now(), self.problems)
        self.calls.append(request)
        await self.execute(request)


def _half(whole: web.Response) -> web.Response:
    text = whole.text or ""
    return web.Response(status=whole.status, text=text[: len(text) // 2], content_type="application/json")


def _refuse(error: ApiError) -> web.Response:
    headers = {}
    if "retry_after" in error.parameters:
        headers["Retry-After"] = str(error.parameters["retry_after"])
    return web.json_response(error.body(), status=error.code, headers=headers)

"""The servers on which the one conversation is held: ours, and somebody else's where it is installed."""

import asyncio
import importlib
import importlib.util
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

from tests.telegram_server.people import Json
from tests.telegram_server.server import TelegramServer

EMULATOR = "lo_bot_api_emulator"


class OwnStage:
    """Our server."""

    def __init__(self, server: TelegramServer) -> None:
        self._server = server
        self._user = server.user("Anna")
        self._chat = server.private(self._user)

    async def message(self, text: str) -> None:
        self._server.message(self._user, self._chat, text)

    async def tap(self, data: str) -> None:
        [first, *_] = self._chat.said()
        self._server.click(self._user, first, data)

    async def inline(self, text: str) -> None:
        self._server.inline(self._user, text)

    async def asked(self, method: str, number: int = 1) -> Mapping[str, str]:
        answered = await self._server.until(lambda: self._answered(method)[number - 1 :])
        return answered[0]

    def _answered(self, method: str) -> list[Mapping[str, str]]:
        return [call.parameters.fields for call in self._server.calls_of(method) if call.status == 200]


def has_emulator() -> bool:
    return importlib.util.find_spec(EMULATOR) is not None


class EmulatorStage:
    """An emulator that others wrote, with other ideas of the same API: it takes an update as it is given."""

    token = "7:fixture"

    def __init__(self, emulator: Any) -> None:
        self._emulator = emulator
        self._calls: dict[str, list[dict[str, str]]] = {}
        self._heard = asyncio.Condition()
        self._user = {"id": 5, "is_bot": False, "first_name": "Anna", "language_code": "it"}
        self._messages = 100
        self.url = ""

    @web.middleware
    async def listen(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Write down what is asked, and give the bot the user name that this emulator lacks."""
        method = request.path.rpartition("/")[2]
        fields = {name: str(value) for name, value in (await request.post()).items()}
        response = await handler(request)
        if method == "getMe" and isinstance(response, web.Response) and isinstance(response.body, bytes):
            body = json.loads(response.body)
            body["result"]["username"] = "fixture_bot"
            response = web.json_response(body)
        async with self._heard:
            if response.status == 200:
                self._calls.setdefault(method, []).append(fields)
            self._heard.notify_all()
        return response

    async def message(self, text: str) -> None:
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
        await self._update(message=self._message() | {"from": self._user, "text": text, "entities": entities})

    async def tap(self, data: str) -> None:
        bot = {"id": 7, "is_bot": True, "first_name": "Fixture", "username": "fixture_bot"}
        message = self._message() | {"message_id": 1, "from": bot, "text": "What do you want?"}
        await self._update(
            callback_query={"id": "1", "from": self._user, "chat_instance": "1", "data": data, "message": message}
        )

    async def inline(self, text: str) -> None:
        await self._update(inline_query={"id": "2", "from": self._user, "query": text, "offset": ""})

    async def asked(self, method: str, number: int = 1) -> Mapping[str, str]:
        async with asyncio.timeout(5), self._heard:
            await self._heard.wait_for(lambda: len(self._calls.get(method, [])) >= number)
        return self._calls[method][number - 1]

    def _message(self) -> Json:
        self._messages += 1
        chat = {"id": 5, "type": "private", "first_name": "Anna"}
        return {"message_id": self._messages, "date": 1_790_000_000, "chat": chat}

    async def _update(self, **update: Json) -> None:
        await self._emulator.enqueue_update(update, token=self.token)


@asynccontextmanager
async def emulator_stage() -> AsyncIterator[EmulatorStage]:
    """The other server, on a free port of this machine."""
    emulator = importlib.import_module(EMULATOR).LoBotApiEmulator()
    stage = EmulatorStage(emulator)
    application = emulator.app()
    application.middlewares.append(stage.listen)
    runner = web.AppRunner(application, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    stage.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield stage
    finally:
        await runner.cleanup()

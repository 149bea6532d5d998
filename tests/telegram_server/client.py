"""A bare client: requests as they are, without a library in between."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import ClientSession, FormData

from tests.telegram_server.server import TelegramServer


class Client:
    """A bot that is all hands and no head."""

    def __init__(self, server: TelegramServer, session: ClientSession, token: str | None = None) -> None:
        self._server = server
        self.session = session
        self.token = token or server.bot.token

    async def ask(self, method: str, **parameters: object) -> Any:
        """The body of the answer, whatever it says."""
        async with self.session.post(f"{self._server.base_url}{self.token}/{method}", data=_form(parameters)) as answer:
            return await answer.json()

    async def get(self, method: str, **parameters: object) -> Any:
        """The result of a request that must succeed."""
        body = await self.ask(method, **parameters)
        assert body["ok"], body
        return body["result"]

    async def refusal(self, method: str, **parameters: object) -> str:
        """The description of a request that must fail."""
        body = await self.ask(method, **parameters)
        assert not body["ok"], body
        assert str(body["error_code"])[0] in "45"
        return str(body["description"])


@asynccontextmanager
async def client_of(server: TelegramServer, token: str | None = None) -> AsyncIterator[Client]:
    async with ClientSession() as session:
        yield Client(server, session, token)


def _form(parameters: dict[str, object]) -> FormData:
    """Texts as they are, bytes as files, the rest as JSON."""
    form = FormData()
    for name, value in parameters.items():
        if isinstance(value, bytes):
            form.add_field(name, value, filename=f"{name}.bin")
        else:
            form.add_field(name, value if isinstance(value, str) else json.dumps(value))
    return form

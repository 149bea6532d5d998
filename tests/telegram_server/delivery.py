"""How updates get to a webhook, in order for each chat and as often as it takes."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from tests.telegram_server.faults import Faults
from tests.telegram_server.updates import Update
from tests.telegram_server.world import Bot, Webhook, World

PATIENCE: Final = 60.0
LONGEST_PAUSE: Final = 60.0
LONGEST_RETRY_AFTER: Final = 3600.0
GONE_FOR_GOOD: Final = 23 * 3600
Execute = Callable[[Bot, dict[str, object]], Awaitable[None]]


class Delivery:
    """The deliveries to one webhook, until it is deleted or another one is set."""

    def __init__(
        self, world: World, bot: Bot, webhook: Webhook, session: ClientSession, faults: Faults, execute: Execute
    ) -> None:
        self._world = world
        self._bot = bot
        self._webhook = webhook
        self._session = session
        self._faults = faults
        self._execute = execute
        self._busy: set[str] = set()
        self._connections = asyncio.Semaphore(webhook.max_connections)
        self._gone_since: float | None = None

    async def run(self) -> None:
        """Serve every queue that has something, all of them side by side."""
        async with asyncio.TaskGroup() as group:
            while self._is_current:
                for queue in {update.queue for update in self._bot.updates.waiting()} - self._busy:
                    self._busy.add(queue)
                    group.create_task(self._serve(queue))
                await self._world.change()

    async def _serve(self, queue: str) -> None:
        failures = 0
        while self._is_current and (update := self._next_of(queue)):
            async with self._connections:
                pause = await self._deliver(update)
            if pause is None:
                failures = 0
                self._bot.updates.drop([update])
            else:
                failures += 1
                self._webhook.failures += 1
                self._world.changed()
                usual = 0.0 if failures == 1 else min(2.0 ** (failures - 1), LONGEST_PAUSE)
                await self._world.clock.sleep(pause or usual)
        self._busy.discard(queue)

    @property
    def _is_current(self) -> bool:
        return self._bot.webhook is self._webhook

    def _next_of(self, queue: str) -> Update | None:
        return next((update for update in self._bot.updates.waiting() if update.queue == queue), None)

    async def _deliver(self, update: Update) -> float | None:
        """Post an update; None when that was it, else how long the bot wants to be left alone, or 0."""
        fault = self._faults.of_delivery(update)
        answer = await self._post(update)
        if fault is not None and fault.lose_ack:
            return 0.0
        if fault is not None and fault.duplicate and answer is None:
            answer = await self._post(update)
        return answer

    async def _post(self, update: Update) -> float | None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._webhook.secret} if self._webhook.secret else {}
        patience = ClientTimeout(total=PATIENCE / self._world.clock.speed)
        try:
            async with self._session.post(
                self._webhook.url, json=update.json(), headers=headers, timeout=patience, allow_redirects=False
            ) as response:
                body = await response.read()
                if 200 <= response.status < 300:
                    await self._executed(body)
                    return None
                return self._refused(response)
        except TimeoutError:
            return self._failed("Read timeout expired")
        except ClientError:
            return self._failed("Connection refused")

    async def _executed(self, body: bytes) -> None:
        """Do what the answer asks for; whether it worked nobody learns."""
        self._gone_since = None
        try:
            asked = json.loads(body or b"null")
        except ValueError:
            return
        if isinstance(asked, dict) and "method" in asked:
            await self._execute(self._bot, asked)

    def _refused(self, response: ClientResponse) -> float:
        now = self._world.clock.now()
        self._gone_since = (self._gone_since or now) if response.status == 410 else None
        if self._gone_since is not None and now >= self._gone_since + GONE_FOR_GOOD:
            self._bot.webhook = None
            self._world.changed()
        self._failed(f"Wrong response from the webhook: {response.status} {response.reason}")
        try:
            return min(float(response.headers.get("Retry-After", 0)), LONGEST_RETRY_AFTER)
        except ValueError:
            return 0.0

    def _failed(self, reason: str) -> float:
        self._webhook.last_error = reason
        self._webhook.last_error_date = int(self._world.clock.now())
        return 0.0

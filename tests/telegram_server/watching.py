"""What a test sees of a server, and how it waits for more."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from tests.telegram_server.actions import Actions
from tests.telegram_server.faults import Fault, Faults
from tests.telegram_server.people import Chat, Message
from tests.telegram_server.requests import Request
from tests.telegram_server.world import World

T = TypeVar("T")


class Watching(Actions):
    """What bots asked and said. Waiting ends with what is waited for: nothing here sleeps."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.calls: list[Request] = []
        self.problems: list[str] = []
        self.faults = Faults()

    def fault(self, fault: Fault) -> Fault:
        """Let something go wrong from now on."""
        return self.faults.add(fault)

    def calls_of(self, method: str) -> list[Request]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def excuse(self, text: str) -> None:
        """Take the problems that contain *text* from the list; there must be one."""
        left = [problem for problem in self.problems if text.lower() not in problem.lower()]
        assert len(left) < len(self.problems), f"no problem has {text!r} in it: {self.problems}"
        self.problems[:] = left

    async def until(self, condition: Callable[[], T], seconds: float = 5.0) -> T:
        """Wait until *condition* gives something true, and return that; *seconds* are real ones."""
        try:
            async with asyncio.timeout(seconds):
                while not (result := condition()):
                    await self.world.change()
        except TimeoutError:
            asked = [f"{call.method} {call.status}" for call in self.calls[-8:]]
            raise TimeoutError(f"nothing for {seconds} s; last requests {asked}, problems {self.problems}") from None
        return result

    async def said(self, chat: Chat, number: int = 1, seconds: float = 5.0) -> list[Message]:
        """Wait until bots have said so many messages in a chat, and return all that they said there."""
        await self.until(lambda: len(chat.said()) >= number, seconds)
        return chat.said()

    async def reply(self, message: Message, seconds: float = 5.0) -> Message:
        """Wait for what a bot says after this message, and return the first of it."""

        def first() -> list[Message]:
            return [said for said in message.chat.said() if said.id > message.id][:1]

        [found] = await self.until(first, seconds)
        return found

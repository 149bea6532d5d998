"""How much is sent: no more than Telegram takes, to each chat and altogether, and nothing where it asked us to wait."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from bot.telegram.outgoing import Call

Clock: TypeAlias = Callable[[], float]

_MANY: Final = 1_000
"""When so many chats are remembered, those that may be forgotten are."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many messages at most, in any so many seconds."""

    most: int
    seconds: float

    def shared(self, by: int) -> "Rate":
        """The part of one of several, who all keep to theirs."""
        return Rate(max(1, self.most // by), self.seconds)


PRIVATE: Final = Rate(3, 3.0)
"""Telegram advises one message a second, and says that it lets short bursts pass."""
GROUP: Final = Rate(20, 60.0)


@dataclass(slots=True)
class Window:
    """What was sent in the last seconds.

    A bucket that refills lets through what it holds and what flows in meanwhile, nearly twice as much in its first
    period. Here a burst passes at once, and no period of that length ever sees more.
    """

    clock: Clock
    under_way: int = 0
    sent: list[float] = field(default_factory=list)

    def wait(self, rate: Rate) -> float:
        """Seconds until another message may be sent; 0 if it may be now."""
        now = self.clock()
        self.sent = [moment for moment in self.sent if moment > now - rate.seconds]
        # Telegram counts a message somewhere between our asking and its answer.
        counted = [*self.sent, *[now] * self.under_way]
        return 0.0 if len(counted) < rate.most else counted[-rate.most] + rate.seconds - now

    @contextmanager
    def taken(self) -> Iterator[None]:
        """A message is sent meanwhile."""
        self.under_way += 1
        try:
            yield
        finally:
            self.under_way -= 1
            self.sent.append(self.clock())


class Limits:
    """The limits of one bot, in this process. *overall* is how many messages a second all replicas may send.

    With an *overall* of 0 nothing is limited but what Telegram itself has asked to be. A *second* of Telegram's is
    shorter where time is made to pass faster.
    """

    def __init__(self, overall: int, second: float = 1.0, clock: Clock = time.monotonic) -> None:
        self._overall = Rate(overall, second)
        self._private = Rate(PRIVATE.most, PRIVATE.seconds * second)
        self._group = Rate(GROUP.most, GROUP.seconds * second)
        self._second, self._clock = second, clock
        self._all = Window(clock)
        self._chats: dict[int | None, Window] = {}
        self._until: dict[int | None, float] = {}
        self._in_turn = asyncio.Lock()
        self.replicas = 1
        """As many processes send for the bot; each takes an equal part of what is for all, and of each group.

        Not of a private chat: one person is answered in order, so by one process at a time.
        """

    def wait(self, call: Call) -> float:
        """Seconds until *call* may be made as far as its chat is concerned; 0 if it may be now."""
        chat = _chat(call)
        paused = max(self._until.get(place, 0.0) for place in (chat, None)) - self._clock()
        full = self._chats[chat].wait(self._rate(chat)) if chat in self._chats and self._counts(call) else 0.0
        return max(0.0, paused, full)

    def pause(self, call: Call, seconds: float) -> float:
        """Telegram asks to wait: the chat of *call*, or everybody if it has none; how long that is here."""
        here = seconds * self._second
        self._until[_chat(call)] = self._clock() + here
        return here

    @asynccontextmanager
    async def turn(self, call: Call) -> AsyncIterator[None]:
        """Make *call* meanwhile, as soon as it is its turn among all; nobody has to wait long, so it waits here."""
        chat = _chat(call)
        with ExitStack() as sending:
            if chat is not None and self._counts(call):
                sending.enter_context(self._window(chat).taken())
                async with self._in_turn:
                    await self._room()
                    sending.enter_context(self._all.taken())
            yield

    async def _room(self) -> None:
        while wait := self._all.wait(self._overall.shared(self.replicas)):  # noqa: ASYNC110  # only time makes room
            await asyncio.sleep(wait)

    def _counts(self, call: Call) -> bool:
        """Whether Telegram counts it: what is new, and in a group also what is changed."""
        chat = _chat(call)
        edited_in_a_group = call.method.startswith("edit") and chat is not None and chat < 0
        return self._overall.most > 0 and (call.method.startswith("send") or edited_in_a_group)

    def _rate(self, chat: int | None) -> Rate:
        return self._private if chat and chat > 0 else self._group.shared(self.replicas)

    def _window(self, chat: int) -> Window:
        if len(self._chats) >= _MANY:
            self._forget()
        return self._chats.setdefault(chat, Window(self._clock))

    def _forget(self) -> None:
        now = self._clock()
        self._until = {chat: until for chat, until in self._until.items() if until > now}
        for chat, window in list(self._chats.items()):
            window.wait(self._rate(chat))
            if not window.sent and not window.under_way:
                del self._chats[chat]


def _chat(call: Call) -> int | None:
    found = call.arguments.get("chat_id")
    return found if isinstance(found, int) else None

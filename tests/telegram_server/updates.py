"""Updates that wait for a bot."""

import asyncio
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.telegram_server.clock import Clock
from tests.telegram_server.people import Json

KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
)
ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
BY_DEFAULT = frozenset(KINDS) - ONLY_IF_ASKED
DAY = 24 * 3600
LIFETIMES = {"callback_query": 150, "shipping_query": 150, "pre_checkout_query": 150, "inline_query": 30}


@dataclass(eq=False, slots=True)
class Update:
    """What happened, as it was when it happened. ``queue`` is in whose order it is delivered to a webhook."""

    id: int
    kind: str
    content: Json
    queue: str
    expires: float

    def json(self) -> Json:
        return {"update_id": self.id, self.kind: self.content}


@dataclass(eq=False, slots=True)
class Updates:
    """All updates of one bot that it has not confirmed."""

    clock: Clock
    changed: Callable[[], None]
    allowed: frozenset[str] = BY_DEFAULT
    last_id: int = 730_000_000
    _waiting: list[Update] = field(default_factory=list)

    def add(self, kind: str, content: Json, queue: str) -> Update | None:
        """Make an update, unless the bot does not want its kind now: what it allows later does not bring it back."""
        if kind not in self.allowed:
            return None
        self.last_id += 1
        expires = self.clock.now() + LIFETIMES.get(kind, DAY)
        update = Update(self.last_id, kind, json.loads(json.dumps(content)), queue, expires)
        self._waiting.append(update)
        self.changed()
        return update

    def waiting(self) -> list[Update]:
        """The unconfirmed ones that are not too old, oldest first."""
        now = self.clock.now()
        self._waiting = [update for update in self._waiting if update.expires > now]
        return list(self._waiting)

    def has(self, update: Update) -> bool:
        return update in self.waiting()

    def drop(self, gone: Iterable[Update] | None = None) -> None:
        """Forget the given ones, or all."""
        dropped = self._waiting if gone is None else list(gone)
        self._waiting = [update for update in self._waiting if update not in dropped]
        self.changed()

    def allow(self, value: str) -> None:
        """Take the parameter ``allowed_updates``: it holds until another one is given; an empty list is the default."""
        try:
            kinds = json.loads(value)
        except ValueError:
            return
        if isinstance(kinds, list):
            known = frozenset(kind for kind in kinds if isinstance(kind, str)) & frozenset(KINDS)
            self.allowed = known or BY_DEFAULT


@dataclass(eq=False, slots=True)
class Poller:
    """How a bot polls: what it asked last, and who waits."""

    offset: int | None = None
    asked: float = 0.0
    last_conflict: float = float("-inf")
    waiting: asyncio.Future[str] | None = field(default=None, repr=False)

    def end_waiting(self, reason: str) -> None:
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(reason)

"""How much a bot may send: 30 messages a second, one a second to a private chat, 20 a minute to a group."""

import math
from collections import defaultdict, deque
from typing import Final

from tests.telegram_server.errors import too_many
from tests.telegram_server.people import Chat
from tests.telegram_server.requests import Request

SENDING: Final = frozenset({"sendmessage", "sendphoto", "senddocument", "copymessage"})
EDITING: Final = frozenset({"editmessagetext", "editmessagereplymarkup"})


class Flood:
    """Counts what is sent, in the server's time. Telegram tolerates bursts, this one of *burst* to a private chat."""

    def __init__(self, burst: int = 1) -> None:
        self._burst = burst
        self._sent: dict[tuple[int, int], deque[float]] = defaultdict(deque)

    def check(self, request: Request) -> None:
        """Count a request, or refuse it with the seconds to wait."""
        name = request.method.lower()
        chat = self._chat(request)
        in_group = chat is not None and not chat.is_private
        if name not in SENDING and not (name in EDITING and in_group):
            return
        limits = [(0, 30, 1.0)]
        if chat is not None:
            limits.append((chat.id, self._burst, float(self._burst)) if chat.is_private else (chat.id, 20, 60.0))
        wait = max(self._wait(request, *limit) for limit in limits)
        if wait > 0:
            raise too_many(math.ceil(wait))
        for place, _, _ in limits:
            self._sent[request.bot.id, place].append(request.now)

    def _wait(self, request: Request, place: int, most: int, seconds: float) -> float:
        sent = self._sent[request.bot.id, place]
        while sent and sent[0] <= request.now - seconds:
            sent.popleft()
        return sent[-most] + seconds - request.now if len(sent) >= most else 0.0

    @staticmethod
    def _chat(request: Request) -> Chat | None:
        given = request.parameters.text("chat_id")
        return next((chat for chat in request.bot.chats.values() if str(chat.id) == given), None)

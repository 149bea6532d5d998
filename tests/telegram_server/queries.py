"""Questions that a client waits for an answer to: a tapped button, a line of inline mode."""

from dataclasses import dataclass, field

from tests.telegram_server.people import Json, Message, User
from tests.telegram_server.updates import LIFETIMES


@dataclass(eq=False, slots=True)
class Click:
    """A tapped button. ``answer`` is what the bot told the client, None as long as the client waits."""

    id: str
    bot: User
    user: User
    data: str
    asked: float
    message: Message | None = None
    inline_message_id: str | None = None
    answer: Json | None = None

    def json(self) -> Json:
        place = {"message": self.message.json()} if self.message else {"inline_message_id": self.inline_message_id}
        instance = f"ci{self.message.chat.id if self.message else self.inline_message_id}"
        return {"id": self.id, "from": self.user.json(), "chat_instance": instance, "data": self.data} | place

    def open(self, now: float) -> bool:
        return self.answer is None and now < self.asked + LIFETIMES["callback_query"]


@dataclass(eq=False, slots=True)
class InlineQuery:
    """What a user typed behind the bot's name. ``results`` is None as long as the client waits."""

    id: str
    bot: User
    user: User
    query: str
    offset: str
    chat_type: str
    asked: float
    results: list[Json] | None = None
    answer: Json = field(default_factory=dict)

    def json(self) -> Json:
        typed = {"query": self.query, "offset": self.offset, "chat_type": self.chat_type}
        return {"id": self.id, "from": self.user.json()} | typed

    def open(self, now: float) -> bool:
        return self.results is None and now < self.asked + LIFETIMES["inline_query"]

"""All that exists on the server, and how it comes into being."""

import asyncio
import itertools
from collections.abc import Awaitable, Iterator
from dataclasses import dataclass, field

from tests.telegram_server.clock import Clock
from tests.telegram_server.people import Chat, File, Json, Message, User
from tests.telegram_server.queries import Click, InlineQuery
from tests.telegram_server.updates import Poller, Updates


@dataclass(eq=False, slots=True)
class Webhook:
    """Where updates go."""

    url: str
    secret: str = ""
    max_connections: int = 40
    last_error: str = ""
    last_error_date: int = 0
    failures: int = 0


@dataclass(eq=False, slots=True)
class Bot:
    """One bot and what belongs to it alone."""

    token: str
    account: User
    updates: Updates
    poller: Poller = field(default_factory=Poller)
    privacy: bool = True
    takes_inline: bool = True
    inline_feedback: bool = False
    webhook: Webhook | None = None
    next_webhook: float = 0.0
    chats: dict[int, Chat] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def id(self) -> int:
        return self.account.id

    def json(self) -> Json:
        return self.account.json() | {
            "can_join_groups": True,
            "can_read_all_group_messages": not self.privacy,
            "supports_inline_queries": self.takes_inline,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }


class World:
    """Bots by token, users, chats and files, and one clock for all of them."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.bots: dict[str, Bot] = {}
        self.users: dict[int, User] = {}
        self.files: dict[str, File] = {}
        self.clicks: dict[str, Click] = {}
        self.inline_queries: dict[str, InlineQuery] = {}
        self.inline_messages: dict[str, Message] = {}
        self._ids = itertools.count(1)
        self._changed = asyncio.Event()

    def changed(self) -> None:
        """Wake all who wait for something to happen."""
        self._changed.set()
        self._changed = asyncio.Event()

    def change(self) -> Awaitable[object]:
        """Wait for something to happen after this call, however late it is awaited."""
        return self._changed.wait()

    def number(self) -> int:
        return next(self._ids)

    def add_bot(self, first_name: str, username: str, *, privacy: bool = True, inline: bool = True) -> Bot:
        account = User(7_000_000 + self.number(), first_name, username=username, is_bot=True)
        token = f"{account.id}:{'A' * 24}{account.id:011d}"
        bot = Bot(token, account, Updates(self.clock, self.changed), privacy=privacy, takes_inline=inline)
        self.bots[token] = bot
        self.users[account.id] = account
        return bot

    def add_user(
        self,
        first_name: str,
        language_code: str | None = None,
        username: str | None = None,
        last_name: str | None = None,
    ) -> User:
        user = User(1000 + self.number(), first_name, language_code, username, last_name)
        self.users[user.id] = user
        return user

    def add_file(self, data: bytes, name: str | None = None, mime_type: str | None = None) -> File:
        file = File(f"F{self.number():015d}", data, name, mime_type)
        self.files[file.id] = file
        return file

    def add_group(self, title: str, *, forum: bool = False, kind: str = "supergroup") -> Chat:
        chat_id = -self.number() - (1_000_000_000_000 if kind == "supergroup" else 0)
        return Chat(chat_id, kind, title, is_forum=forum)

    def bots_in(self, chat: Chat) -> Iterator[Bot]:
        """The bots that this chat reaches."""
        return (bot for bot in self.bots.values() if bot.chats.get(chat.id) is chat)

    def post(self, chat: Chat, sender: User, text: str = "") -> Message:
        """Put a message into a chat."""
        chat.last_id += 1
        message = Message(chat.last_id, chat, sender, int(self.clock.now()), text)
        chat.messages[message.id] = message
        return message

    def file_of(self, path: str) -> File | None:
        return self.files.get(path.rpartition("/")[2].partition(".")[0])

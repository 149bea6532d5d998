"""What people do in their clients."""

from tests.telegram_server import oracle
from tests.telegram_server.membership import Membership
from tests.telegram_server.people import Chat, File, Message, User
from tests.telegram_server.places import GONE
from tests.telegram_server.privacy import concerns
from tests.telegram_server.queries import Click, InlineQuery
from tests.telegram_server.world import Bot


class Actions(Membership):
    """The hands of all users. What they do reaches the bots that may see it, as updates."""

    # Making what is there before a test begins: no update tells of it.

    def user(self, first_name: str = "Anna", language_code: str | None = "it", username: str | None = None) -> User:
        return self.world.add_user(first_name, language_code, username)

    def group(
        self,
        title: str,
        *members: User,
        bots: tuple[Bot, ...] | None = None,
        forum: bool = False,
        kind: str = "supergroup",
    ) -> Chat:
        """A group of these people and, unless others are named, the first bot."""
        chat = self.world.add_group(title, forum=forum, kind=kind)
        chat.members |= {user.id: "member" for user in members}
        for bot in (self.bot,) if bots is None else bots:
            bot.chats[chat.id] = chat
            chat.members[bot.id] = "member"
        return chat

    def thread(self, chat: Chat, name: str) -> int:
        """A new topic of a forum."""
        chat.last_id += 1
        chat.threads[chat.last_id] = name
        return chat.last_id

    # Saying something.

    def message(
        self, user: User, chat: Chat, text: str, *, reply_to: Message | None = None, thread: int | None = None
    ) -> Message:
        """Write a message."""
        message = self._write(user, chat, text, reply_to, thread)
        self._tell(message)
        return message

    def photo(self, user: User, chat: Chat, data: bytes, caption: str = "") -> Message:
        """Send a photo."""
        return self._send_file(user, chat, caption, photo=self.world.add_file(data))

    def document(
        self, user: User, chat: Chat, data: bytes, name: str, caption: str = "", mime_type: str | None = None
    ) -> Message:
        """Send a file."""
        return self._send_file(user, chat, caption, document=self.world.add_file(data, name, mime_type))

    def edit(self, user: User, message: Message, text: str) -> None:
        """Change a message of one's own."""
        assert message.sender is user, "only one's own messages can be edited"
        message.text, message.entities = text, oracle.find(text)
        message.edited = int(self.world.clock.now())
        self._tell(message, "edited_message")

    # Tapping, and inline mode.

    def click(self, user: User, message: Message, data: str, *, forged: bool = False) -> Click:
        """Tap the button with this label or this data; a *forged* one needs not be there, as for a changed client."""
        buttons = [button for row in message.buttons for button in row]
        found = next((one for one in buttons if data in {one["text"], one.get("callback_data")}), None)
        assert forged or found, f"no button {data!r} among {message.labels}"
        if found is not None:
            assert "callback_data" in found, f"button {data!r} is a link"
            data = found["callback_data"]
        bot = self._bot_of(message)
        inline_id = message.inline_id
        click = Click(
            self._name(), bot.account, user, data, self.world.clock.now(), None if inline_id else message, inline_id
        )
        self.world.clicks[click.id] = click
        bot.updates.add("callback_query", click.json(), f"query {user.id}")
        return click

    def inline(
        self, user: User, query: str, *, bot: Bot | None = None, offset: str = "", chat_type: str = "supergroup"
    ) -> InlineQuery:
        """Type the bot's name and a question in any chat."""
        bot = bot or self.bot
        assert bot.takes_inline, f"{bot.account.username} has no inline mode"
        asked = InlineQuery(self._name(), bot.account, user, query, offset, chat_type, self.world.clock.now())
        self.world.inline_queries[asked.id] = asked
        bot.updates.add("inline_query", asked.json(), f"query {user.id}")
        return asked

    def choose(self, user: User, query: InlineQuery, result_id: str, chat: Chat) -> Message:
        """Send one of the results to a chat."""
        assert query.results is not None, "the bot has not answered yet"
        result = next(one for one in query.results if one["id"] == result_id)
        bot = next(one for one in self.world.bots.values() if one.account is query.bot)
        message = self.world.post(chat, user, result["content"]["text"])
        message.entities, message.buttons = result["content"]["entities"], result["buttons"]
        message.extra["via_bot"] = bot.account.json()
        if message.buttons:
            # Only the sender's client and the bot know a message from inline mode by this name.
            message.inline_id = self._name()
            self.world.inline_messages[message.inline_id] = message
        self._tell(message)
        if bot.inline_feedback:
            named = {"inline_message_id": message.inline_id} if message.inline_id else {}
            chosen = {"result_id": result_id, "from": user.json(), "query": query.query} | named
            bot.updates.add("chosen_inline_result", chosen, f"query {user.id}")
        return message

    # How it reaches the bots.

    def _write(
        self, user: User, chat: Chat, text: str, reply_to: Message | None = None, thread: int | None = None
    ) -> Message:
        assert not chat.is_private or chat.user is user, "only its user writes in a private chat"
        assert chat.is_private or chat.members.get(user.id, "left") not in GONE, (
            f"{user.first_name} is not in the group"
        )
        assert thread is None or thread in chat.threads, "there is no such thread"
        message = self.world.post(chat, user, text)
        message.entities, message.reply_to = oracle.find(text), reply_to
        message.thread = thread or (reply_to.thread if reply_to else None)
        return message

    def _send_file(
        self, user: User, chat: Chat, caption: str, photo: File | None = None, document: File | None = None
    ) -> Message:
        message = self._write(user, chat, caption)
        message.photo, message.document = photo, document
        self._tell(message)
        return message

    def _tell(self, message: Message, kind: str = "message") -> None:
        for bot in self.world.bots_in(message.chat):
            if concerns(bot, message):
                bot.updates.add(kind, message.json(), f"chat {message.chat.id}")
        self.world.changed()

    def _bot_of(self, message: Message) -> Bot:
        account = message.extra.get("via_bot", {}).get("id", message.sender.id)
        return next(bot for bot in self.world.bots.values() if bot.id == account)

    def _name(self) -> str:
        return f"{5_000_000_000_000 + self.world.number()}"

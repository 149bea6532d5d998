"""Who comes, goes, blocks the bot, and how bots learn of it."""

from tests.telegram_server.chats import member_json
from tests.telegram_server.people import Chat, Json, User
from tests.telegram_server.world import Bot, World


class Membership:
    """What people do with their chats and groups."""

    def __init__(self, world: World) -> None:
        self.world = world

    @property
    def bot(self) -> Bot:
        """The first bot, which is the only one in most tests."""
        return next(iter(self.world.bots.values()))

    def private(self, user: User, bot: Bot | None = None) -> Chat:
        """The chat of a user with a bot, opened at the first use."""
        bot = bot or self.bot
        return bot.chats.setdefault(user.id, Chat(user.id, "private", user=user))

    def block(self, user: User, bot: Bot | None = None) -> None:
        """Block the bot, or stop it."""
        self._set_blocked(user, bot or self.bot, True)

    def unblock(self, user: User, bot: Bot | None = None) -> None:
        self._set_blocked(user, bot or self.bot, False)

    def join(self, chat: Chat, who: User | Bot, by: User | None = None) -> None:
        """Add somebody to a group, or a bot."""
        if isinstance(who, Bot):
            who.chats[chat.id] = chat
        self._set_status(chat, who, "member", by)

    def leave(self, chat: Chat, user: User) -> None:
        self._set_status(chat, user, "left", user)

    def kick(self, chat: Chat, who: User | Bot, by: User | None = None) -> None:
        """Remove somebody from a group for good."""
        self._set_status(chat, who, "kicked", by)

    def promote(self, chat: Chat, who: User | Bot, by: User | None = None) -> None:
        """Make somebody an administrator; a bot that is one sees every message."""
        self._set_status(chat, who, "administrator", by)

    def migrate(self, chat: Chat) -> Chat:
        """Make a supergroup of a basic group: it has another id, and the old one is of no use any more."""
        assert chat.type == "group", "only a basic group becomes a supergroup"
        new = self.world.add_group(chat.title or "", forum=chat.is_forum)
        new.members = dict(chat.members)
        somebody = self._somebody(chat)
        for bot in list(self.world.bots_in(chat)):
            bot.chats[new.id] = new
            left, came = self.world.post(chat, somebody), self.world.post(new, somebody)
            left.extra["migrate_to_chat_id"] = new.id
            came.extra["migrate_from_chat_id"] = chat.id
            for message in (left, came):
                bot.updates.add("message", message.json(), f"chat {message.chat.id}")
        chat.migrated_to = new.id
        return new

    def _somebody(self, chat: Chat) -> User:
        people = (self.world.users[user_id] for user_id in chat.members)
        return next((user for user in people if not user.is_bot), self.bot.account)

    def _set_blocked(self, user: User, bot: Bot, blocked: bool) -> None:
        chat = self.private(user, bot)
        chat.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        self._tell_status(chat, bot, "my_chat_member", bot.account, old, new, user)

    def _set_status(self, chat: Chat, who: User | Bot, status: str, by: User | None) -> None:
        account = who.account if isinstance(who, Bot) else who
        old = chat.members.get(account.id, "left")
        chat.members[account.id] = status
        for bot in self.world.bots_in(chat):
            own = bot.account is account
            if own or chat.members.get(bot.id) == "administrator":
                kind = "my_chat_member" if own else "chat_member"
                self._tell_status(chat, bot, kind, account, old, status, by or self._somebody(chat))
        self.world.changed()

    def _tell_status(self, chat: Chat, bot: Bot, kind: str, who: User, old: str, new: str, by: User) -> None:
        content: Json = {"chat": chat.json(), "from": by.json(), "date": int(self.world.clock.now())}
        for name, status in (("old_chat_member", old), ("new_chat_member", new)):
            content[name] = member_json(who.json(), status)
        bot.updates.add(kind, content, f"chat {chat.id}")

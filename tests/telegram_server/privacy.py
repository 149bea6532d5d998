"""What bots are shown of a group."""

from tests.telegram_server.people import Message
from tests.telegram_server.places import GONE
from tests.telegram_server.utf16 import cut
from tests.telegram_server.world import Bot


def concerns(bot: Bot, message: Message) -> bool:
    """Whether a bot is shown a message: in a group with privacy only what is said to bots."""
    chat = message.chat
    if chat.is_private:
        return not chat.blocked
    status = chat.members.get(bot.id, "left")
    if status in GONE:
        return False
    if status == "administrator" or not bot.privacy:
        return True
    if message.reply_to is not None and message.reply_to.sender is bot.account:
        return True
    return message.extra.get("via_bot", {}).get("id") == bot.id or _is_command_for(bot, message)


def _is_command_for(bot: Bot, message: Message) -> bool:
    for entity in message.entities:
        if entity["type"] == "bot_command":
            _, _, name = cut(message.text, entity["offset"], entity["length"]).partition("@")
            if not name or name.lower() == (bot.account.username or "").lower():
                return True
    return False

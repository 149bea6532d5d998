"""Where a request points: a chat that the bot may write to, a message in it, a thread."""

import json

from tests.telegram_server.errors import ApiError, bad_request, breach, forbidden
from tests.telegram_server.people import Chat, Message
from tests.telegram_server.requests import Request

GONE = {"kicked", "left"}


def chat_of(request: Request, name: str = "chat_id") -> Chat:
    """The chat that the bot knows under this id."""
    given = request.parameters.text(name)
    if not given:
        raise breach(f"{name} is empty")
    for chat in request.bot.chats.values():
        if str(chat.id) == given:
            return chat
    raise bad_request("chat not found")


def open_chat(request: Request, name: str = "chat_id") -> Chat:
    """The same, if the bot may write there."""
    chat = chat_of(request, name)
    if chat.migrated_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            parameters={"migrate_to_chat_id": chat.migrated_to},
        )
    if chat.blocked:
        raise forbidden("bot was blocked by the user")
    if not chat.is_private and chat.members.get(request.bot.id, "left") in GONE:
        kind = "supergroup" if chat.type == "supergroup" else "group"
        if chat.members.get(request.bot.id) == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        raise forbidden(f"bot is not a member of the {kind} chat")
    return chat


def thread_of(request: Request, chat: Chat) -> int | None:
    """The thread that a message goes to."""
    thread = request.parameters.integer("message_thread_id")
    if thread and thread not in chat.threads:
        raise bad_request("message thread not found")
    return thread or None


def replied_to(request: Request, chat: Chat) -> Message | None:
    """The message that is replied to, if one is."""
    given = request.parameters.json("reply_parameters", "reply parameters")
    legacy = request.parameters.integer("reply_to_message_id")
    if given is None and not legacy:
        return None
    options = given or {"message_id": legacy}
    if not isinstance(options, dict) or not isinstance(options.get("message_id"), int):
        raise breach("can't parse reply parameters: Can't find field \"message_id\"")
    message = chat.messages.get(options["message_id"])
    lenient = options.get("allow_sending_without_reply") or request.parameters.flag("allow_sending_without_reply")
    if message is None and not lenient:
        raise bad_request("message to be replied not found")
    return message


def message_of(request: Request, chat: Chat, missing: str, name: str = "message_id") -> Message:
    """A message by its number."""
    number = request.parameters.integer(name)
    if number <= 0:
        raise breach("message identifier is not specified")
    message = chat.messages.get(number)
    if message is None:
        raise bad_request(missing)
    return message


def own_message(request: Request) -> Message:
    """The message that the bot wants to edit; one sent from inline mode has an id of its own."""
    if inline_id := request.parameters.text("inline_message_id"):
        message = request.world.inline_messages.get(inline_id)
        if message is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    message = message_of(request, open_chat(request), "message to edit not found")
    if message.sender is not request.bot.account or "via_bot" in message.extra:
        raise bad_request("message can't be edited")
    return message


def same(one: object, other: object) -> bool:
    """Whether two contents are written alike."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)

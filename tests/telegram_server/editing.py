"""Methods that change or remove messages."""

from tests.telegram_server.errors import bad_request
from tests.telegram_server.formatting import message_text
from tests.telegram_server.markup import buttons
from tests.telegram_server.people import Json, Message
from tests.telegram_server.places import message_of, open_chat, own_message, same
from tests.telegram_server.requests import Request, method

UNCHANGED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content "
    "and reply markup of the message"
)
WHICH = "chat_id message_id inline_message_id reply_markup "


@method("editMessageText", WHICH + "text parse_mode entities link_preview_options disable_web_page_preview")
def edit_message_text(request: Request) -> Json | bool:
    text, rows = message_text(request), buttons(request)
    message = own_message(request)
    if message.is_media:
        raise bad_request("there is no text in the message to edit")
    if same([text.text, text.entities, rows], [message.text, message.entities, message.buttons]):
        raise bad_request(UNCHANGED)
    message.text, message.entities, message.buttons = text.text, text.entities, rows
    return _edited(request, message)


@method("editMessageReplyMarkup", WHICH)
def edit_message_reply_markup(request: Request) -> Json | bool:
    rows = buttons(request)
    message = own_message(request)
    if same(rows, message.buttons):
        raise bad_request(UNCHANGED)
    message.buttons = rows
    return _edited(request, message)


@method("deleteMessage", "chat_id message_id")
def delete_message(request: Request) -> bool:
    chat = open_chat(request)
    message = message_of(request, chat, "message to delete not found")
    own = message.sender is request.bot.account
    if not own and not chat.is_private and chat.members.get(request.bot.id) != "administrator":
        raise bad_request("message can't be deleted")
    if request.now - message.date > 48 * 3600:
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[message.id]
    return True


def _edited(request: Request, message: Message) -> Json | bool:
    message.edited = int(request.now)
    return True if request.parameters.text("inline_message_id") else message.json()

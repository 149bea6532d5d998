"""Methods that put messages into chats."""

from typing import Final

from tests.telegram_server.errors import ApiError, bad_request, breach
from tests.telegram_server.formatting import Formatted, caption, message_text
from tests.telegram_server.markup import buttons
from tests.telegram_server.people import Chat, File, Json, Message
from tests.telegram_server.places import message_of, open_chat, replied_to, thread_of
from tests.telegram_server.requests import Request, method

COMMON: Final = (
    "chat_id message_thread_id parse_mode disable_notification protect_content reply_parameters reply_to_message_id "
    "allow_sending_without_reply reply_markup allow_paid_broadcast "
)
CAPTION: Final = COMMON + "caption caption_entities show_caption_above_media "
CHAT_ACTIONS: Final = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
    "choose_sticker", "find_location", "record_video_note", "upload_video_note",
}  # fmt: skip
MOST_PHOTO: Final = 10 << 20
MOST_DOCUMENT: Final = 50 << 20


@method("sendMessage", COMMON + "text entities link_preview_options disable_web_page_preview")
def send_message(request: Request) -> Json:
    text = message_text(request)
    return _post(request, text).json()


@method("sendPhoto", CAPTION + "photo has_spoiler")
def send_photo(request: Request) -> Json:
    text = caption(request)
    photo = _file(request, "photo", MOST_PHOTO)
    return _post(request, text, photo=photo).json()


@method("sendDocument", CAPTION + "document thumbnail disable_content_type_detection")
def send_document(request: Request) -> Json:
    text = caption(request)
    document = _file(request, "document", MOST_DOCUMENT)
    return _post(request, text, document=document).json()


@method("copyMessage", CAPTION + "from_chat_id message_id")
def copy_message(request: Request) -> Json:
    original = message_of(request, open_chat(request, "from_chat_id"), "message to copy not found")
    text = caption(request) if "caption" in request.parameters.fields else Formatted(original.text, original.entities)
    return {"message_id": _post(request, text, original.photo, original.document).id}


@method("sendChatAction", "chat_id action message_thread_id")
def send_chat_action(request: Request) -> bool:
    action = request.parameters.text("action").lower()
    if action not in CHAT_ACTIONS:
        raise breach("wrong parameter action in request")
    chat = open_chat(request)
    thread_of(request, chat)
    chat.actions.append(action)
    return True


def _post(request: Request, text: Formatted, photo: File | None = None, document: File | None = None) -> Message:
    rows = buttons(request)
    chat: Chat = open_chat(request)
    reply_to, thread = replied_to(request, chat), thread_of(request, chat)
    message = request.world.post(chat, request.bot.account, text.text)
    message.entities, message.buttons = text.entities, rows
    message.photo, message.document = photo, document
    message.reply_to = reply_to
    message.thread = thread or (reply_to.thread if reply_to else None)
    return message


def _file(request: Request, name: str, most: int) -> File:
    given = request.parameters.text(name)
    upload = request.parameters.files.get(given.removeprefix("attach://") or name)
    if upload is not None:
        if not upload.data:
            raise breach("file must be non-empty")
        if len(upload.data) > most:
            raise ApiError(413, "Request Entity Too Large", breach=True)
        return request.world.add_file(upload.data, upload.name, upload.mime_type)
    if not given:
        raise breach(f"there is no {name} in the request")
    if given.startswith(("http://", "https://")):
        return request.world.add_file(b"", given.rpartition("/")[2])
    if given not in request.world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return request.world.files[given]

"""Methods that tell what there is: the bot itself, chats, members, files."""

from typing import Any, Final

from tests.telegram_server.errors import bad_request, breach
from tests.telegram_server.people import Chat, File, Json
from tests.telegram_server.places import open_chat
from tests.telegram_server.requests import Request, method

MOST_DOWNLOAD: Final = 20 << 20
ADMINISTRATOR_RIGHTS: Final = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats",
    "can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
    "can_edit_stories", "can_delete_stories",
)  # fmt: skip
GIFTS: Final = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


@method("getMe")
def get_me(request: Request) -> Json:
    return request.bot.json()


@method("getChat", "chat_id")
def get_chat(request: Request) -> Json:
    chat = open_chat(request)
    gifts = dict.fromkeys(GIFTS, False)
    return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}


@method("getChatMember", "chat_id user_id")
def get_chat_member(request: Request) -> Json:
    chat = open_chat(request)
    user_id = request.parameters.integer("user_id")
    if user_id not in request.world.users:
        raise bad_request("invalid user_id specified")
    return member(request, chat, user_id)


@method("getChatAdministrators", "chat_id")
def get_chat_administrators(request: Request) -> list[Json]:
    chat = open_chat(request)
    if chat.is_private:
        raise bad_request("there are no administrators in the private chat")
    return [
        member(request, chat, user_id)
        for user_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]


@method("getChatMemberCount", "chat_id")
def get_chat_member_count(request: Request) -> int:
    chat = open_chat(request)
    return 2 if chat.is_private else sum(status not in {"kicked", "left"} for status in chat.members.values())


@method("getFile", "file_id")
def get_file(request: Request) -> Json:
    file_id = request.parameters.text("file_id")
    if not file_id:
        raise breach("file_id not specified")
    file = request.world.files.get(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    if len(file.data) > MOST_DOWNLOAD:
        raise bad_request("file is too big")
    return file.json() | {"file_path": path_of(file)}


def path_of(file: File) -> str:
    """Where a file is fetched from."""
    ending = (file.name or "file").rpartition(".")[2] if "." in (file.name or "") else "bin"
    return f"documents/{file.id}.{ending}"


def member(request: Request, chat: Chat, user_id: int) -> Json:
    status = chat.members.get(user_id, "member" if chat.is_private else "left")
    return member_json(request.world.users[user_id].json(), status)


def member_json(user: Json, status: str) -> Json:
    """A member as the Bot API writes it."""
    details: dict[str, Any] = {}
    if status == "administrator":
        details = dict.fromkeys(ADMINISTRATOR_RIGHTS, True) | {"is_anonymous": False}
    if status == "creator":
        details = {"is_anonymous": False}
    if status == "kicked":
        details = {"until_date": 0}
    return {"user": user, "status": status} | details

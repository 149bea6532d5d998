"""What a bot says of itself: its commands, by scope and language, its name and descriptions."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Final

from tests.telegram_server.errors import bad_request, breach
from tests.telegram_server.people import Chat, Json, User
from tests.telegram_server.places import chat_of
from tests.telegram_server.requests import Request, method
from tests.telegram_server.world import Bot

SCOPES: Final = {
    "default": (), "all_private_chats": (), "all_group_chats": (), "all_chat_administrators": (),
    "chat": ("chat_id",), "chat_administrators": ("chat_id",), "chat_member": ("chat_id", "user_id"),
}  # fmt: skip
TEXTS: Final = (
    ("Name", "name", 64, "bot name is too long"),
    ("Description", "description", 512, "bot description is too long"),
    ("ShortDescription", "short_description", 120, "bot short description is too long"),
)


@method("setMyCommands", "commands scope language_code")
def set_my_commands(request: Request) -> bool:
    commands = request.parameters.json("commands", "commands")
    if not isinstance(commands, list):
        raise breach("expected an Array of BotCommand")
    if len(commands) > 100:
        raise breach("BOT_COMMANDS_TOO_MUCH")
    request.bot.commands[_place(request)] = [_command(command) for command in commands]
    return True


@method("getMyCommands", "scope language_code")
def get_my_commands(request: Request) -> list[Json]:
    return request.bot.commands.get(_place(request), [])


@method("deleteMyCommands", "scope language_code")
def delete_my_commands(request: Request) -> bool:
    request.bot.commands.pop(_place(request), None)
    return True


def menu(bot: Bot, chat: Chat, user: User) -> list[Json]:
    """The commands that a user's client offers in a chat: the narrowest that there are, in the user's language."""
    for scope in _narrowing(chat, user):
        for language in dict.fromkeys((user.language_code or "", "")):
            if commands := bot.commands.get((json.dumps(scope, sort_keys=True), language)):
                return commands
    return []


def _narrowing(chat: Chat, user: User) -> Iterator[Json]:
    if chat.is_private:
        yield {"type": "chat", "chat_id": chat.id}
        yield {"type": "all_private_chats"}
    else:
        yield {"type": "chat_member", "chat_id": chat.id, "user_id": user.id}
        if chat.members.get(user.id) in {"administrator", "creator"}:
            yield {"type": "chat_administrators", "chat_id": chat.id}
            yield {"type": "chat", "chat_id": chat.id}
            yield {"type": "all_chat_administrators"}
        else:
            yield {"type": "chat", "chat_id": chat.id}
        yield {"type": "all_group_chats"}
    yield {"type": "default"}


def _command(command: object) -> Json:
    if not isinstance(command, dict):
        raise breach("expected an Object")
    name, description = command.get("command"), command.get("description")
    if not isinstance(name, str) or not isinstance(description, str):
        raise breach('can\'t parse BotCommand: Can\'t find field "command" or "description"')
    name = name.removeprefix("/")
    if not name:
        raise breach("command must be non-empty")
    if len(name) > 32:
        raise breach("command length must not exceed 32")
    if not re.fullmatch("[a-z0-9_]+", name):
        raise breach("BOT_COMMAND_INVALID")
    if not description.strip():
        raise breach("command description must be non-empty")
    if len(description) > 256:
        raise breach("command description length must not exceed 256")
    return {"command": name, "description": description}


def _place(request: Request) -> tuple[str, str]:
    """Scope and language: each pair has its own list."""
    scope = request.parameters.json("scope", "BotCommandScope") or {"type": "default"}
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise breach("unsupported type specified")
    kept = {"type": scope["type"]}
    for name in SCOPES[scope["type"]]:
        if name not in scope:
            raise breach(f"can't parse BotCommandScope: Can't find field \"{name}\"")
        kept[name] = scope[name]
    if "chat_id" in kept and int(kept["chat_id"]) not in request.bot.chats:
        raise bad_request("chat not found")
    return json.dumps(kept, sort_keys=True), _language(request)


def _language(request: Request) -> str:
    language = request.parameters.text("language_code")
    if language and not re.fullmatch("[a-z]{2}", language):
        raise breach("invalid language code specified")
    return language


def _setter(kind: str, name: str, most: int, refusal: str) -> Callable[[Request], bool]:
    def set_text(request: Request) -> bool:
        text = request.parameters.text(name)
        if len(text) > most:
            raise breach(refusal)
        request.bot.texts[kind, _language(request)] = text
        return True

    return set_text


def _getter(kind: str, name: str) -> Callable[[Request], Json]:
    def get_text(request: Request) -> Json:
        texts = request.bot.texts
        own = request.bot.account.first_name if name == "name" else ""
        return {name: texts.get((kind, _language(request))) or texts.get((kind, "")) or own}

    return get_text


for _kind, _name, _most, _refusal in TEXTS:
    method(f"setMy{_kind}", f"{_name} language_code")(_setter(_kind, _name, _most, _refusal))
    method(f"getMy{_kind}", "language_code")(_getter(_kind, _name))


@method("setChatMenuButton", "chat_id menu_button")
def set_chat_menu_button(request: Request) -> bool:
    if "chat_id" in request.parameters.fields:
        chat_of(request)
    return True

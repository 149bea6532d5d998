"""Every method refuses what Telegram refuses, in its words, and does the rest."""

from typing import Any

import pytest

from tests.telegram_server import TelegramServer
from tests.telegram_server.client import Client, client_of
from tests.telegram_server.editing import UNCHANGED
from tests.telegram_server.people import Chat, Message, User
from tests.telegram_server.profile import menu

ARTICLE = {"type": "article", "title": "T", "input_message_content": {"message_text": "M"}}


def keyboard(**button: object) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "B", **button}]]}


@pytest.fixture
def anna(telegram_server: TelegramServer) -> User:
    return telegram_server.user("Anna", language_code="it")


@pytest.fixture
def chat(telegram_server: TelegramServer, anna: User) -> Chat:
    return telegram_server.private(anna)


@pytest.fixture
async def sent(bot: Client, chat: Chat) -> Message:
    """A message of the bot with one button."""
    await bot.get("sendMessage", chat_id=chat.id, text="x", reply_markup=keyboard(callback_data="tap"))
    return chat.said()[-1]


BREACHES: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"text": "x"}, "chat_id is empty"),
    ("sendMessage", {"text": "x", "parse_mode": "bbcode"}, "unsupported parse_mode"),
    ("sendMessage", {"text": "x", "entities": "["}, "can't parse MessageEntities JSON object"),
    ("sendMessage", {"text": "x", "reply_markup": keyboard(callback_data="è" * 33)}, "BUTTON_DATA_INVALID"),
    ("sendMessage", {"text": "x", "reply_markup": keyboard(callback_data="")}, "BUTTON_DATA_INVALID"),
    (
        "sendMessage",
        {"text": "x", "reply_markup": keyboard()},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": keyboard(url="ftp://x.org")},
        "inline keyboard button URL 'ftp://x.org' is invalid: Unsupported URL protocol",
    ),
    (
        "sendMessage",
        {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "B", "callback_data": "x"}] * 101]}},
        "REPLY_MARKUP_TOO_LONG",
    ),
    ("sendMessage", {"text": "x", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
    ("sendPhoto", {}, "there is no photo in the request"),
    ("sendDocument", {"document": b""}, "file must be non-empty"),
    ("sendChatAction", {"action": "sleeping"}, "wrong parameter action in request"),
    ("editMessageText", {"text": "x"}, "message identifier is not specified"),
    ("getFile", {}, "file_id not specified"),
    ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}, "command length must not exceed 32"),
    ("setMyCommands", {"commands": [{"command": "Help", "description": "x"}]}, "BOT_COMMAND_INVALID"),
    ("setMyCommands", {"commands": [{"command": "x", "description": " "}]}, "command description must be non-empty"),
    (
        "setMyCommands",
        {"commands": [{"command": "x", "description": "x" * 257}]},
        "command description length must not exceed 256",
    ),
    ("setMyCommands", {"commands": [{"command": "x", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
    ("setMyCommands", {"commands": [], "language_code": "ita"}, "invalid language code specified"),
    ("setMyName", {"name": "x" * 65}, "bot name is too long"),
    ("setMyDescription", {"description": "x" * 513}, "bot description is too long"),
    ("setMyShortDescription", {"short_description": "x" * 121}, "bot short description is too long"),
    ("answerInlineQuery", {"results": [ARTICLE | {"id": "x"}] * 51}, "too many inline query results specified"),
    ("answerInlineQuery", {"results": [ARTICLE | {"id": "è" * 33}]}, "RESULT_ID_INVALID"),
    ("answerInlineQuery", {"results": [ARTICLE | {"id": ""}]}, "RESULT_ID_INVALID"),
    ("answerInlineQuery", {"results": [ARTICLE | {"id": "x"}] * 2}, "RESULT_ID_DUPLICATE"),
    ("answerCallbackQuery", {"text": "x" * 201}, "MESSAGE_TOO_LONG"),
    ("setWebhook", {"url": "http://example.org"}, "bad webhook: An HTTPS URL must be provided for webhook"),
    ("setWebhook", {"url": "http://127.0.0.1", "secret_token": "x" * 257}, "secret token is too long"),
    ("setWebhook", {"url": "http://127.0.0.1", "secret_token": "ò"}, "secret token contains unallowed characters"),
]


@pytest.mark.parametrize(("method", "parameters", "reason"), BREACHES)
async def test_what_no_correct_bot_asks_for_is_refused_and_a_problem(
    telegram_server: TelegramServer, bot: Client, chat: Chat, method: str, parameters: dict[str, Any], reason: str
) -> None:
    to_chat = method.startswith(("send", "edit")) and reason != "chat_id is empty"
    refusal = await bot.refusal(method, **({"chat_id": chat.id} if to_chat else {}), **parameters)

    assert refusal == f"Bad Request: {reason}"
    assert telegram_server.problems == [f"{method}: Bad Request: {reason}"]
    telegram_server.problems.clear()


CHANCES: list[tuple[str, dict[str, Any], str]] = [
    ("sendMessage", {"chat_id": 404, "text": "x"}, "chat not found"),
    ("sendMessage", {"text": "x", "message_thread_id": 404}, "message thread not found"),
    ("sendMessage", {"text": "x", "reply_parameters": {"message_id": 404}}, "message to be replied not found"),
    ("sendDocument", {"document": "AgAD"}, "wrong file identifier/HTTP URL specified"),
    ("copyMessage", {"from_chat_id": 404, "message_id": 1}, "chat not found"),
    ("editMessageText", {"message_id": 404, "text": "x"}, "message to edit not found"),
    ("editMessageText", {"inline_message_id": "404", "text": "x"}, "MESSAGE_ID_INVALID"),
    ("deleteMessage", {"message_id": 404}, "message to delete not found"),
    ("getFile", {"file_id": "404"}, "invalid file_id"),
    ("getChatMember", {"user_id": 404}, "invalid user_id specified"),
    (
        "answerCallbackQuery",
        {"callback_query_id": "404"},
        "query is too old and response timeout expired or query ID is invalid",
    ),
    (
        "answerInlineQuery",
        {"inline_query_id": "404", "results": []},
        "query is too old and response timeout expired or query ID is invalid",
    ),
]


@pytest.mark.parametrize(("method", "parameters", "reason"), CHANCES)
async def test_what_may_happen_to_any_bot_is_refused_and_no_problem(
    bot: Client, chat: Chat, method: str, parameters: dict[str, Any], reason: str
) -> None:
    given = parameters if method.startswith("answer") else {"chat_id": chat.id} | parameters
    if method == "getFile":
        del given["chat_id"]

    assert await bot.refusal(method, **given) == f"Bad Request: {reason}"


async def test_tokens_are_checked_as_telegram_does(telegram_server: TelegramServer) -> None:
    for token, description in (
        ("nonsense", "Unauthorized: invalid token specified"),
        (f"1:{'A' * 35}", "Unauthorized"),
    ):
        async with client_of(telegram_server, token) as stranger:
            assert await stranger.ask("getMe") == {"ok": False, "error_code": 401, "description": description}


async def test_an_unknown_method_or_parameter_is_a_problem(telegram_server: TelegramServer, bot: Client) -> None:
    assert await bot.ask("logOut") == {"ok": False, "error_code": 404, "description": "Not Found: method not found"}
    assert (await bot.get("GETME", verbose=True))["username"] == "grappolo_bot"

    assert telegram_server.problems == [
        "logOut: Not Found: method not found",
        "GETME: parameter 'verbose' is not modelled here",
    ]
    telegram_server.problems.clear()


async def test_only_a_changed_message_of_its_own_can_be_edited(bot: Client, chat: Chat, sent: Message) -> None:
    place = {"chat_id": chat.id, "message_id": sent.id}
    same = keyboard(callback_data="tap")

    assert await bot.refusal("editMessageText", **place, text="x", reply_markup=same) == f"Bad Request: {UNCHANGED}"
    assert await bot.refusal("editMessageReplyMarkup", **place, reply_markup=same) == f"Bad Request: {UNCHANGED}"
    assert "reply_markup" not in await bot.get("editMessageReplyMarkup", **place)
    edited = await bot.get("editMessageText", **place, text="y")
    assert (edited["text"], sent.text) == ("y", "y")
    assert edited["edit_date"] >= edited["date"]


async def test_what_others_wrote_it_cannot_edit(
    telegram_server: TelegramServer, bot: Client, anna: User, chat: Chat
) -> None:
    said = telegram_server.message(anna, chat, "ciao")

    refusal = await bot.refusal("editMessageText", chat_id=chat.id, message_id=said.id, text="x")
    assert refusal == "Bad Request: message can't be edited"


async def test_in_a_group_only_an_administrator_deletes_what_others_wrote(
    telegram_server: TelegramServer, bot: Client, anna: User
) -> None:
    group = telegram_server.group("Clusters", anna)
    said = telegram_server.message(anna, group, "ciao")
    place = {"chat_id": group.id, "message_id": said.id}

    assert await bot.refusal("deleteMessage", **place) == "Bad Request: message can't be deleted"
    telegram_server.promote(group, telegram_server.bot)
    assert await bot.get("deleteMessage", **place) is True
    assert said.id not in group.messages


async def test_a_tap_can_be_answered_once_and_not_late(
    telegram_server: TelegramServer, bot: Client, anna: User, sent: Message
) -> None:
    first = telegram_server.click(anna, sent, "B")
    assert await bot.get("answerCallbackQuery", callback_query_id=first.id, text="ok", show_alert=True)
    assert first.answer == {"text": "ok", "show_alert": True, "url": ""}

    late = telegram_server.click(anna, sent, "tap")
    telegram_server.clock.advance(151)
    for click in (first, late):
        assert "query is too old" in await bot.refusal("answerCallbackQuery", callback_query_id=click.id)


async def test_an_inline_query_is_answered_within_half_a_minute(
    telegram_server: TelegramServer, bot: Client, anna: User
) -> None:
    asked = telegram_server.inline(anna, "adw")
    results = [ARTICLE | {"id": "1", "reply_markup": keyboard(callback_data="more")}]
    await bot.get("answerInlineQuery", inline_query_id=asked.id, results=results, cache_time=5, is_personal=True)
    assert (asked.answer["cache_time"], asked.answer["is_personal"]) == (5, True)

    late = telegram_server.inline(anna, "adw")
    telegram_server.clock.advance(31)
    assert "query is too old" in await bot.refusal("answerInlineQuery", inline_query_id=late.id, results=[])


async def test_a_chosen_result_becomes_a_message_that_can_be_tapped_and_edited(
    telegram_server: TelegramServer, bot: Client, anna: User
) -> None:
    elsewhere = telegram_server.group("Elsewhere", anna, bots=())
    asked = telegram_server.inline(anna, "adw")
    results = [ARTICLE | {"id": "1", "reply_markup": keyboard(callback_data="more")}]
    await bot.get("answerInlineQuery", inline_query_id=asked.id, results=results)
    message = telegram_server.choose(anna, asked, "1", elsewhere)
    click = telegram_server.click(anna, message, "B")

    assert (message.text, message.sender, click.message) == ("M", anna, None)
    edited = await bot.get("editMessageText", inline_message_id=click.inline_message_id, text="more")
    assert (edited, message.text) == (True, "more")


async def test_commands_are_kept_by_scope_and_language(
    telegram_server: TelegramServer, bot: Client, anna: User, chat: Chat
) -> None:
    for name, place in (
        ("all", {}),
        ("tutti", {"language_code": "it"}),
        ("private", {"scope": {"type": "all_private_chats"}}),
        ("anna", {"scope": {"type": "chat", "chat_id": chat.id}}),
    ):
        await bot.get("setMyCommands", commands=[{"command": name, "description": "x"}], **place)
    group, bea = telegram_server.group("Clusters", anna), telegram_server.user("Bea", language_code="de")

    def offered(where: Chat, who: User) -> list[str]:
        return [command["command"] for command in menu(telegram_server.bot, where, who)]

    assert await bot.get("getMyCommands", language_code="it") == [{"command": "tutti", "description": "x"}]
    assert await bot.get("getMyCommands", language_code="de") == []
    assert [offered(group, anna), offered(group, bea)] == [["tutti"], ["all"]]
    assert [offered(chat, anna), offered(telegram_server.private(bea), bea)] == [["anna"], ["private"]]
    await bot.get("deleteMyCommands", scope={"type": "chat", "chat_id": chat.id})
    assert offered(chat, anna) == ["private"]


async def test_json_and_the_address_carry_parameters_too(telegram_server: TelegramServer, chat: Chat) -> None:
    async with client_of(telegram_server) as bot:
        url = f"{telegram_server.base_url}{bot.token}/sendMessage"
        markup = keyboard(callback_data="x")
        body = {"chat_id": chat.id, "text": "x", "reply_markup": markup, "parse_mode": None}
        async with bot.session.post(url, json=body) as answer:
            assert (await answer.json())["result"]["reply_markup"] == markup
        async with bot.session.get(url, params={"chat_id": chat.id, "text": "y"}) as answer:
            assert (await answer.json())["result"]["text"] == "y"

"""What people do, and which bots learn of it."""

import io

import pytest

from tests.telegram_server import TelegramServer
from tests.telegram_server.client import Client, client_of
from tests.telegram_server.console import Console
from tests.telegram_server.people import Chat, User


@pytest.fixture
def anna(telegram_server: TelegramServer) -> User:
    return telegram_server.user("Anna", username="anna")


@pytest.fixture
def group(telegram_server: TelegramServer, anna: User) -> Chat:
    return telegram_server.group("Clusters", anna)


def heard(server: TelegramServer) -> list[str]:
    return [update.content.get("text", "") for update in server.bot.updates.waiting()]


async def test_in_a_group_a_bot_with_privacy_hears_commands_and_replies_to_it(
    telegram_server: TelegramServer, bot: Client, anna: User, group: Chat
) -> None:
    await bot.get("sendMessage", chat_id=group.id, text="I am here")
    for text in ("ciao", "/help", "/help@grappolo_bot x", "/help@other_bot", "ciao @grappolo_bot"):
        telegram_server.message(anna, group, text)
    telegram_server.message(anna, group, "so?", reply_to=group.said()[0])

    assert heard(telegram_server) == ["/help", "/help@grappolo_bot x", "so?"]


async def test_an_administrator_and_a_bot_without_privacy_hear_everything(
    telegram_server: TelegramServer, anna: User, group: Chat
) -> None:
    telegram_server.bot.privacy = False
    telegram_server.message(anna, group, "one")
    telegram_server.bot.privacy = True
    telegram_server.promote(group, telegram_server.bot)
    telegram_server.message(anna, group, "two")

    assert [text for text in heard(telegram_server) if text] == ["one", "two"]


async def test_two_bots_have_private_chats_of_their_own_and_groups_together(
    telegram_server: TelegramServer, anna: User
) -> None:
    other = telegram_server.world.add_bot("Other", "other_bot")
    both = telegram_server.group("Both", anna, bots=(telegram_server.bot, other))
    telegram_server.message(anna, telegram_server.private(anna, other), "secret")
    telegram_server.message(anna, both, "/help")

    assert heard(telegram_server) == ["/help"]
    assert [update.content["text"] for update in other.updates.waiting()] == ["secret", "/help"]
    async with client_of(telegram_server, other.token) as client:
        assert (await client.get("getMe"))["username"] == "other_bot"


async def test_a_thread_goes_along(telegram_server: TelegramServer, bot: Client, anna: User) -> None:
    forum = telegram_server.group("Forum", anna, forum=True)
    thread = telegram_server.thread(forum, "Projects")
    asked = telegram_server.message(anna, forum, "/help", thread=thread)
    [update] = telegram_server.bot.updates.waiting()
    answer = await bot.get("sendMessage", chat_id=forum.id, text="x", reply_parameters={"message_id": asked.id})

    assert (update.content["message_thread_id"], update.content["is_topic_message"]) == (thread, True)
    assert update.content["chat"]["is_forum"] is True
    assert (answer["message_thread_id"], answer["reply_to_message"]["text"]) == (thread, "/help")


async def test_who_blocks_the_bot_hears_no_more_of_it(telegram_server: TelegramServer, bot: Client, anna: User) -> None:
    chat = telegram_server.private(anna)
    telegram_server.block(anna)
    [update] = telegram_server.bot.updates.waiting()

    assert (update.kind, update.content["new_chat_member"]["status"]) == ("my_chat_member", "kicked")
    refusal = await bot.refusal("sendMessage", chat_id=chat.id, text="x")
    assert refusal == "Forbidden: bot was blocked by the user"
    telegram_server.unblock(anna)
    assert await bot.get("sendMessage", chat_id=chat.id, text="x")


async def test_a_bot_that_was_removed_learns_it_and_cannot_write(
    telegram_server: TelegramServer, bot: Client, anna: User, group: Chat
) -> None:
    telegram_server.kick(group, telegram_server.bot, by=anna)
    telegram_server.message(anna, group, "/help")
    [update] = telegram_server.bot.updates.waiting()

    assert (update.kind, update.content["from"]["id"]) == ("my_chat_member", anna.id)
    refusal = await bot.refusal("sendMessage", chat_id=group.id, text="x")
    assert refusal == "Forbidden: bot was kicked from the supergroup chat"


async def test_a_group_that_became_a_supergroup_says_where_it_is(
    telegram_server: TelegramServer, bot: Client, anna: User
) -> None:
    old = telegram_server.group("Small", anna, kind="group")
    new = telegram_server.migrate(old)
    left, came = telegram_server.bot.updates.waiting()
    refused = await bot.ask("sendMessage", chat_id=old.id, text="x")

    assert (old.type, new.type, new.id < -1_000_000_000_000) == ("group", "supergroup", True)
    assert left.content["migrate_to_chat_id"] == new.id
    assert came.content["migrate_from_chat_id"] == old.id
    assert refused["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused["parameters"] == {"migrate_to_chat_id": new.id}
    assert await bot.get("sendMessage", chat_id=new.id, text="x")


async def test_only_buttons_that_are_there_can_be_tapped_unless_the_client_is_forged(
    telegram_server: TelegramServer, bot: Client, anna: User
) -> None:
    chat = telegram_server.private(anna)
    rows = [[{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://example.org"}]]
    await bot.get("sendMessage", chat_id=chat.id, text="x", reply_markup={"inline_keyboard": rows})
    [message] = chat.said()

    assert telegram_server.click(anna, message, "Yes").data == "y"
    with pytest.raises(AssertionError, match="no button"):
        telegram_server.click(anna, message, "no")
    with pytest.raises(AssertionError, match="is a link"):
        telegram_server.click(anna, message, "Site")
    assert telegram_server.click(anna, message, "no", forged=True).json()["data"] == "no"


async def test_files_of_people_can_be_fetched(telegram_server: TelegramServer, bot: Client, anna: User) -> None:
    chat = telegram_server.private(anna)
    telegram_server.document(anna, chat, b"a,b", "list.csv", "/import this", "text/csv")
    telegram_server.photo(anna, chat, b"\x89PNG")
    document, photo = (update.content for update in telegram_server.bot.updates.waiting())
    file = await bot.get("getFile", file_id=document["document"]["file_id"])
    async with bot.session.get(f"{telegram_server.base_file_url}{bot.token}/{file['file_path']}") as answer:
        fetched = await answer.read()

    assert (fetched, document["document"]["file_name"], document["caption"]) == (b"a,b", "list.csv", "/import this")
    assert document["caption_entities"] == [{"type": "bot_command", "offset": 0, "length": 7}]
    assert photo["photo"][0]["file_size"] == 4


async def test_the_console_shows_what_the_bot_says_and_taps_its_buttons(
    telegram_server: TelegramServer, bot: Client
) -> None:
    out = io.StringIO()
    console = Console(telegram_server, lambda text: print(text, file=out))
    await console.take("ciao")
    [update] = telegram_server.bot.updates.waiting()
    place = {"chat_id": update.content["chat"]["id"]}
    rows = [[{"text": "Yes", "callback_data": "y"}, {"text": "Site", "url": "https://example.org"}]]
    await bot.get("sendMessage", **place, text="Well?", reply_markup={"inline_keyboard": rows})
    console.show()
    await console.take("/click 3")
    await console.take("/group")
    await console.take("/problems")

    assert update.content["text"] == "ciao"
    assert out.getvalue() == (
        "bot: Well?\n  [1] Yes\n  [2] Site -> https://example.org\n-- there is no such button\n-- Group\nnone\n"
    )
    assert await console.take("/quit") is False

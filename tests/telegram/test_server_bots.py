"""Real bots take the stand-in for Telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiohttp import web
from telegram import BotCommand, BotCommandScopeChat, InputFile, MessageEntity, Update
from telegram.error import BadRequest, Conflict, Forbidden, NetworkError, RetryAfter
from telegram.ext import ApplicationBuilder

from tests.telegram_server import Fault, TelegramServer
from tests.telegram_server.scenario import KINDS, AnyApplication, conversation, echo_bot
from tests.telegram_server.stages import OwnStage, emulator_stage, has_emulator


@asynccontextmanager
async def polling(application: AnyApplication) -> AsyncIterator[None]:
    async with application:
        assert application.updater
        await application.updater.start_polling(allowed_updates=KINDS)
        await application.start()
        try:
            yield
        finally:
            await application.updater.stop()
            await application.stop()


@asynccontextmanager
async def listening(application: AnyApplication) -> AsyncIterator[None]:
    """A webhook as a program of ours would have it: one aiohttp server."""

    async def take(request: web.Request) -> web.Response:
        assert request.headers["X-Telegram-Bot-Api-Secret-Token"] == "s3cret"
        await application.update_queue.put(Update.de_json(await request.json(), application.bot))
        return web.Response()

    endpoint = web.Application()
    endpoint.router.add_post("/", take)
    runner = web.AppRunner(endpoint)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    async with application:
        await application.start()
        await application.bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/", secret_token="s3cret")
        try:
            yield
        finally:
            await application.bot.delete_webhook()
            await application.stop()
            await runner.cleanup()


def application_of(server: TelegramServer) -> AnyApplication:
    return echo_bot(server.bot.token, server.base_url, server.base_file_url)


async def test_a_bot_that_polls_holds_a_conversation(telegram_server: TelegramServer) -> None:
    async with polling(application_of(telegram_server)):
        await conversation(OwnStage(telegram_server))

    assert telegram_server.bot.updates.waiting() == []


async def test_a_bot_with_a_webhook_holds_the_same_conversation(telegram_server: TelegramServer) -> None:
    async with listening(application_of(telegram_server)):
        await conversation(OwnStage(telegram_server))
        await telegram_server.until(lambda: not telegram_server.bot.updates.waiting())

    assert telegram_server.calls_of("getUpdates") == []


@pytest.mark.skipif(not has_emulator(), reason="lo-bot-api-emulator is not installed")
async def test_it_is_the_same_conversation_on_an_emulator_that_others_wrote() -> None:
    async with emulator_stage() as stage, polling(echo_bot(stage.token, f"{stage.url}/bot", f"{stage.url}/file/bot")):
        await conversation(stage)


async def test_the_second_poller_ends_the_first_one(telegram_server: TelegramServer) -> None:
    errors: list[Exception] = []

    def note(error: Exception) -> None:
        errors.append(error)
        telegram_server.world.changed()

    first, second = application_of(telegram_server), application_of(telegram_server)
    async with first, second:
        assert first.updater
        assert second.updater
        await first.updater.start_polling(error_callback=note)
        await telegram_server.until(lambda: telegram_server.bot.poller.waiting)
        await second.updater.start_polling()
        await telegram_server.until(lambda: errors)
        await asyncio.gather(first.updater.stop(), second.updater.stop())

    assert [type(error) for error in errors] == [Conflict]


async def test_the_library_understands_every_refusal(
    telegram_server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    user = telegram_server.user()
    chat = telegram_server.private(user)
    bot = application_of(telegram_server).bot
    async with bot:
        with pytest.raises(BadRequest, match=r"[Cc]hat not found"):
            await bot.send_message(404, "x")
        telegram_server.fault(Fault("sendMessage", error=(429, "Too Many Requests: retry after 3", 3)))
        with pytest.raises(RetryAfter) as flood:
            await bot.send_message(chat.id, "x")
        telegram_server.fault(Fault("sendMessage", drop="before"))
        with pytest.raises(NetworkError):
            await bot.send_message(chat.id, "x")
        telegram_server.fault(Fault("sendMessage", raw=(502, b"<html>bad gateway</html>")))
        with pytest.raises(NetworkError):
            await bot.send_message(chat.id, "x")
        telegram_server.block(user)
        with pytest.raises(Forbidden, match="blocked"):
            await bot.send_message(chat.id, "x")

    assert flood.value.retry_after == timedelta(seconds=3)
    assert chat.said() == []


async def test_the_library_reads_what_is_sent_and_asked(telegram_server: TelegramServer) -> None:
    """Messages with entities and files, chats, members, commands."""
    anna = telegram_server.user(username="anna")
    group = telegram_server.group("Clusters", anna, forum=True)
    thread = telegram_server.thread(group, "Projects")
    telegram_server.promote(group, telegram_server.bot)
    builder = ApplicationBuilder().token(telegram_server.bot.token)
    async with (
        builder.base_url(telegram_server.base_url).base_file_url(telegram_server.base_file_url).build().bot as bot
    ):
        bold = MessageEntity(MessageEntity.BOLD, 3, 2)
        sent = await bot.send_message(group.id, "😀 ab", entities=[bold], message_thread_id=thread)
        filed = await bot.send_document(
            group.id, InputFile(b"a,b", "gaps.csv"), caption="<i>gaps</i>", parse_mode="HTML"
        )
        assert filed.document
        fetched = await (await bot.get_file(filed.document.file_id)).download_as_bytearray()
        shown = await bot.send_photo(group.id, b"\x89PNG", caption="logo")
        copied = await bot.copy_message(group.id, group.id, filed.message_id)
        known = await bot.get_chat(group.id)
        member, own = await bot.get_chat_member(group.id, anna.id), await bot.get_chat_member(group.id, bot.id)
        scope = BotCommandScopeChat(group.id)
        await bot.set_my_commands([BotCommand("help", "Help")], scope=scope, language_code="it")
        listed = await bot.get_my_commands(scope=scope, language_code="it")
        await bot.set_my_description("Answers", language_code="it")
        described = await bot.get_my_description("it")

    assert sent.parse_entities() == {bold: "ab"}
    assert (sent.message_thread_id, sent.is_topic_message) == (thread, True)
    assert filed.caption_html == "<i>gaps</i>"
    assert (filed.document.file_name, bytes(fetched)) == ("gaps.csv", b"a,b")
    assert shown.photo[0].file_size == 4
    assert group.messages[copied.message_id].document is group.messages[filed.message_id].document
    assert (known.title, known.is_forum) == ("Clusters", True)
    assert (member.status, own.status) == ("member", "administrator")
    assert [command.command for command in listed] == ["help"]
    assert described.description == "Answers"

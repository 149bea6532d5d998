"""Whatever fails between the bot and Telegram: each question is answered, and done once."""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.app import App
from handlers.conversation import Conversation
from handlers.turns import Reply, Turn
from tests.telegram.asking import BUDGET, NONSENSE, anna, chat, question, small_base
from tests.telegram.door import QUICK, bot_at_work, has_happened, settings_for, until
from tests.telegram_server import Chat, Fault, Message, TelegramServer, User

pytestmark = pytest.mark.slow

__all__ = ["anna", "chat", "question", "small_base"]


async def test_an_update_that_is_delivered_twice_is_answered_once(telegram_server: TelegramServer, anna: User) -> None:
    """Its number is known for a week."""
    chat = telegram_server.private(anna)
    async with bot_at_work(telegram_server) as grappolo:
        telegram_server.message(anna, chat, NONSENSE)
        await telegram_server.said(chat)
        await grappolo.idle()
        [row] = await grappolo.rows()
        content = chat.messages[1].json()
        telegram_server.bot.updates.last_id = row.update_id - 1
        telegram_server.bot.updates.add("message", content, "again")
        await grappolo.idle()
        telegram_server.bot.updates.last_id = row.update_id
        await grappolo.ask(anna, "/help")

        assert len(await grappolo.records()) == 1
    assert len(chat.said()) == 2


async def test_what_was_answered_and_not_sent_is_sent_after_a_restart(
    telegram_server: TelegramServer, chat: Chat, question: Message
) -> None:
    """From what was kept: nothing is computed, counted or recorded again."""
    hanging = telegram_server.fault(Fault("sendMessage", delay=3600))
    async with bot_at_work(telegram_server) as grappolo:
        await has_happened(hanging)
        await grappolo.in_state("answered")
        await grappolo.kill()
    assert chat.said() == []

    async with bot_at_work(telegram_server) as grappolo:
        await telegram_server.reply(question)
        await grappolo.idle()

        assert await grappolo.counted() == 1
    assert len(chat.said()) == 1


async def test_what_was_received_and_not_answered_is_answered_after_a_restart(
    telegram_server: TelegramServer, chat: Chat, question: Message
) -> None:
    """It is in the inbox, though Telegram no longer has it."""
    async with bot_at_work(telegram_server, pace=replace(QUICK, lanes=0)) as grappolo:
        await grappolo.in_state("new")
        await telegram_server.until(lambda: not telegram_server.bot.updates.waiting())

    async with bot_at_work(telegram_server):
        assert "120.000" in (await telegram_server.reply(question)).text


async def test_telegram_is_waited_for_at_the_start(telegram_server: TelegramServer, question: Message) -> None:
    """It may be down, or closed between us."""
    telegram_server.fault(Fault("getMe", times=2, error=(502, "Bad Gateway")))
    telegram_server.fault(Fault("getMe", times=2, drop="before"))
    async with bot_at_work(telegram_server):
        assert "120.000" in (await telegram_server.reply(question)).text


@pytest.mark.parametrize("method", ["getMe", "getUpdates", "sendMessage"])
async def test_a_wrong_token_ends_the_bot_with_one_clear_line(
    telegram_server: TelegramServer, question: Message, method: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """At the start, and when it is revoked later, at the first call that is refused; the line does not show it."""
    refusing = telegram_server.fault(Fault(method, times=9, error=(401, "Unauthorized")))
    async with bot_at_work(telegram_server) as grappolo, asyncio.timeout(10):
        assert await grappolo.serving == 1
    assert refusing.happened == 1

    errors = [line for line in capsys.readouterr().err.splitlines() if '"error"' in line]
    assert len(errors) == 1
    assert "Telegram does not accept GRAPPOLO_TOKEN" in errors[0]


async def test_a_token_that_telegram_does_not_know_ends_the_bot(
    telegram_server: TelegramServer, capsys: pytest.CaptureFixture[str]
) -> None:
    """It looks like a token, and is none."""
    settings = settings_for(telegram_server, token=SecretStr("7000009:" + "C" * 35))
    async with bot_at_work(telegram_server, settings) as grappolo:
        assert await grappolo.serving == 1
    assert "C" * 35 not in capsys.readouterr().err


async def test_a_second_instance_is_named_and_waited_for(
    telegram_server: TelegramServer, question: Message, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said once, however long it lasts."""
    conflict = (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    telegram_server.fault(Fault("getUpdates", times=3, error=conflict))
    async with bot_at_work(telegram_server):
        await telegram_server.reply(question)

    assert capsys.readouterr().err.count("Another instance uses the same GRAPPOLO_TOKEN") == 1


async def test_a_webhook_is_named_and_left_alone(
    telegram_server: TelegramServer, question: Message, capsys: pytest.CaptureFixture[str]
) -> None:
    """It may be that of the bot at work, and this a developer's machine."""
    conflict = (409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
    telegram_server.fault(Fault("getUpdates", error=conflict))
    async with bot_at_work(telegram_server):
        await telegram_server.reply(question)

    assert "A webhook is set for this bot" in capsys.readouterr().err
    assert telegram_server.calls_of("deleteWebhook") == []


FETCHING = {
    "5xx": Fault("getUpdates", times=3, error=(500, "Internal Server Error")),
    "no JSON": Fault("getUpdates", times=2, raw=(502, b"<html>Bad Gateway</html>")),
    "a page instead of an answer": Fault("getUpdates", raw=(200, b"<html>Please log in</html>")),
    "a proxy that knows nobody": Fault("getUpdates", raw=(401, b"<html>Who are you?</html>")),
    "cut off": Fault("getUpdates", times=2, cut=True),
    "dropped before": Fault("getUpdates", times=2, drop="before"),
    "dropped after": Fault("getUpdates", times=2, drop="after"),
    "flood": Fault("getUpdates", error=(429, "Too Many Requests: retry after 1", 1)),
}


@pytest.mark.parametrize("fault", FETCHING.values(), ids=FETCHING)
async def test_fetching_goes_on_after_whatever_fails(
    telegram_server: TelegramServer, chat: Chat, question: Message, fault: Fault
) -> None:
    """The question is answered once."""
    telegram_server.fault(replace(fault, happened=0))
    async with bot_at_work(telegram_server) as grappolo:
        await telegram_server.reply(question)
        await grappolo.idle()
        assert await grappolo.counted() == 1
    assert len(chat.said()) == 1


BROKEN = {
    "no date": {"text": "ciao"},
    "a date that is none": {"text": "ciao", "date": "yesterday"},
    "a date of another age": {"text": "ciao", "date": 10**20},
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
async def test_an_update_that_cannot_be_decoded_is_given_up_with_an_apology(
    telegram_server: TelegramServer, anna: User, content: dict[str, object]
) -> None:
    """It is dead with a reason and an incident, and what comes after it is answered."""
    chat = telegram_server.private(anna)
    common = {"message_id": 1, "from": anna.json(), "chat": chat.json()}
    telegram_server.bot.updates.add("message", common | content, "broken")
    telegram_server.message(anna, chat, BUDGET)
    async with bot_at_work(telegram_server) as grappolo:
        apology, answer = await telegram_server.said(chat, 2)
        await grappolo.idle()
        dead, done = await grappolo.rows()

    assert (dead.state, done.state) == ("dead", "done")
    assert dead.reason.startswith("Undecodable: ")
    assert dead.incident in apology.text
    assert "120.000" in answer.text


UNANSWERABLE = {
    "no chat": ("message", {"message_id": 1, "date": 1, "text": "/help", "chat": []}),
    "a chat without anything": ("message", {"message_id": 1, "date": 1, "text": "/help", "chat": {"title": "x"}}),
    "nobody who tapped": ("callback_query", {"id": "1", "data": "x", "message": {"message_id": 1, "date": 1}}),
    "the last second of all": (
        "message",
        {"message_id": 1, "date": 253402300799, "text": "ciao", "chat": {"id": 5, "type": "private"}},
    ),
}


@pytest.mark.parametrize(("kind", "content"), UNANSWERABLE.values(), ids=UNANSWERABLE)
async def test_what_nobody_could_answer_is_not_tried_again(
    telegram_server: TelegramServer, kind: str, content: dict[str, object]
) -> None:
    """It would keep what comes after it waiting for minutes."""
    telegram_server.bot.updates.add(kind, content, "broken")
    async with bot_at_work(telegram_server) as grappolo:
        await grappolo.idle()
        [row] = await grappolo.rows()

    assert (row.state, row.attempt) == ("dead", 1)


@pytest.mark.parametrize(
    "content", ["x", [], {}, {"chat": 5}, {"chat": {"id": "x"}, "from": "x", "text": {"a": 1}}, None]
)
async def test_what_is_no_message_at_all_stops_nobody(
    telegram_server: TelegramServer, anna: User, content: object
) -> None:
    """Whatever Telegram may come to send."""
    for kind in ("message", "edited_message", "callback_query", "channel_post"):
        telegram_server.bot.updates.add(kind, content, "broken")  # type: ignore[arg-type]
    async with bot_at_work(telegram_server) as grappolo:
        assert "120.000" in (await grappolo.ask(anna, BUDGET)).text
        await grappolo.idle()


@dataclass(frozen=True, slots=True)
class Failing:
    """A conversation that fails when it hears a word, so many times."""

    conversation: Conversation
    left: list[int]

    async def take(self, turn: Turn) -> list[Reply]:
        says = await self.conversation.take(turn)
        if self.left and "unicorni" in turn.text:
            self.left.pop()
            raise RuntimeError(f"canary {turn.text}")
        return says


def failing(times: int) -> Callable[[App], App]:
    def changed(app: App) -> App:
        return replace(app, conversation=Failing(app.conversation, [0] * times))  # type: ignore[arg-type]

    return changed


async def test_what_fails_is_tried_again_and_recorded_once(
    telegram_server: TelegramServer, anna: User, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a failed attempt has written is undone; in the log is where it failed, not the words."""
    settings = settings_for(telegram_server, log_level="info")
    async with bot_at_work(telegram_server, settings, changed=failing(4)) as grappolo:
        reply = await grappolo.ask(anna, NONSENSE)
        await grappolo.idle()

        assert len(await grappolo.records()) == 1
    assert "Puoi chiedere" in reply.text
    logged = capsys.readouterr().err
    assert logged.count("RuntimeError at take") == 4
    assert "unicorni" not in logged
    assert "canary" not in logged


async def test_what_fails_each_time_is_given_up_after_five_attempts(
    telegram_server: TelegramServer, anna: User
) -> None:
    """Nothing of it is recorded, the person is told, and the chat goes on."""
    async with bot_at_work(telegram_server, changed=failing(99)) as grappolo:
        apology = await grappolo.ask(anna, NONSENSE)
        answer = await grappolo.ask(anna, BUDGET)
        await grappolo.idle()
        dead, _ = await grappolo.rows()

        assert await grappolo.records() == []
    assert (dead.state, dead.attempt) == ("dead", 5)
    assert dead.incident in apology.text
    assert "120.000" in answer.text


async def test_what_was_given_up_is_answered_when_it_is_tried_once_more(
    telegram_server: TelegramServer, anna: User
) -> None:
    """Whoever has mended the fault need not ask the person to write again."""
    async with bot_at_work(telegram_server, changed=failing(5)) as grappolo:
        apology = await grappolo.ask(anna, NONSENSE)
        await grappolo.idle()
        assert await grappolo.app.storage.inbox_of(grappolo.app.settings).retry(datetime.now(UTC)) == 1
        _, answer = await telegram_server.said(telegram_server.private(anna), 2)
        await grappolo.idle()
        [done] = await grappolo.rows()

    assert "Puoi chiedere" not in apology.text
    assert "Puoi chiedere" in answer.text
    assert (done.state, done.incident, done.body) == ("done", None, None)


async def test_the_questions_of_a_chat_are_answered_in_their_order(telegram_server: TelegramServer) -> None:
    """However many chats there are, and although the first one fails at first."""
    people = [telegram_server.user(f"P{number}", "en") for number in range(12)]
    for command in ("/start", "/help", "/privacy"):
        for user in people:
            telegram_server.message(user, telegram_server.private(user), command)
    telegram_server.fault(Fault("sendMessage", times=5, error=(500, "Internal Server Error")))
    async with bot_at_work(telegram_server):
        for user in people:
            said = await telegram_server.said(telegram_server.private(user), 3)
            assert [message.text.split()[0] for message in said] == ["Welcome!", "Ask", "What"]


async def test_numbers_that_no_database_keeps_stop_nobody(telegram_server: TelegramServer, anna: User) -> None:
    """They are passed over, and what comes beside them is answered."""
    question = telegram_server.message(anna, telegram_server.private(anna), BUDGET)
    [update] = telegram_server.bot.updates.waiting()
    strange = [{"update_id": number, "message": update.json()["message"]} for number in (2**70, -1, "x", None, True)]
    body = json.dumps({"ok": True, "result": [*strange, 5, update.json()]}).encode()
    telegram_server.fault(Fault("getUpdates", raw=(200, body)))
    async with bot_at_work(telegram_server) as grappolo:
        assert "120.000" in (await telegram_server.reply(question)).text
        await grappolo.idle()


async def test_nothing_asks_for_updates_to_be_dropped(telegram_server: TelegramServer, question: Message) -> None:
    """Neither at the start nor later; the first poll confirms nothing."""
    async with bot_at_work(telegram_server) as grappolo:
        await telegram_server.reply(question)
        await grappolo.ask(telegram_server.user("Ben", "en"), "/help")
    polls = [call.parameters.fields.get("offset") for call in telegram_server.calls_of("getUpdates")]

    assert polls[0] is None
    assert {offset for offset in polls if offset} <= {str(telegram_server.bot.updates.last_id + n) for n in (0, 1)}
    assert logging.getLogger("bot").level == logging.DEBUG


async def test_a_second_process_with_the_same_data_waits_until_the_first_ends(
    telegram_server: TelegramServer, anna: User, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two that worked on the same inbox would answer twice; and the second is there as soon as it is needed."""
    async with bot_at_work(telegram_server) as first:
        await first.ask(anna, BUDGET)
        async with bot_at_work(telegram_server) as second:
            await until(lambda: _is_said(capsys, "waiting until it ends"))
            await first.ask(anna, BUDGET)
            assert await first.stop() == 0
            assert "120.000" in (await second.ask(anna, BUDGET)).text
            await second.idle()
            assert await second.counted() == 3


async def _is_said(capsys: pytest.CaptureFixture[str], words: str) -> bool:
    return words in capsys.readouterr().err

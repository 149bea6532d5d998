"""Whatever goes wrong while an answer is sent, it arrives, and what arrived is known."""

from dataclasses import replace

import pytest

from tests.telegram.asking import BUDGET, anna, chat, question, small_base
from tests.telegram.door import QUICK, bot_at_work, has_happened
from tests.telegram_server import Chat, Fault, Message, TelegramServer, User

pytestmark = pytest.mark.slow

__all__ = ["anna", "chat", "question", "small_base"]

SENDING = {
    "5xx": (Fault("sendMessage", times=3, error=(500, "Internal Server Error")), 1),
    "flood": (Fault("sendMessage", error=(429, "Too Many Requests: retry after 1", 1)), 1),
    "a proxy that lets nobody in": (Fault("sendMessage", raw=(403, b"<html>Forbidden</html>")), 1),
    "dropped before it was done": (Fault("sendMessage", drop="before"), 1),
    # Nobody can tell these from the one above, and to say it twice is better than to say nothing.
    "dropped after it was done": (Fault("sendMessage", drop="after"), 2),
    "cut off after it was done": (Fault("sendMessage", cut=True), 2),
    "dropped each time for a while": (Fault("sendMessage", times=3, drop="after"), 4),
    "refused": (
        Fault("sendMessage", error=(400, "Bad Request: not enough rights to send text messages to the chat")),
        0,
    ),
}


@pytest.mark.parametrize(("fault", "arrives"), SENDING.values(), ids=SENDING)
async def test_what_is_not_known_to_have_arrived_is_sent_again(
    telegram_server: TelegramServer, anna: User, chat: Chat, question: Message, fault: Fault, arrives: int
) -> None:
    """And the next question of that chat comes after it."""
    telegram_server.fault(replace(fault, happened=0))
    telegram_server.message(anna, chat, "/help")
    async with bot_at_work(telegram_server) as grappolo:
        said = await telegram_server.said(chat, arrives + 1)
        await grappolo.idle()
        assert await grappolo.counted() == 1

    assert ["120.000" in message.text for message in said] == [True] * arrives + [False]


async def test_one_chat_that_must_wait_does_not_keep_the_others(
    telegram_server: TelegramServer, chat: Chat, question: Message
) -> None:
    """A flood limit is that of the chat."""
    flood = Fault("sendMessage", 99, {"chat_id": chat.id}, error=(429, "Too Many Requests: retry after 30", 30))
    telegram_server.fault(flood)
    async with bot_at_work(telegram_server) as grappolo:
        await has_happened(flood)
        ben = telegram_server.user("Ben", "en")
        assert "Welcome!" in (await grappolo.ask(ben, "/start")).text
    assert chat.said() == []


async def test_one_chat_of_which_nothing_is_heard_does_not_keep_the_others(
    telegram_server: TelegramServer, chat: Chat, question: Message
) -> None:
    """And it is left alone for a while before each further try."""
    silence = telegram_server.fault(Fault("sendMessage", 99, {"chat_id": chat.id}, drop="before"))
    async with bot_at_work(telegram_server, pace=replace(QUICK, least=60, most=60)) as grappolo:
        await has_happened(silence)
        for name in ("Ben", "Carla", "Dora"):
            assert "Welcome!" in (await grappolo.ask(telegram_server.user(name, "en"), "/start")).text
    assert silence.happened == 1


@pytest.mark.parametrize("drop", ["before", "after"])
async def test_an_edit_that_is_made_twice_is_seen_once(
    telegram_server: TelegramServer, anna: User, chat: Chat, question: Message, drop: str
) -> None:
    """Telegram says then that nothing was changed."""
    async with bot_at_work(telegram_server) as grappolo:
        await telegram_server.reply(question)
        await grappolo.idle()
        lost = telegram_server.fault(Fault("editMessageText", drop=drop))  # type: ignore[arg-type]
        telegram_server.edit(anna, question, "/help")
        await has_happened(lost)
        await grappolo.idle()
        rows = await grappolo.rows()

    [said] = chat.said()
    assert "120.000" not in said.text
    assert [row.state for row in rows] == ["done", "done"]
    assert rows[1].sent == [said.id]
    assert len(telegram_server.calls_of("editMessageText")) == 2


async def test_who_has_blocked_the_bot_is_left_alone(telegram_server: TelegramServer, anna: User) -> None:
    """Nothing is tried again."""
    chat = telegram_server.private(anna)
    async with bot_at_work(telegram_server, pace=replace(QUICK, lanes=0)) as grappolo:
        telegram_server.message(anna, chat, BUDGET)
        await grappolo.in_state("new")
    telegram_server.block(anna)
    async with bot_at_work(telegram_server) as grappolo:
        await grappolo.idle()
        row, _ = await grappolo.rows()

    assert (row.state, row.reason) == ("done", "not allowed")
    assert len(telegram_server.calls_of("sendMessage")) == 1


async def test_entities_that_telegram_refuses_are_left_out(telegram_server: TelegramServer, question: Message) -> None:
    """The text is what matters."""
    telegram_server.fault(Fault("sendMessage", error=(400, "Bad Request: can't parse entities: what is this")))
    async with bot_at_work(telegram_server):
        reply = await telegram_server.reply(question)

    assert "120.000" in reply.text
    assert reply.entities == []


async def test_a_group_that_became_a_supergroup_is_answered_there(telegram_server: TelegramServer, anna: User) -> None:
    """Telegram says where it went."""
    group = telegram_server.group("Clusters", anna, kind="group")
    async with bot_at_work(telegram_server, pace=replace(QUICK, lanes=0)) as grappolo:
        telegram_server.message(anna, group, "/help")
        await grappolo.in_state("new")
    supergroup = telegram_server.migrate(group)
    async with bot_at_work(telegram_server) as grappolo:
        [said] = await telegram_server.said(supergroup)

    assert "/privacy" in said.text

"""How much the bot sends: as fast as Telegram lets it, and no faster. Telegram's time passes quickly here."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from pydantic import SecretStr

from bot.settings import Settings
from bot.telegram.limits import Limits
from bot.telegram.outgoing import Call
from knowledge.loading.starter import make_base
from tests.bot.conftest import address
from tests.telegram.door import QUICK, bot_at_work, has_happened, settings_for, until
from tests.telegram_server import Chat, Fault, TelegramServer
from tests.telegram_server.flood import Flood
from tests.telegram_server.requests import Request

__all__ = ["address"]

pytestmark = pytest.mark.slow

SPEED: Final = 20
PACE: Final = replace(QUICK, second=1 / SPEED, watch=0.02)
SLOW: Final = 4
GUARDED: Final = {"with our limits": 30, "without": 0}


@pytest.fixture(autouse=True)
def small_base(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base that is compiled in no time."""
    make_base(own_folders / "base", empty=False)
    monkeypatch.setenv("GRAPPOLO_KNOWLEDGE", str(own_folders / "base"))


@pytest.fixture
async def strict() -> AsyncIterator[TelegramServer]:
    """A Telegram that refuses what is too much."""
    async with TelegramServer(speed=SPEED, flood=Flood(burst=3)) as server:
        yield server
    assert server.problems == []


@pytest.fixture
async def unhurried() -> AsyncIterator[TelegramServer]:
    """One whose time passes slowly, so that the bot is faster than it may be."""
    async with TelegramServer(speed=1 / SLOW, flood=Flood(burst=3)) as server:
        yield server
    assert server.problems == []


def refused(telegram: TelegramServer) -> list[Request]:
    return [call for call in telegram.calls if call.status == 429]


def limited(telegram: TelegramServer, most: int = 30, **more: object) -> Settings:
    return settings_for(telegram, messages_per_second=most, **more)


async def asked_by(telegram: TelegramServer, people: int) -> list[Chat]:
    """Chats of people who all ask at the same moment."""
    chats = [telegram.private(telegram.user(f"P{number}", "en")) for number in range(people)]
    for chat in chats:
        assert chat.user
        telegram.message(chat.user, chat, "/help")
    return chats


async def answered_in_rounds(telegram: TelegramServer, *, too_fast: bool) -> None:
    """Fifty people ask at once, and all are answered; who is to be *too_fast* may need several rounds to be so."""
    for _ in range(20 if too_fast else 1):
        for chat in await asked_by(telegram, 50):
            # Who was too fast once need not be waited for.
            if too_fast and refused(telegram):
                return
            await telegram.said(chat)


@pytest.mark.parametrize("most", GUARDED.values(), ids=GUARDED)
async def test_many_who_ask_at_once_are_answered_thirty_a_second(unhurried: TelegramServer, most: int) -> None:
    """Everybody is answered, and Telegram has refused nothing; it does where nobody counts."""
    async with bot_at_work(unhurried, limited(unhurried, most), replace(QUICK, second=SLOW)):
        await answered_in_rounds(unhurried, too_fast=not most)

    assert (refused(unhurried) == []) == (most > 0)


@pytest.mark.parametrize("most", GUARDED.values(), ids=GUARDED)
async def test_who_asks_without_end_is_answered_one_a_second(strict: TelegramServer, most: int) -> None:
    """In order; what is too early waits in the inbox."""
    anna = strict.user("Anna", "en")
    chat = strict.private(anna)
    for command in ("/start", "/help", "/privacy") * 4:
        strict.message(anna, chat, command)
    async with bot_at_work(strict, limited(strict, most), PACE):
        said = await strict.said(chat, 12)

    assert [message.text.split()[0] for message in said] == ["Welcome!", "Ask", "What"] * 4
    assert (refused(strict) == []) == (most > 0)


@pytest.mark.parametrize("most", GUARDED.values(), ids=GUARDED)
async def test_a_group_is_answered_twenty_times_a_minute(strict: TelegramServer, most: int) -> None:
    """All topics of a forum are one group; and who asks in private does not wait for it."""
    anna = strict.user("Anna", "en")
    forum = strict.group("Clusters", anna, forum=True)
    topics = [strict.thread(forum, name) for name in ("one", "two")]
    for number in range(24):
        strict.message(anna, forum, "/help@grappolo_bot", thread=topics[number % 2])
    async with bot_at_work(strict, limited(strict, most), PACE) as grappolo:
        await strict.said(forum, 20)
        began = strict.clock.now()
        assert "Welcome!" in (await grappolo.ask(anna, "/start")).text
        assert strict.clock.now() - began < 40
        await strict.said(forum, 24)

    assert (refused(strict) == []) == (most > 0)


@pytest.mark.parametrize("most", GUARDED.values(), ids=GUARDED)
async def test_a_chat_that_must_wait_is_left_alone_until_then_in_all_its_topics(
    strict: TelegramServer, most: int
) -> None:
    """Not a request before retry_after ends, even with no limits of our own; the others are answered meanwhile."""
    anna = strict.user("Anna", "en")
    forum = strict.group("Clusters", anna, forum=True)
    topics = [strict.thread(forum, name) for name in ("one", "two", "three")]
    flood = Fault("sendMessage", 1, {"chat_id": forum.id}, error=(429, "Too Many Requests: retry after 9", 9))
    strict.fault(flood)
    async with bot_at_work(strict, limited(strict, most), PACE) as grappolo:
        strict.message(anna, forum, "/help@grappolo_bot", thread=topics[0])
        await has_happened(flood)
        [refusal] = refused(strict)
        for topic in topics[1:]:
            strict.message(anna, forum, "/help@grappolo_bot", thread=topic)
        asked = strict.clock.now()
        assert "Welcome!" in (await grappolo.ask(anna, "/start")).text
        waited = strict.clock.now() - asked
        await strict.said(forum, 3)

    first, *later = [call.at for call in strict.calls_of("sendMessage") if call["chat_id"] == str(forum.id)]
    assert waited < 9
    assert first == refusal.at
    assert all(moment >= first + 9 for moment in later)


async def test_what_telegram_refuses_to_the_bot_as_a_whole_holds_everybody(
    strict: TelegramServer, own_folders: Path
) -> None:
    """A refusal that names no chat is about all of them."""
    anna = strict.user("Anna", "it")
    flood = strict.fault(Fault("answerCallbackQuery", 1, error=(429, "Too Many Requests: retry after 9", 9)))
    async with bot_at_work(strict, limited(strict), PACE) as grappolo:
        choice = await grappolo.ask(anna, "/language")
        strict.click(anna, choice, choice.buttons[0][0]["callback_data"])
        await has_happened(flood)
        ben = strict.user("Ben", "en")
        await grappolo.ask(ben, "/start")

    [refusal] = refused(strict)
    [answer] = [call for call in strict.calls_of("sendMessage") if call["chat_id"] == str(strict.private(ben).id)]
    assert answer.at >= refusal.at + 9


@pytest.mark.parametrize("shared", [True, False])
async def test_replicas_together_send_thirty_a_second(
    unhurried: TelegramServer, address: str, shared: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each sends its part as soon as it knows of the others; Telegram refuses where they do not know."""
    said, settings = "", limited(unhurried, database=SecretStr(address))
    pace = replace(QUICK, second=SLOW, watch=0.02 if shared else 3600)

    async def they_know() -> bool:
        nonlocal said
        said += capsys.readouterr().err
        return said.count("2 replicas share") == 1 + shared

    async with bot_at_work(unhurried, settings, pace) as first:
        # Who has answered has looked who else is there: nobody yet.
        await first.ask(unhurried.user("Anna", "en"), "/start")
        async with bot_at_work(unhurried, settings, pace):
            await until(they_know, seconds=30)
            await answered_in_rounds(unhurried, too_fast=not shared)

    assert (refused(unhurried) == []) == shared


class Passing:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


ROOM: Final = {"a person": (7, 3, 3.0), "a group": (-7, 20, 60.0)}


@pytest.mark.parametrize(("chat", "burst", "seconds"), ROOM.values(), ids=ROOM)
async def test_a_short_burst_is_not_slowed_at_all(chat: int, burst: int, seconds: float) -> None:
    """What follows waits until the first of them is long enough ago; and so on, never more in any such time."""
    clock, call = Passing(), Call("sendMessage", {"chat_id": chat, "text": "x"})
    limits = Limits(1000, clock=clock)
    for _ in range(burst):
        assert limits.wait(call) == 0
        async with limits.turn(call):
            clock.now += 0.1
    assert limits.wait(call) == pytest.approx(seconds - 0.1 * (burst - 1))
    clock.now += limits.wait(call)
    async with limits.turn(call):
        assert limits.wait(call) == pytest.approx(0.1)


async def test_chats_that_are_long_silent_are_forgotten() -> None:
    """However many people ask, what is remembered of them stays small."""
    clock = Passing()
    limits = Limits(1000, clock=clock)
    for chat in range(5000):
        clock.now += 0.01
        async with limits.turn(Call("sendMessage", {"chat_id": chat + 1})):
            pass
    assert len(limits._chats) <= 1000

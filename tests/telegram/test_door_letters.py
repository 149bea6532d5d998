"""What the bot sends by itself arrives once, or somebody learns that it may not have."""

from datetime import UTC, datetime

import pytest

from bot.telegram.outgoing import Call, Letter
from tests.telegram.door import Running, bot_at_work, has_happened, until
from tests.telegram_server import Chat, Fault, TelegramServer, User

NOW = datetime.now(UTC)


@pytest.fixture
def anna(telegram_server: TelegramServer) -> User:
    return telegram_server.user("Anna", "en")


@pytest.fixture
def chat(telegram_server: TelegramServer, anna: User) -> Chat:
    return telegram_server.private(anna)


def asker(grappolo: Running, user: User) -> str:
    return grappolo.app.storage.vault.pseudonym(bot_of(grappolo), f"person {user.id}")


def bot_of(grappolo: Running) -> str:
    return f"telegram:{grappolo.telegram.bot.id}"


async def put(grappolo: Running, user: User, purpose: str, *texts: str) -> bool:
    """Put a letter into the outbox, a message for each text."""
    letter = Letter(tuple(Call("sendMessage", {"chat_id": user.id, "text": text}) for text in texts))
    now, whom = datetime.now(UTC), asker(grappolo, user)
    return await grappolo.app.storage.outbox.put(bot_of(grappolo), whom, purpose, letter.as_json(), now)


async def ended(grappolo: Running, user: User, *states: str) -> None:
    """Wait until the letters to *user* are in these states."""

    async def is_so() -> bool:
        found = await grappolo.app.storage.outbox.of_asker(bot_of(grappolo), asker(grappolo, user))
        return tuple(one.state for one in found) == states

    await until(is_so)


async def test_a_letter_is_sent_once(grappolo: Running, anna: User, chat: Chat) -> None:
    """Putting it again changes nothing."""
    await grappolo.ask(anna, "/start")
    assert await put(grappolo, anna, "reminder", "It is tomorrow.", "At ten.")
    await ended(grappolo, anna, "sent")
    assert not await put(grappolo, anna, "reminder", "It is tomorrow.")

    assert [message.text for message in chat.said()][1:] == ["It is tomorrow.", "At ten."]


LATER = {
    "5xx": Fault("sendMessage", times=2, error=(500, "Internal Server Error")),
    "flood": Fault("sendMessage", error=(429, "Too Many Requests: retry after 1", 1)),
}


@pytest.mark.parametrize("fault", LATER.values(), ids=LATER)
async def test_what_certainly_did_not_arrive_is_sent_later(
    telegram_server: TelegramServer, grappolo: Running, anna: User, chat: Chat, fault: Fault
) -> None:
    await grappolo.ask(anna, "/start")
    telegram_server.fault(fault)
    await put(grappolo, anna, "reminder", "It is tomorrow.")
    await ended(grappolo, anna, "sent")

    assert fault.happened == fault.times
    assert [message.text for message in chat.said()][1:] == ["It is tomorrow."]


UNHEARD = {
    "dropped before it was done": (Fault("sendMessage", match={"text": "two"}, drop="before"), 0),
    "dropped after it was done": (Fault("sendMessage", match={"text": "two"}, drop="after"), 1),
    "cut off after it was done": (Fault("sendMessage", match={"text": "two"}, cut=True), 1),
}


@pytest.mark.parametrize(("fault", "arrived"), UNHEARD.values(), ids=UNHEARD)
async def test_what_nobody_knows_of_is_sent_again_only_if_somebody_wishes(
    telegram_server: TelegramServer, grappolo: Running, anna: User, chat: Chat, fault: Fault, arrived: int
) -> None:
    """The message that is in doubt and what waits behind it, not what certainly arrived."""
    await grappolo.ask(anna, "/start")
    telegram_server.fault(fault)
    await put(grappolo, anna, "reminder", "one", "two", "three")
    await ended(grappolo, anna, "unsure")
    texts = ["one", *["two"] * arrived]
    assert [message.text for message in chat.said()][1:] == texts

    await grappolo.app.storage.outbox.again(bot_of(grappolo), None, datetime.now(UTC))
    await ended(grappolo, anna, "sent")
    assert [message.text for message in chat.said()][1:] == [*texts, "two", "three"]


async def test_what_was_being_sent_when_the_bot_was_killed_is_not_sent_by_the_next(
    own_folders: object, telegram_server: TelegramServer, anna: User, chat: Chat
) -> None:
    """What waited behind it for somebody else is."""
    ben = telegram_server.user("Ben", "en")
    async with bot_at_work(telegram_server) as grappolo:
        await grappolo.ask(anna, "/start")
        await grappolo.ask(ben, "/start")
        hanging = telegram_server.fault(Fault("sendMessage", delay=3600))
        await put(grappolo, anna, "reminder", "It is tomorrow.")
        await has_happened(hanging)
        await put(grappolo, ben, "reminder", "It is tomorrow, Ben.")
        await grappolo.kill()
    async with bot_at_work(telegram_server) as grappolo:
        await ended(grappolo, ben, "sent")
        await ended(grappolo, anna, "unsure")

    assert len(chat.said()) == 1


async def test_nothing_is_sent_to_who_has_blocked_the_bot_until_they_write_again(
    telegram_server: TelegramServer, grappolo: Running, anna: User, chat: Chat
) -> None:
    """Telegram tells when they do; no call is made in vain."""
    await grappolo.ask(anna, "/start")
    telegram_server.block(anna)
    await grappolo.idle()
    calls = len(telegram_server.calls_of("sendMessage"))
    assert not await put(grappolo, anna, "reminder", "It is tomorrow.")
    telegram_server.unblock(anna)
    await grappolo.idle()
    assert await put(grappolo, anna, "reminder", "It is today.")
    await ended(grappolo, anna, "sent")

    assert len(telegram_server.calls_of("sendMessage")) == calls + 1


async def test_a_refusal_ends_all_letters_to_that_person_until_they_write(
    telegram_server: TelegramServer, grappolo: Running, anna: User, chat: Chat
) -> None:
    """Where Telegram did not tell that they have blocked the bot."""
    await grappolo.ask(anna, "/start")
    chat.blocked = True
    for purpose in ("reminder", "digest", "news"):
        await put(grappolo, anna, purpose, "A letter.")
    await ended(grappolo, anna, "refused", "refused", "refused")
    assert not await put(grappolo, anna, "more", "A letter.")
    chat.blocked = False
    await grappolo.ask(anna, "/help")
    assert await put(grappolo, anna, "more", "A letter.")


async def test_who_is_erased_gets_nothing_any_more(grappolo: Running, anna: User, chat: Chat) -> None:
    """And nothing of what was sent to them stays."""
    await grappolo.ask(anna, "/start")
    await put(grappolo, anna, "reminder", "It is tomorrow.")
    await ended(grappolo, anna, "sent")
    question = await grappolo.ask(anna, "/forgetme")
    grappolo.telegram.click(anna, question, question.labels[0])
    await ended(grappolo, anna)

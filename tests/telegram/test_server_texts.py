"""Telegram's verdict on texts, and that the rules without its library agree with it."""

import json
from pathlib import Path

import pytest

from tests.telegram_server import TelegramServer, oracle, without_library
from tests.telegram_server.client import Client
from tests.telegram_server.corpus import requests
from tests.telegram_server.people import Chat, Json

with_library = pytest.mark.skipif(not oracle.has_library(), reason="Telegram's library is not installed")


@pytest.fixture
def chat(telegram_server: TelegramServer) -> Chat:
    return telegram_server.private(telegram_server.user())


@with_library
def test_the_kept_verdicts_are_those_of_the_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, "GOLDEN", tmp_path / "golden.json")
    oracle.write()
    kept = Path(oracle.__file__).with_name("golden.json").read_text(encoding="utf-8")

    assert (tmp_path / "golden.json").read_text(encoding="utf-8") == kept


@pytest.mark.parametrize("request_", [one for one in requests() if one["@type"] == "getTextEntities"], ids=repr)
def test_without_the_library_the_same_is_found_in_what_people_write(request_: Json) -> None:
    kept = oracle.golden()[json.dumps(request_, sort_keys=True)]

    assert without_library.judge(request_, {}) == kept


@pytest.mark.parametrize("request_", [one for one in requests() if one["@type"] == "getMarkdownText"], ids=repr)
def test_without_the_library_the_same_entities_are_refused(request_: Json) -> None:
    """Entities alike; why a link is none the rules say less finely, and they are never milder."""
    kept = oracle.golden()[json.dumps(request_, sort_keys=True)]
    found = without_library.judge(request_, {})
    [entity] = request_["text"]["entities"]

    if "url" not in entity["type"]:
        assert found.get("message") == kept.get("message")
    elif kept["@type"] == "error":
        assert found["@type"] == "error"


def test_without_the_library_unknown_markup_has_no_verdict() -> None:
    request = {"@type": "parseTextEntities", "text": "<b>new</b>", "parse_mode": oracle.MODES["html"]}
    with pytest.raises(LookupError, match="no verdict is kept"):
        without_library.judge(request, {})


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("<b></b>", "text must be non-empty"),
        ("<b> </b>", "text must be non-empty"),
        ("a < b", 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
        ("<br/>", 'can\'t parse entities: Unsupported start tag "br/" at byte offset 0'),
        ("<b>x", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_what_is_wrong_with_a_text_is_said_in_telegrams_words(
    telegram_server: TelegramServer, bot: Client, chat: Chat, text: str, refusal: str
) -> None:
    said = await bot.refusal("sendMessage", chat_id=chat.id, text=text, parse_mode="HTML")

    assert said == f"Bad Request: {refusal}"
    telegram_server.excuse(refusal)


async def test_limits_count_code_points_after_parsing(telegram_server: TelegramServer, bot: Client, chat: Chat) -> None:
    await bot.get("sendMessage", chat_id=chat.id, text="😀" * 4096)
    await bot.get("sendMessage", chat_id=chat.id, text="x" * 4096 + "\n ")
    await bot.get("sendDocument", chat_id=chat.id, document=b"x", caption="è" * 1024)

    assert len(chat.said()[1].text) == 4096
    assert await bot.refusal("sendMessage", chat_id=chat.id, text="x" * 4097) == "Bad Request: message is too long"
    assert await bot.refusal("sendMessage", chat_id=chat.id, text="😀" * 8193) == "Bad Request: text is too long"
    refusal = await bot.refusal("sendDocument", chat_id=chat.id, document=b"x", caption="x" * 1025)
    assert refusal == "Bad Request: message caption is too long"
    telegram_server.excuse("too long")


async def test_markup_does_not_count(bot: Client, chat: Chat) -> None:
    await bot.get("sendMessage", chat_id=chat.id, text="x" * 4090, parse_mode="Markdown")

    if oracle.has_library():
        await bot.get("sendMessage", chat_id=chat.id, text="<b>" + "x" * 4096 + "</b>", parse_mode="HTML")


@pytest.mark.parametrize(
    ("offset", "length", "refusal"),
    [
        (0, 1, "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4"),
        (1, 1, "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (0, 9, "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 9"),
        (-1, 1, "receive an entity with incorrect offset -1"),
    ],
)
async def test_entities_that_stand_nowhere_are_refused(
    telegram_server: TelegramServer, bot: Client, chat: Chat, offset: int, length: int, refusal: str
) -> None:
    entity = {"type": "bold", "offset": offset, "length": length}

    said = await bot.refusal("sendMessage", chat_id=chat.id, text="😀 x", entities=[entity])
    assert said == f"Bad Request: {refusal}"
    telegram_server.excuse(refusal)


async def test_entities_are_kept_in_utf_16_and_links_are_found_beside_them(bot: Client, chat: Chat) -> None:
    text = " 😀 bold example.org /help"
    given = [
        {"type": "bold", "offset": 4, "length": 4},
        {"type": "text_link", "offset": 9, "length": 11, "url": "https://example.org/"},
    ]
    sent = await bot.get("sendMessage", chat_id=chat.id, text=text, entities=given)

    assert sent["text"] == text.strip()
    assert sent["entities"] == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "text_link", "offset": 8, "length": 11, "url": "https://example.org/"},
        {"type": "bot_command", "offset": 20, "length": 5},
    ]


async def test_a_link_that_is_none_is_refused(telegram_server: TelegramServer, bot: Client, chat: Chat) -> None:
    entity = {"type": "text_link", "offset": 0, "length": 1, "url": ""}

    refusal = await bot.refusal("sendMessage", chat_id=chat.id, text="x", entities=[entity])
    assert refusal == "Bad Request: entity URL '' is invalid: URL host is empty"
    telegram_server.excuse("URL host is empty")


async def test_types_of_entities_that_there_are_not_are_problems_though_telegram_lets_them_pass(
    telegram_server: TelegramServer, bot: Client, chat: Chat
) -> None:
    entities = [{"type": "blink", "offset": 0, "length": 1}, *[{"type": "bold", "offset": 0, "length": 1}] * 101]
    await bot.get("sendMessage", chat_id=chat.id, text="x", entities=entities)

    assert telegram_server.problems == [
        "sendMessage: unknown type of entity 'blink'",
        "sendMessage: 101 entities, and Telegram takes 100",
    ]
    telegram_server.problems.clear()

"""From replies to calls: texts, entities, parts and buttons, judged by Telegram's own parser."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import MessageEntity

from bot.telegram.api import Upload
from bot.telegram.outgoing import Call, Letter, Place, answer_tap, calls_of, formatted
from bot.telegram.splitting import Formatted, split, units
from handlers.turns import Bold, Button, File, Linked, Piece, Plain, Quiet, Say
from tests.telegram_server import oracle
from tests.telegram_server.utf16 import cut

HERE = Place(5)
TEXTS = st.text(st.sampled_from("ab 🍇è\n\n\ud83c\u2028\x0b"), max_size=30)
PIECES = st.lists(st.builds(Plain, TEXTS) | st.builds(Bold, TEXTS) | st.builds(Quiet, TEXTS), max_size=12)


@given(PIECES, st.integers(1, 40), st.integers(1, 4))
def test_parts_are_short_enough_and_together_they_are_the_whole(pieces: list[Piece], longest: int, most: int) -> None:
    whole = formatted(pieces)
    parts = list(split(whole, longest, most))

    assert "".join(part.text for part in parts) == whole.text
    assert all(len(part.text) <= longest and len(part.entities) <= most for part in parts)
    marked = [cut(part.text, one.offset, one.length) for part in parts for one in part.entities]
    assert "".join(marked) == "".join(cut(whole.text, one.offset, one.length) for one in whole.entities)
    for part in parts:
        oracle.check(part.text, [entity.to_dict() for entity in part.entities])


def test_a_text_is_cut_at_line_ends_else_at_blanks_else_anywhere() -> None:
    def parts(text: str, longest: int) -> list[str]:
        return [part.text for part in split(Formatted(text), longest, 100)]

    assert parts("one\ntwo\nthree", 8) == ["one\ntwo\n", "three"]
    assert parts("one two three", 8) == ["one two ", "three"]
    assert parts("onetwothree", 8) == ["onetwoth", "ree"]
    assert parts("🍇" * 10, 8) == ["🍇" * 8, "🍇" * 2]


@pytest.mark.parametrize("between", ["\n", ", "])
def test_no_message_has_more_entities_than_telegram_looks_at(between: str) -> None:
    links = [
        piece for number in range(250) for piece in (Linked(f"x🍇{number}", "https://example.org"), Plain(between))
    ]

    calls = calls_of([Say(tuple(links))], HERE)
    assert [len(call.arguments["entities"]) for call in calls] == [100, 100, 50]


def test_offsets_count_as_telegram_counts() -> None:
    text = formatted([Plain("🍇 "), Bold("è"), Linked("qui", "https://example.org")])

    assert [(one.type, one.offset, one.length) for one in text.entities] == [
        (MessageEntity.BOLD, 3, 1),
        (MessageEntity.TEXT_LINK, 4, 3),
    ]
    assert units(text.text) == 7


def test_half_a_surrogate_pair_can_be_sent() -> None:
    [call] = calls_of([Say((Plain("x\ud83c"),))], HERE)

    assert json.dumps(call.arguments, ensure_ascii=False).encode()


def test_each_button_is_in_a_line_of_its_own_under_the_last_part() -> None:
    say = Say((Plain("a\n" * 4000),), (Button("One", "choice:1:1"), Button("None", "choice:1:0")))

    first, last = calls_of([say], HERE)
    assert "reply_markup" not in first.arguments
    assert last.arguments["reply_markup"] == {
        "inline_keyboard": [
            [{"text": "One", "callback_data": "choice:1:1"}],
            [{"text": "None", "callback_data": "choice:1:0"}],
        ]
    }


@pytest.mark.parametrize("data", ["", "x" * 65, "è" * 33])
def test_a_button_with_too_much_to_carry_is_a_mistake_of_ours(data: str) -> None:
    with pytest.raises(ValueError, match="1 to 64 bytes"):
        calls_of([Say((Plain("a"),), (Button("One", data),))], HERE)


def test_what_replaces_more_messages_than_it_needs_deletes_the_rest() -> None:
    calls = calls_of([Say((Plain("a"),)), Say((Plain("b"),))], Place(5, edits=(7, 8, 9)))

    assert [(call.method, call.arguments["message_id"]) for call in calls] == [
        ("editMessageText", 7),
        ("editMessageText", 8),
        ("deleteMessage", 9),
    ]


def test_in_a_group_the_first_message_and_each_with_buttons_reply_to_the_question() -> None:
    says = [Say((Plain("a"),)), Say((Plain("b"),)), Say((Plain("c"),), (Button("One", "1"),))]

    calls = calls_of(says, Place(-5, thread=3, answers=7))
    assert ["reply_parameters" in call.arguments for call in calls] == [True, False, True]
    assert {call.arguments["message_thread_id"] for call in calls} == {3}


def test_a_file_has_its_caption_and_its_buttons() -> None:
    file = File("a.json", b"{}", "application/json", (Bold("all"),), (Button("One", "1"),))

    [call] = calls_of([file], Place(-5, thread=3, answers=7, edits=()))
    assert call.method == "sendDocument"
    assert call.arguments["caption"] == "all"
    assert {"caption_entities", "reply_markup", "reply_parameters", "message_thread_id"} <= call.arguments.keys()
    assert call.upload == Upload("document", "a.json", "e30=")
    assert Letter.from_json(Letter((call,)).as_json()).calls == (call,)


@pytest.mark.parametrize("caption", [(Plain("x" * 2000),), (Bold("x"),) * 101], ids=["letters", "entities"])
def test_a_caption_that_is_too_long_goes_before_the_file(caption: tuple[Piece, ...]) -> None:
    file = File("a.json", b"{}", "application/json", caption, (Button("One", "1"),))

    *texts, document = calls_of([file], HERE)
    assert {call.method for call in texts} == {"sendMessage"}
    assert document.method == "sendDocument"
    assert "caption" not in document.arguments
    assert "reply_markup" in document.arguments


def test_nothing_blank_is_sent() -> None:
    assert calls_of([Say((Plain(" \n"),)), Say(())], HERE) == []


def test_a_toast_is_no_longer_than_telegram_shows() -> None:
    assert len(answer_tap("1", "x" * 300).arguments["text"]) == 200
    assert answer_tap("1").arguments == {"callback_query_id": "1"}


def test_a_letter_is_the_same_after_it_was_kept() -> None:
    letter = Letter((Call("sendMessage", {"chat_id": 5, "text": "è"}),), (7, 8), 2)

    assert Letter.from_json(letter.as_json()) == letter
    assert Letter.from_json("[]") == Letter(())

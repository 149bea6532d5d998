"""Which updates concern the bot, and what of them is kept."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.incoming import ALLOWED, Me, Selection, Wanted

ME = Me(7, "grappolo_bot")
ANNA = {"id": 5, "is_bot": False, "first_name": "Canary", "username": "canary", "language_code": "it"}
PRIVATE = {"id": 5, "type": "private", "first_name": "Canary", "username": "canary"}
GROUP = {"id": -9, "type": "supergroup", "title": "Canary"}
CHANNEL = {"id": -8, "type": "channel", "title": "Canary"}
MEMBER = {"status": "member", "user": ANNA}
BOT = {"id": 7, "is_bot": True, "first_name": "Grappolo", "username": "grappolo_bot"}


def a_message(text: str | None = "ciao", chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    said = {} if text is None else {"text": text}
    return {"message_id": 3, "date": 1000, "from": ANNA, "chat": chat, **said, **more}


def wanted(message: object, kind: str = "message") -> Wanted | None:
    return Selection(ME).wanted({"update_id": 1, kind: message})


CONCERN = {
    "a question": a_message(),
    "a caption": a_message(None, caption="ciao", photo=[]),
    "a sticker": a_message(None, sticker={}),
    "a contact": a_message(None, contact={"phone_number": "+39 canary"}),
    "a command": a_message("/start"),
    "a command in a group": a_message("/help", GROUP),
    "a command for us": a_message("/anything@Grappolo_bot now", GROUP),
    "our name": a_message("hey @GRAPPOLO_bot, what is ADW?", GROUP),
    "a reply to us": a_message("and when?", GROUP, reply_to_message={"message_id": 2, "from": BOT}),
    "a hidden administrator": a_message("/help", GROUP, **{"from": {"id": 1, "is_bot": True}, "sender_chat": GROUP}),
}
DO_NOT = {
    "chatter": a_message("ciao", GROUP),
    "a command of another bot": a_message("/help@other_bot", GROUP),
    "an unknown command in a group": a_message("/ban", GROUP),
    "another name": a_message("hey @grappolo_bot2", GROUP),
    "an address": a_message("write to x@grappolo_bot", GROUP),
    "a reply to somebody": a_message("and when?", GROUP, reply_to_message={"message_id": 2, "from": ANNA}),
    "a topic that we began": a_message(
        "hi", GROUP, reply_to_message={"message_id": 2, "from": BOT, "forum_topic_created": {"name": "x"}}
    ),
    "a sticker in a group": a_message(None, GROUP, sticker={}),
    "a channel": a_message("ciao", CHANNEL),
    "a channel's post in its group": a_message("/help", GROUP, is_automatic_forward=True, sender_chat=CHANNEL),
    "a bot": a_message("ciao", **{"from": BOT}),
    "what somebody sent through us": a_message("ciao", via_bot=BOT),
    "a pinned message": a_message(None, pinned_message={}),
    "nothing": {},
}


@pytest.mark.parametrize("message", CONCERN.values(), ids=CONCERN)
def test_what_concerns_the_bot_is_wanted(message: dict[str, Any]) -> None:
    assert wanted(message) is not None


@pytest.mark.parametrize("message", DO_NOT.values(), ids=DO_NOT)
def test_the_rest_is_not(message: dict[str, Any]) -> None:
    assert wanted(message) is None
    assert wanted(message, "edited_message") is None


@pytest.mark.parametrize("kind", ["channel_post", "chat_member", "poll", "message_reaction", "new"])
def test_kinds_that_are_not_for_us_are_not_wanted(kind: str) -> None:
    assert wanted(a_message(), kind) is None


def test_only_who_blocks_the_bot_or_wants_it_again_is_a_member() -> None:
    """What becomes of the bot in a group does not concern it."""
    changed = {"from": ANNA, "date": 1, "old_chat_member": MEMBER, "new_chat_member": MEMBER}
    found = wanted(changed | {"chat": PRIVATE}, "my_chat_member")

    assert found is not None
    assert (found.place, found.question) == ("chat 5", None)
    assert "canary" not in json.dumps(found.body)
    assert wanted(changed | {"chat": GROUP}, "my_chat_member") is None
    assert wanted({"chat": PRIVATE}, "my_chat_member") is None
    assert wanted(changed | {"chat": PRIVATE, "new_chat_member": {"user": ANNA}}, "my_chat_member") is None


def test_an_edit_is_wanted_for_two_minutes() -> None:
    assert wanted(a_message(edit_date=1120), "edited_message") is not None
    assert wanted(a_message(edit_date=1121), "edited_message") is None
    assert wanted(a_message(None, edit_date=1001, sticker={}), "edited_message") is None


def test_an_album_is_one_thing_that_somebody_sent() -> None:
    selection = Selection(ME)
    album = [a_message(None, photo=[], media_group_id="a", message_id=number) for number in range(3)]

    found = [selection.wanted({"update_id": number, "message": photo}) for number, photo in enumerate(album)]
    assert [one is not None for one in found] == [True, False, False]


def test_our_name_is_no_part_of_the_question() -> None:
    found = wanted(a_message("@grappolo_bot what is ADW?", GROUP))

    assert found is not None
    assert found.body["message"]["text"] == "what is ADW?"


def test_threads_are_places_of_their_own_and_replies_are_none() -> None:
    topic = wanted(a_message("/help", GROUP, message_thread_id=4, is_topic_message=True))
    reply = wanted(a_message("/help", GROUP, message_thread_id=4))

    assert [found and found.place for found in (topic, reply)] == ["chat -9/4", "chat -9"]


def test_no_name_phone_or_photo_is_kept() -> None:
    tap = {"id": "1", "from": ANNA, "data": "x", "message": a_message("canary", reply_to_message=a_message("canary"))}
    kept = [
        *map(wanted, CONCERN.values()),
        wanted(a_message(forward_origin={"sender_user_name": "canary"}, quote={"text": "canary"})),
        wanted(tap, "callback_query"),
    ]

    assert all(kept)
    assert "canary" not in json.dumps([one.body for one in kept if one]).lower()


@pytest.mark.parametrize("odd", [True, 1.5, "3", [3], {"id": 3}, None])
def test_what_has_another_type_than_telegram_says_is_not_kept(odd: object) -> None:
    chat, sender = {**PRIVATE, "id": odd}, {**ANNA, "language_code": 5}
    found = wanted({**a_message(), "message_id": odd, "chat": chat, "from": sender})

    assert found is not None
    kept = found.body["message"]
    assert "message_id" not in kept
    assert kept["chat"] == {"type": "private"}
    assert "language_code" not in kept["from"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["private", "/help", 5, 7]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "type", "chat", "from", "text", "date", "edit_date", "message", "reply_to_message", "photo"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(ALLOWED), JSON)
def test_nothing_that_telegram_may_send_is_too_strange(kind: str, content: object) -> None:
    found = wanted(content, kind)

    assert found is None or json.dumps(found.body)

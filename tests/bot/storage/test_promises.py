"""What the conversation is promised, kept in memory and in SQL alike."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from bot.storage.dialogues import SqlDialogues
from bot.storage.keys import open_vault
from bot.storage.questions import SqlQuestionLog
from bot.storage.roles import SqlRoles
from bot.storage.vault import Vault
from handlers.memory import MemoryDialogues, MemoryQuestionLog, MemoryRoles
from handlers.promises import Contact, Dialogues, Memory, QuestionLog, Record, Remembered, Role, Roles
from knowledge.reading.readings import Context
from tests.bot.storage.examples import NOON, a_choice, a_count, a_gap, a_memory

MINUTE = timedelta(minutes=1)

OF_SEVERAL = [
    ("a", "3f1c", "vicenza", 2),
    ("b", "3f1c", "vicenza", 1),
    ("c", "9b", "vicenza", 0),
    ("d", "3f1c", "trento", 0),
]


EVERYWHERE = ["memory", "sqlite", "postgresql"]


@pytest.fixture(params=EVERYWHERE)
async def kept(request: pytest.FixtureRequest, keys: Path) -> AsyncIterator[tuple[Database, Vault] | None]:
    """Where is kept what a test is about; None in memory."""
    if request.param == "memory":
        yield None
        return
    async with open_database(request.getfixturevalue("file" if request.param == "sqlite" else "address")) as database:
        yield database, await open_vault(database, keys)


@pytest.fixture
def log(kept: tuple[Database, Vault] | None) -> QuestionLog:
    return SqlQuestionLog(*kept) if kept else MemoryQuestionLog()


@pytest.fixture
def dialogues(kept: tuple[Database, Vault] | None) -> Dialogues:
    return SqlDialogues(*kept, minutes=10) if kept else MemoryDialogues(minutes=10)


@pytest.mark.parametrize(
    "record",
    [
        a_gap(),
        a_choice(chosen="esca", closed_at=NOON),
        a_gap(text="", trace="", guesses=(), gap="unknown_subject"),
        a_gap(text="Č'è \x00 🍇'); DROP TABLE records; --\r\n \ud83c"),
        a_gap(at=datetime(2026, 11, 2, 13, 0, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
async def test_a_record_is_kept_exactly_as_it_was_added(log: QuestionLog, record: Record) -> None:
    await log.add(record)

    assert await log.records("vicenza") == [record]


async def test_adding_an_id_again_changes_nothing(log: QuestionLog) -> None:
    await log.add(a_gap())
    await log.add(a_gap(text="another text"))

    assert await log.records("vicenza") == [a_gap()]


@pytest.fixture
def roles(kept: tuple[Database, Vault] | None) -> Roles:
    return SqlRoles(*kept) if kept else MemoryRoles()


async def test_a_code_gives_a_role_once_and_within_a_day(roles: Roles) -> None:
    """To whoever says it first, for the bot it is of."""
    offered: tuple[Role, ...] = ("owner", "staff", "admin")
    codes = [await roles.invite("vicenza", role, "owner", NOON) for role in offered]

    assert await roles.accept("trento", codes[0], "a", NOON) is None
    assert await roles.accept("vicenza", codes[0], "a", NOON + MINUTE) == "owner"
    assert await roles.accept("vicenza", codes[0], "b", NOON + MINUTE) is None
    assert await roles.accept("vicenza", codes[1], "a", NOON + MINUTE) == "owner"
    assert await roles.accept("vicenza", codes[2], "c", NOON + timedelta(days=1, seconds=1)) is None
    assert [(one.asker, one.role) for one in await roles.members("vicenza")] == [("a", "owner")]
    assert await roles.members("trento") == []


async def test_roles_end_but_not_that_of_the_last_owner(roles: Roles) -> None:
    """And who wished to be erased is in no list and nobody in the audit."""
    given: tuple[tuple[str, Role], ...] = (("a", "owner"), ("b", "owner"), ("c", "staff"))
    for asker, role in given:
        await roles.accept("vicenza", await roles.invite("vicenza", role, "start", NOON), asker, NOON)

    assert await roles.revoke("vicenza", "c", "a", NOON)
    assert not await roles.revoke("vicenza", "c", "a", NOON)
    assert await roles.revoke("vicenza", "a", "b", NOON)
    assert not await roles.revoke("vicenza", "b", "b", NOON)
    assert await roles.role("vicenza", "b") == "owner"
    await roles.forget_asker("vicenza", "b")
    assert await roles.role("vicenza", "b") is None
    assert "b" not in {name for deed in await roles.audit("vicenza") for name in (deed.who, deed.whom)}
    assert len(await roles.audit("vicenza")) == 8


async def test_each_bot_has_its_own_records(log: QuestionLog) -> None:
    await log.add(a_choice(text="ours"))
    await log.add(a_choice(text="theirs", bot="trento"))
    await log.close("trento", "r1", "esca", NOON)

    assert await log.records("vicenza") == [a_choice(text="ours")]
    assert await log.records("udine") == []


async def test_records_come_oldest_first(log: QuestionLog) -> None:
    for record_id, minutes in (("b", 2), ("c", 0), ("a", 2), ("d", 1)):
        await log.add(a_gap(id=record_id, at=NOON + minutes * MINUTE))

    assert [record.id for record in await log.records("vicenza")] == ["c", "d", "a", "b"]


async def test_records_since_a_moment_include_that_moment(log: QuestionLog) -> None:
    for minutes in range(3):
        await log.add(a_gap(id=str(minutes), at=NOON + minutes * MINUTE))

    found = await log.records("vicenza", since=NOON + MINUTE)

    assert [record.id for record in found] == ["1", "2"]


@pytest.mark.parametrize("chosen", ["esca", ""])
async def test_a_tap_closes_a_choice(log: QuestionLog, chosen: str) -> None:
    await log.add(a_choice())
    await log.close("vicenza", "r1", chosen, NOON + MINUTE)

    assert await log.records("vicenza") == [a_choice(chosen=chosen, closed_at=NOON + MINUTE)]


async def test_the_last_tap_counts(log: QuestionLog) -> None:
    await log.add(a_choice())
    await log.close("vicenza", "r1", "", NOON)
    await log.close("vicenza", "r1", "esca", NOON + MINUTE)

    assert await log.records("vicenza") == [a_choice(chosen="esca", closed_at=NOON + MINUTE)]


async def test_a_gap_and_an_unknown_record_cannot_be_closed(log: QuestionLog) -> None:
    await log.add(a_gap())
    await log.close("vicenza", "r1", "esca", NOON)
    await log.close("vicenza", "r2", "esca", NOON)

    assert await log.records("vicenza") == [a_gap()]


async def test_equal_counts_add_up(log: QuestionLog) -> None:
    for _ in range(3):
        await log.count(a_count())
    await log.count(a_count(language="de"))

    assert await log.counts("vicenza") == [(a_count(language="de"), 1), (a_count(), 3)]


async def test_counts_come_by_day_and_by_bot(log: QuestionLog) -> None:
    later, earlier = a_count(day=date(2026, 11, 3), entry="", field=""), a_count()
    for one in (later, earlier, a_count(bot="trento")):
        await log.count(one)

    assert await log.counts("vicenza") == [(earlier, 1), (later, 1)]
    assert await log.counts("vicenza", since=date(2026, 11, 3)) == [(later, 1)]


async def test_what_is_older_is_forgotten_in_all_bots_and_the_counts_stay(log: QuestionLog) -> None:
    await log.add(a_gap(id="old"))
    await log.add(a_gap(id="old", bot="trento"))
    await log.add(a_gap(id="new", at=NOON + MINUTE))
    await log.count(a_count())

    assert await log.forget(NOON + MINUTE) == 2
    assert [record.id for record in await log.records("vicenza")] == ["new"]
    assert await log.records("trento") == []
    assert await log.counts("vicenza") == [(a_count(), 1)]


async def test_there_may_be_nothing_to_forget(log: QuestionLog) -> None:
    assert await log.forget(NOON) == 0


async def test_the_records_of_a_person_are_theirs_alone_and_come_oldest_first(log: QuestionLog) -> None:
    for record_id, asker, bot, minutes in OF_SEVERAL:
        await log.add(a_gap(id=record_id, asker=asker, bot=bot, at=NOON + minutes * MINUTE))

    assert [record.id for record in await log.of_asker("vicenza", "3f1c")] == ["b", "a"]
    assert await log.of_asker("vicenza", "nobody") == []


async def test_a_person_is_forgotten_and_the_others_and_the_counts_stay(log: QuestionLog) -> None:
    for record_id, asker, bot, minutes in OF_SEVERAL:
        await log.add(a_gap(id=record_id, asker=asker, bot=bot, at=NOON + minutes * MINUTE))
    await log.count(a_count())

    assert await log.forget_asker("vicenza", "3f1c", NOON) == 2
    assert await log.of_asker("vicenza", "3f1c") == []
    assert [record.id for record in await log.records("vicenza")] == ["c"]
    assert [record.id for record in await log.of_asker("trento", "3f1c")] == ["d"]
    assert await log.counts("vicenza") == [(a_count(), 1)]


async def test_a_person_can_be_forgotten_again_and_come_back(log: QuestionLog) -> None:
    assert await log.forget_asker("vicenza", "3f1c", NOON) == 0
    assert await log.forget_asker("vicenza", "3f1c", NOON) == 0
    await log.add(a_gap())

    assert await log.of_asker("vicenza", "3f1c") == [a_gap()]


@pytest.mark.parametrize("memory", [a_memory(), Memory(Context()), Memory(Context(), erasure="r1")])
async def test_a_memory_comes_back_exactly(dialogues: Dialogues, memory: Memory) -> None:
    await dialogues.remember("vicenza", "chat", "3f1c", memory, NOON)

    assert await dialogues.recall("vicenza", "chat", "3f1c", NOON) == memory


@pytest.mark.parametrize(("minutes", "fresh"), [(10, True), (10.1, False), (-10.1, False)])
async def test_a_memory_lasts_for_its_minutes_whatever_the_clock_does(
    dialogues: Dialogues, minutes: float, fresh: bool
) -> None:
    await dialogues.remember("vicenza", "chat", "3f1c", a_memory(), NOON)

    recalled = await dialogues.recall("vicenza", "chat", "3f1c", NOON + minutes * MINUTE)

    assert (recalled is not None) == fresh


async def test_the_newest_memory_replaces_the_one_before(dialogues: Dialogues) -> None:
    await dialogues.remember("vicenza", "chat", "3f1c", a_memory(), NOON)
    await dialogues.remember("vicenza", "chat", "3f1c", a_memory("esca"), NOON + 9 * MINUTE)

    assert await dialogues.recall("vicenza", "chat", "3f1c", NOON + 18 * MINUTE) == a_memory("esca")


@pytest.mark.parametrize("place", [("trento", "chat", "3f1c"), ("vicenza", "group", "3f1c"), ("vicenza", "chat", "9b")])
async def test_a_conversation_is_of_one_person_in_one_chat_with_one_bot(
    dialogues: Dialogues, place: tuple[str, str, str]
) -> None:
    await dialogues.remember("vicenza", "chat", "3f1c", a_memory(), NOON)

    assert await dialogues.recall(*place, NOON) is None


async def test_a_chosen_language_is_kept_until_another_is_chosen(dialogues: Dialogues) -> None:
    assert await dialogues.language("vicenza", "3f1c") is None

    await dialogues.choose_language("vicenza", "3f1c", "de")
    await dialogues.choose_language("vicenza", "3f1c", "sl")

    assert await dialogues.language("vicenza", "3f1c") == "sl"
    assert await dialogues.language("vicenza", "9b") is None
    assert await dialogues.language("trento", "3f1c") is None


async def test_what_is_kept_of_a_person_is_from_all_chats_fresh_or_not(dialogues: Dialogues) -> None:
    await dialogues.remember("vicenza", "group", "3f1c", a_memory("esca"), NOON + MINUTE)
    await dialogues.remember("vicenza", "chat", "3f1c", a_memory(), NOON)
    await dialogues.remember("vicenza", "group", "9b", a_memory(), NOON)
    await dialogues.remember("trento", "chat", "3f1c", a_memory(), NOON)

    assert await dialogues.of_asker("vicenza", "3f1c") == [
        Remembered("chat", NOON, a_memory()),
        Remembered("group", NOON + MINUTE, a_memory("esca")),
    ]


async def test_the_conversations_and_the_language_of_a_person_are_forgotten(dialogues: Dialogues) -> None:
    for bot, asker in (("vicenza", "3f1c"), ("vicenza", "9b"), ("trento", "3f1c")):
        await dialogues.remember(bot, "chat", asker, a_memory(), NOON)
        await dialogues.choose_language(bot, asker, "sl")
    await dialogues.remember("vicenza", "group", "3f1c", a_memory(), NOON)

    await dialogues.forget_asker("vicenza", "3f1c")

    assert await dialogues.of_asker("vicenza", "3f1c") == []
    assert await dialogues.language("vicenza", "3f1c") is None
    for bot, asker in (("vicenza", "9b"), ("trento", "3f1c")):
        assert await dialogues.recall(bot, "chat", asker, NOON) == a_memory()
        assert await dialogues.language(bot, asker) == "sl"


async def test_where_those_with_a_role_are_reached_is_kept_as_long_as_the_role(roles: Roles) -> None:
    """Of nobody else; the last word counts."""
    for asker in ("anna", "ben"):
        await roles.accept("vicenza", await roles.invite("vicenza", "staff", "an owner", NOON), asker, NOON)
    for asker, address in (("anna", "1"), ("anna", "12"), ("ben", "3"), ("nobody", "4")):
        await roles.reach("vicenza", asker, Contact(address, "sl"))
    assert await roles.contact("vicenza", "anna") == Contact("12", "sl")
    assert await roles.contact("vicenza", "nobody") is None
    assert await roles.contact("trento", "anna") is None

    await roles.revoke("vicenza", "anna", "an owner", NOON)
    await roles.forget_asker("vicenza", "ben")
    assert await roles.contact("vicenza", "anna") is None
    assert await roles.contact("vicenza", "ben") is None
    await roles.accept("vicenza", await roles.invite("vicenza", "staff", "an owner", NOON), "anna", NOON)
    assert await roles.contact("vicenza", "anna") is None

"""How the bot is: told to those who run it, and to nobody else."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.commands import Privacy
from handlers.conversation import Conversation
from handlers.memory import MemoryDialogues, MemoryOutbox, MemoryQuestionLog, MemoryRoles, MemoryWatch
from handlers.promises import Posted, Role, Status
from handlers.status import MOST
from handlers.turns import Reply, Turn
from knowledge.model.languages import LANGUAGES, Language
from tests.handlers.outcomes import a_snapshot

NOW = datetime(2026, 3, 12, 10, 5, tzinfo=UTC)
SMALL = a_snapshot()
WELL = Status("1.2.3", NOW, 0, None, (), NOW, 5 << 30, 0, 1)
BADLY = Status(
    version="1.2.3",
    since=NOW,
    waiting=12,
    oldest=NOW - timedelta(minutes=7),
    failed=("A1B2C3", "D4E5F6"),
    backup=None,
    room=150 << 20,
    mistakes=3,
    processes=3,
    troubles=(("disk", NOW), ("of the future", NOW)),
)


class Office:
    """Somebody with a role asks how the bot is."""

    def __init__(self, role: Role | None, status: Status, *letters: Posted, language: Language = "en") -> None:
        self.role: Role | None = role
        self.language: Language = language
        self.roles, self.watch = MemoryRoles(), MemoryWatch(status)
        self.outbox = MemoryOutbox(*(("bot", letter) for letter in letters))

    async def hears(self, text: str = "", tapped: str | None = None, *, private: bool = True) -> Reply:
        if self.role:
            await self.roles.accept("bot", await self.roles.invite("bot", self.role, "a test", NOW), "anna", NOW)
            self.role = None
        log, dialogues = MemoryQuestionLog(), MemoryDialogues()
        conversation = Conversation(log, dialogues, Privacy(), self.roles, self.outbox, self.watch)
        turn = Turn("bot", "anna", "chat", NOW, self.language, SMALL, text, tapped, private)
        [reply] = await conversation.take(turn)
        return reply


def a_letter(id: int) -> Posted:
    return Posted(id, "ben", f"purpose {id}", NOW, "unsure", "a letter")


async def test_a_bot_that_is_well_says_so_in_a_few_lines() -> None:
    told = await Office("owner", WELL).hears("/status")

    assert told.plain.splitlines() == [
        "How the bot is",
        "• No question is waiting.",
        f"• The knowledge base has {len(SMALL.base.entries)} entries.",
        "• Newest backup: 3/12/26, 10:05\u202fAM",
        "• Free on the disk of the data: 5,120 MB",
        "• Version 1.2.3, at work since 3/12/26, 10:05\u202fAM",
    ]
    assert told.buttons == ()


async def test_what_is_wrong_comes_first_and_can_be_mended() -> None:
    """A trouble that another version has noted is named as it was."""
    office = Office("admin", BADLY, a_letter(1), a_letter(2))
    told = await office.hears("/status")

    lines = told.plain.splitlines()
    assert lines[1:3] == [
        "• Wrong since 3/12/26, 10:05\u202fAM: the disk",
        "• Wrong since 3/12/26, 10:05\u202fAM: of the future",
    ]
    assert "• 12 questions wait, the first since 3/12/26, 9:58\u202fAM." in lines
    assert "• Failed for a fault of mine, for a day they can be tried again: A1B2C3, D4E5F6" in lines
    assert "• 2 messages may not have arrived." in lines
    assert "• There is no backup yet." in lines
    assert "• Processes at work: 3" in lines
    retry, again = told.buttons
    after = await office.hears(tapped=retry.data)
    assert after.plain.startswith("Done: 2\n")
    assert [button.data for button in after.buttons] == [again.data]
    assert (await office.hears(tapped=again.data)).buttons == ()
    assert [one.state for one in await office.outbox.of_asker("bot", "ben")] == ["ready", "ready"]


@pytest.mark.parametrize("role", ["staff", None])
async def test_to_everybody_else_there_is_no_such_command(role: Role | None) -> None:
    """Nor do the buttons do anything, whoever has got hold of one."""
    office = Office(role, BADLY, a_letter(1))

    assert "I do not know the command" in (await office.hears("/status")).plain
    for data in ("mend:retry", "mend:again", "mend:all"):
        assert "no longer open" in (await office.hears(tapped=data)).plain
    assert len(await office.outbox.unsure("bot")) == 1
    assert (await office.watch.status("bot")).failed


async def test_in_a_group_nothing_is_told() -> None:
    office = Office("owner", BADLY, a_letter(1))

    assert (await office.hears("/status", private=False)).plain == "I do this only in a private chat."
    await office.hears(tapped="mend:again", private=False)
    assert len(await office.outbox.unsure("bot")) == 1


async def test_of_many_failures_some_are_named() -> None:
    failed = tuple(f"A{number:05}" for number in range(MOST + 3))
    told = await Office("owner", Status("1.2.3", NOW, 0, None, failed, NOW, 0, 0, 1)).hears("/status")

    assert "A00009, …" in told.plain


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_is_told_in_every_language(language: Language) -> None:
    told = await Office("owner", BADLY, a_letter(1), language=language).hears("/status")

    assert len(told.plain.splitlines()) == 12
    assert len(told.buttons) == 2

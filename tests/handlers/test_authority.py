"""Those who run the bot: how they come to it, what they may, and that nobody else learns of it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from handlers.commands import Privacy
from handlers.conversation import Conversation
from handlers.memory import MemoryDialogues, MemoryOutbox, MemoryQuestionLog, MemoryRoles, MemoryWatch
from handlers.promises import Deed
from handlers.turns import Turn
from tests.handlers.outcomes import a_snapshot

SMALL = a_snapshot()
UNKNOWN = "I do not know the command"


@dataclass
class Office:
    """People who write to the same bot; a minute passes with each line."""

    roles: MemoryRoles = field(default_factory=MemoryRoles)
    now: datetime = datetime(2026, 3, 12, 10, tzinfo=UTC)

    async def says(self, asker: str, text: str, *, private: bool = True) -> str:
        self.now += timedelta(minutes=1)
        conversation = Conversation(
            MemoryQuestionLog(), MemoryDialogues(), Privacy(), self.roles, MemoryOutbox(), MemoryWatch()
        )
        turn = Turn("bot", asker, f"chat of {asker}", self.now, "en", SMALL, text, private=private)
        return "\n".join(reply.plain for reply in await conversation.take(turn))

    async def with_owner(self) -> "Office":
        """With an owner, who has the code of the first start."""
        code = await self.roles.invite("bot", "owner", "the start of the bot", self.now)
        assert "owner" in await self.says("oooooo1", f"/start {code}")
        return self

    async def invites(self, by: str, role: str) -> str:
        """What the invited person has to write."""
        return (await self.says(by, f"/grant {role}")).splitlines()[-1]


async def test_an_owner_invites_and_the_first_to_come_is_it() -> None:
    office = await Office().with_owner()
    line = await office.invites("oooooo1", "admin")

    assert line.startswith("/start ")
    assert "admin" in await office.says("aaaaaa2", line)
    assert "Welcome" in await office.says("bbbbbb3", line)
    listed = await office.says("aaaaaa2", "/roles")
    assert "oooooo · owner" in listed
    assert "aaaaaa (you) · admin" in listed
    assert "bbbbbb" not in listed


async def test_a_code_is_good_for_a_day() -> None:
    office = await Office().with_owner()
    line = await office.invites("oooooo1", "staff")
    office.now += timedelta(days=1)

    assert "Welcome" in await office.says("ssssss4", line)
    assert await office.roles.role("bot", "ssssss4") is None


async def test_to_everybody_else_there_are_no_such_commands() -> None:
    """Members, staff, and in a group everybody: nothing is told that others could read."""
    office = await Office().with_owner()
    await office.says("ssssss4", await office.invites("oooooo1", "staff"))

    for asker in ("mmmmmm5", "ssssss4"):
        for command in ("/grant owner", "/roles", "/revoke oooooo"):
            assert UNKNOWN in await office.says(asker, command)
    assert await office.says("oooooo1", "/roles", private=False) == "I do this only in a private chat."
    line = await office.invites("oooooo1", "staff")
    await office.says("mmmmmm5", line, private=False)
    assert await office.roles.role("bot", "mmmmmm5") is None


async def test_an_admin_gives_and_takes_away_what_is_below() -> None:
    office = await Office().with_owner()
    await office.says("aaaaaa2", await office.invites("oooooo1", "admin"))

    assert "/grant staff" in await office.says("aaaaaa2", "/grant owner")
    await office.says("ssssss4", await office.invites("aaaaaa2", "staff"))
    assert await office.says("aaaaaa2", "/revoke oooooo") == "You may not take this role away."
    assert await office.says("aaaaaa2", "/revoke ssssss") == "ssssss has no role any more."
    assert "as /roles shows it" in await office.says("aaaaaa2", "/revoke ssssss")
    assert await office.says("oooooo1", "/revoke aaaaaa") == "aaaaaa has no role any more."
    assert UNKNOWN in await office.says("aaaaaa2", "/roles")


async def test_the_last_owner_stays() -> None:
    office = await Office().with_owner()

    assert "The last owner stays" in await office.says("oooooo1", "/revoke oooooo")
    await office.says("pppppp6", await office.invites("oooooo1", "owner"))
    assert "has no role any more" in await office.says("oooooo1", "/revoke oooooo")


async def test_a_lower_role_does_not_replace_a_higher_one() -> None:
    office = await Office().with_owner()
    await office.says("oooooo1", await office.invites("oooooo1", "staff"))

    assert await office.roles.role("bot", "oooooo1") == "owner"


async def test_what_was_done_is_noted_and_an_erased_person_is_nobody_in_it() -> None:
    office = await Office().with_owner()
    await office.says("ssssss4", await office.invites("oooooo1", "staff"))
    await office.says("oooooo1", "/revoke ssssss")
    assert [(deed.who, deed.what, deed.whom) for deed in await office.roles.audit("bot")] == [
        ("the start of the bot", "invited owner", ""),
        ("oooooo1", "became owner by", "the start of the bot"),
        ("oooooo1", "invited staff", ""),
        ("ssssss4", "became staff by", "oooooo1"),
        ("oooooo1", "took staff from", "ssssss4"),
    ]
    await office.roles.forget_asker("bot", "ssssss4")

    last: Deed = (await office.roles.audit("bot"))[-1]
    assert (last.who, last.whom) == ("oooooo1", "erased")

"""Who may do what: inviting, listing and revoking, each checked anew against what is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from handlers.promises import ROLES, Contact, Member, Role, Roles
from handlers.replies.layout import bullet, plain, under_each_other
from handlers.replies.teller import Teller
from handlers.texts.catalogues import message
from handlers.texts.texts import Texts
from handlers.turns import Say, Turn

_NAMES: Final[dict[Role, str]] = {
    "owner": message("owner"),
    "admin": message("admin"),
    "staff": message("staff member"),
}
GIVEN_BY: Final[dict[Role, tuple[Role, ...]]] = {"owner": ROLES, "admin": ("staff",), "staff": ()}
"""What who has a role may give and take away."""


@dataclass(frozen=True, slots=True)
class Authority:
    """Answers the commands of those who run the bot. To everybody else there are no such commands."""

    roles: Roles

    async def command(self, turn: Turn, name: str, arguments: Sequence[str], teller: Teller) -> Say | None:
        """The reply to a command of theirs; None if it is none, or who wrote it may not give it."""
        if name not in ("grant", "roles", "revoke"):
            return None
        say, own = teller.texts.say, await self.roles.role(turn.bot, turn.asker)
        if own is None or not GIVEN_BY[own]:
            return None
        if not turn.private:
            return Say(plain(say("I do this only in a private chat.")))
        await self._reach(turn)
        match name:
            case "grant":
                return await self._grant(turn, own, arguments, teller)
            case "revoke":
                return await self._revoke(turn, own, arguments, teller)
            case _:
                return await self._list(turn, teller)

    async def accept(self, turn: Turn, code: str, teller: Teller) -> Say | None:
        """What is said to who comes with a code; None if it is not valid: then nothing is told about it."""
        if not turn.private:
            return None
        role = await self.roles.accept(turn.bot, code, turn.asker, turn.at)
        if role is None:
            return None
        await self._reach(turn)
        say = teller.texts.say
        named = say("From now on you are: {role}", role=say(_NAMES[role]))
        others = [plain(say("See who else there is: {command}", command="/roles"))] if GIVEN_BY[role] else []
        return Say(under_each_other([plain(named), *others]))

    async def _reach(self, turn: Turn) -> None:
        """Keep where they are reached, for what those who run the bot have to know."""
        if turn.address:
            await self.roles.reach(turn.bot, turn.asker, Contact(turn.address, turn.language))

    async def _grant(self, turn: Turn, own: Role, arguments: Sequence[str], teller: Teller) -> Say:
        say = teller.texts.say
        role = next((role for role in GIVEN_BY[own] if [role] == [one.casefold() for one in arguments]), None)
        if role is None:
            may = ", ".join(f"/grant {role}" for role in GIVEN_BY[own])
            return Say(plain(say("You can invite people: {commands}", commands=may)))
        code = await self.roles.invite(turn.bot, role, turn.asker, turn.at)
        named = say(_NAMES[role])
        told = say("Whoever writes this to me first, in a private chat and within a day, is then: {role}", role=named)
        return Say(under_each_other([plain(told), plain(f"/start {code}")]))

    async def _revoke(self, turn: Turn, own: Role, arguments: Sequence[str], teller: Teller) -> Say:
        say = teller.texts.say
        called = [one.casefold() for one in arguments]
        found = [member for member in await self.roles.members(turn.bot) if [member.short] == called]
        if len(found) != 1:
            text = say("Write whose role ends, as {list} shows it: {command}", list="/roles", command="/revoke …")
        elif found[0].role not in GIVEN_BY[own]:
            text = say("You may not take this role away.")
        elif await self.roles.revoke(turn.bot, found[0].asker, turn.asker, turn.at):
            text = say("{short} has no role any more.", short=found[0].short)
        else:
            text = say("The last owner stays. Invite another one first: {command}", command="/grant owner")
        return Say(plain(text))

    async def _list(self, turn: Turn, teller: Teller) -> Say:
        members = await self.roles.members(turn.bot)
        lines = [bullet(plain(_line(member, turn, teller.texts))) for member in members]
        return Say(under_each_other([plain(teller.texts.say("Who runs this bot:")), *lines]))


def _line(member: Member, turn: Turn, texts: Texts) -> str:
    who = texts.say("{short} (you)", short=member.short) if member.asker == turn.asker else member.short
    return f"{who} · {texts.say(_NAMES[member.role])} · {texts.date(member.since.date())}"

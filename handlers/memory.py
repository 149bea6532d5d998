"""The promises kept in memory, for as long as the process lives: for tests, and for questions that nobody records."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple, replace
from datetime import date, datetime, timedelta

from handlers.promises import (
    ERASED,
    INVITED,
    Contact,
    Count,
    Deed,
    Member,
    Memory,
    Posted,
    Record,
    Remembered,
    Role,
    Status,
    higher,
)
from knowledge.model.languages import Language


class MemoryQuestionLog:
    """A ``QuestionLog`` that ends with the process."""

    def __init__(self) -> None:
        self._records: dict[tuple[str, str], Record] = {}
        self._counts: Counter[Count] = Counter()

    async def add(self, record: Record) -> None:
        self._records.setdefault((record.bot, record.id), record)

    async def close(self, bot: str, record_id: str, chosen: str, at: datetime) -> None:
        record = self._records.get((bot, record_id))
        if record is not None and record.outcome == "choice":
            self._records[bot, record_id] = replace(record, chosen=chosen, closed_at=at)

    async def count(self, one: Count) -> None:
        self._counts[one] += 1

    async def records(self, bot: str, since: datetime | None = None) -> Sequence[Record]:
        found = [one for one in self._records.values() if one.bot == bot and (since is None or one.at >= since)]
        return sorted(found, key=lambda one: (one.at, one.id))

    async def counts(self, bot: str, since: date | None = None) -> Sequence[tuple[Count, int]]:
        found = [one for one in self._counts.items() if one[0].bot == bot and (since is None or one[0].day >= since)]
        return sorted(found, key=lambda one: astuple(one[0]))

    async def forget(self, before: datetime) -> int:
        return self._drop([record for record in self._records.values() if record.at < before])

    async def of_asker(self, bot: str, asker: str) -> Sequence[Record]:
        return [record for record in await self.records(bot) if record.asker == asker]

    async def forget_asker(self, bot: str, asker: str, at: datetime) -> int:
        return self._drop(await self.of_asker(bot, asker))

    def _drop(self, dropped: Sequence[Record]) -> int:
        for record in dropped:
            del self._records[record.bot, record.id]
        return len(dropped)


class MemoryDialogues:
    """``Dialogues`` that end with the process; what was said is remembered for *minutes*."""

    def __init__(self, minutes: float = 10) -> None:
        self._kept = timedelta(minutes=minutes)
        self._memories: dict[tuple[str, str, str], tuple[Memory, datetime]] = {}
        self._languages: dict[tuple[str, str], Language] = {}

    async def recall(self, bot: str, chat: str, asker: str, now: datetime) -> Memory | None:
        memory, at = self._memories.get((bot, chat, asker), (None, now))
        return memory if abs(now - at) <= self._kept else None

    async def remember(self, bot: str, chat: str, asker: str, memory: Memory, now: datetime) -> None:
        self._memories[bot, chat, asker] = (memory, now)

    async def language(self, bot: str, asker: str) -> Language | None:
        return self._languages.get((bot, asker))

    async def choose_language(self, bot: str, asker: str, language: Language) -> None:
        self._languages[bot, asker] = language

    async def of_asker(self, bot: str, asker: str) -> Sequence[Remembered]:
        own = [(key, kept) for key, kept in self._memories.items() if (key[0], key[2]) == (bot, asker)]
        found = [Remembered(chat, at, memory) for (_, chat, _), (memory, at) in own]
        return sorted(found, key=lambda one: (one.at, one.chat))

    async def forget_asker(self, bot: str, asker: str) -> None:
        self._languages.pop((bot, asker), None)
        for one in await self.of_asker(bot, asker):
            del self._memories[bot, one.chat, asker]


class MemoryRoles:
    """``Roles`` that end with the process."""

    def __init__(self) -> None:
        self._members: dict[tuple[str, str], Member] = {}
        self._invitations: dict[tuple[str, str], tuple[Role, str, datetime]] = {}
        self._contacts: dict[tuple[str, str], Contact] = {}
        self._deeds: list[tuple[str, Deed]] = []

    async def role(self, bot: str, asker: str) -> Role | None:
        member = self._members.get((bot, asker))
        return member.role if member else None

    async def invite(self, bot: str, role: Role, by: str, at: datetime) -> str:
        code = secrets.token_urlsafe(9)
        self._invitations[bot, code] = role, by, at + INVITED
        self._deeds.append((bot, Deed(at, by, f"invited {role}", "")))
        return code

    async def accept(self, bot: str, code: str, asker: str, at: datetime) -> Role | None:
        role, by, until = self._invitations.pop((bot, code), (None, "", at))
        if role is None or until < at:
            return None
        given = higher(role, await self.role(bot, asker))
        self._members[bot, asker] = Member(asker, given, at)
        self._deeds.append((bot, Deed(at, asker, f"became {given} by", by)))
        return given

    async def revoke(self, bot: str, asker: str, by: str, at: datetime) -> bool:
        had = await self.role(bot, asker)
        owners = [member for member in await self.members(bot) if member.role == "owner"]
        if had is None or (had == "owner" and len(owners) == 1):
            return False
        del self._members[bot, asker]
        self._contacts.pop((bot, asker), None)
        self._deeds.append((bot, Deed(at, by, f"took {had} from", asker)))
        return True

    async def reach(self, bot: str, asker: str, contact: Contact) -> None:
        if (bot, asker) in self._members:
            self._contacts[bot, asker] = contact

    async def contact(self, bot: str, asker: str) -> Contact | None:
        return self._contacts.get((bot, asker))

    async def members(self, bot: str) -> Sequence[Member]:
        found = [member for (of, _), member in self._members.items() if of == bot]
        return sorted(found, key=lambda member: (member.since, member.asker))

    async def audit(self, bot: str) -> Sequence[Deed]:
        return [deed for of, deed in self._deeds if of == bot]

    async def forget_asker(self, bot: str, asker: str) -> None:
        self._members.pop((bot, asker), None)
        self._contacts.pop((bot, asker), None)
        self._invitations = {key: one for key, one in self._invitations.items() if (key[0], one[1]) != (bot, asker)}
        self._deeds = [(of, _without(deed, asker) if of == bot else deed) for of, deed in self._deeds]


class MemoryWatch:
    """A ``Watch`` of a bot that is as it was made; what is tried again is done."""

    def __init__(self, status: Status | None = None) -> None:
        self._status = status

    async def status(self, bot: str) -> Status:
        if self._status is None:
            raise LookupError("nobody looks after a bot that ends with the process")
        return self._status

    async def retry(self, bot: str, now: datetime) -> int:
        status = await self.status(bot)
        self._status = replace(status, failed=())
        return len(status.failed)


class MemoryOutbox:
    """An ``Outbox`` that nobody empties: where there is no channel, nothing is sent."""

    def __init__(self, *letters: tuple[str, Posted]) -> None:
        self._letters = list(letters)

    async def unsure(self, bot: str) -> Sequence[Posted]:
        return [one for of, one in self._letters if of == bot and one.state == "unsure"]

    async def again(self, bot: str, id: int | None, now: datetime) -> int:
        doubtful = [one for one in await self.unsure(bot) if id is None or one.id == id]
        for one in doubtful:
            self._letters[self._letters.index((bot, one))] = bot, replace(one, state="ready", at=now)
        return len(doubtful)

    async def of_asker(self, bot: str, asker: str) -> Sequence[Posted]:
        return [one for of, one in self._letters if (of, one.asker) == (bot, asker)]

    async def forget_asker(self, bot: str, asker: str) -> None:
        self._letters = [(of, one) for of, one in self._letters if (of, one.asker) != (bot, asker)]


def _without(deed: Deed, asker: str) -> Deed:
    who, whom = (ERASED if one == asker else one for one in (deed.who, deed.whom))
    return replace(deed, who=who, whom=whom)

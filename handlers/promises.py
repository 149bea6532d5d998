"""What the conversation needs from outside, as promises; ``bot/storage`` keeps them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal, Protocol, get_args

from knowledge.answering.outcomes import Candidate
from knowledge.model.asking import GapType
from knowledge.model.languages import Language
from knowledge.reading.readings import Context

OutcomeName = Literal["answer", "choice", "gap"]


@dataclass(frozen=True, slots=True)
class Guess:
    """A candidate that a record keeps: an id and how sure it was."""

    id: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Record:
    """One question that was not answered at once: a gap, or a choice that was offered."""

    id: str
    """Made by who records it; adding the same id again changes nothing."""
    bot: str
    at: datetime
    asker: str
    language: Language
    text: str
    outcome: Literal["choice", "gap"]
    gap: GapType | None
    """Its type; None for a choice."""
    guesses: tuple[Guess, ...] = ()
    trace: str = ""
    """How each word was taken, in plain words, for staff."""
    chosen: str | None = None
    """The candidate that was tapped; an empty text: none of these."""
    closed_at: datetime | None = None

    def open_gap(self, now: datetime) -> GapType | None:
        """The gap it is *now*: a choice becomes one by "none of these", or half an hour after it was offered."""
        if self.outcome == "gap":
            return self.gap
        waited = (now - self.at).total_seconds() > CHOICE_SECONDS
        return "not_understood" if self.chosen == "" or (self.chosen is None and waited) else None


CHOICE_SECONDS = 30 * 60


@dataclass(frozen=True, slots=True)
class Count:
    """What is counted of an answered question: nothing of its text, nothing of who asked."""

    bot: str
    day: date
    language: Language
    operator: str
    entry: str
    """Empty if there is none."""
    field: str
    """Empty if there is none."""
    outcome: OutcomeName


class QuestionLog(Protocol):
    """Remembers questions that were not answered, and counts those that were."""

    async def add(self, record: Record) -> None:
        """Keep *record*. Adding an id twice keeps it once."""

    async def close(self, bot: str, record_id: str, chosen: str, at: datetime) -> None:
        """Say what was tapped of a choice: a candidate's id, or an empty text for "none of these"."""

    async def count(self, one: Count) -> None:
        """Count one answered question."""

    async def records(self, bot: str, since: datetime | None = None) -> Sequence[Record]:
        """The records of *bot*, oldest first."""

    async def counts(self, bot: str, since: date | None = None) -> Sequence[tuple[Count, int]]:
        """How often each was counted, by day."""

    async def forget(self, before: datetime) -> int:
        """Delete the records older than *before*, for good; how many there were. Counts stay."""

    async def of_asker(self, bot: str, asker: str) -> Sequence[Record]:
        """The records of one person, oldest first."""

    async def forget_asker(self, bot: str, asker: str, at: datetime) -> int:
        """Delete the records of one person, for good; how many there were. Counts stay: nobody is in them.

        Where backups may come back, a mark stays that tells whose records of until then must go again, and nothing
        else: it cannot be led back to the pseudonym.
        """


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of one conversation for some minutes."""

    context: Context
    candidates: tuple[Candidate, ...] = ()
    """Of a choice that was offered and is still open; or what can be told instead of what was asked."""
    record: str | None = None
    """The record of that choice or that gap."""
    language: Language | None = None
    """The language of that: a number that is typed or a button has none of its own."""
    is_gap: bool = False
    """Whether it was a gap: nothing was asked back, and one after the other may be taken."""
    erasure: str | None = None
    """The question whether to erase everything, if it is open."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """A memory as it is kept: of which chat, and since when."""

    chat: str
    at: datetime
    memory: Memory | None
    """None if it cannot be read any more."""


class Dialogues(Protocol):
    """Remembers conversations for some minutes, and the language that a person has chosen for good."""

    async def recall(self, bot: str, chat: str, asker: str, now: datetime) -> Memory | None:
        """The memory of this conversation, if it is fresh enough."""

    async def remember(self, bot: str, chat: str, asker: str, memory: Memory, now: datetime) -> None:
        """Replace what is remembered."""

    async def language(self, bot: str, asker: str) -> Language | None:
        """The language that this person has chosen, if any."""

    async def choose_language(self, bot: str, asker: str, language: Language) -> None:
        """Keep the language that this person has chosen."""

    async def of_asker(self, bot: str, asker: str) -> Sequence[Remembered]:
        """What is kept of the conversations of one person, fresh or not, oldest first."""

    async def forget_asker(self, bot: str, asker: str) -> None:
        """Delete what is kept of one person, for good: the conversations and the language."""


Role = Literal["owner", "admin", "staff"]
ROLES: Final[tuple[Role, ...]] = get_args(Role)
"""The highest first."""
INVITED: Final = timedelta(days=1)
"""As long an invitation holds."""
ERASED: Final = "erased"
"""Who wished to be erased, in the audit."""


def higher(one: Role, other: Role | None) -> Role:
    """The higher of two roles."""
    return min(one, other or one, key=ROLES.index)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who has a role."""

    asker: str
    role: Role
    since: datetime

    @property
    def short(self) -> str:
        """What the others call them by: nobody's name is stored."""
        return self.asker[:6]


@dataclass(frozen=True, slots=True)
class Contact:
    """Where somebody who has a role is reached, and in which language."""

    address: str
    language: Language


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody did with a role."""

    at: datetime
    who: str
    what: str
    whom: str
    """Empty if it concerns nobody else."""


class Roles(Protocol):
    """Who may do what; looked up anew each time it matters. What changes is noted for good, but for who was erased."""

    async def role(self, bot: str, asker: str) -> Role | None:
        """The role of a person; None for everybody else."""

    async def invite(self, bot: str, role: Role, by: str, at: datetime) -> str:
        """A code that gives *role* to whoever says it first, within a day."""

    async def accept(self, bot: str, code: str, asker: str, at: datetime) -> Role | None:
        """The role that a person has from now on by a code; None if the code is not valid. A higher role stays."""

    async def revoke(self, bot: str, asker: str, by: str, at: datetime) -> bool:
        """Take a role away; False if there is none to take, or it is that of the last owner."""

    async def reach(self, bot: str, asker: str, contact: Contact) -> None:
        """Keep, sealed, where somebody who has a role is reached; of everybody else nothing is kept."""

    async def contact(self, bot: str, asker: str) -> Contact | None:
        """Where somebody who has a role is reached, if it is known."""

    async def members(self, bot: str) -> Sequence[Member]:
        """Everybody who has a role, the longest first."""

    async def audit(self, bot: str) -> Sequence[Deed]:
        """What was done with roles, the oldest first."""

    async def forget_asker(self, bot: str, asker: str) -> None:
        """Delete the role of one person, and who they are in the audit, for good."""


LetterState = Literal["ready", "sending", "sent", "unsure", "refused"]


@dataclass(frozen=True, slots=True)
class Posted:
    """A letter that the bot sends by itself, or has sent."""

    id: int
    asker: str
    """To whom, as a pseudonym."""
    purpose: str
    """What for; nobody gets two for the same."""
    at: datetime
    state: LetterState
    letter: str | None = None
    """In the words of the channel; None when it is done."""

    @property
    def short(self) -> str:
        """What those who run the bot call the person by."""
        return self.asker[:6]


class Outbox(Protocol):
    """What the bot sends by itself: at most one letter for each purpose and person, and none twice by itself."""

    async def unsure(self, bot: str) -> Sequence[Posted]:
        """The letters that may not have arrived, the oldest first."""

    async def again(self, bot: str, id: int | None, now: datetime) -> int:
        """Send one of those that may not have arrived once more, or all of them; how many that is."""

    async def of_asker(self, bot: str, asker: str) -> Sequence[Posted]:
        """The letters to one person, sent or not."""

    async def forget_asker(self, bot: str, asker: str) -> None:
        """Delete the letters to one person, for good, and whether they wished for none."""


@dataclass(frozen=True, slots=True)
class Status:
    """How a bot is, for those who run it."""

    version: str
    since: datetime
    """When this process began to work."""
    waiting: int
    """Questions that nobody works on yet."""
    oldest: datetime | None
    """When the first of them came."""
    failed: tuple[str, ...]
    """The incidents that can be tried again."""
    backup: datetime | None
    """When the newest one was made."""
    room: int
    """Bytes that are free on the disk of the data."""
    mistakes: int
    """Those that keep the changed knowledge base from answering."""
    processes: int
    """As many are at work on the same data."""
    troubles: tuple[tuple[str, datetime], ...] = ()
    """What the owners were told is wrong, and since when."""


class Watch(Protocol):
    """How a bot is."""

    async def status(self, bot: str) -> Status:
        """How it is now."""

    async def retry(self, bot: str, now: datetime) -> int:
        """Try all questions once more that were given up; how many that is."""

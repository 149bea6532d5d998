"""What people may ask of their own data: to see it, and to have it erased."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Final

from pydantic import TypeAdapter

from handlers.promises import (
    Contact,
    Deed,
    Dialogues,
    Memory,
    Outbox,
    Posted,
    QuestionLog,
    Record,
    Remembered,
    Role,
    Roles,
)
from handlers.recording import record_id
from handlers.replies.layout import Line, bullet, plain, under_each_other
from handlers.replies.teller import Teller
from handlers.taps import Erasing
from handlers.texts.catalogues import message
from handlers.texts.texts import Texts
from handlers.turns import Bold, Button, File, Reply, Say, Turn
from knowledge.model.languages import Language
from knowledge.reading.readings import Context

ANSWERS: Final = ((True, message("Yes, erase it")), (False, message("No, keep it")))
"""What can be said to the question whether to erase everything."""
_ANOTHER: Final = "somebody else"


@dataclass(frozen=True, slots=True)
class Stored:
    """Everything that one bot has stored about one person."""

    bot: str
    pseudonym: str
    at: datetime
    """When it was looked up."""
    language: Language | None
    """The one that was chosen, if any."""
    records: Sequence[Record]
    conversations: Sequence[Remembered]
    role: Role | None = None
    """Of who helps to run the bot."""
    contact: Contact | None = None
    """Where they are reached then."""
    deeds: Sequence[Deed] = ()
    """What they did with roles, and what was done with theirs."""
    letters: Sequence[Posted] = ()
    """What is sent to them without their asking, or was."""

    def __bool__(self) -> bool:
        found = (self.language, self.records, self.conversations, self.role, self.deeds, self.letters)
        return any(found)

    @property
    def as_json(self) -> bytes:
        """All of it, for people who read JSON and for programs."""
        found = _adapter().dump_python(self, mode="json")
        # Half of a surrogate pair is nothing that UTF-8 can say, but an escape in JSON can.
        return json.dumps(found, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace")


@cache
def _adapter() -> TypeAdapter[Stored]:
    return TypeAdapter(Stored)


@dataclass(frozen=True, slots=True)
class Rights:
    """Shows and erases what is stored about who asks for it, and nothing about anybody else."""

    log: QuestionLog
    dialogues: Dialogues
    roles: Roles
    outbox: Outbox

    async def show(self, turn: Turn, teller: Teller) -> Reply:
        """All of it in a file, where nobody else reads along."""
        say = teller.texts.say
        if not turn.private:
            return _only_in_private(teller)
        if not (stored := await self._stored(turn)):
            return _nothing(teller)
        caption = [
            plain(say("Everything that is stored about you, in JSON")),
            plain(say("Have it erased: {command}", command="/forgetme")),
        ]
        return File("mydata.json", stored.as_json, "application/json", under_each_other(caption))

    async def ask(self, turn: Turn, memory: Memory | None, teller: Teller) -> Say:
        """Say what would be erased, and ask whether it shall be. Only the answer to this very question counts."""
        if not await self._stored(turn):
            return _nothing(teller)
        question, context = record_id(turn, 0), memory.context if memory else Context()
        await self._remember(turn, Memory(context, language=teller.texts.language, erasure=question))
        buttons = (Button(teller.texts.say(words), Erasing(question, sure).data) for sure, words in ANSWERS)
        return Say(under_each_other(_what_would_be_erased(teller)), tuple(buttons))

    async def decide(self, turn: Turn, erasing: Erasing, memory: Memory | None, teller: Teller) -> Say:
        """Erase all of it, or nothing."""
        say = teller.texts.say
        if memory is None or memory.erasure != erasing.question:
            return _no_longer_open(teller)
        if not erasing.sure:
            await self._remember(turn, Memory(memory.context))
            return Say(plain(say("Nothing was erased.")))
        await self.log.forget_asker(turn.bot, turn.asker, turn.at)
        await self.dialogues.forget_asker(turn.bot, turn.asker)
        await self.roles.forget_asker(turn.bot, turn.asker)
        await self.outbox.forget_asker(turn.bot, turn.asker)
        return Say(plain(say("Everything that was stored about you is erased.")))

    async def _stored(self, turn: Turn) -> Stored:
        bot, asker = turn.bot, turn.asker
        return Stored(
            bot=bot,
            pseudonym=asker,
            at=turn.at,
            language=await self.dialogues.language(bot, asker),
            records=await self.log.of_asker(bot, asker),
            conversations=await self.dialogues.of_asker(bot, asker),
            role=await self.roles.role(bot, asker),
            contact=await self.roles.contact(bot, asker),
            deeds=[_for(asker, deed) for deed in await self.roles.audit(bot) if asker in (deed.who, deed.whom)],
            letters=await self.outbox.of_asker(bot, asker),
        )

    async def _remember(self, turn: Turn, memory: Memory) -> None:
        await self.dialogues.remember(turn.bot, turn.chat, turn.asker, memory, turn.at)


def _for(asker: str, deed: Deed) -> Deed:
    """The same without who else took part: that is theirs."""
    who, whom = (one if one in (asker, "") else _ANOTHER for one in (deed.who, deed.whom))
    return replace(deed, who=who, whom=whom)


def decided_in_words(text: str, memory: Memory, texts: Texts) -> Erasing | None:
    """What *text* says to the question whether to erase everything: a number or an answer. None: a new question."""
    if memory.erasure is None:
        return None
    said = " ".join(text.casefold().split()).rstrip(".)")
    for number, (sure, words) in enumerate(ANSWERS, start=1):
        if said in (str(number), texts.say(words).casefold()):
            return Erasing(memory.erasure, sure)
    return None


def _what_would_be_erased(teller: Teller) -> list[Line]:
    say = teller.texts.say
    erased = (
        say("The questions that I could not answer at once, with all that was noted about them."),
        say("What we are talking about, here and in other chats."),
        say("The language that you have chosen."),
        say("What I was going to send you by myself."),
        say("Your role, if you help to run this bot, and your part in its history."),
        say("Your pseudonym."),
    )
    stays = say(
        "Only counts stay, in which nobody can be found, and a mark without your pseudonym, so that no old backup "
        "brings anything back."
    )
    return [
        (Bold(say("Shall I erase everything that is stored about you?")),),
        *(bullet(plain(line)) for line in erased),
        plain(stays),
        plain(say("This cannot be undone. To see it first: {command}", command="/mydata")),
    ]


def _only_in_private(teller: Teller) -> Say:
    text = teller.texts.say(
        "What is stored about you I show only in a private chat: write {command} to me there.", command="/mydata"
    )
    return Say(plain(text))


def _no_longer_open(teller: Teller) -> Say:
    text = teller.texts.say(
        "This choice is no longer open, and nothing was erased. To be asked again: {command}", command="/forgetme"
    )
    return Say(plain(text))


def _nothing(teller: Teller) -> Say:
    return Say(plain(teller.texts.say("Nothing is stored about you.")))

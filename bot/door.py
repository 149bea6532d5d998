"""The machine-readable door: questions in, for each one answer out, as text or as a line of JSON."""

import asyncio
import json
import secrets
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, cast

import typer

from bot.chosen import BOT, cache_of, folder_of, level_beside_text
from bot.logs import set_up_logs
from bot.results import Result
from bot.served import ready
from bot.settings import Settings, read_settings
from bot.terminal.render import plain
from bot.terminal.safety import harmless
from handlers.commands import Privacy
from handlers.conversation import Conversation
from handlers.memory import MemoryDialogues, MemoryOutbox, MemoryQuestionLog, MemoryRoles, MemoryWatch
from handlers.promises import OutcomeName
from handlers.replies.teller import Teller
from handlers.texts.texts import Texts
from handlers.turns import Reply, Turn
from knowledge.answering.outcomes import Asked, Outcome
from knowledge.answering.snapshot import Snapshot
from knowledge.model.languages import Language, known


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asked for."""

    as_json: bool = False
    explain: bool = False
    knowledge: Path | None = None
    language: Language | None = None
    today: date | None = None
    log: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question; those with the same *chat* are one conversation, one without any shares nothing."""

    text: str
    language: Language
    chat: str | None = None


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line that is an object and asks nothing: only a program writes one, and it should be told."""

    line: int
    """From 1."""

    def __str__(self) -> str:
        return f'line {self.line}: an object needs a "text", and that must be a string'


def questions_in(lines: Iterable[bytes], language: Language) -> Iterator[Question | Mistake]:
    """One question for each line: plain text, or an object with ``text`` and, where wanted, ``language`` and ``chat``.

    A line that looks like an object and is none is plain text: members write braces, too.
    """
    for number, line in enumerate(lines, start=1):
        text = line.decode("utf-8-sig", "replace").rstrip("\r\n")
        found = _object(text)
        yield Question(text, language) if found is None else _from_object(found, language) or Mistake(number)


def _object(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text) if text.lstrip().startswith("{") else None
    except (ValueError, RecursionError):
        return None
    return found


def _from_object(found: dict[str, Any], language: Language) -> Question | None:
    match found:
        case {"text": str(asked), **others}:
            chat, spoken = others.get("chat"), others.get("language")
            return Question(
                sound(asked),
                known(spoken if isinstance(spoken, str) else None) or language,
                None if chat is None else str(chat),
            )
    return None


def sound(text: str) -> str:
    """*text* without halves of characters: JSON and the command line can hold them, no output can."""
    return text.encode("utf-8", "replace").decode()


class Overheard:
    """A snapshot that remembers the outcomes of the last turn: a conversation only tells what is said of them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.outcomes: list[Outcome] = []
        self.language: Language | None = None

    def ask(self, *words: Any, **more: Any) -> Asked:
        """Ask the snapshot, and remember."""
        asked = self._snapshot.ask(*words, **more)
        self.outcomes += [part.outcome for part in asked.parts]
        self.language = asked.language
        return asked

    def answer(self, *words: Any, **more: Any) -> Outcome:
        """Answer a candidate that was picked, and remember."""
        outcome = self._snapshot.answer(*words, **more)
        self.outcomes.append(outcome)
        return outcome

    def __getattr__(self, name: str) -> Any:
        return getattr(self._snapshot, name)


@dataclass(frozen=True, slots=True)
class Door:
    """Puts questions to the same conversation that members have."""

    settings: Settings
    take: Callable[[Turn], Awaitable[Sequence[Reply]]]
    snapshot: Snapshot
    pseudonym: Callable[[str], str]
    today: date | None = None
    run: str = field(default_factory=lambda: secrets.token_hex(8))
    """Tells the conversations of this run from those of any other."""

    async def answer(self, question: Question, number: int) -> Result:
        """What the *number*-th question of this run comes to."""
        base = Overheard(self.snapshot)
        turn = self._turn(question, f"line {number}" if question.chat is None else f"chat {question.chat}", base)
        started = time.perf_counter()
        says = await self.take(turn)
        elapsed = (time.perf_counter() - started) * 1000
        teller = Teller(Texts(base.language or question.language), self.snapshot)
        unread: OutcomeName = "answer" if question.text.strip() else "gap"
        return Result(says, base.outcomes, teller, elapsed, unread)

    def _turn(self, question: Question, chat: str, base: Overheard) -> Turn:
        now = datetime.now(self.settings.timezone)
        at = now if self.today is None else datetime.combine(self.today, now.timetz())
        # Who asks is as new as the chat: not even a chosen language is shared.
        who = self.pseudonym(f"{self.run} {chat}")
        return Turn(BOT, who, who, at, question.language, cast(Snapshot, base), question.text)


@asynccontextmanager
async def open_door(settings: Settings, wishes: Wishes) -> AsyncIterator[Door]:
    """A door that records as the bot does if that is wished, else one that forgets everything."""
    if wishes.log:
        # Databases are slow to import, and a question that nobody records needs none.
        from bot.app import open_app

        async with open_app(settings, wishes.knowledge) as app:
            name = app.storage.vault.pseudonym
            yield Door(settings, app.take, app.base.snapshot, lambda chat: name(BOT, chat), wishes.today)
        return
    set_up_logs(level_beside_text(settings), settings.log_format)
    snapshot = ready(folder_of(settings, wishes.knowledge), cache_of(settings))
    privacy = Privacy(settings.retention_days, settings.remember_minutes)
    log, dialogues = MemoryQuestionLog(), MemoryDialogues(settings.remember_minutes)
    conversation = Conversation(log, dialogues, privacy, MemoryRoles(), MemoryOutbox(), MemoryWatch())
    yield Door(settings, conversation.take, snapshot, str, wishes.today)


def answer_all(question: str | None, wishes: Wishes) -> None:
    """Answer *question*; without one, or for ``-``, each line of standard input as it comes.

    Ends with 1 if one of the lines was a mistake.
    """
    if question is None and sys.stdin.isatty():
        raise typer.BadParameter('write a question, as in: grappolo ask "chi ha la Silver Label?"')
    settings = read_settings()
    language = wishes.language or settings.language
    if question is None or question == "-":
        questions: Iterator[Question | Mistake] = questions_in(typer.get_binary_stream("stdin"), language)
    else:
        questions = iter([Question(sound(question), language)])
    if asyncio.run(_answer_all(questions, settings, wishes)):
        raise typer.Exit(1)


async def _answer_all(questions: Iterator[Question | Mistake], settings: Settings, wishes: Wishes) -> int:
    """How many lines were mistakes; each is said in its place, and the others are answered."""
    mistakes = 0
    async with open_door(settings, wishes) as door:
        for number, question in enumerate(questions):
            if isinstance(question, Mistake):
                mistakes += 1
                typer.echo(json.dumps({"error": str(question)}) if wishes.as_json else question, err=not wishes.as_json)
                continue
            result = await door.answer(question, number)
            line = _as_json(result, wishes) if wishes.as_json else "\n" * (number > mistakes) + _as_text(result, wishes)
            # It flushes: whoever reads the other end need not wait for the last line.
            typer.echo(line)
    return mistakes


def _as_json(result: Result, wishes: Wishes) -> str:
    return json.dumps(result.as_object(explained=wishes.explain), ensure_ascii=False)


def _as_text(result: Result, wishes: Wishes) -> str:
    texts = [plain(say) for say in result.says]
    return "\n\n".join(texts + ([harmless(text) for text in result.explanations()] if wishes.explain else []))

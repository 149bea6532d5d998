"""People who ask a bot in many chats, and what is seen of its answers from outside."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from bot.kept import open_storage
from bot.settings import Settings
from bot.telegram.pace import Pace
from tests.telegram_server import Chat, TelegramServer, User

ASKED: Final = (
    ("qual è il budget del Ponte di Carta Volante?", "120.000"),
    ("when does the Flying Paper Bridge start?", "March 1, 2026"),
    ("quanto dura il Ponte di Carta Volante?", "24 mesi"),
    ("when does the Flying Paper Bridge end?", "February 29, 2028"),
    ("chi è il capofila del Ponte di Carta Volante?", "Cluster Nuvola Quadrata"),
    ("when is the Square Kite Day?", "September 19, 2026"),
    ("dove si tiene la Giornata degli Aquiloni Quadrati?", "prato grande"),
    ("quando finisce il Ponte di Carta Volante?", "29 febbraio 2028"),
)
"""Questions about the starter base, and what tells each answer from the others."""
UNKNOWN: Final = ("qual è il budget del progetto {}?", "when does the project {} end?")
CHATS: Final = 20
"""As many at least; in none of them two questions have the same answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question, and how its answer is known."""

    chat: Chat
    text: str
    mark: str
    answerable: bool

    def is_answered_by(self, text: str) -> bool:
        """Whether what tells its answer stands first in *text*, or after the words that it comes late."""
        firsts = (paragraph.partition("\n")[0] for paragraph in text.split("\n\n"))
        return any(self.mark in first for first in firsts)


@dataclass(slots=True)
class Findings:
    """What came of it. A question is named by the chat and its place in it."""

    questions: int
    unanswerable: int
    kills: int
    lost: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    """What was said and answers nothing that was asked."""
    disordered: list[str] = field(default_factory=list)
    repeats: Counter[int] = field(default_factory=Counter)
    """By the kill after which the first of the repeats came."""
    repeated_in_one_life: list[str] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    """Seconds from each start to ready."""
    recorded: Counter[str] = field(default_factory=Counter)
    """By mark."""
    expected: frozenset[str] = frozenset()
    """The marks that must be recorded."""
    counted: int = 0
    """Of those that were answered; each once."""

    def problems(self) -> list[str]:
        """What must not be, whatever the moments of the kills."""
        in_flight = {kill: number for kill, number in self.repeats.items() if number > Pace().lanes}
        found: dict[str, list[Any]] = {
            "without an answer": self.lost,
            "without their record": sorted(self.expected - self.recorded.keys()),
            "recorded more than once": [mark for mark, number in self.recorded.items() if number > 1],
            "recorded though they were answered": sorted(self.recorded.keys() - self.expected),
            "no answers": self.strange,
            "out of order": self.disordered,
            "answered twice without a kill between": self.repeated_in_one_life,
            "more repeats than were in flight, by kill": list(in_flight.items()),
            "answers counted": [] if self.counted == self.questions - self.unanswerable else [self.counted],
        }
        return [f"{name}: {len(what)}, such as {what[:5]}" for name, what in found.items() if what]

    def __str__(self) -> str:
        doubled = sum(number - 1 for number in self.recorded.values())
        return (
            f"{self.questions} questions, {self.kills} kills: {len(self.lost)} without an answer, "
            f"{len(self.expected - self.recorded.keys())} of {self.unanswerable} without their record, "
            f"{doubled} records too many, {self.repeats.total()} answers sent twice "
            f"(most at one kill: {max(self.repeats.values(), default=0)}), {len(self.disordered)} out of order; "
            f"ready after {sorted(self.waits)[len(self.waits) // 2]:.1f} s"
        )


@dataclass(slots=True)
class Crowd:
    """People who ask, and what the server has seen of the answers."""

    telegram: TelegramServer
    asked: list[Question] = field(default_factory=list, kw_only=True)
    ends: list[int] = field(default_factory=list, kw_only=True)
    """How many requests the server had seen at the end of each life of the bot."""
    waits: list[float] = field(default_factory=list, kw_only=True)
    """Seconds from each start to ready."""

    def ask(self, portion: Sequence[Question]) -> None:
        """Let each be asked by somebody in its chat."""
        for question in portion:
            user = question.chat.user or self.telegram.world.users[next(iter(question.chat.members))]
            self.telegram.message(user, question.chat, question.text)
            self.asked.append(question)

    def findings(self) -> Findings:
        """What the server has seen."""
        expected = frozenset(one.mark for one in self.asked if not one.answerable)
        found = Findings(len(self.asked), len(expected), len(self.ends), waits=self.waits, expected=expected)
        answers = self._answers()
        for chat in {id(one.chat): one.chat for one in self.asked}.values():
            here = [one for one in self.asked if one.chat is chat]
            said = [(_number(here, text), life) for text, life in answers[chat.id]]
            found.strange += [text for text, _ in answers[chat.id] if _number(here, text) is None]
            self._judge(found, chat, len(here), [(number, life) for number, life in said if number is not None])
        return found

    def _judge(self, found: Findings, chat: Chat, asked: int, said: Sequence[tuple[int, int]]) -> None:
        order = [number for number, _ in said]
        found.lost += [f"{chat.id}/{number}" for number in range(asked) if number not in order]
        found.disordered += [f"{chat.id}: {order}"] if order != sorted(order) else []
        for number in set(order):
            lives = [life for which, life in said if which == number]
            found.repeats.update(lives[:-1])
            found.repeated_in_one_life += [f"{chat.id}/{number}"] if len(set(lives)) < len(lives) else []

    def _answers(self) -> dict[int, list[tuple[str, int]]]:
        """What was accepted in each chat, in order, and in which life of the bot."""
        answers: dict[int, list[tuple[str, int]]] = defaultdict(list)
        life = 0
        for number, call in enumerate(self.telegram.calls):
            while life < len(self.ends) and number >= self.ends[life]:
                life += 1
            if call.method == "sendMessage" and isinstance(call.answer, dict) and call.status == 200:
                message: dict[str, Any] = call.answer
                answers[message["chat"]["id"]].append((message["text"], life))
        return answers


def _number(here: Sequence[Question], text: str) -> int | None:
    """Which question this answers."""
    return next((number for number, question in enumerate(here) if question.is_answered_by(text)), None)


def questions_in(telegram: TelegramServer, number: int, random: Random) -> Iterator[Question]:
    """Every other one is answerable; the chats take turns, in another order each time."""
    chats = list(_chats(telegram, max(CHATS, -(-number // (2 * len(ASKED))))))
    for asked in range(number):
        turn, place = divmod(asked, len(chats))
        if place == 0:
            random.shuffle(chats)
        yield _question(chats[place], turn, asked)


def _question(chat: Chat, turn: int, number: int) -> Question:
    name = "" if chat.is_private else "@grappolo_bot "
    if turn % 2:
        mark = f"Zorblat{number}x"
        return Question(chat, name + UNKNOWN[turn // 2 % 2].format(mark), mark, answerable=False)
    text, mark = ASKED[turn // 2 % len(ASKED)]
    return Question(chat, name + text, mark, answerable=True)


def _chats(telegram: TelegramServer, most: int) -> Iterator[Chat]:
    telegram.bot.privacy = False
    for number in range(most):
        user: User = telegram.user(f"User {number}", ("it", "en")[number % 2])
        yield telegram.group(f"Group {number}", user) if number % 5 == 0 else telegram.private(user)


async def recorded_in(found: Findings, settings: Settings, bot: str) -> Findings:
    """The findings with what was recorded and counted where *settings* say."""
    async with open_storage(settings) as storage:
        for record in await storage.log.records(bot):
            [mark] = re.findall(r"Zorblat\d+x", record.text)
            found.recorded[mark] += 1
        found.counted = sum(number for _, number in await storage.log.counts(bot))
    return found

"""People who ask one bot so many questions a second while Telegram fails in some way, and what came of it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import Final, TypeAlias

from bot.settings import Settings
from knowledge.loading.starter import STARTER
from tests.telegram.crowd import Crowd, Findings, Question, questions_in, recorded_in
from tests.telegram.program import GRAPPOLO, Place, Program, at_work, drained
from tests.telegram_server import Fault, TelegramServer
from tests.torture.family import Row

RATE: Final = 20
"""As many questions are asked in a second."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of a trouble besides its answers."""

    said: str = ""
    wrong: Sequence[str] = ()
    faults: int = 0
    """Those that are none of the stream's."""


@dataclass(slots=True)
class Stream(Crowd):
    """People who ask one bot."""

    place: Place
    module: Sequence[str] = GRAPPOLO
    faults: list[Fault] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    """When each question was asked."""

    async def flow(self, portion: Sequence[Question], faults: Sequence[Fault] = ()) -> None:
        """Let them be asked one after the other; *faults* befall the answers to some, as far from each other."""
        began, first = time.monotonic(), len(self.faults)
        for number, question in enumerate(portion, 1):
            for fault in faults[len(self.faults) - first : number * (len(faults) + 1) // len(portion)]:
                self.let(_aimed(fault, question))
            self.moments.append(self.telegram.clock.now())
            self.ask([question])
            await asyncio.sleep(began + number / RATE - time.monotonic())

    def let(self, fault: Fault) -> Fault:
        """Let it go wrong from now on."""
        self.faults.append(fault)
        return self.telegram.fault(fault)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[Program]:
        """The bot; at the end of the block it does what is left, and is stopped in good order."""
        async with at_work(self.telegram, self.place, self.module) as program:
            yield program
            await drained(self.telegram, self.place)
            assert await program.stop() == 0, program.said()
        self.ends.append(len(self.telegram.calls))

    def waits_for_answers(self, but: Collection[str]) -> list[float]:
        """Seconds from each question that was answered to its first answer, without the chats of these ids."""
        said = [call for call in self.telegram.calls_of("sendMessage") if call.status == 200]
        waits = list[float]()
        for asked, moment in zip(self.asked, self.moments, strict=True):
            chat = str(asked.chat.id)
            answers = (call.at for call in said if call["chat_id"] == chat and asked.is_answered_by(call["text"]))
            if chat not in but and (first := next(answers, None)) is not None:
                waits.append(first - moment)
        return waits

    def row(self, name: str, found: Findings, verdict: Verdict, *, is_control: bool) -> Row:
        """The figures, and what must not be: an answer may be said once more each time that it may have arrived."""
        allowed, repeats = sum(fault.happened for fault in self.faults if _may_repeat(fault)), found.repeats.total()
        figures: dict[str, str | int] = {
            "questions": found.questions,
            "faults": sum(fault.happened for fault in self.faults) + verdict.faults,
            "without an answer": len(found.lost),
            "without their record": len(found.expected - found.recorded.keys()),
            "recorded twice": sum(number - 1 for number in found.recorded.values()),
            "out of order": len(found.disordered),
            "said twice": repeats,
            "besides": verdict.said,
        }
        # These are judged by the faults, not by the kills.
        found.repeats.clear()
        found.repeated_in_one_life.clear()
        wrong = [*found.problems(), *verdict.wrong, *self.telegram.problems]
        wrong += [f"{repeats} answers were said twice, {allowed} may be"] if repeats > allowed else []
        wrong += [f"this did not happen: {fault}" for fault in self.faults if not fault.happened]
        return Row(name, figures, wrong, is_control)


def _aimed(fault: Fault, question: Question) -> Fault:
    """Another one like it; where any message would meet it, the next in the chat of *question*, and not some retry."""
    anywhere = fault.method == "sendMessage" and not fault.match
    return replace(fault, match={"chat_id": question.chat.id} if anywhere else fault.match, happened=0)


def _may_repeat(fault: Fault) -> bool:
    """Whether a message arrives of which the bot does not hear."""
    return fault.method == "sendMessage" and (fault.cut or fault.drop == "after" or fault.delay_after > 0)


Trouble: TypeAlias = Callable[[Stream, Sequence[Question]], Awaitable[Verdict]]
"""Lets a bot work, these questions be asked, and something go wrong meanwhile."""


async def torture(
    folder: Path, trouble: Trouble, questions: int, name: str, *, control: Sequence[str] | None = None
) -> Row:
    """Let so many *questions* be asked amid *trouble*; *control* is what runs instead of the bot, without a guard."""
    async with TelegramServer() as telegram:
        more = {"GRAPPOLO_BACKUPS": str(folder / "backups")}
        place = Place(telegram.url, telegram.bot.token, folder, STARTER, more)
        stream = Stream(telegram, place, control or GRAPPOLO)
        verdict = await trouble(stream, list(questions_in(telegram, questions, Random(5))))  # noqa: S311  # always the same
        settings = Settings(data=place.data, keys=place.keys)
        found = await recorded_in(stream.findings(), settings, f"telegram:{telegram.bot.id}")
        return stream.row(name, found, verdict, is_control=control is not None)

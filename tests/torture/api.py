"""Telegram fails in each way that it has, while people ask."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any, Final

from bot.telegram.pace import Pace
from tests.telegram.crowd import Question
from tests.telegram.program import Program, started
from tests.telegram_server import Fault, TelegramServer
from tests.torture.family import Family, Row
from tests.torture.stream import RATE, Stream, Trouble, Verdict, torture

QUESTIONS: Final = 120
FEW: Final = 10
"""As many come before and after an outage."""
ALWAYS: Final = 1 << 30
"""As often as it may happen."""
LONGEST_RECOVERY: Final = 30.0
"""Seconds after which something must have been answered again."""
MOST_REFUSED: Final = 2 * Pace().lanes + 1
"""Requests with a token that is refused: what is in flight, what is just being begun, and a poll."""
MOST_AT_A_START: Final = 2
ASSUMING: Final = ("tests.telegram.assuming", "run")

GATEWAY: Final = (502, b"<html>Bad Gateway</html>")
ANOTHER_POLL: Final = (409, "Conflict: terminated by other getUpdates request; make sure that only one is running")


def faulty(messages: int, polls: int = 0, **how: Any) -> Iterator[Fault]:
    """So many messages and polls that fail so, the polls between the messages."""
    for number in range(messages):
        yield Fault("sendMessage", **how)
        if polls and number % (messages // polls) == 0:
            yield Fault("getUpdates", **how)


def amid(*faults: Fault) -> Trouble:
    """Each of them comes while people ask."""

    async def trouble(stream: Stream, coming: Sequence[Question]) -> Verdict:
        async with stream.at_work():
            await stream.flow(coming, faults)
        return Verdict()

    return trouble


def flooded(seconds: Sequence[int], patience: float, *faults: Fault) -> Trouble:
    """As many chats must wait so long, amid further *faults*; half of the others wait *patience* seconds at most."""

    async def trouble(stream: Stream, coming: Sequence[Question]) -> Verdict:
        floods = [Fault("sendMessage", error=(429, f"Too Many Requests: retry after {one}", one)) for one in seconds]
        async with stream.at_work():
            await stream.flow(coming, [*floods, *faults])
        waiting = {call["chat_id"] for call in stream.telegram.calls if call.status == 429}
        early, others = _too_early(stream.telegram), median(stream.waits_for_answers(but=waiting))
        wrong = [f"{early} requests came too early"] if early else []
        wrong += [f"half of the others waited {others:.1f} s at least"] if others > patience else []
        return Verdict(f"{early} requests came too early; half of the others waited {others:.2f} s at most", wrong)

    return trouble


def _too_early(telegram: TelegramServer) -> int:
    """How many requests came to chats that were still to wait."""
    until, early = dict[str, float](), 0
    for call in telegram.calls_of("sendMessage"):
        chat = call["chat_id"]
        early += call.at < until.get(chat, 0.0)
        if call.status == 429 and isinstance(call.answer, dict):
            until[chat] = call.at + call.answer["parameters"]["retry_after"]
    return early


def blocked(people: int) -> Trouble:
    """So many write three times each, and block the bot before it can answer."""

    async def trouble(stream: Stream, coming: Sequence[Question]) -> Verdict:
        telegram, half = stream.telegram, len(coming) // 2
        gone = [telegram.private(telegram.user(f"Gone {number}", "en")) for number in range(people)]
        async with stream.at_work():
            await stream.flow(coming[:half])
            for chat in gone:
                assert chat.user
                for text in ("/start", "/help", "/privacy"):
                    telegram.message(chat.user, chat, text)
                telegram.block(chat.user)
            await stream.flow(coming[half:])
        refused = Counter((call["chat_id"], call["text"]) for call in telegram.calls if call.status == 403)
        again = refused.total() - len(refused)
        wrong = [] if refused else ["nobody was refused"]
        wrong += [f"{again} requests to who has blocked the bot were repeated"] if again else []
        return Verdict(f"{len(refused)} messages were refused, {again} of them tried again", wrong, refused.total())

    return trouble


async def outage(stream: Stream, coming: Sequence[Question]) -> Verdict:
    """Every connection is closed unanswered while the questions come, all but the first and the last few."""
    telegram = stream.telegram
    async with stream.at_work():
        await stream.flow(coming[:FEW])
        silence = stream.let(Fault("*", ALWAYS, drop="before"))
        await stream.flow(coming[FEW:-FEW])
        silence.times = silence.happened
        began, before = time.monotonic(), _answers(telegram)
        asking = asyncio.create_task(stream.flow(coming[-FEW:]))
        await telegram.until(lambda: _answers(telegram) > before, 2 * LONGEST_RECOVERY)
        recovery = time.monotonic() - began
        await asking
    wrong = [f"nothing was answered for {recovery:.0f} s after it"] if recovery > LONGEST_RECOVERY else []
    return Verdict(f"next answer after {recovery:.1f} s", wrong)


def _answers(telegram: TelegramServer) -> int:
    return sum(call.status == 200 for call in telegram.calls_of("sendMessage"))


async def revoked(stream: Stream, coming: Sequence[Question]) -> Verdict:
    """The token is refused while half of the questions wait, at the next start as well, and is good again then."""
    telegram, half, before = stream.telegram, len(coming) // 2, len(coming) // 4
    async with started(stream.place) as program:
        await stream.flow(coming[:before])
        answered = _answers(telegram)
        stream.ask(coming[before : before + half])
        await telegram.until(lambda: _answers(telegram) > answered, 30)
        refusing = stream.let(Fault("*", ALWAYS, error=(401, "Unauthorized")))
        wrong = await _ends_by_itself(program)
    stream.ends.append(len(telegram.calls))
    running, kept = refusing.happened, stream.place.pending()
    async with started(stream.place) as program:
        wrong += await _ends_by_itself(program)
    stream.ends.append(len(telegram.calls))
    starting = refusing.happened - running
    refusing.times = refusing.happened
    async with stream.at_work():
        await stream.flow(coming[before + half :])
    wrong += [f"{running} requests after the first refusal"] if running > MOST_REFUSED else []
    wrong += [f"{starting} requests at a start"] if starting > MOST_AT_A_START else []
    wrong += [] if kept else ["nothing waited"]
    return Verdict(f"ended with 1 after {running} requests, at the next start after {starting}; {kept} waited", wrong)


async def _ends_by_itself(program: Program) -> list[str]:
    code = await asyncio.wait_for(program.process.wait(), 90)
    clear = "Telegram does not accept GRAPPOLO_TOKEN" in program.said()
    return [] if code == 1 and clear else [f"it ended with {code} and said: {program.said()}"]


def measure(folder: Path) -> Sequence[Row]:
    """One kind after the other, and what was not heard of once more, without the guard."""

    async def all_of_them() -> list[Row]:
        rows = [await torture(folder / name, trouble, questions, name) for name, trouble, questions in _brief()]
        # In these the bot waits most of the time, so they need not wait for one another.
        lasting = (torture(folder / name, trouble, questions, name) for name, trouble, questions in _lasting())
        name, unheard = "control: what was not heard counts as done", amid(*faulty(15, 5, drop="before"))
        control = torture(folder / name, unheard, QUESTIONS, name, control=ASSUMING)
        return [*rows, *await asyncio.gather(*lasting), await control]

    return asyncio.run(all_of_them())


def _brief() -> Iterator[tuple[str, Trouble, int]]:
    """What each is called, and amid how many questions it comes."""
    errors = chain(faulty(10, 5, error=(500, "Internal Server Error")), faulty(10, raw=GATEWAY))
    yield "429: three chats wait 10, 5 and 1 s", flooded((10, 5, 1), patience=1.0), QUESTIONS
    yield "500, and 502 of a proxy", amid(*errors), QUESTIONS
    yield "connections closed before it was done", amid(*faulty(15, 5, drop="before")), QUESTIONS
    yield "connections closed after it was done", amid(*faulty(15, 5, drop="after")), QUESTIONS
    yield "answers cut off in the middle", amid(*faulty(15, 5, cut=True)), QUESTIONS
    yield "403: ten people have blocked the bot", blocked(10), QUESTIONS // 2
    yield "401: the token is refused", revoked, QUESTIONS


def _lasting() -> Iterator[tuple[str, Trouble, int]]:
    yield "409: another one fetches", amid(Fault("getUpdates", error=ANOTHER_POLL)), QUESTIONS // 2
    yield "no answer for 20 s after it was done", amid(*faulty(5, delay_after=30.0)), QUESTIONS // 2
    # It ends when the bot has just begun to wait as long as it ever does: no longer outage has a later answer after it.
    yield "every connection closed, for 65 s", outage, 2 * FEW + 65 * RATE


FAMILY: Final = Family(
    "api",
    "Telegram fails",
    f"People ask {RATE} questions a second, and what may go wrong with Telegram, or on the way to it, befalls some of"
    " the answers and some of the polls. No request may come before the time that Telegram asked to wait is over, and"
    " nobody else may wait for that chat. Where the connection ends after a request has left, nobody knows whether the"
    " message arrived: it is sent again, so it may be said twice, once for each such fault. A token that is refused"
    " must end the bot, with a clear line and without asking on and on; when it is good again, everything is answered."
    " In the control what was not heard of counts as done.",
    measure,
)

"""Updates and requests that nobody expects, with a question now and then that must be answered all the same."""

import asyncio
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path
from random import Random
from typing import Final

from bot.kept import open_storage
from bot.settings import Settings
from knowledge.loading.starter import STARTER
from tests.telegram.crowd import questions_in
from tests.telegram.door import until
from tests.telegram.program import GRAPPOLO, Place
from tests.telegram.proxy import a_free_port
from tests.telegram_server import TelegramServer
from tests.torture.family import Family, Row
from tests.torture.giving import Hostile, Way, fetched, sent
from tests.torture.odd import FAMILIES, NUMBERED, Oddities
from tests.torture.odd_texts import CANARY
from tests.torture.trusting import TRUSTING

PORTIONS: Final = 400
PORTION: Final = 50
"""As many odd updates come with each question that must be answered."""
PATIENCE: Final = 240.0
"""Seconds in which everything must be done with; what fails is tried again for two and a half minutes."""
HARMLESS: Final = (
    "chat not found",
    "thread not found",
    "is too old",
    "edit not found",
    "can't be edited",
    "not modified",
)
"""What Telegram says of places, messages and taps that there never were, and of what is said already."""


async def torture(
    folder: Path, way: Way, portions: int, name: str, *, patience: float = PATIENCE, guarded: bool = True
) -> Row:
    """Give a bot so many *portions* in one *way*; after *patience* what is not done with is taken for stuck."""
    async with TelegramServer() as telegram:
        # The same each time; requests take turns as they come, and must not change what the updates are.
        random, of_requests = Random(6), Random(7)  # noqa: S311
        hostile = Hostile(telegram, _place(telegram, folder, listens=way is sent), of_requests)
        questions = questions_in(telegram, portions, random)
        odd = Oddities(telegram, random).updates(list(FAMILIES) if way is sent else NUMBERED)
        async with way(hostile, GRAPPOLO if guarded else TRUSTING) as (program, give):
            for question in questions:
                await give(list(islice(odd, PORTION)), question)
                await hostile.answered(question, min(60, patience))
            rows = await _rows_at_last(hostile, patience)
            code = await program.stop()
        hostile.ends.append(len(telegram.calls))
        figures, wrong = await _findings(hostile, rows)
        log = program.log.read_text(encoding="utf-8", errors="replace")
    wrong += [f"it ended with {code}"] if code else []
    wrong += [
        f"{log.count(word)} times {word!r} in its log" for word in ("Traceback", CANARY, "crashed") if word in log
    ]
    return Row(name, figures, wrong, is_control=not guarded)


def _place(telegram: TelegramServer, folder: Path, *, listens: bool) -> Place:
    port = a_free_port()
    here = {"GRAPPOLO_WEBHOOK": f"http://127.0.0.1:{port}/", "GRAPPOLO_LISTEN": f"127.0.0.1:{port}"}
    more = {"GRAPPOLO_MONITOR": f"127.0.0.1:{a_free_port()}", "GRAPPOLO_BACKUPS": str(folder / "backups")}
    return Place(telegram.url, telegram.bot.token, folder, STARTER, more | (here if listens else {}))


async def _rows_at_last(hostile: Hostile, seconds: float) -> list[tuple[str, str | None]]:
    """The state and the reason of each update that was kept, when all of it is done with or it is time."""
    rows = list[tuple[str, str | None]]()

    async def is_done() -> bool:
        rows[:] = await asyncio.to_thread(_rows, hostile.place.database)
        return not hostile.telegram.bot.updates.waiting() and {state for state, _ in rows} <= {"done", "dead"}

    with suppress(TimeoutError):
        await until(is_done, seconds)
    return rows


def _rows(file: Path) -> list[tuple[str, str | None]]:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        return database.execute("SELECT state, reason FROM inbox").fetchall()


async def _findings(hostile: Hostile, rows: Sequence[tuple[str, str | None]]) -> tuple[dict[str, str | int], list[str]]:
    """The figures, and what is wrong."""
    found, states = hostile.findings(), Counter(state for state, _ in rows)
    recorded = await _recorded(hostile)
    bad = {
        "answered with 5xx": sum(
            number for code, number in (hostile.statuses + hostile.answers).items() if code >= 500
        ),
        "updates not taken": hostile.statuses.total() - hostile.statuses[200],
        "not done with": len(rows) - states["done"] - states["dead"],
        "given up without a reason": sum(state == "dead" and not reason for state, reason in rows),
        "refused by Telegram": len(list(_refused(hostile))),
        "questions without an answer": len(found.lost),
        "answered twice": found.repeats.total() + len(found.repeated_in_one_life),
        "not recorded once": sum(recorded[mark] != 1 for mark in found.expected),
    }
    figures: dict[str, str | int] = {
        "odd updates": len(hostile.asked) * PORTION,
        "other requests": hostile.answers.total(),
        "5xx": bad["answered with 5xx"],
        "kept": len(rows) - len(hostile.asked),
        "given up, with a reason": states["dead"] - bad["given up without a reason"],
        "never done with": bad["not done with"],
        "refused by Telegram": bad["refused by Telegram"],
        "questions": len(hostile.asked),
        "without an answer": len(found.lost),
        "slowest answer": f"{hostile.slowest:.1f} s",
    }
    wrong = [f"{number} {what}" for what, number in bad.items() if number]
    return figures, wrong + [f"refused: {answer}" for answer in _refused(hostile)] + hostile.telegram.problems


async def _recorded(hostile: Hostile) -> Counter[str]:
    """How often each question was recorded that has no answer, by its mark."""
    async with open_storage(Settings(data=hostile.place.data, keys=hostile.place.keys)) as storage:
        records = await storage.log.records(f"telegram:{hostile.telegram.bot.id}")
    return Counter(mark for record in records for mark in re.findall(r"Zorblat\d+x", record.text))


def _refused(hostile: Hostile) -> Iterator[object]:
    """What Telegram said to what it did not take, though it was sent to somebody who is there."""
    for call in hostile.telegram.calls:
        if call.status == 400 and not any(words in str(call.answer) for words in HARMLESS):
            yield call.answer


def measure(folder: Path) -> Sequence[Row]:
    """Sent, fetched, and sent to a bot without its guards."""

    async def all_of_them() -> list[Row]:
        return [
            await torture(folder / "sent", sent, PORTIONS // 2, "sent to the bot"),
            await torture(folder / "fetched", fetched, PORTIONS // 2, "fetched by the bot"),
            await torture(folder / "control", sent, 4, "control: taken as it comes", patience=5, guarded=False),
        ]

    return asyncio.run(all_of_them())


FAMILY: Final = Family(
    "hostile",
    "What nobody expects",
    "Half characters, invisible and right-to-left ones, 4,000 marks on one letter, texts that look like code or markup,"
    " updates with anything missing, too much or of another type at any place, taps on buttons that there never were,"
    " and requests that are no HTTP, break off or do not know the secret. With each fifty updates somebody asks, and"
    " must be answered, and recorded once where there is no answer. No request may be answered with 5xx: Telegram would"
    " send it for ever. What was kept must be done with, or given up with a reason; Telegram must take all that the bot"
    " says; and no word of it all, and no traceback, may be in the log. In the control the bot takes what comes for"
    " what it should be.",
    measure,
)

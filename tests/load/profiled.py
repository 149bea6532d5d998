"""``python -m tests.load.profiled OUT run``: the bot, and in OUT how much CPU each part of it took."""

import asyncio
import json
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

from telegram.ext import Application

from bot.cli import main
from bot.storage.connections import Connections, Lent
from bot.storage.dialogues import SqlDialogues
from bot.storage.inbox import Inbox
from bot.storage.questions import SqlQuestionLog
from bot.telegram.polling import Polling
from bot.telegram.sending import Sender
from bot.telegram.worker import Worker
from tests.load.parts import CLOCK, LOOP, measure, measure_thread, stepping

WHOLE: Final = "whole"
RECEIVE: Final = "receive and commit"
CLAIM: Final = "claim from the inbox"
ANSWER: Final = "read and answer"
RECORD: Final = "record, in one transaction"
SEND: Final = "send"
DONE: Final = "mark as sent"

PARTS: Final = (RECEIVE, CLAIM, ANSWER, RECORD, SEND, DONE)

METHODS: Final[tuple[tuple[type, str, str], ...]] = (
    (Polling, "run", RECEIVE),
    (Worker, "run", CLAIM),
    (Worker, "_work", RECORD),
    (Application, "process_update", ANSWER),
    (Inbox, "answered", RECORD),
    (SqlQuestionLog, "add", RECORD),
    (SqlQuestionLog, "count", RECORD),
    (SqlDialogues, "recall", RECORD),
    (SqlDialogues, "remember", RECORD),
    (SqlDialogues, "language", RECORD),
    (Sender, "send", SEND),
    (Inbox, "sent", DONE),
)


class _Loop(asyncio.DefaultEventLoopPolicy):
    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        loop = super().new_event_loop()
        loop.set_task_factory(stepping)
        return loop


def taken() -> Counter[str]:
    """What each part has taken until now, and the whole process."""
    CLOCK.on(CLOCK.on(LOOP))
    return CLOCK.taken + Counter({WHOLE: time.process_time_ns()})


def profile(out: Path) -> None:
    """Run the bot; SIGUSR1 begins the measurement, SIGUSR2 ends it."""
    start: list[Counter[str]] = []
    end: list[Counter[str]] = []
    signal.signal(signal.SIGUSR1, lambda *_: start.append(taken()))
    for owner, name, part in METHODS:
        measure(owner, name, part)
    measure_thread(Lent, "do")
    measure_thread(Connections, "use")
    asyncio.set_event_loop_policy(_Loop())
    signal.signal(signal.SIGUSR2, lambda *_: end.append(taken()))
    main(standalone_mode=False)
    out.write_text(json.dumps(end[-1] - start[-1]), encoding="utf-8")


if __name__ == "__main__":
    profile(Path(sys.argv.pop(1)))

"""The update that is being answered: what the handlers of python-telegram-bot are given beside it, and hand back."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.storage.inbox import Claimed
from bot.telegram.outgoing import Call
from knowledge.answering.snapshot import Snapshot


class Undecodable(Exception):
    """What was received is no update that anybody could answer: to try again is of no use."""


@dataclass(slots=True)
class Job:
    """One attempt to answer one row of the inbox."""

    row: Claimed
    base: Snapshot
    now: datetime
    calls: list[Call] | None = None
    """What is to be sent; None as long as no handler took the update."""
    error: Exception | None = None
    """What went wrong: python-telegram-bot raises nothing, it tells the error handler."""


current: Final[ContextVar[Job]] = ContextVar("current")

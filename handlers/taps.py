"""What a button carries: short data that say which choice, and which answer to it."""

from dataclasses import dataclass
from typing import Literal

from knowledge.model.languages import Language, known

NONE = 0
"""The number of "none of these"."""


@dataclass(frozen=True, slots=True)
class Picked:
    """A candidate of a choice, by its number from 1; 0 is "none of these".

    >>> Picked("4f2a", 1).data
    'choice:4f2a:1'
    """

    record: str
    number: int

    @property
    def data(self) -> str:
        """What the button carries: at most 64 bytes, with a record id of up to 50."""
        return f"choice:{self.record}:{self.number}"


@dataclass(frozen=True, slots=True)
class Spoken:
    """The language to speak from now on."""

    language: Language

    @property
    def data(self) -> str:
        """What the button carries."""
        return f"language:{self.language}"


@dataclass(frozen=True, slots=True)
class Erasing:
    """Whether to erase all that is stored of who taps; *question* is the one that was asked about it."""

    question: str
    sure: bool

    @property
    def data(self) -> str:
        """What the button carries."""
        return f"erase:{self.question}:{'yes' if self.sure else 'no'}"


Remedy = Literal["retry", "again"]


@dataclass(frozen=True, slots=True)
class Mending:
    """What who runs the bot wants done: failed questions tried again, or doubtful letters sent again."""

    remedy: Remedy

    @property
    def data(self) -> str:
        """What the button carries."""
        return f"mend:{self.remedy}"


Tap = Picked | Spoken | Erasing | Mending


def read_tap(data: str) -> Tap | None:
    """What was tapped; None for data that no button of ours carries.

    >>> read_tap("choice:4f2a:1"), read_tap("pizza")
    (Picked(record='4f2a', number=1), None)
    """
    match data.split(":"):
        case ["choice", record, number] if number.isascii() and number.isdecimal():
            return Picked(record, int(number))
        case ["erase", question, "yes" | "no" as word]:
            return Erasing(question, word == "yes")
        case ["mend", "retry" | "again" as remedy]:
            return Mending(remedy)
        case ["language", code] if language := known(code):
            return Spoken(language)
        case _:
            return None

"""What comes in and what goes out: a turn, and the replies to it, in no channel's terms."""

from dataclasses import dataclass, field
from datetime import datetime

from knowledge.answering.snapshot import Snapshot
from knowledge.model.languages import Language


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that a person said or tapped."""

    bot: str
    """Which bot it was said to; everything that is kept carries it."""
    asker: str
    """A pseudonym: an HMAC, never a name or an id of the channel."""
    chat: str
    """Where it was said: one conversation, also a pseudonym."""
    at: datetime
    """When, with its time zone."""
    language: Language
    """The language of the person's settings; the question's own goes first."""
    base: Snapshot
    """The base that answers: the same one for the whole turn."""
    text: str = ""
    tapped: str | None = None
    """The data of the button that was tapped, instead of a text."""
    private: bool = True
    """Whether nobody else reads the replies."""
    address: str = field(default="", repr=False)
    """Where who spoke is reached later, alone, in the channel's own words; nothing that may be kept unsealed."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Text as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Bold:
    """What matters most: the value of an answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """What may be read or not: sources, dates."""

    text: str


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that leads to an address. Where a channel cannot link, the address stands behind the text."""

    text: str
    url: str


Piece = Plain | Bold | Quiet | Linked


@dataclass(frozen=True, slots=True)
class Button:
    """A choice to tap. The terminal numbers them."""

    title: str
    data: str


@dataclass(frozen=True, slots=True)
class Say:
    """Something to say, with buttons under it if there are any."""

    pieces: tuple[Piece, ...]
    buttons: tuple[Button, ...] = ()

    @property
    def plain(self) -> str:
        """The whole text without any form; addresses stand behind their texts."""
        return _plain(self.pieces)


@dataclass(frozen=True, slots=True)
class File:
    """A file to keep. A channel without files shows what is in it."""

    name: str
    content: bytes
    media_type: str
    """Such as ``application/json``."""
    pieces: tuple[Piece, ...]
    """The caption."""
    buttons: tuple[Button, ...] = ()

    @property
    def plain(self) -> str:
        """The caption without any form."""
        return _plain(self.pieces)


Reply = Say | File
"""Whatever it is, it has pieces and buttons."""


def _plain(pieces: tuple[Piece, ...]) -> str:
    return "".join(
        f"{piece.text}: {piece.url}" if isinstance(piece, Linked) and piece.text != piece.url else piece.text
        for piece in pieces
    )

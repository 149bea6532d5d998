"""How mistakes are worded: short quotations, shapes of values, and what was probably meant."""

from collections.abc import Collection
from difflib import get_close_matches
from typing import Final

LONGEST_QUOTE: Final = 60
_MANY: Final = 500


def short(text: str) -> str:
    """The text on one line and not too long.

    >>> short("a\\nb")
    'a b'
    """
    flat = " ".join(text[: 2 * LONGEST_QUOTE].split())
    visible = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in flat)
    return visible if len(visible) <= LONGEST_QUOTE else f"{visible[:LONGEST_QUOTE]}…"


def quoted(text: str) -> str:
    """The same in quotes."""
    return f'"{short(text)}"'


def nearest(written: str, known: Collection[str]) -> str | None:
    """The known word that was probably meant.

    >>> nearest("sumary", ("name", "summary"))
    'summary'
    """
    if len(known) > _MANY:  # Comparing with all of ten thousand ids takes a tenth of a second.
        known = [word for word in known if word[-3:] == written[-3:]]
    # Comparing is quadratic in length, and nobody misspells a word of more than a line.
    close = get_close_matches(written, known, n=1) if len(written) <= LONGEST_QUOTE else []
    return close[0] if close else None


def did_you_mean(written: str, known: Collection[str]) -> str:
    """The end of a message that offers the nearest known word, or nothing.

    >>> did_you_mean("sumary", ("name", "summary"))
    ', did you mean "summary"?'
    """
    close = nearest(written, known)
    return f', did you mean "{close}"?' if close else ""


def shape(value: object) -> str:
    """What a value read from YAML is, in words."""
    match value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case _:
            return "one text"

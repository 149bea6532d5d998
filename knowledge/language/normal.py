"""One spelling for all the spellings of a text: what is compared is never what was typed."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

LONGEST_QUESTION: Final = 1_000
"""Characters of a message that are read; the rest is ignored (a question is shorter, an attack is longer)."""
MOST_WORDS: Final = 100
LONGEST_WORD: Final = 60

# ß and ł survive decomposition; an apostrophe may be typographic, and so may a hyphen.
_SPECIAL: Final = str.maketrans(
    {"ß": "ss", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "’": "'", "‘": "'", "`": "'", "´": "'"}
)
_WORD: Final = re.compile(r"[^\W_]+|%", re.UNICODE)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a text: how it was typed, its folded form, and where it stands."""

    typed: str
    folded: str
    start: int
    end: int

    @property
    def has_digit(self) -> bool:
        """Whether a digit stands in it, as in names of projects."""
        return any(character.isdigit() for character in self.folded)


def clean(text: str) -> str:
    """The text in compatibility form without invisible characters, capped in length.

    >>> clean("lab\\u200bel \\u202eX")
    'label X'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())[:LONGEST_QUESTION]
    text = unicodedata.normalize("NFKC", text[: 4 * LONGEST_QUESTION])
    visible = (" " if unicodedata.category(c) == "Cc" else c for c in text if unicodedata.category(c) != "Cf")
    return " ".join("".join(visible).split())[:LONGEST_QUESTION]


def folded(text: str) -> str:
    """Small letters without accents.

    >>> folded("Perché È così, Straße")
    'perche e cosi, strasse'
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_SPECIAL))
    for accent in filter(unicodedata.combining, set(decomposed)):
        decomposed = decomposed.replace(accent, "")
    return decomposed


def words(text: str) -> tuple[Word, ...]:
    """The words of a cleaned text; elisions are split off (dell'ADW: dell, ADW), hyphens separate.

    >>> [word.folded for word in words("Qual è l'obiettivo dell'S3-4AlpClusters?")]
    ['qual', 'e', 'l', 'obiettivo', 'dell', 's3', '4alpclusters']
    """
    found = (Word(m[0], folded(m[0])[:LONGEST_WORD], m.start(), m.end()) for m in _WORD.finditer(text))
    return tuple(word for word in found if word.folded)[:MOST_WORDS]


def joined(text: str) -> str:
    """The letters and digits alone: equal for all spellings of a name's parts.

    >>> joined("S3-4 Alp Clusters") == joined("s3-4AlpClusters")
    True
    """
    return "".join(word.folded for word in words(clean(text)))

"""The noisy channel between what somebody meant and what was typed: how common the word is, how easily fingers slip so.

After Kernighan, Church and Gale (1990), with two kinds of slips.
"""

from string import ascii_lowercase
from typing import Final

from knowledge.language.rarity import zipf
from knowledge.model.languages import Language

_ODD: Final = 1.0
"""How much less likely (Zipf) a word is where fingers do not slip so."""
_ROWS: Final = ("qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm", "wxcvbn")
_BESIDE: Final = {
    key: frozenset(near for row in _ROWS if key in row for near in row[max(0, row.index(key) - 1) : row.index(key) + 2])
    for key in ascii_lowercase
}
"""The keys beside each, on any of the keyboards that our people type on."""


def likelihood(typed: str, meant: str, language: Language, least: float = 0.0) -> float:
    """How likely somebody who typed one word meant another, on the Zipf scale, where *least* is that of the rarest."""
    return max(least, zipf(meant, language)) - (0.0 if is_easy(typed, meant) else _ODD)


def is_easy(typed: str, meant: str) -> bool:
    """Whether fingers slip so: a letter left out or typed twice, two swapped, or a key beside the one to press."""
    pairs = enumerate(zip(typed, meant, strict=False))
    first = next((place for place, pair in pairs if pair[0] != pair[1]), min(len(typed), len(meant)))
    if len(typed) > len(meant):
        return first > 0 and typed[first] == typed[first - 1]
    if len(typed) < len(meant):
        return True
    here, there = typed[first : first + 2], meant[first : first + 2]
    return here == there[::-1] or there[0] in _BESIDE.get(here[0], "")

"""Word stems: one form for the inflections of a word."""

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

import Stemmer

from knowledge.model.languages import Language

_SNOWBALL: Final = {"it": "italian", "en": "english", "de": "german", "fr": "french"}
_SLOVENE_ENDINGS: Final = sorted(
    [
        "ega",
        "emu",
        "imi",
        "ami",
        "oma",
        "ema",
        "ih",
        "im",
        "em",
        "om",
        "am",
        "ov",
        "ev",
        "ja",
        "je",
        "ju",
        "jo",
        "ji",
        "a",
        "e",
        "i",
        "o",
        "u",
    ],
    key=len,
    reverse=True,
)
_SHORTEST_STEM: Final = 4


@lru_cache(maxsize=100_000)
def stem(word: str, language: Language) -> str:
    """The stem of a folded word: Snowball's, and for Slovene, which it lacks, the word less a common ending.

    >>> stem("finisce", "it") == stem("finire", "it"), stem("projekta", "sl") == stem("projekti", "sl")
    (True, True)
    """
    return word if any(c.isdigit() for c in word) else _stemmer(language)(word)


@cache
def _stemmer(language: Language) -> Callable[[str], str]:
    if language not in _SNOWBALL:
        return _slovene
    stemmer = Stemmer.Stemmer(_SNOWBALL[language])
    return lambda word: str(stemmer.stemWord(word))


def _slovene(word: str) -> str:
    ending = next((e for e in _SLOVENE_ENDINGS if word.endswith(e) and len(word) - len(e) >= _SHORTEST_STEM), "")
    return word[: len(word) - len(ending)]

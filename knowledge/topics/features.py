"""What a question consists of for the model: its words, word pairs and word classes, and the letters of each word."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, Literal, get_args

from knowledge.language.normal import clean, words
from knowledge.language.stems import stem
from knowledge.model.languages import Language

View = Literal["words", "letters"]
VIEWS: Final[tuple[View, ...]] = get_args(View)
"""Each has length 1 by itself, so that many letters do not outvote few words."""

Classes = Mapping[str, str]
"""By folded word: the class of words that it belongs to."""

VERSION: Final = 6
"""Of the features and of the evidence: a model that was fitted on others is fitted anew."""

_FARTHEST: Final = 4
"""How many words further on the other half of a pair may stand."""
_SHORTEST, _LONGEST = 2, 5
NONE: Final = ""
"""In place of a topic: of questions that are about none of them. It is no answer, but a rival of each that is."""
ENTITY: Final = "@"
"""A word that starts so stands for an entry, whatever it was called: it has no letters."""


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(word.folded for word in words(clean(text)))


def features(said: Sequence[str], language: Language, classes: Classes) -> Mapping[View, Sequence[str]]:
    """The features of some folded words, by view; one that occurs twice stands there twice."""
    plain = [word for word in said if not word.startswith(ENTITY)]
    return {
        "words": [*_words(said, language), *_classes(said, classes)],
        "letters": [gram for word in plain for gram in _inside(word)],
    }


def stems(said: Sequence[str], language: Language) -> tuple[str, ...]:
    """The features that the words have by themselves, one for each."""
    return tuple(f"s {stem(word, language)}" for word in said)


def _words(said: Sequence[str], language: Language) -> list[str]:
    roots = stems(said, language)
    beside = (f"b {first} {second}" for first, second in pairwise(("^", *said, "$")))
    apart = (
        f"k {first} {second}"
        for place, first in enumerate(roots)
        for second in roots[place + 2 : place + 1 + _FARTHEST]
    )
    return [*(f"w {word}" for word in said), *roots, *beside, *apart]


def _classes(said: Sequence[str], classes: Classes) -> Iterator[str]:
    """The classes of the words, and those that stand beside each other."""
    if classes:
        known = [classes.get(word, "?") for word in said]
        yield from (f"c {one}" for one in known)
        yield from (f"cb {first} {second}" for first, second in pairwise(("^", *known, "$")))


@lru_cache(maxsize=50_000)
def _inside(word: str) -> list[str]:
    text = f" {word} "
    return [
        text[place : place + length]
        for length in range(_SHORTEST, _LONGEST + 1)
        for place in range(len(text) - length + 1)
    ]

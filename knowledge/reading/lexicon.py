"""The lexicon: every phrase that means something, found by its letters alone."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, Final, Literal, TypeVar

from knowledge.language.normal import clean, words
from knowledge.language.stems import stem
from knowledge.model.base import Base
from knowledge.model.building import in_order
from knowledge.model.languages import LANGUAGES, Language
from knowledge.model.memory import Memory
from knowledge.reading.meanings import Meaning, of_base, of_languages
from knowledge.reading.trigrams import Trigrams

T = TypeVar("T")

LONGEST_PHRASE: Final = 14
"""Words of the longest phrase that is looked up."""

MOST_KNOWN: Final = 20_000
_SHORTEST_BEGINNING: Final = 3
"""So many letters of a phrase are looked at even where an ending may be longer."""
_AS_THEY_ARE: Final = frozenset(("function", "polite", "courtesy", "language", "question"))

Spelling = Language | Literal["exact"]
"""A phrase is known as it is, or in a language by the stems of its words."""

Meanings = Mapping[str, tuple[Meaning, ...]]
"""By the letters of a phrase without anything between them, so that no spelling of its parts matters."""


@dataclass(frozen=True, repr=False)
class Lexicon:
    """What phrases mean: as they are, by the stems of their words, and the names of entries alone."""

    exact: Meanings
    stemmed: Mapping[Language, Meanings]
    names: Meanings
    """For other endings and near misses."""
    words: frozenset[str] = field(repr=False)
    """Every single word that occurs in a phrase, and every name run together."""

    @classmethod
    def compile(cls, base: Base) -> "Lexicon":
        """Everything that is named in the base or has a cue."""
        return _with(_common(), of_base(base))

    def may_begin(self, forms: Iterable[tuple[str, float]], by: Spelling, spare: int = 0) -> bool:
        """Whether a phrase in this spelling may begin with any of these letters, the last *spare* ones aside."""
        phrases = self._in_order[by]
        for letters, _ in forms:
            beginning = letters[: max(_SHORTEST_BEGINNING, len(letters) - spare)]
            place = bisect_left(phrases, beginning)
            if place < len(phrases) and phrases[place].startswith(beginning):
                return True
        return False

    @cached_property
    def known_words(self) -> Memory[tuple[str, Language], Any]:
        """What was worked out of single words, by word and language."""
        return Memory(MOST_KNOWN)

    @cached_property
    def _in_order(self) -> Mapping[Spelling, Sequence[str]]:
        return {"exact": in_order(self.exact), **{code: in_order(self.stemmed[code]) for code in LANGUAGES}}

    def get_ready(self) -> None:
        """Make the tables now that are otherwise made when they are needed first."""
        for made in (self._in_order, self.slips.words, self.near.words):
            len(made)

    @cached_property
    def slips(self) -> Trigrams:
        """The words, for what may be a slip of one."""
        return Trigrams.of(in_order(self.words))

    @cached_property
    def near(self) -> Trigrams:
        """The names, for what is nearly like one."""
        return Trigrams.of(in_order(self.names))


@cache
def _common() -> Lexicon:
    """What is the same for every base: compiled once."""
    return _with(Lexicon({}, {code: {} for code in LANGUAGES}, {}, frozenset()), of_languages())


def _with(known: Lexicon, phrases: Iterable[tuple[str, Meaning]]) -> Lexicon:
    """A lexicon with more phrases."""
    exact, names = dict(known.exact), dict(known.names)
    stemmed = {code: dict(by_stem) for code, by_stem in known.stemmed.items()}
    vocabulary = set(known.words)
    # Thousands of phrases mean the same, and are their own stem: each value is kept once.
    shared: dict[Any, Any] = {}

    def one(value: T) -> T:
        found: T = shared.setdefault(value, value)
        return found

    def add(meanings: dict[str, tuple[Meaning, ...]], phrase: str, meaning: Meaning) -> None:
        found = meanings.get(phrase, ())
        if phrase and meaning not in found:
            meanings[one(phrase)] = one((*found, meaning))

    for phrase, named in phrases:
        parts = [one(word.folded) for word in words(clean(phrase))]
        meaning = one(named if named.parts == len(parts) else replace(named, parts=len(parts)))
        add(exact, "".join(parts), meaning)
        vocabulary.update(parts)
        if meaning.type == "name":
            add(names, "".join(parts), meaning)
            vocabulary.add(one("".join(parts)))
        # A name of one word has no other forms than case endings; "Silver Labels" is the Silver Label.
        if meaning.type != "name" or len(parts) > 1:
            for language in _stemmed_in(meaning):
                add(stemmed[language], "".join(stem(part, language) for part in parts), meaning)
    return Lexicon(exact, stemmed, names, frozenset(vocabulary))


def _stemmed_in(meaning: Meaning) -> tuple[Language, ...]:
    """The languages in which a phrase is also known by its stems.

    Words of grammar and courtesy are known as they are: "sala" is no salute. Kinds and types are declined where
    nouns have cases; elsewhere one and many are listed, and "organisé" is no organisation.
    """
    if meaning.type in _AS_THEY_ARE:
        return ()
    languages = LANGUAGES if meaning.language == "any" else (meaning.language,)
    return tuple(code for code in languages if meaning.type not in ("kind", "type") or code in ("de", "sl"))

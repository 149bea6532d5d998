"""What texts say: whether one states something in so many words, in the language of who asks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import dropwhile, groupby, takewhile
from typing import Final

from knowledge.language.cues import cues_of
from knowledge.language.normal import Word, clean, folded, words
from knowledge.language.stems import stem
from knowledge.model.base import Base
from knowledge.model.languages import LANGUAGES, Language
from knowledge.model.texts import Name, Text
from knowledge.stating.statements import fields_of, statements


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a question that a text must say."""

    words: str
    """Those that must stand in it."""
    others: str
    """What else was said: it need not stand there, but where it does the text speaks of the same."""
    language: Language
    of_field: bool
    """Whether the question speaks of the field; else the text must say by itself what is asked."""


INTENDED: Final = frozenset(("aim", "objectives"))
"""What is wanted: it is not said to be so, and only who asks for what was wanted is answered."""
_IN_ANY_CLAUSE: Final = frozenset(("aim", "objectives", "theme"))
"""Every part of an aim is aimed at; elsewhere what follows the first comma only qualifies what was stated."""
_THINGS: Final = frozenset(("audience", "results"))
"""Lists of things, of which one word tells what they are: family doctors are doctors, and no families."""
_HEAD_FIRST: Final = frozenset(("it", "fr"))
"""The languages in which that word comes first (medici di famiglia); elsewhere it ends the words before "of"."""
_NO_STATEMENTS: Final = frozenset(("venue", "source", "follow_up"))
"""Texts that state nothing, or what is to come: nobody knows whether it did."""
_LEAST_OF_FIELD: Final = 0.33
_LEAST: Final = 0.51
"""How much of what it says the question must have said: "to shape programmes" does not tell of programmes."""
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")
_CLAUSE: Final = re.compile(r"[,;:](?=\s)|[()]|\s[–—]\s")
_FEW_TEXTS: Final = 1_024


def says(text: Text, said: Said, field: str) -> bool:
    """Whether a text of *field* clearly states what was said; False is no denial: texts do not tell everything."""
    wording = dict(text).get(said.language) or dict(text).get("any")
    wanted, others = _stems(said.words, said.language), _stems(said.others, said.language)
    if wording is None or isinstance(text, Name) or not wanted:
        return False
    least = _LEAST_OF_FIELD if said.of_field else _LEAST
    return any(
        wanted <= told.stems
        and len(told.stems & (wanted | others)) >= least * len(told.stems)
        and (field not in _THINGS or wanted & told.head)
        for sentence in _sentences(wording, said.language)
        for told in _told(sentence, field, of_field=said.of_field)
    )


def textual(base: Base, entry_id: str) -> Iterator[str]:
    """The fields of an entry that have texts which state something."""
    entry = base[entry_id]
    for field in fields_of(base, entry):
        if field not in _NO_STATEMENTS and any(_is_text(stated.value) for stated in statements(base, entry, field)):
            yield field


def _is_text(value: object) -> bool:
    return isinstance(value, Text) and not isinstance(value, Name)


@dataclass(frozen=True, slots=True)
class _Told:
    stems: frozenset[str]
    """Of the words that are more than grammar."""
    head: frozenset[str]
    """Of those that tell what things are spoken of."""


def _told(sentence: tuple[_Told, ...], field: str, *, of_field: bool) -> tuple[_Told, ...]:
    if not of_field:
        return (_Told(frozenset().union(*(clause.stems for clause in sentence)), sentence[0].head),)
    return sentence if field in _IN_ANY_CLAUSE else sentence[:1]


@lru_cache(maxsize=_FEW_TEXTS)
def _sentences(text: str, language: Language) -> tuple[tuple[_Told, ...], ...]:
    """The clauses of each sentence of a text that denies nothing."""
    each = (_CLAUSE.split(one) for one in _SENTENCE.split(text) if not _denies(one, language))
    clauses = (tuple(_Told(_stems(one, language), _head(one, language)) for one in sentence) for sentence in each)
    return tuple(found for one in clauses if (found := tuple(clause for clause in one if clause.stems)))


def _head(clause: str, language: Language) -> frozenset[str]:
    """The stem of what is spoken of: the engineers of "for example sensor engineers from Lombardy"."""
    example = frozenset(map(folded, cues_of(language).for_example))
    said = [word.folded for word in words(clean(clause)) if word.folded not in example]
    begun = dropwhile(lambda word: is_grammar(word, language), said)
    joins = _joining(language)
    group = list(takewhile(lambda word: word in joins or not is_grammar(word, language), begun))
    listed = [list(some) for joining, some in groupby(group, joins.__contains__) if not joining]
    return frozenset(stem(some[0 if language in _HEAD_FIRST else -1], language) for some in listed)


@cache
def _joining(language: Language) -> frozenset[str]:
    cues = cues_of(language)
    return frozenset(map(folded, (*cues.periods["and"], *cues.operators["or"])))


@lru_cache(maxsize=_FEW_TEXTS)
def _stems(text: str, language: Language) -> frozenset[str]:
    said = (word.folded for word in words(clean(text)))
    return frozenset(stem(word, language) for word in said if not is_grammar(word, language))


def is_grammar(word: str, language: Language) -> bool:
    """Whether a folded word is one of grammar."""
    return word in _grammar(language)


@cache
def _grammar(language: Language) -> frozenset[str]:
    return frozenset(folded(word) for word in cues_of(language).function)


def _denies(text: str, language: Language) -> bool:
    said = f" {' '.join(word.folded for word in words(clean(text)))} "
    return any(f" {folded(denial)} " in said for denial in cues_of(language).operators["negation"])


@lru_cache(maxsize=256)
def own_stems(base: Base, id: str) -> frozenset[str]:
    """The stems of all words in an entry's own texts, in all languages."""
    texts = (
        (language, text)
        for field in fields_of(base, base[id])
        for stated in statements(base, base[id], field)
        if isinstance(stated.value, Text)
        for language, text in stated.value
    )
    return frozenset(
        stem(word.folded, base.settings.main_language if language == "any" else language)
        for language, text in texts
        for word in words(clean(text))
    )


def stand_in(base: Base, id: str, said: tuple[str, ...]) -> bool:
    """Whether each of some folded words stands in the entry's own texts."""
    own = own_stems(base, base[id].id)
    return all(any(stem(word, language) in own for language in LANGUAGES) for word in said)


def as_told(base: Base, id: str, word: Word) -> str:
    """A word of a question as an entry's own texts may have it: as it was typed, else as what that is a slip of."""
    typed = folded(word.typed)
    return word.typed if typed == word.folded or stand_in(base, id, (typed,)) else word.folded

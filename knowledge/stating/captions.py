"""How fields are called, in all languages."""

from collections.abc import Iterable
from functools import cache

from knowledge.language.cues import cues_of
from knowledge.language.normal import clean, words
from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry, Kind
from knowledge.model.languages import LANGUAGES
from knowledge.model.texts import Name, Text
from knowledge.stating.fields import FIELDS


def caption(base: Base, field: str, entry: AnyEntry | None = None) -> Text:
    """What *field* is called; an open fact has its own caption, looked for in *entry* first."""
    if field in FIELDS:
        return _caption(field)
    for holder in (entry, *base.entries.values()) if entry else base.entries.values():
        for fact in holder.facts:
            if fact.id == field:
                return Text(fact.caption.root)
    raise KeyError(field)


@cache
def kind_caption(kind: Kind) -> Name:
    """What several entries of a kind are called."""
    return Name({language: cues_of(language).kinds[kind].many[0] for language in LANGUAGES})


@cache
def _caption(field: str) -> Text:
    return Text({language: cues_of(language).fields[field].caption for language in LANGUAGES})


@cache
def _words_of(caption_text: str) -> frozenset[str]:
    return frozenset(word.folded for word in words(clean(caption_text)))


def stands_in_caption(field: str, entry: AnyEntry, folded_words: Iterable[str]) -> bool:
    """Whether all words stand in what an open fact is called or asked by: "experts" in "countries of the experts"."""
    said = set(folded_words)
    fact = next((fact for fact in entry.facts if fact.id == field), None)
    called = (text for named in (fact.caption, fact.cues) for _, text in named) if fact else ()
    return any(said <= _words_of(text) for text in called)

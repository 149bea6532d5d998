"""Honest negatives: an entry, a topic or a field is taken out, and its questions are asked all the same."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import Topic
from knowledge.model.texts import NO_ALIASES, Name
from knowledge.reading.lexicon import Lexicon
from knowledge.reading.meanings import Meaning
from knowledge.reading.mentions import Mention, mentions
from knowledge.reading.question import Question

_NOBODY_SAYS: Final = Name({"any": "Zzqvrtkx"})


def without_entry(base: Base, id: str) -> Base:
    """The base as if it did not know the entry: it is there, so that references hold, but nobody can name it."""
    unnamed = {"name": _NOBODY_SAYS, "long_name": None, "aliases": NO_ALIASES}
    if isinstance(base.entries[id], Topic):
        unnamed["samples"] = NO_ALIASES
    entry = base.entries[id].model_copy(update=unnamed)
    return Base(base.settings, base.vocabulary, {**base.entries, id: entry})


def without_field(question: Question, field: str, lexicon: Lexicon) -> Question:
    """The question as if no word of it were known to ask for the field."""
    kept = (part for mention in question.mentions for part in _without(mention, field, lexicon, question))
    return replace(question, mentions=tuple(kept))


def _without(mention: Mention, field: str, lexicon: Lexicon, question: Question) -> Iterator[Mention]:
    kept = tuple(meaning for meaning in mention.meanings if not _asks_for(meaning, field))
    if kept == mention.meanings or len(mention.words) == 1 or any(one.type in ("name", "field") for one in kept):
        yield replace(mention, meanings=kept)
        return
    # Of a phrase that is not known as one, the words are known one by one.
    for place, word in enumerate(mention.words):
        for single in mentions((word,), lexicon, question.language):
            meanings = tuple(meaning for meaning in single.meanings if not _asks_for(meaning, field))
            yield replace(single, first=mention.first + place, meanings=meanings)


def _asks_for(meaning: Meaning, field: str) -> bool:
    return meaning.type in ("field", "beside") and meaning.value == field

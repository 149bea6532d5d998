"""Honest negatives: an entry, a topic or a field is taken out, and its questions are asked all the same."""

from collections.abc import Container, Iterator
from dataclasses import replace
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry, Topic
from knowledge.model.languages import Language
from knowledge.model.texts import NO_ALIASES, Aliases, Name, Spoken
from knowledge.reading.lexicon import Lexicon
from knowledge.reading.meanings import Meaning
from knowledge.reading.mentions import Mention, mentions
from knowledge.reading.question import Question

PARTS: Final = 5
_NOBODY_SAYS: Final = Name({"any": "Zzqvrtkx"})


def without_entry(base: Base, id: str) -> Base:
    """The base as if it knew neither the entry nor the topics about it: they are there, but nobody can name them.

    So every reference to them still holds.
    """
    unknown = {id, *(topic.id for topic in base.of_kind("topic") if isinstance(topic, Topic) and id in topic.related)}
    entries = {one: _unnamed(entry) if one in unknown else entry for one, entry in base.entries.items()}
    return replace(base, entries=entries)


def _unnamed(entry: AnyEntry) -> AnyEntry:
    unnamed = {"name": _NOBODY_SAYS, "long_name": None, "aliases": NO_ALIASES}
    return entry.model_copy(update={**unnamed, "samples": NO_ALIASES} if isinstance(entry, Topic) else unnamed)


def without_samples(base: Base, part: int) -> tuple[Base, tuple[tuple[str, Language, str], ...]]:
    """The base without every fifth sample question, and these: the topic, the language and the question."""
    entries = dict(base.entries)
    out: list[tuple[str, Language, str]] = []
    for topic in base.of_kind("topic"):
        if isinstance(topic, Topic):
            numbered = list(enumerate(topic.samples))
            kept: dict[Spoken, tuple[str, ...]] = {}
            for number, (spoken, text) in numbered:
                language = base.settings.main_language if spoken == "any" else spoken
                if number % PARTS == part:
                    out.append((topic.id, language, text))
                else:
                    kept[spoken] = (*kept.get(spoken, ()), text)
            entries[topic.id] = topic.model_copy(update={"samples": Aliases(kept)})
    return replace(base, entries=entries), tuple(out)


def without_questions(base: Base, out: Container[tuple[Language, str]]) -> Base:
    """The base as if it had not been taught by the golden questions *out*, each with its language."""
    return replace(base, refused=tuple(one for one in base.refused if one not in out))


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

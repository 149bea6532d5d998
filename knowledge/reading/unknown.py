"""Names that nobody here knows: the words of a question that look like one, and our names that they are nearly like."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from knowledge.language.normal import Word
from knowledge.language.rarity import zipf
from knowledge.model.languages import LANGUAGES
from knowledge.reading.lexicon import Lexicon
from knowledge.reading.meanings import Meaning
from knowledge.reading.mentions import Mention
from knowledge.reading.question import Question
from knowledge.reading.typos import near_names

_NOBODY_KNOWS: Final = 2.6
"""Zipf value below which a word is taken for a name however it is written."""
_NOT_EVERYDAY: Final = 4.6
_LONGEST_ACRONYM: Final = 6
_WIDEST: Final = 5
_TIES: Final = ("-", "\u2010", "\u2011", "_")


def unknown_names(question: Question) -> tuple[Mention, ...]:
    """Runs of unexplained words that look like names, in the order of the question."""
    if "unknown" not in question.once:
        question.once["unknown"] = _unknown_names(question)
    return question.once["unknown"]


def _unknown_names(question: Question) -> tuple[Mention, ...]:
    found: list[Mention] = []
    shouting = question.text.isupper()
    for place, mention in enumerate(question.mentions):
        if mention.meanings or not any(_looks_like_a_name(word, question, place, shouting) for word in mention.words):
            continue
        if found and found[-1].first + len(found[-1].words) == mention.first:
            found[-1] = replace(found[-1], words=found[-1].words + mention.words)
        else:
            found.append(mention)
    return tuple(_whole(mention, question) for mention in found)


def unknown_places(question: Question) -> frozenset[int]:
    """The places of the mentions that belong to names which nobody here knows."""
    names = {number for name in unknown_names(question) for number in range(name.first, name.first + len(name.words))}
    return frozenset(place for place, mention in enumerate(question.mentions) if mention.first in names)


def _whole(unknown: Mention, question: Question) -> Mention:
    """With the parts that hyphens tie to it: S3-4AlpRegions is one name, though S3 is known."""
    words = [word for mention in question.mentions for word in mention.words]
    first, last = unknown.first, unknown.first + len(unknown.words) - 1
    while first > 0 and question.text[words[first - 1].end : words[first].start] in _TIES:
        first -= 1
    while last + 1 < len(words) and question.text[words[last].end : words[last + 1].start] in _TIES:
        last += 1
    typed = question.text[words[first].start : words[last].end]
    return replace(unknown, words=tuple(words[first : last + 1]), first=first, typed=typed)


def _looks_like_a_name(word: Word, question: Question, place: int, shouting: bool) -> bool:
    common = max(zipf(word.folded, language) for language in LANGUAGES)
    if word.has_digit and not word.folded.isdecimal():
        return True
    if common < _NOBODY_KNOWS and not word.folded.isdecimal():
        return True
    if shouting or place == 0:
        return False
    if word.typed[0].isupper() and _beside_a_capital(question, place):
        return question.language != "de" or common < _NOT_EVERYDAY
    if word.typed.isupper() and 2 <= len(word.typed) <= _LONGEST_ACRONYM:
        return True
    # German writes every noun with a capital letter, so there a capital tells nothing about an everyday word.
    own = zipf(word.folded, question.language)
    return word.typed[0].isupper() and (own < _NOT_EVERYDAY if question.language != "de" else own < _NOBODY_KNOWS + 1)


def _beside_a_capital(question: Question, place: int) -> bool:
    """Whether the word before or after is unexplained and has a capital letter, too: Mario Rossi."""
    beside = (question.mentions[other] for other in (place - 1, place + 1) if 0 < other < len(question.mentions))
    return any(not mention.meanings and mention.text[0].isupper() for mention in beside)


def near_misses(question: Question, lexicon: Lexicon) -> Iterator[tuple[Question, Meaning, float]]:
    """The question with an unknown name replaced by one of ours that it is nearly like; best first."""
    for unknown in unknown_names(question):
        best: dict[str, tuple[Question, Meaning, float]] = {}
        for first, last in _windows(question, unknown):
            name = "".join(word.folded for m in question.mentions[first:last] for word in m.words)
            # "Marco Bianchi nel Clust-ER Health" is nearly like the name that stands in it, and names somebody beside.
            named = {meaning.value for m in question.mentions[first:last] for meaning in m.of("name")}
            for meaning, likeness in near_names(name, lexicon):
                if meaning.value in named:
                    continue
                if meaning.value not in best or likeness > best[meaning.value][2]:
                    best[meaning.value] = (_with_name(question, first, last, meaning), meaning, likeness)
        yield from sorted(best.values(), key=lambda found: -found[2])


def _windows(question: Question, unknown: Mention) -> Iterator[tuple[int, int]]:
    """The runs of mentions around an unknown name: a name may be unknown in one of its parts only."""
    inside = [
        n
        for n, mention in enumerate(question.mentions)
        if unknown.first <= mention.first < unknown.first + len(unknown.words)
    ]
    for first in range(max(0, inside[0] - 3), inside[0] + 1):
        for last in range(inside[-1] + 1, min(len(question.mentions), inside[-1] + 4) + 1):
            edges = (question.mentions[first], question.mentions[last - 1])
            if last - first <= _WIDEST + len(inside) and not any(edge.is_silent for edge in edges):
                yield first, last


def _with_name(question: Question, first: int, last: int, meaning: Meaning) -> Question:
    parts = question.mentions[first:last]
    named = Mention(tuple(word for part in parts for word in part.words), parts[0].first, (meaning,))
    return replace(question, mentions=(*question.mentions[:first], named, *question.mentions[last:]))

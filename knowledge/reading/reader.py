"""The reader: from a message to the readings of each question in it, best first."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Final

from knowledge.confidence.calibration import calibration
from knowledge.language.cues import cues_of
from knowledge.language.normal import clean, folded, words
from knowledge.language.rarity import language_of
from knowledge.model.base import Base
from knowledge.model.languages import LANGUAGES, Language
from knowledge.model.memory import Memory
from knowledge.reading.explaining import consider
from knowledge.reading.lexicon import Lexicon
from knowledge.reading.mentions import Mention, mentions
from knowledge.reading.of_comparisons import ORDERS, compare, superlative, total
from knowledge.reading.of_conversation import (
    again,
    another_condition,
    another_kind,
    another_order,
    another_role,
    another_subject,
    another_supposition,
    courtesy,
    doings_of_the_counted,
    part_of_the_sum,
    people_elsewhere,
    spread_of_the_list,
)
from knowledge.reading.of_elapsed import elapsed
from knowledge.reading.of_elsewhere import elsewhere
from knowledge.reading.of_entries import describe, expand, state
from knowledge.reading.of_fields import attribute
from knowledge.reading.of_holdings import awarded, awarded_then, held_now, held_too, still_valid, taken_in_turn
from knowledge.reading.of_intervals import between, in_order
from knowledge.reading.of_likeness import alike, sharing
from knowledge.reading.of_neighbours import called_in_short, of_what_it_belongs_to, of_who_was_told
from knowledge.reading.of_sets import exists, filter_or_count
from knowledge.reading.of_shares import of_fund, share
from knowledge.reading.of_tallies import tally
from knowledge.reading.of_texts import said_in_a_text
from knowledge.reading.of_whom import of_whom
from knowledge.reading.proposals import Proposal, Reader
from knowledge.reading.question import Question
from knowledge.reading.readings import Considered, Context, Reading
from knowledge.reading.topics import STRONGEST, Topics
from knowledge.reading.unknown import unknown_places
from knowledge.topics.training import Fit

READERS: Final[tuple[Reader, ...]] = (
    between,
    in_order,
    elapsed,
    awarded,
    awarded_then,
    taken_in_turn,
    held_too,
    held_now,
    another_role,
    compare,
    superlative,
    total,
    share,
    tally,
    alike,
    sharing,
    exists,
    said_in_a_text,
    still_valid,
    state,
    filter_or_count,
    attribute,
    of_what_it_belongs_to,
    of_who_was_told,
    called_in_short,
    expand,
    another_subject,
    another_supposition,
    part_of_the_sum,
    doings_of_the_counted,
    people_elsewhere,
    another_kind,
    another_order,
    another_condition,
    spread_of_the_list,
    again,
    of_whom,
    of_fund,
    elsewhere,
    describe,
    courtesy,
)
"""In the order in which equally sure readings win: the more specific first."""

_SENTENCE: Final = re.compile(r"(?<=[?!])\s*|(?<=[^\W\d]{2}[.;:])\s+|(?<=\n)")
_MOST_SENTENCES: Final = 6


@dataclass(frozen=True, repr=False)
class Compiled:
    """What reading needs from a base, built once."""

    base: Base
    lexicon: Lexicon
    topics: Topics

    @classmethod
    def compile(cls, base: Base, fitted: Fit) -> "Compiled":
        """Compile a checked base; *fitted* makes the model of its topics."""
        lexicon = Lexicon.compile(base)
        lexicon.get_ready()
        return cls(base, lexicon, Topics.compile(base, lexicon, fitted))

    def question(self, text: str, language: Language, today: date, context: Context) -> Question:
        """The mentions of one question in *text*."""
        return Question(text, self.cut(text, language, today), language, self.base, today, context)

    def cut(self, text: str, language: Language, today: date) -> tuple[Mention, ...]:
        """The mentions of a cleaned text."""
        if (found := self._last_cut.get((text, language, today))) is None:
            found = self._last_cut[text, language, today] = mentions(words(text), self.lexicon, language, today)
        return found

    @cached_property
    def _last_cut(self) -> Memory[tuple[str, Language, date], tuple[Mention, ...]]:
        """The language is heard from the mentions of the whole message, which mostly is the question itself."""
        return Memory(1)


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a message; a date or an abbreviation does not end one.

    >>> sentences("Ciao! Quando inizia l'ADW? E dove?")
    ('Ciao!', "Quando inizia l'ADW?", 'E dove?')
    >>> sentences("Events in St. Petersburg. Thanks")
    ('Events in St. Petersburg.', 'Thanks')
    """
    parts: list[str] = []
    for part in _SENTENCE.split(clean(text)):
        if parts and parts[-1].endswith(".") and folded(parts[-1][:-1].split()[-1]) in _abbreviations():
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part.strip())
    return tuple(part for part in parts if any(character.isalnum() for character in part))[:_MOST_SENTENCES]


@cache
def _abbreviations() -> frozenset[str]:
    return frozenset(folded(word) for language in LANGUAGES for word in cues_of(language).abbreviations)


def headed(parts: Sequence[str], cut: Callable[[str], Sequence[Mention]]) -> Iterator[str]:
    """The sentences of a message; a heading with a colon goes with what follows: "AlpClusters: how long?".

    *cut* finds the mentions of a sentence.
    """
    heading = ""
    for part in parts:
        whole = f"{heading} {part}".strip()
        heading = whole if part.endswith(":") and _is_heading(cut(whole)) else ""
        if not heading:
            yield whole
    if heading:
        yield heading


def _is_heading(cut: Sequence[Mention]) -> bool:
    """Whether it names something and asks nothing of it, or asks which comes first and names nothing."""
    if not any(mention.of("name") for mention in cut):
        return any(meaning.value in ORDERS for mention in cut for meaning in mention.of("operator"))
    return all(mention.meanings and not _asks(mention) for mention in cut)


def _asks(mention: Mention) -> bool:
    """Whether it is a question word, or wants something told; "after" the workshop wants nothing."""
    said = {meaning.value for meaning in mention.of("operator")}
    return bool(mention.of("question")) or not said.isdisjoint(("describe", "list"))


def spoken(text: str, compiled: Compiled, default: Language, today: date) -> Language:
    """The language of a message: that of its words which are not names of ours; *default* where they do not tell."""
    plain = compiled.cut(clean(text), default, today)
    return language_of([word.folded for m in plain if not m.of("name") for word in m.words], default)


def read(
    question: Question, topics: Topics, tells: Callable[[Considered], bool] = lambda _: False
) -> tuple[Considered, ...]:
    """The readings of a question, the strongest first; of equals the one that takes in more of the words.

    Topics are looked at unless a reading is as strong as a topic can be and *tells* something: structure goes first.
    """
    found = [consider(question, proposal) for proposal in _proposals(question)]
    if not any(one.strength >= STRONGEST and tells(one) for one in found):
        found += topics.like(question)
    best: dict[tuple[Reading, ...], Considered] = {}
    for considered in sorted(found, key=lambda one: (-one.strength, -one.rests_on)):
        best.setdefault(considered.readings, considered)
    return _with_confidence(tuple(best.values()), unknown_places(question))


def _with_confidence(considered: tuple[Considered, ...], unknown: frozenset[int]) -> tuple[Considered, ...]:
    """How sure each is, seen beside the others and the whole question."""
    strongest = [one.strength for one in considered[:2]]
    return tuple(
        _sure(one, max((s for place, s in enumerate(strongest) if place != number), default=0.0), unknown)
        for number, one in enumerate(considered)
    )


def _sure(one: Considered, other: float, unknown: frozenset[int]) -> Considered:
    rival = min(1.0, other / one.strength) if one.strength else 1.0
    strange = any(one.uses[place].use == "unexplained" for place in unknown)
    signals = replace(one.signals, rival=round(rival, 4), strange=float(strange))
    return replace(one, signals=signals, confidence=round(calibration().confidence(signals, one.chance), 4))


def _proposals(question: Question) -> Iterator[Proposal]:
    for reader in READERS:
        yield from reader(question)

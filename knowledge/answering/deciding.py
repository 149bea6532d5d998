"""From readings to one of the three outcomes: sure enough to answer, a choice to offer, or a gap to record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from knowledge.answering.bodies import MOST_TELLING, body_of, telling, told_of
from knowledge.answering.linking import links_of, shown
from knowledge.answering.outcomes import Answer, Body, Candidate, Choice, Gap, Outcome, Property
from knowledge.answering.properties import properties
from knowledge.confidence.calibration import Thresholds, calibration
from knowledge.model.asking import GapType
from knowledge.model.base import Base
from knowledge.model.languages import LANGUAGES
from knowledge.model.memory import Memory
from knowledge.model.texts import Name, Text
from knowledge.reading.alternatives import before_or_after
from knowledge.reading.clauses import asides
from knowledge.reading.mentions import Mention
from knowledge.reading.question import Question
from knowledge.reading.reader import Compiled, read
from knowledge.reading.readings import Considered, Reading
from knowledge.reading.unknown import near_misses, unknown_names
from knowledge.stating.captions import caption, kind_caption
from knowledge.stating.fields import FIELDS
from knowledge.stating.naming import name_of
from knowledge.stating.saying import Said
from knowledge.stating.statements import statements
from knowledge.stating.territories import is_territory

_EQUAL: Final = 0.03
"""Readings whose strengths differ by no more explain the words equally well."""
_CLOSE: Final = 0.15
"""How much less strong a reading may be that is offered beside the strongest."""
_NEVER_OFFERED: Final = ("describe", "courtesy")
_MOST: Final = 3
_UNDERSTOOD: Final = 2
"""On so many names, cues and values a reading must rest that is offered though a word of the question is open."""
_FEW_BODIES: Final = 256
_OFFERED: Final = 6
_GUESSES: Final = 2
"""Of a question that was not understood so much is guessed, to be told first."""
_RATHER_THAN_NOT: Final = 0.5
"""How sure a topic must be to be offered: of those that were less, hardly one was what somebody had asked for."""


@dataclass(frozen=True, repr=False)
class Decider:
    """Decides on the base of one snapshot."""

    compiled: Compiled

    @property
    def base(self) -> Base:
        """The base that answers."""
        return self.compiled.base

    @property
    def thresholds(self) -> Thresholds:
        """How sure one must be here to answer, and to offer."""
        return calibration().thresholds[self.base.settings.care]

    def decide(self, question: Question, today: date) -> tuple[Outcome, ...]:
        """One outcome for each field that the question asks for."""
        considered = self.ranked(question, today)
        if best := self._sure(considered, today):
            outcomes = [self.outcome(reading, today, considered, best.confidence) for reading in best.readings]
            return tuple(one for one in outcomes if not _is_of_an_aside(question, one)) or tuple(outcomes)
        return (self._unsure(question, today, considered),)

    def _sure(self, considered: Sequence[Considered], today: date) -> Considered | None:
        """The best reading if it is sure; a topic that is, if the best is not, or tells nothing and is less sure."""
        best = next(iter(considered), None)
        if best and best.confidence >= self.thresholds.answer and self._telling(best, today):
            return best
        sure = [one for one in considered if one.confidence >= self.thresholds.answer]
        possible = (one for one in sure if one is best or one.reading.operator == "topic")
        return max(possible, key=lambda one: one.confidence, default=None)

    def ranked(self, question: Question, today: date) -> tuple[Considered, ...]:
        """The readings; of those that explain the words equally well, the one with something to tell goes first."""
        found = read(question, self.compiled.topics, lambda one: self._telling(one, today) == MOST_TELLING)
        considered = tuple(one for one in found if not self._echoes(question, one, today))
        if not considered:
            return considered
        best = considered[0]
        level = [
            one
            for one in considered
            if (
                best.strength - one.strength <= _EQUAL
                and (one.rests_on >= best.rests_on or one.reading.operator == "topic")
            )
            or (best.reading.operator == "topic" and one.confidence > best.confidence)
        ]
        # "And the gold one?" asks of it what was asked before, and is no answer if that is not known.
        goes_on = question.has("follow_up") and any(one.reading.from_conversation for one in level)
        level = [one for one in level if not (goes_on and one.reading.operator == "describe")]
        level.sort(key=lambda one: -self._telling(one, today))
        return (*level, *(one for one in considered if one not in level))

    def _echoes(self, question: Question, one: Considered, today: date) -> bool:
        """Whether all that it tells was said: "whom did ESCA give the label?" is not answered with ESCA."""
        about = {id for reading in one.readings for id in reading.subjects}
        named = [entry for _, entry in question.named if entry.id not in about]
        # Of two that are named, one was first.
        either = question.has("earliest", "latest") or before_or_after(question)
        if not named or not question.asked or either:
            return False
        told = {id for reading in one.readings for id in told_of(self._body(reading, today))}
        kinds = {self.base[id].kind for id in told}
        return bool(told) and told == {entry.id for entry in named if entry.kind in kinds}

    def _telling(self, considered: Considered, today: date) -> int:
        """How much there is to tell; a topic, which is only like the question, gives way to any typed answer."""
        least = min(telling(self._body(reading, today)) for reading in considered.readings)
        return min(least, 1) if considered.reading.operator == "topic" else least

    def outcome(
        self, reading: Reading, today: date, considered: tuple[Considered, ...] = (), confidence: float = 1.0
    ) -> Outcome:
        """The answer to a reading, or the gap where the base has none."""
        body = self._body(reading, today)
        if body is None:
            return self._missing(reading, considered)
        return Answer(reading, body, confidence, links_of(self.base, reading, body), shown(body, reading), considered)

    def _body(self, reading: Reading, today: date) -> Body | None:
        """What the base has to say; a reading is looked at more than once before it is answered."""
        if (reading, today) not in self._bodies:
            self._bodies[reading, today] = body_of(self.base, reading, today)
        return self._bodies[reading, today]

    @cached_property
    def _bodies(self) -> Memory[tuple[Reading, date], Body | None]:
        return Memory(_FEW_BODIES)

    def _unsure(self, question: Question, today: date, considered: tuple[Considered, ...]) -> Outcome:
        if unknown_names(question):
            return self._near(question, considered) or Gap(
                self._unknown_type(question), unknown=unknown_names(question)[0].text, considered=considered
            )
        if choice := self._choice(question, considered, today):
            return choice
        if question.named and question.named[0][1].kind != "topic":
            return self._missing(Reading("describe", (question.named[0][1].id,)), considered)
        if _is_bare_of_what_was_said(question):
            return self._missing(Reading("describe", (question.asked_before[0].id,)), considered)
        strange = question.is_bare or (not question.is_ours and any(_is_no_cue(m) for m in question.mentions))
        return Gap("out_of_scope" if strange else "not_understood", considered=considered)

    def _unknown_type(self, question: Question) -> GapType:
        """A strange name in a question that has nothing else to do with us is no subject of ours."""
        names = {word for name in unknown_names(question) for word in name.words}
        others = [m for m in question.mentions if not m.meanings and not names & set(m.words)]
        return "unknown_subject" if question.is_ours or not others else "out_of_scope"

    def _near(self, question: Question, considered: tuple[Considered, ...]) -> Choice | None:
        candidates: dict[str, Candidate] = {}
        with_ours: list[Considered] = []
        for as_ours, meaning, likeness in near_misses(question, self.compiled.lexicon):
            if meaning.value in candidates:
                continue
            best = next(iter(read(as_ours, self.compiled.topics)), None)
            if best is not None and best.confidence >= self.thresholds.offer and meaning.value in best.reading.subjects:
                candidates[meaning.value] = self._candidate(best.reading, best.confidence * likeness)
                with_ours.append(replace(best, confidence=round(best.confidence * likeness, 4)))
                if len(candidates) == _MOST:
                    break
        found = tuple(candidates.values())
        return Choice(found, (*with_ours, *considered)) if found else None

    def _choice(self, question: Question, considered: tuple[Considered, ...], today: date) -> Choice | None:
        possible = [
            one
            for one in considered
            if one.reading.operator not in _NEVER_OFFERED
            and (one.confidence >= self._least_to_offer(one) or _is_one_word_short(question, one))
        ]
        close = [one for one in possible if possible[0].strength - one.strength <= _CLOSE]
        answerable = [one for one in close if all(self._body(reading, today) for reading in one.readings)]
        candidates = {c.id: c for c in (self._candidate(one.reading, one.confidence) for one in answerable)}
        return Choice(tuple(candidates.values())[:_MOST], considered) if candidates else None

    def _least_to_offer(self, one: Considered) -> float:
        is_topic = one.reading.operator == "topic"
        return max(self.thresholds.offer, _RATHER_THAN_NOT) if is_topic else self.thresholds.offer

    def _candidate(self, reading: Reading, confidence: float) -> Candidate:
        id = "-".join(reading.subjects) or reading.kind or reading.operator
        title = self.base[reading.subjects[0]].name if reading.subjects else self._set_title(reading)
        named = caption(self.base, reading.field) if reading.field else None
        return Candidate(id, title, reading, round(confidence, 4), named)

    def _set_title(self, reading: Reading) -> Name:
        """What a list is of: its kind and its conditions, as far as they have names."""
        values = [one.value for one in reading.conditions if isinstance(one.value, str) and not is_territory(one.value)]
        named = (kind_caption(reading.kind or "topic"), *(name_of(self.base, value) for value in values))
        main = self.base.settings.main_language
        return Name({code: " · ".join(name.said_in(code, main).text for name in named) for code in LANGUAGES})

    def _missing(self, reading: Reading, considered: tuple[Considered, ...]) -> Gap:
        if not reading.subjects:
            return Gap("not_understood", reading, considered=considered)
        without = (one for one in reading.subjects if not statements(self.base, self.base[one], reading.field or ""))
        id = self.base[next(without, reading.subjects[0])].id
        return Gap(
            "missing_field",
            reading,
            entry=id,
            caption=self._asked_of(id, reading),
            offered=self._what_else(id, considered),
            links=self.base[id].links,
            considered=considered,
        )

    def _what_else(self, id: str, considered: Sequence[Considered]) -> tuple[Property, ...]:
        """What can be told of an entry: first what the question is most likely to have asked for."""
        guessed = (reading.field for one in considered for reading in one.readings if reading.subjects == (id,))
        likely = list(dict.fromkeys(guessed))[:_GUESSES]
        found = {one.field: one for one in properties(self.base, id, key=False)}
        return tuple(found[field] for field in dict.fromkeys((*likely, *found)) if field in found)[:_OFFERED]

    def _asked_of(self, id: str, reading: Reading) -> Text | None:
        """What the missing field is called, if entries of this kind have it: a label has no budget that could lack.

        Where a text should have said something, the field itself may well be stated.
        """
        field = reading.field
        if field is None or (field in FIELDS and self.base[id].kind not in FIELDS[field].kinds):
            return None
        of_text = any(isinstance(one.value, Said) for one in reading.conditions)
        return None if of_text else caption(self.base, field, self.base[id])


def _is_bare_of_what_was_said(question: Question) -> bool:
    """Whether a "why?" or a "how many?" follows an answer, and nothing else is said: that is not off the point."""
    all_known = all(mention.is_silent or mention.of("question", "operator") for mention in question.mentions)
    return bool(question.asked_before and question.asked and question.is_bare) and all_known


def _is_one_word_short(question: Question, one: Considered) -> bool:
    """Whether all but one word is understood, and that asks for nothing and names nobody: mostly it is what is meant.

    A cue of another field is often said for itself: the name "behind" a project. In a topic no word is understood: how
    like its samples a question is tells its confidence.
    """
    if one.reading.operator == "topic" or one.signals.unexplained != 1 or one.signals.strange:
        return False
    place = next(place for place, use in enumerate(one.uses) if use.use == "unexplained")
    telling = question.mentions[place].of("question", "operator", "name", "amount", "period", "place")
    return one.rests_on >= _UNDERSTOOD and not telling


def _is_of_an_aside(question: Question, outcome: Outcome) -> bool:
    """Whether nothing is known of what only a clause in passing says: "…, mit denen ESCA arbeitet"."""
    if not isinstance(outcome, Gap) or outcome.reading is None or outcome.reading.field is None:
        return False
    said = question.places("field", outcome.reading.field)
    return bool(said) and said <= asides(question)


def _is_no_cue(mention: Mention) -> bool:
    """Whether it is nothing that only we would be asked: an unknown word, a day."""
    return not mention.meanings or bool(mention.of("period"))

"""What is dated by another entry: "while X was running", "before the workshop", "after Y was founded"."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, Literal

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.model.values import PartialDate
from knowledge.reading.alternatives import before_or_after
from knowledge.reading.question import Question
from knowledge.reading.subjects import subjects
from knowledge.stating.conditions import Span
from knowledge.stating.statements import statements

When = Literal["before", "during", "after"]

_WHEN: Final[Mapping[str, When]] = {"before": "before", "during": "during", "at": "during", "after": "after"}
"""By the cue; "at the time of X" is closed with the name, and "while X was running" is not."""
_OF_TIME: Final = frozenset(("period", "duration", "start", "end", "founded"))
"""Fields that speak of the time of what is named: "the lifetime of X", "X was created"."""
_BEGINNINGS: Final = ("start", "founded")
_ENDINGS: Final = ("end", "founded")
_GOING_ON: Final = frozenset(("state", "now", "held"))
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The days that are told by another entry."""

    when: When
    span: Span
    places: frozenset[int]
    """Of all the words that say so and are no grammar: the name, "was still running"."""


def anchors(question: Question, subject: AnyEntry) -> Mapping[int, Anchor]:
    """What dates the *subject* of a question, by the place where it is named: X, or "the project" of it."""
    each = (_anchored(question, cue, _WHEN[when], subject) for cue, when in _cues(question))
    return dict(found for found in each if found is not None)


def dating(question: Question, subject: AnyEntry) -> frozenset[int]:
    """The places of all the words that date the *subject* by another entry."""
    return frozenset(place for anchor in anchors(question, subject).values() for place in anchor.places)


def asks_how_it_stood(question: Question) -> bool:
    """Whether a state is asked for on the days of another entry, or on one side of them: "was it over before X?"."""
    state = question.places("operator", "state")
    found = (one for subject in subjects(question) if state for one in anchors(question, subject.entry).values())
    return any(not state <= one.places for one in found)


def _cues(question: Question) -> Iterator[tuple[int, str]]:
    asked = before_or_after(question)
    said = ((place, meaning.value) for place, meaning in question.each("operator") if place not in asked)
    return ((place, value) for place, value in said if value in _WHEN)


def _anchored(question: Question, cue: int, when: When, subject: AnyEntry) -> tuple[int, Anchor] | None:
    """The first that is named behind the cue; only words of time stand between, and some may follow."""
    behind = range(cue + 1, len(question.mentions))
    at = next((place for place in behind if not _goes_along(question, place)), behind.stop)
    named = [one.entry for one in subjects(question) if at in one.used]
    if len(named) != 1 or named[0].id == subject.id:
        return None
    is_closed = cue in question.places("operator", "at")
    going_on = (place for place in behind if place > at and (is_closed or not _goes_along(question, place)))
    end = next(going_on, behind.stop)
    still = {cue - 1} if _is_still(question, cue - 1) else set[int]()
    places = still.union(place for place in range(cue, end) if not question.mentions[place].is_silent)
    said = {field for field in _OF_TIME if places & question.places("field", field)}
    span = _span(question.base, named[0], when, said, subject)
    return (at, Anchor(when, span, frozenset(places))) if span is not None else None


def _is_still(question: Question, place: int) -> bool:
    """Whether a "still" belongs to the word behind it: "still during …", and not "was it still running, when …"."""
    still = question.mentions[place : place + 1] if place >= 0 else ()
    said = any(meaning.value in _GOING_ON for one in still if one.is_silent for meaning in one.of("operator"))
    return said and "," not in question.text[still[0].words[-1].end : question.mentions[place + 1].words[0].start]


def _goes_along(question: Question, place: int) -> bool:
    """Whether it is grammar, speaks of time, or says what is named beside it: "the lifetime of the project X"."""
    mention = question.mentions[place]
    if mention.of("kind"):
        beside = question.mentions[place - 1 : place] + question.mentions[place + 1 : place + 2]
        return any(other.of("name") for other in beside)
    spoken = {meaning.value for meaning in mention.of("field", "beside", "operator")}
    return not mention.of("name") and (mention.is_silent or not spoken.isdisjoint(_OF_TIME | _GOING_ON))


def _span(base: Base, entry: AnyEntry, when: When, said: Iterable[str], subject: AnyEntry) -> Span | None:
    """The days before, during or after; None where dates are missing, or too vague to tell on which side it is."""
    begun, ended = _date(base, entry, _BEGINNINGS), _date(base, entry, _ENDINGS)
    if begun is None or ended is None:
        return None
    if when == "during":
        return Span(begun.first, ended.last)
    ending = "end" in said or (when == "after" and "start" not in said)
    moment = ended if ending else begun
    if _shares_a_vague(base, moment, subject):
        return None
    return Span(None, moment.first - _DAY) if when == "before" else Span(moment.last + _DAY, None)


def _shares_a_vague(base: Base, moment: PartialDate, subject: AnyEntry) -> bool:
    """Whether the subject has a date within the month or the year of which no more is known."""
    own = (_date(base, subject, fields) for fields in (_BEGINNINGS, _ENDINGS))
    return any(one.first <= moment.last and moment.first <= one.last and one != moment for one in own if one)


def _date(base: Base, entry: AnyEntry, fields: Iterable[str]) -> PartialDate | None:
    found = (stated.value for field in fields for stated in statements(base, entry, field))
    return next((value for value in found if isinstance(value, PartialDate)), None)

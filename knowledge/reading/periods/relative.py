"""Periods seen from a day: today, this week, last year, next month, in the next three months, on Monday."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Final

from knowledge.language.cues import PeriodCue
from knowledge.model.languages import Language
from knowledge.model.months import later
from knowledge.reading.periods.dates import Found, dates_at
from knowledge.reading.periods.terms import cues_at, number_at, past, weekday_of
from knowledge.stating.conditions import Span

_MOMENTS: Final[dict[PeriodCue, tuple[PeriodCue, int]]] = {
    "today": ("day", 0),
    "tomorrow": ("day", 1),
    "yesterday": ("day", -1),
    "after_tomorrow": ("day", 2),
    "before_yesterday": ("day", -2),
    "this_year": ("year", 0),
    "last_year": ("year", -1),
    "next_year": ("year", 1),
}
"""Words that say a unit and how far it lies from the present one."""
_UNITS: Final[tuple[PeriodCue, ...]] = ("day", "week", "weekend", "month", "quarter", "year")
_SINGULAR: Final[dict[PeriodCue, PeriodCue]] = {
    **{unit: unit for unit in _UNITS if unit != "weekend"},
    "days": "day",
    "weeks": "week",
    "months": "month",
    "quarters": "quarter",
    "years": "year",
}
_STEPS: Final[dict[PeriodCue, int]] = {"this": 0, "next": 1, "last": -1}
_STRETCHES: Final[dict[PeriodCue, int]] = {"next_several": 1, "last_several": -1}
_MOST: Final = 120


def relative_at(place: int, said: Sequence[str], language: Language, today: date) -> Iterator[Found]:
    """The periods that begin at *place* and are told from *today*."""
    for moment, end in cues_at(place, said, language, *_MOMENTS):
        yield Found(end, unit_from(today, *_MOMENTS[moment]))
    yield from _stepped(place, said, language, today)
    yield from _several(place, said, language, today)


def _stepped(place: int, said: Sequence[str], language: Language, today: date) -> Iterator[Found]:
    """One unit, month or day of the week from now: this month, l'anno scorso, next Monday, lo scorso luglio."""
    before = [(_STEPS[cue], end) for cue, end in cues_at(place, said, language, *_STEPS)]
    for step, end in before:
        yield from _one(past(end, said, language, "joining"), said, language, today, step)
    if before:
        return
    for found in _one(place, said, language, today, None):
        for cue, end in cues_at(found.end, said, language, "next", "last"):
            yield from (later for later in _one(place, said, language, today, _STEPS[cue], end) if later.end == end)
    if (weekday := weekday_of(said[place], language)) is not None:
        yield Found(place + 1, _on_weekday(today, weekday, 0), weekday=weekday)


def _one(
    place: int, said: Sequence[str], language: Language, today: date, step: int | None, end: int | None = None
) -> Iterator[Found]:
    """The unit, the day of the week or the month at *place*, *step* away from now; *end* is where it ends if later."""
    for unit, after in cues_at(place, said, language, *_UNITS):
        yield Found(end or after, unit_from(today, unit, step or 0))
    if place < len(said) and (weekday := weekday_of(said[place], language)) is not None:
        yield Found(end or place + 1, _on_weekday(today, weekday, step or 0))
    for found in dates_at(place, said, language, plainly=step is not None) if place < len(said) else ():
        if found.yearly is not None:
            yearly = found.yearly
            span = yearly.before(today) if step == -1 else yearly.after(today) if step == 1 else yearly.of(today.year)
            yield Found(end or found.end, span)


def _several(place: int, said: Sequence[str], language: Language, today: date) -> Iterator[Found]:
    """The next three months, gli ultimi 5 anni, les 3 prochains mois, in the 2 weeks to come."""
    for cue, end in cues_at(place, said, language, *_STRETCHES):
        if (many := number_at(end, said, language)) is not None:
            yield from _stretch(end + 1, said, language, today, _STRETCHES[cue] * many)
    if (number := number_at(place, said, language)) is None:
        return
    for cue, end in cues_at(place + 1, said, language, *_STRETCHES):
        yield from _stretch(end, said, language, today, _STRETCHES[cue] * number)
    for unit, unit_end in cues_at(place + 1, said, language, *_SINGULAR):
        for cue, end in cues_at(unit_end, said, language, *_STRETCHES):
            yield from _counted(end, today, _SINGULAR[unit], _STRETCHES[cue] * number)


def _stretch(place: int, said: Sequence[str], language: Language, today: date, many: int) -> Iterator[Found]:
    for unit, end in cues_at(place, said, language, *_SINGULAR):
        yield from _counted(end, today, _SINGULAR[unit], many)


def _counted(end: int, today: date, unit: PeriodCue, many: int) -> Iterator[Found]:
    if 0 < abs(many) <= _MOST:
        other = moved(today, unit, many)
        yield Found(end, Span(min(today, other), max(today, other)))


def unit_from(today: date, unit: PeriodCue, step: int) -> Span:
    """The day, week, month … that lies *step* units from the one that *today* is in.

    >>> unit_from(date(2018, 7, 5), "month", -1)
    Span(first=datetime.date(2018, 6, 1), last=datetime.date(2018, 6, 30))
    """
    first = _start(moved(today, unit, step), unit)
    if unit == "weekend":
        return Span(first, first + timedelta(1))
    return Span(first, moved(first, unit, 1) - timedelta(1))


def _start(day: date, unit: PeriodCue) -> date:
    match unit:
        case "week":
            return day - timedelta(day.weekday())
        case "weekend":
            return day - timedelta(day.weekday()) + timedelta(5)
        case "month":
            return day.replace(day=1)
        case "quarter":
            return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        case "year":
            return date(day.year, 1, 1)
        case _:
            return day


def moved(day: date, unit: PeriodCue, many: int) -> date:
    """*day* moved by *many* units; the last of a month where the month has no such day. Stays within the calendar."""
    try:
        if unit in ("day", "week", "weekend"):
            return day + timedelta(days=many * (1 if unit == "day" else 7))
        return later(day, many * {"month": 1, "quarter": 3, "year": 12}[unit])
    except (OverflowError, ValueError):
        return date.max if many > 0 else date.min


def _on_weekday(today: date, weekday: int, step: int) -> Span:
    """The coming one, today included; next: after today; last: before today."""
    ahead = (weekday - today.weekday()) % 7
    days = ahead - 7 if step == -1 else ahead or 7 if step == 1 else ahead
    return Span(today + timedelta(days), today + timedelta(days))

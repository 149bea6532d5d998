"""Which days a period means beside an entry: "in July" of an event is the July nearest to it."""

from datetime import date, timedelta
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.model.values import PartialDate
from knowledge.reading.meanings import Meaning
from knowledge.stating.conditions import Span
from knowledge.stating.finding import column
from knowledge.stating.statements import statements

_A_YEAR: Final = 365
_HALF_A_WEEK: Final = 3
_BEGINNINGS = ("start", "founded")


def days_of(meaning: Meaning, base: Base, entry: AnyEntry | None) -> Span | None:
    """The days of a period; without a year, or a day of the week, those nearest to when *entry* began or to today."""
    if entry is None:
        return meaning.span
    stated = (one.value for field in _BEGINNINGS for one in statements(base, entry, field))
    began = next((value.first for value in stated if isinstance(value, PartialDate)), None)
    if began and meaning.yearly:
        return meaning.yearly.nearest(began)
    if began and meaning.weekday is not None:
        day = began + timedelta((meaning.weekday - began.weekday() + _HALF_A_WEEK) % 7 - _HALF_A_WEEK)
        return Span(day, day)
    return meaning.span


def days_of_an_event(meaning: Meaning, base: Base, today: date) -> Span | None:
    """The days of a period in which an event was; a day without a year is the one nearest to *today* that had one."""
    yearly, events = meaning.yearly, column(base, "event", "period")
    # What is known to begin or to end alone, or lasts for years, was on every such day.
    short = (events.first > 0) & (events.last - events.first < _A_YEAR)
    first, last = events.first[short], events.last[short]
    if yearly is None or yearly.day is None or not len(first):
        return meaning.span
    years = range(date.fromordinal(int(first.min())).year, date.fromordinal(int(last.max())).year + 1)
    days = [span.first for year in years if (span := yearly.of(year)) and span.first]
    had = [day for day in days if ((first <= day.toordinal()) & (last >= day.toordinal())).any()]
    nearest = min(had, key=lambda day: abs(day - today), default=None)
    return Span(nearest, nearest) if nearest else meaning.span

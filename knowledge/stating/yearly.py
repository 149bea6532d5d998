"""Periods that come back every year: a July, a 5 July, a summer."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.stating.conditions import Span


@dataclass(frozen=True, slots=True)
class Yearly:
    """A period of which no year was said.

    >>> Yearly(7).nearest(date(2018, 6, 20))
    Span(first=datetime.date(2018, 7, 1), last=datetime.date(2018, 7, 31))
    """

    month: int
    day: int | None = None
    months: int = 1
    """How many months from that one on: a season has three."""

    def of(self, year: int) -> Span | None:
        """The one that begins in *year*; None if that year has no such day."""
        days = calendar.monthrange(year, self.month)[1]
        if (self.day or 1) > days:
            return None
        if self.day:
            return Span(date(year, self.month, self.day), date(year, self.month, self.day))
        after = self.month + self.months
        return Span(date(year, self.month, 1), date(year + (after - 1) // 12, (after - 1) % 12 + 1, 1) - timedelta(1))

    def nearest(self, day: date) -> Span | None:
        """The one that lies nearest to *day*."""
        return min(self._around(day), key=lambda span: _distance(span, day), default=None)

    def before(self, day: date) -> Span | None:
        """The last one that has begun by *day*."""
        return max((span for span in self._around(day) if span.first and span.first <= day), key=_first, default=None)

    def after(self, day: date) -> Span | None:
        """The first one that is not over on *day*."""
        return min((span for span in self._around(day) if span.last and span.last >= day), key=_first, default=None)

    def _around(self, day: date) -> list[Span]:
        years = range(max(day.year - 4, date.min.year), min(day.year + 4, date.max.year - 1) + 1)
        return [span for year in years if (span := self.of(year)) is not None]


def _first(span: Span) -> date:
    return span.first or date.min


def _distance(span: Span, day: date) -> int:
    if span.first and day < span.first:
        return (span.first - day).days
    return max(0, (day - (span.last or day)).days)

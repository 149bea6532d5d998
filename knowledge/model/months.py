"""Counting in months."""

import calendar
from datetime import date


def later(day: date, months: int) -> date:
    """The same day some months later, or the last of a month that has no such day. Raises ValueError off the calendar.

    >>> later(date(2018, 1, 31), 1)
    datetime.date(2018, 2, 28)
    """
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    if not date.min.year <= year <= date.max.year:
        raise ValueError(f"no year {year}")
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))

"""How far two dates lie apart, as exactly as both are known."""

from calendar import monthrange
from datetime import date
from typing import Final

from knowledge.model.values import PartialDate
from knowledge.stating.values import Lapse

_MONTHS: Final = 12


def lapse(earlier: PartialDate, later: PartialDate) -> Lapse:
    """Whole years and months from a date to one that is no earlier; of less than a year months and days.

    Where of one the year or the month alone is known, roughly.

    >>> day = PartialDate.model_validate("2026-11-29")
    >>> lapse(PartialDate.model_validate("2019-04-30"), day)
    Lapse(years=7, months=6, days=0, is_rough=False)
    >>> lapse(PartialDate.model_validate("2020"), day)
    Lapse(years=6, months=0, days=0, is_rough=True)
    >>> lapse(PartialDate.model_validate("2026-01-31"), day)
    Lapse(years=0, months=9, days=29, is_rough=False)
    """
    if earlier.month is None or later.month is None:
        return Lapse(later.year - earlier.year, is_rough=True)
    months = (later.year - earlier.year) * _MONTHS + later.month - earlier.month
    if earlier.day is None or later.day is None:
        return Lapse(*divmod(months, _MONTHS), is_rough=True)
    months -= later.day < earlier.day
    if months >= _MONTHS:
        return Lapse(*divmod(months, _MONTHS))
    return Lapse(0, months, (later.first - _after(earlier.first, months)).days)


def _after(day: date, months: int) -> date:
    """The day so many months later, or the last one of that month."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))

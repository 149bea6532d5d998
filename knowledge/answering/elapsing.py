"""How long ago something was: from a stated date to the day of the question, as exactly as the date is known."""

from datetime import date
from typing import Final

from knowledge.answering.outcomes import Elapsed, Values
from knowledge.model.values import PartialDate, Period
from knowledge.stating.values import Ago, Related, Value

_MONTHS: Final = 12


def elapsed(found: Values, today: date) -> Elapsed | Values:
    """How long ago the first of the dates *found* was; the dates themselves where that is yet to come."""
    for stated in found.property.values:
        when = _when(stated.value, today)
        if when is not None and when.last <= today:
            return Elapsed(found.entry, found.property, stated, ago(when, today))
    return found


def _when(value: Value, today: date) -> PartialDate | None:
    """The date that counts: of a period its end, if that has passed, else its start."""
    match value:
        case PartialDate() | Related(since=PartialDate()):
            return value if isinstance(value, PartialDate) else value.since
        case Period(start=start, end=end):
            return end if end is not None and end.last <= today else start
        case _:
            return None


def ago(when: PartialDate, today: date) -> Ago:
    """Whole years, months and days from *when* to *today*; of a year or a month that alone is known, roughly.

    >>> ago(PartialDate.model_validate("2019-04-30"), date(2026, 11, 29))
    Ago(years=7, months=6, days=0, is_rough=False)
    >>> ago(PartialDate.model_validate("2020"), date(2026, 11, 29))
    Ago(years=6, months=0, days=0, is_rough=True)
    """
    if when.month is None:
        return Ago(today.year - when.year, is_rough=True)
    months = (today.year - when.year) * _MONTHS + today.month - when.month
    if when.day is None:
        return Ago(*divmod(months, _MONTHS), is_rough=True)
    months -= today.day < when.day
    if months:
        return Ago(*divmod(months, _MONTHS))
    return Ago(0, 0, (today - when.first).days)

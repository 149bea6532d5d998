"""How far two dates lie apart, as exactly as both are known."""

from typing import Final

from knowledge.model.values import PartialDate
from knowledge.stating.values import Lapse

_MONTHS: Final = 12


def lapse(earlier: PartialDate, later: PartialDate) -> Lapse:
    """Whole years and months from a date to one that is no earlier, or days where it is less than a month.

    Where of one the year or the month alone is known, roughly.

    >>> day = PartialDate.model_validate("2026-11-29")
    >>> lapse(PartialDate.model_validate("2019-04-30"), day)
    Lapse(years=7, months=6, days=0, is_rough=False)
    >>> lapse(PartialDate.model_validate("2020"), day)
    Lapse(years=6, months=0, days=0, is_rough=True)
    """
    if earlier.month is None or later.month is None:
        return Lapse(later.year - earlier.year, is_rough=True)
    months = (later.year - earlier.year) * _MONTHS + later.month - earlier.month
    if earlier.day is None or later.day is None:
        return Lapse(*divmod(months, _MONTHS), is_rough=True)
    months -= later.day < earlier.day
    if months:
        return Lapse(*divmod(months, _MONTHS))
    return Lapse(0, 0, (later.first - earlier.first).days)

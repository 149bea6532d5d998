"""Sizes of values: how large one is, and whether it is as large as a question supposes."""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from knowledge.model.values import Money, PartialDate, Period, Quantity
from knowledge.stating.values import Amount, Days, Level, Months, Related, Value

DAYS_OF_A_MONTH: Final = 30
"""By which a duration in months is compared with one in days."""
_ORDERS: Final = ("date", "level")
_WITHOUT_END: Final = Decimal("Infinity")
_IN_DAYS: Final = {"month": DAYS_OF_A_MONTH, "day": 1}
TIMES: Final = frozenset(_IN_DAYS)
"""The units that are times."""

_End = tuple[Decimal, int]
"""An end of a range, in an order: 1 after it if the end itself is left out below, -1 if above, else 0."""


def measure(value: Value) -> tuple[str, Decimal] | None:
    """The unit and the size of a value that can be compared with others of its unit; None if it has none.

    >>> measure(Money(amount=Decimal(5), currency="EUR"))
    ('EUR', Decimal('5'))
    """
    match value:
        case Money(amount=amount, currency=currency) | Related(money=Money(amount=amount, currency=currency)):
            return currency, amount
        case Months(number=number):
            return "duration", Decimal(number * DAYS_OF_A_MONTH)
        case Days(number=number):
            return "duration", Decimal(number)
        case Quantity(number=number):
            return "number", Decimal(number)
        case Level(rank=rank):
            return "level", Decimal(rank)
        case PartialDate(first=first) | Period(start=PartialDate(first=first)):
            return "date", Decimal(first.toordinal())
        case _:
            return None


def exactly(number: str) -> Amount:
    """So much and neither more nor less, of whatever a value is measured in."""
    return Amount(Decimal(number), Decimal(number))


def has_size(value: Value) -> bool:
    """Whether a value is an amount of something; a date and a level have an order, but no size."""
    return (measured := measure(value)) is not None and measured[0] not in _ORDERS


def holds(amount: Amount, value: Value) -> bool | None:
    """Whether a value is so large; None where that cannot be told, as of "over 30" whether it is more than 50.

    >>> holds(Amount(Decimal(2), None, "month", is_beyond=True), Months(2))
    False
    """
    if not has_size(value) or (measured := measure(value)) is None:
        return False
    unit, size = measured
    if amount.unit is not None and unit != ("duration" if amount.unit in _IN_DAYS else amount.unit):
        return False
    low, high = _ends(amount, _IN_DAYS.get(amount.unit or ("month" if isinstance(value, Months) else ""), 1))
    first, last = _range(value, size)
    if low <= first and last <= high:
        return True
    return False if last < low or high < first else None


def like(amount: Amount, known: Value | None) -> Amount:
    """The same in the unit of a value that is known, where it has none of its own."""
    return amount if known is None or amount.unit else replace(amount, unit=unit_of(known))


def unit_of(value: Value) -> str | None:
    """``month``, ``day``, or the currency; None for what is only counted."""
    match value:
        case Money(currency=currency) | Related(money=Money(currency=currency)):
            return currency
        case Months():
            return "month"
        case Days():
            return "day"
        case _:
            return None


def written(amount: Amount) -> str:
    """An amount in one form, such as ``>24 month``, ``2..3 EUR`` or ``30``.

    >>> written(Amount(Decimal(24), None, "month", is_beyond=True))
    '>24 month'
    """
    least, most = (None if one is None else f"{one.normalize():f}" for one in (amount.least, amount.most))
    beyond = "" if amount.is_beyond else "="
    if least == most:
        size = least or ""
    elif least is None:
        size = f"<{beyond}{most}"
    else:
        size = f">{beyond}{least}" if most is None else f"{least}..{most}"
    return f"{size} {amount.unit}" if amount.unit else size


def _ends(amount: Amount, factor: int) -> tuple[_End, _End]:
    beyond = int(amount.is_beyond)
    low = (-_WITHOUT_END, 0) if amount.least is None else (amount.least * factor, beyond)
    high = (_WITHOUT_END, 0) if amount.most is None else (amount.most * factor, -beyond)
    return low, high


def _range(value: Value, size: Decimal) -> tuple[_End, _End]:
    """From where to where a value may lie: a point, unless it is stated as over or under a number."""
    match value:
        case Quantity(qualifier="over"):
            return (size, 1), (_WITHOUT_END, 0)
        case Quantity(qualifier="under"):
            return (Decimal(0), 0), (size, -1)
        case _:
            return (size, 0), (size, 0)

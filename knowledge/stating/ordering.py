"""Putting entries in order by a field, and the difference between two values."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.model.texts import Text
from knowledge.model.values import Money, PartialDate, Quantity
from knowledge.stating.amounts import measure
from knowledge.stating.following import followed, leads_on
from knowledge.stating.lapsing import lapse
from knowledge.stating.statements import statements
from knowledge.stating.values import Lapse, Level, Months, Stated

COMPARABLE: Final = frozenset(("budget", "contribution", "duration", "start", "end", "period", "founded", "level"))
"""Fields whose values can be put in order; of a relation to several entries their number can."""
SUMMABLE: Final = frozenset(("budget", "contribution", "duration"))

Difference = Lapse | Money | Months | Quantity


def ranked(base: Base, ids: Iterable[str], field: str, *, most: bool) -> tuple[tuple[str, Stated | None], ...]:
    """Entries with their value of *field*, the highest first (else the lowest); those without a value last.

    Different currencies are not compared: those of one stand together.
    """
    rows = [(id, next(iter(countable(base, base[id], field)), None)) for id in ids]
    with_value = [(id, stated) for id, stated in rows if stated and measure(stated.value)]
    without = [(id, None) for id, stated in rows if not (stated and measure(stated.value))]
    with_value.sort(key=lambda row: _size(row[1]), reverse=most)
    with_value.sort(key=lambda row: _unit(row[1]))
    return (*with_value, *without)


def countable(base: Base, entry: AnyEntry, field: str) -> tuple[Stated, ...]:
    """The values of a field as they can be measured: of a relation how many entries it leads to now.

    What was founded starts then.
    """
    stated = statements(base, entry, field)
    if field == "start" and not stated:
        stated = statements(base, entry, "founded")
    if field == "level":
        return tuple(_ranked(base, entry, one) for one in stated)
    if not stated or not leads_on(entry, field) or field in COMPARABLE:
        return stated
    number, first = base.once(_quantity, len(followed(base, entry, field))), stated[0]
    return (base.once(Stated, number, first.as_of, first.sources, first.scope),)


def _quantity(number: int) -> Quantity:
    return Quantity(number=number)


def _ranked(base: Base, entry: AnyEntry, stated: Stated) -> Stated:
    """A level with its place in the family, where there is one: as that lists its levels, the lowest first."""
    family = next(iter(followed(base, entry, "family")), None)
    levels = followed(base, family, "levels") if family else ()
    if entry not in levels or not isinstance(stated.value, Text):
        return stated
    return replace(stated, value=Level(stated.value, levels.index(entry)))


def _unit(stated: Stated | None) -> str:
    return ((stated and measure(stated.value)) or ("", 0))[0]


def _size(stated: Stated | None) -> Decimal:
    return ((stated and measure(stated.value)) or ("", Decimal(0)))[1]


def difference(first: Stated | None, second: Stated | None) -> Difference | None:
    """How far two values lie apart, if both are of one unit that has a difference to tell."""
    match first and first.value, second and second.value:
        case Money() as one, Money() as other if one.currency == other.currency:
            return Money(amount=abs(one.amount - other.amount), currency=one.currency)
        case Months(number=one), Months(number=other):
            return Months(abs(one - other))
        case Quantity(number=one), Quantity(number=other):
            return Quantity(number=abs(one - other))
        case PartialDate() as one, PartialDate() as other:
            return lapse(*sorted((one, other), key=lambda date: date.first))
        case _:
            return None

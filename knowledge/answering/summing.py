"""Adding up what entries have in one field: the sum or the average, unit by unit, never across currencies."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from knowledge.answering.outcomes import Total
from knowledge.model.base import Base
from knowledge.model.values import Money
from knowledge.reading.readings import Measure, Reading
from knowledge.stating.amounts import unit_of
from knowledge.stating.captions import caption
from knowledge.stating.finding import meeting
from knowledge.stating.statements import statements
from knowledge.stating.values import Days, Mean, Months, Related, Stated, Value

_CENT: Final = Decimal("0.01")
_TENTH: Final = Decimal("0.1")


def total(base: Base, reading: Reading) -> Total | None:
    """The sum or average of a field; None where no entry has a value."""
    if reading.measure is None or reading.field is None:
        return None
    field = reading.field
    rows = {
        id: tuple(s for s in statements(base, base[id], field) if unit_of(s.value)) for id in _entries(base, reading)
    }
    having = tuple((id, stated) for id, stated in rows.items() if stated)
    if not having:
        return None
    values = [stated.value for _, found in having for stated in found]
    units = dict.fromkeys(unit_of(value) for value in values)
    return Total(
        field,
        caption(base, field),
        reading.measure,
        tuple(_of_unit(values, unit, reading.measure) for unit in units),
        having,
        tuple(id for id, stated in rows.items() if not stated),
        reading.kind,
    )


def _entries(base: Base, reading: Reading) -> tuple[str, ...]:
    if reading.subjects or reading.kind is None:
        return tuple(base[id].id for id in reading.subjects)
    return tuple(id for id, _ in meeting(base, reading.kind, reading.conditions))


def _size(value: Value) -> Decimal:
    match value:
        case Money(amount=amount) | Related(money=Money(amount=amount)):
            return amount
        case Months(number=number) | Days(number=number):
            return Decimal(number)
        case _:
            return Decimal(0)


def _of_unit(values: list[Value], unit: str | None, measure: Measure) -> Value:
    sizes = [_size(value) for value in values if unit_of(value) == unit]
    whole = sum(sizes, Decimal(0))
    result = whole / len(sizes) if measure == "average" else whole
    match unit:
        case "month" | "day" if measure == "average":
            return Mean(result.quantize(_TENTH, ROUND_HALF_UP), unit)
        case "month":
            return Months(int(result))
        case "day":
            return Days(int(result))
        case currency:
            cents = result.quantize(_CENT, ROUND_HALF_UP)
            whole_amount = cents == cents.to_integral_value()
            return Money(amount=cents.quantize(Decimal(1)) if whole_amount else cents, currency=currency or "")


def values_of(body: Total) -> tuple[Stated, ...]:
    """The statements that a total rests on."""
    return tuple(stated for _, found in body.rows for stated in found)

"""Which days a period means beside an entry: "in July" of an event is the July nearest to it."""

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.model.values import PartialDate
from knowledge.reading.meanings import Meaning
from knowledge.stating.conditions import Span
from knowledge.stating.statements import statements

_BEGINNINGS = ("start", "founded")


def days_of(meaning: Meaning, base: Base, entry: AnyEntry | None) -> Span | None:
    """The days of a period; without a year those nearest to when *entry* began, else nearest to today."""
    if meaning.yearly is None or entry is None:
        return meaning.span
    stated = (one.value for field in _BEGINNINGS for one in statements(base, entry, field))
    began = next((value.first for value in stated if isinstance(value, PartialDate)), None)
    return meaning.yearly.nearest(began) if began else meaning.span

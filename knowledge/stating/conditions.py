"""Conditions that entries may meet: the heart of filters, counts and yes-or-no questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.model.texts import Text
from knowledge.model.values import PartialDate, Period
from knowledge.stating.amounts import holds
from knowledge.stating.naming import around_place
from knowledge.stating.ordering import countable
from knowledge.stating.saying import Said, says
from knowledge.stating.statements import statements
from knowledge.stating.territories import is_territory
from knowledge.stating.values import Amount, Country, Named, Placed, Related, Stated, Value


@dataclass(frozen=True, slots=True)
class Span:
    """From a first to a last day, both included; None is open."""

    first: date | None
    last: date | None

    def meets(self, first: date | None, last: date | None) -> bool:
        """Whether the two share a day."""
        before = self.last is not None and first is not None and first > self.last
        after = self.first is not None and last is not None and last < self.first
        return not (before or after)


Wanted = str | Span | Amount | Said
"""An entry's or a term's id, a country's code, a span of days, a size, words that a text must say."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that entries must meet: the field, and what it must have there.

    >>> Condition("labels", "silver-label")
    Condition(field='labels', value='silver-label', others=(), negated=False)
    """

    field: str
    value: Wanted
    others: tuple[Wanted, ...] = ()
    """Further values, of which any one is enough."""
    negated: bool = False
    """Whether it must not be so; only where that can be told, see ``is_deniable``."""

    @property
    def values(self) -> tuple[Wanted, ...]:
        """All values of which one is enough."""
        return (self.value, *self.others)


CLOSED: Final = frozenset(("labels", "awarded", "holders", "type", "sectors", "roles", "people", "name"))
"""Fields in which the base is taken to be complete: who is not said to hold a label does not hold it in our data."""
OF_ONE_STATEMENT: Final = frozenset(("roles", "people", "awarded"))
"""Fields whose values have parts: the manager of X is manager and at X in one and the same role."""
NOTHING: Final = Stated(Related(""))
"""What stands for a condition that is met because nothing is stated."""


def meets(base: Base, entry: AnyEntry, conditions: Sequence[Condition]) -> tuple[tuple[Stated, ...], ...]:
    """For each condition the statements by which *entry* meets it; none if it does not, or the base does not say."""
    return tuple(_meeting(base, entry, condition, conditions) for condition in conditions)


def _meeting(base: Base, entry: AnyEntry, condition: Condition, all_of: Sequence[Condition]) -> tuple[Stated, ...]:
    if isinstance(condition.value, Amount):
        return tuple(stated for stated in countable(base, entry, condition.field) if fits(stated, condition))
    if condition.negated:
        said = statements(base, entry, condition.field)
        if any(fits(stated, condition) for stated in said):
            return ()
        return (NOTHING,) if condition.field in CLOSED else tuple(filter(is_in_a_country, said))
    together = [one for one in all_of if one.field == condition.field and not one.negated]
    if condition.field not in OF_ONE_STATEMENT:
        together = [condition]
    return tuple(
        stated for stated in statements(base, entry, condition.field) if all(fits(stated, one) for one in together)
    )


def is_deniable(condition: Condition) -> bool:
    """Whether it can be told that something is not so.

    Where the base is taken to be complete; and of what lies in one country, that it lies in no other.
    """
    is_of_countries = condition.field == "place" and all(is_territory(str(value)) for value in condition.values)
    return condition.field in CLOSED or is_of_countries


def is_in_a_country(stated: Stated) -> bool:
    """Whether a place is stated that is known to lie in a country."""
    return isinstance(stated.value, Placed) and stated.value.country is not None


def fits(stated: Stated, condition: Condition) -> bool:
    """Whether what is stated is one of the values of the condition; whether that is wanted or not."""
    return any(_is_one(stated, wanted, condition.field) for wanted in condition.values)


def is_open(base: Base, entry: AnyEntry, condition: Condition) -> bool:
    """Whether the base is too vague to say: of "over 30" nobody knows whether it is more than 50.

    Nor whether what is in Belgium is in Brussels.
    """
    amounts = [value for value in condition.values if isinstance(value, Amount)]
    values = [stated.value for stated in countable(base, entry, condition.field)] if amounts else []
    if any(holds(amount, value) is None for amount in amounts for value in values):
        return True
    places = [stated.value for stated in statements(base, entry, condition.field) if isinstance(stated.value, Placed)]
    return any(
        _may_be_there(base, place, value) for place in places for value in condition.values if isinstance(value, str)
    )


def _may_be_there(base: Base, known: Placed, wanted: str) -> bool:
    """Whether all that is known is a larger place, and the one that is wanted lies in it, or may."""
    around = around_place(base, wanted)
    smallest = known.parts[0].term if known.parts else known.country.code if known.country else ""
    if smallest in around:
        return True
    regions = base.vocabulary.regions
    is_of_no_region = len(around) == 1 and wanted not in regions  # a city that only CLDR knows
    return smallest in regions and is_of_no_region and known.lies_in(around[0])


def _is_one(stated: Stated, wanted: Wanted, field: str) -> bool:
    match stated.value, wanted:
        case value, Amount() as amount:
            return holds(amount, value) is True
        case Text() as text, Said() as said:
            return says(text, said, field)
        case Related(since=PartialDate(first=first, last=last)), Span() as span:
            return span.meets(first, last)
        case Related(entry=entry, role_id=role, family=family, former=former), _:
            # What was awarded stays awarded, also when a higher level has followed.
            return wanted in (entry, role, family) and (not former or field == "awarded")
        case value, _:
            return _is(value, wanted)


def _is(value: Value, wanted: Wanted) -> bool:
    match value, wanted:
        case Period(start=start, end=end), Span() as span:
            return span.meets(start.first if start else None, end.last if end else None)
        case PartialDate(first=first, last=last), Span() as span:
            return span.meets(first, last)
        case Placed() as placed, str() as place:
            return placed.lies_in(place)
        case Named(term=term), _:
            return term == wanted
        case Country(code=code), _:
            return code == wanted
        case _:
            return False

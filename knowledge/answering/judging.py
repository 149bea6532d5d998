"""Computing what no field states: whether a supposition holds, and which of several has more."""

from collections.abc import Sequence
from typing import Final

from knowledge.answering.outcomes import Alike, Comparison, Property, Verdict
from knowledge.answering.properties import property_of
from knowledge.model.base import Base
from knowledge.model.texts import Text
from knowledge.model.values import PartialDate, Period
from knowledge.reading.readings import Reading
from knowledge.stating.amounts import like
from knowledge.stating.captions import caption
from knowledge.stating.conditions import CLOSED, Condition, Span, Wanted, is_open, meets
from knowledge.stating.finding import meeting
from knowledge.stating.following import followed
from knowledge.stating.naming import name_of
from knowledge.stating.ordering import difference, ranked
from knowledge.stating.saying import Said
from knowledge.stating.statements import provenance, standing, statements
from knowledge.stating.territories import is_territory
from knowledge.stating.values import Amount, Country, Named, Related, Stated, Value

_IN_TIME: Final = ("start", "end", "period")


def verdict(base: Base, reading: Reading) -> Verdict | None:
    """Whether the entry meets the conditions; None where the base does not say."""
    id = base[reading.subjects[0]].id
    met = meets(base, base[id], reading.conditions)
    if isinstance(reading.conditions[0].value, Said):
        return _as_said(base, id, reading.conditions[0].field, met)
    if _is_undated(base, id, reading) or any(_is_unknown(base, id, condition) for condition in reading.conditions):
        return None
    # That it is a cluster says less than where, and goes without saying.
    telling = next((one for one in reading.conditions if one.field != "type"), reading.conditions[0])
    failing = next((one for one, found in zip(reading.conditions, met, strict=True) if not found), telling)
    # Of an award without a date the question is whether, not when.
    field = "labels" if failing.field == "awarded" and isinstance(failing.value, str) else failing.field
    known = property_of(base, id, field)
    of_known = known.values[0].value if known.values else None
    values = tuple(value_of(base, one, of_known) for one in failing.values)
    supposed = Property(field, known.caption, tuple(Stated(one, *provenance(base, base[id])) for one in values))
    return Verdict(id, all(met), supposed, known if known.values else None)


def alike(base: Base, reading: Reading) -> Alike | None:
    """Whether the entries have something in common in a field; None where of one of them nothing is stated."""
    field = reading.field or ""
    entries = [base[id] for id in reading.subjects]
    each = [standing(base, entry, field) for entry in entries]
    rows = tuple(
        (entry.id, Property(field, caption(base, field, entry), found))
        for entry, found in zip(entries, each, strict=True)
    )
    named = [{_what(stated.value) for stated in found} for found in each]
    return Alike(bool(set.intersection(*named)), rows) if all(named) else None


def _what(value: Value) -> str:
    """What tells values apart, whatever is said of them."""
    match value:
        case Related(entry=id) | Named(term=id) | Country(code=id):
            return id
        case _:
            return str(value)


def _as_said(base: Base, id: str, field: str, met: Sequence[tuple[Stated, ...]]) -> Verdict | None:
    """Yes, where texts say each thing; what no text says is not denied."""
    found = tuple(stated for one in met for stated in one)
    told = tuple(stated for place, stated in enumerate(found) if stated not in found[:place])
    stated = Property(field, caption(base, field, base[id]), told)
    return Verdict(id, holds=True, asked=stated, known=stated) if all(met) else None


def _is_unknown(base: Base, id: str, condition: Condition) -> bool:
    """Whether the base says nothing of a field, or is too vague, so that "no" would be a guess."""
    unstated = condition.field not in CLOSED and not statements(base, base[id], condition.field)
    return unstated or is_open(base, base[id], condition)


def _is_undated(base: Base, id: str, reading: Reading) -> bool:
    """Whether a date is supposed of a label that is held, and the base does not say since when."""
    labels = tuple(one for one in reading.conditions if one.field == "awarded" and isinstance(one.value, str))
    if not labels or len(labels) == len(reading.conditions):
        return False
    held = (stated.value for found in meets(base, base[id], labels) for stated in found)
    return any(isinstance(holding, Related) and holding.since is None for holding in held)


def value_of(base: Base, value: Wanted, known: Value | None = None) -> Value:
    """What a condition asks for, as a value that can be shown; an amount in the unit of the value that is known."""
    if isinstance(value, Amount):
        return like(value, known)
    if isinstance(value, Span):
        first, last = (PartialDate.on(day) if day else None for day in (value.first, value.last))
        return Period(start=first, end=last)
    if isinstance(value, Said):
        return Text({value.language: value.words})
    if value in base:
        return Related(base[value].id)
    return Country(value) if is_territory(value) else Named(value, name_of(base, value))


def comparison(base: Base, reading: Reading) -> Comparison | None:
    """Entries side by side; of a superlative all of its kind, of which those with a value count."""
    field, direction = reading.field or "", reading.direction or "most"
    rows = ranked(base, _compared(base, reading), field, most=direction == "most")
    having = [(id, stated) for id, stated in rows if stated]
    # Of two named things one value is no comparison; and of a set what is undated may well have come first.
    is_open = not reading.subjects and bool(having) and _is_led(base, having[0][0], field, direction)
    if len(having) < (2 if reading.subjects else 1) or is_open:
        return None
    if reading.subjects and _may_be_the_same(having[0][1].value, having[1][1].value):
        return None
    apart = difference(having[0][1], having[1][1]) if len(reading.subjects) == 2 else None
    return Comparison(field, caption(base, field), rows, direction, apart)


def _may_be_the_same(one: Value, other: Value) -> bool:
    """Whether two dates are different, and yet too vague to tell which is earlier: 2020 and March 2020."""
    match one, other:
        case PartialDate(), PartialDate():
            return one != other and one.first <= other.last and other.first <= one.last
        case _:
            return False


def _compared(base: Base, reading: Reading) -> tuple[str, ...]:
    if reading.subjects or reading.kind is None:
        return reading.subjects
    return tuple(id for id, _ in meeting(base, reading.kind, reading.conditions))


def _is_led(base: Base, first: str, field: str, direction: str) -> bool:
    """Whether an entry without a date is said to come before the earliest, or after the latest."""
    if field not in _IN_TIME:
        return False
    beyond = followed(base, base[first], "preceded_by" if direction == "least" else "followed_by")
    return any(not statements(base, entry, field) for entry in beyond)

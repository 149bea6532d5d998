"""Finding the entries that meet conditions without going through all of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from knowledge.model.base import Base
from knowledge.model.entries import Kind
from knowledge.model.values import PartialDate, Period
from knowledge.stating.amounts import has_size, holds
from knowledge.stating.conditions import CLOSED, NOTHING, OF_ONE_STATEMENT, Condition, Span, Wanted, fits, meets
from knowledge.stating.leading import FIELD_OF, LEADING
from knowledge.stating.ordering import countable
from knowledge.stating.statements import statements
from knowledge.stating.territories import around, is_territory
from knowledge.stating.values import Amount, Country, Named, Placed, Related, Stated, Value

Met = Mapping[str, tuple[Stated, ...]]
"""By id of the entries that meet a condition: the statements by which they do."""

_EARLIEST, _LATEST = 0, 4_000_000
CONDITIONED: Final[frozenset[tuple[str, str]]] = frozenset(
    [
        *((kind, field) for (_, kind), field in FIELD_OF.items()),
        *((kind, field) for (kind, _), fields in LEADING.items() for field in fields),
    ]
)
"""Kinds and fields that questions set conditions on."""


@dataclass(frozen=True, eq=False)
class Column:
    """A field of all entries of a kind: who states which value, and who states a date when."""

    by_value: Mapping[str, Met]
    dated: Sequence[tuple[str, Stated]]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    """The days that each of ``dated`` covers, as ordinals."""
    sized: Sequence[tuple[str, Stated]]
    """Who states something that has a size."""
    is_stated: bool
    """Whether any entry of the kind states the field."""

    def stating(self, value: Wanted) -> Met:
        """The entries that state *value*, a date in it or a size of it."""
        match value:
            case Span():
                return self._dated_in(value)
            case Amount():
                return _by_entry(one for one in self.sized if holds(value, one[1].value))
            case str():
                return self.by_value.get(value, {})
            case _:
                return {}

    def _dated_in(self, value: Span) -> Met:
        first, last = value.first, value.last
        begin, end = first.toordinal() if first else _EARLIEST, last.toordinal() if last else _LATEST
        places = np.flatnonzero((self.first <= end) & (self.last >= begin)).tolist()
        return _by_entry(self.dated[place] for place in places)


def _by_entry(rows: Iterable[tuple[str, Stated]]) -> Met:
    found: dict[str, tuple[Stated, ...]] = {}
    for id, stated in rows:
        found[id] = (*found.get(id, ()), stated)
    return found


def meeting(base: Base, kind: Kind, conditions: Sequence[Condition]) -> Iterator[tuple[str, tuple[Stated, ...]]]:
    """The entries of *kind* that meet all *conditions*, in the order of ids, with the statements by which they do."""
    if any(condition.field in OF_ONE_STATEMENT for condition in conditions):
        for entry in base.of_kind(kind):
            met = meets(base, entry, conditions)
            if all(met):
                yield entry.id, tuple(stated for found in met for stated in found)
        return
    each = [_met(base, kind, condition) for condition in conditions]
    if not each:
        yield from ((entry.id, ()) for entry in base.of_kind(kind))
        return
    if len(each) == 1:
        yield from ((id, each[0][id]) for id in sorted(each[0]))
        return
    rarest = min(each, key=len)
    common: Iterable[str] = rarest
    for one in each:
        common = [id for id in common if id in one]
    for id in sorted(common):
        yield id, tuple(stated for one in each for stated in one[id])


def _met(base: Base, kind: Kind, condition: Condition) -> Met:
    """The entries that meet a condition: any of its values, or none of them where it is negated."""
    found = [column(base, kind, condition.field).stating(value) for value in condition.values]
    if condition.negated and condition.field not in CLOSED:
        return _elsewhere(base, kind, condition, found)
    if condition.negated:
        return {entry.id: (NOTHING,) for entry in base.of_kind(kind) if not any(entry.id in met for met in found)}
    if len(found) == 1:
        return found[0]
    either: dict[str, tuple[Stated, ...]] = {}
    for id in sorted({id for met in found for id in met}):
        # In the order in which they are stated, each once.
        stated = statements(base, base[id], condition.field)
        either[id] = tuple(one for one in stated if fits(one, condition))
    return either


def _elsewhere(base: Base, kind: Kind, condition: Condition, found: Sequence[Met]) -> Met:
    """The entries that are known to be in another country than those that were *found*."""
    placed = column(base, kind, condition.field).by_value
    known = {id: stated for code, met in placed.items() if is_territory(code) for id, stated in met.items()}
    return {id: stated for id, stated in known.items() if not any(id in met for met in found)}


def column(base: Base, kind: Kind, field: str) -> Column:
    """The column of a field; worked out once for each base."""
    found: Column | None = base.columns.get((kind, field))
    if found is None:
        found = base.columns[kind, field] = _column(base, kind, field)
    return found


def work_out(base: Base) -> None:
    """Every column that questions may need: whoever asks first need not wait for it."""
    for kind in get_args(Kind):
        for field in sorted(field for of, field in CONDITIONED if of == kind):
            column(base, kind, field)


def _column(base: Base, kind: Kind, field: str) -> Column:
    by_value: dict[str, dict[str, tuple[Stated, ...]]] = {}
    dated: list[tuple[str, Stated]] = []
    days: list[tuple[int, int]] = []
    sized: list[tuple[str, Stated]] = []
    is_stated = False
    for entry in base.of_kind(kind):
        for stated in statements(base, entry, field):
            is_stated = True
            for value in _values_of(stated.value):
                if fits(stated, Condition(field, value)):
                    met = by_value.setdefault(value, {})
                    met[entry.id] = (*met.get(entry.id, ()), stated)
            if (covered := _days_of(stated.value)) is not None:
                dated.append((entry.id, stated))
                days.append(covered)
        sized += ((entry.id, one) for one in countable(base, entry, field) if has_size(one.value))
    first, last = np.array(days or [(0, 0)], dtype=np.int64)[: len(days)].reshape(-1, 2).T
    return Column(by_value, dated, first, last, sized, is_stated)


def _values_of(value: Value) -> Iterable[str]:
    """What a condition may ask for that this value meets."""
    match value:
        case Related(entry=entry, role_id=role, family=family):
            return [one for one in (entry, role, family) if one]
        case Placed(parts=parts, country=country):
            return {*(part.term for part in parts), *((country.code, *around(country.code)) if country else ())}
        case Named(term=term):
            return (term,)
        case Country(code=code):
            return (code,)
        case _:
            return ()


def _days_of(value: Value) -> tuple[int, int] | None:
    match value:
        case Period(start=start, end=end):
            return start.first.toordinal() if start else _EARLIEST, end.last.toordinal() if end else _LATEST
        case PartialDate(first=first, last=last) | Related(since=PartialDate(first=first, last=last)):
            return first.toordinal(), last.toordinal()
        case _:
            return None

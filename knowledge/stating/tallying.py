"""How entries spread over the values of a field: so many in each country, in each sector, of each type."""

from collections.abc import Collection, Iterator
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import Kind
from knowledge.stating.finding import Met, column
from knowledge.stating.territories import WIDER, is_territory

PLACES: Final = ("country", "region", "city")
"""The levels of a place, each read off the place itself."""
TALLIED: Final = frozenset((*PLACES, "sectors", "type"))
"""Fields with few values that many entries share."""


def level_of(base: Base, place: str) -> str | None:
    """Whether a place is a country, a region or a city of the base; None for a wider territory."""
    if is_territory(place):
        return None if place in WIDER else "country"
    return "region" if place in base.vocabulary.regions else "city" if place in base.vocabulary.cities else None


def spread(base: Base, kind: Kind, field: str, among: Collection[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """By each value of *field* those *among* the entries of a *kind* that state it; what none states is left out."""
    for value, met in _by_value(base, kind, field):
        if ids := tuple(sorted(id for id in met if id in among)):
            yield value, ids


def _by_value(base: Base, kind: Kind, field: str) -> Iterator[tuple[str, Met]]:
    if field not in PLACES:
        yield from column(base, kind, field).by_value.items()
        return
    for place, met in column(base, kind, "place").by_value.items():
        if level_of(base, place) == field:
            yield place, met

"""What things are called that have an id: entries, terms of the vocabulary, and the larger cities of Europe."""

from collections.abc import Iterator
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from knowledge.language.normal import clean, words
from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.model.languages import LANGUAGES, Language
from knowledge.model.texts import Name


def name_of(base: Base, id: str) -> Name:
    """The name of the entry, the term or the city (by CLDR's zone, Europe/Vienna) with this id. Raises KeyError."""
    if id in base:
        return base[id].name
    terms = base.vocabulary
    for table in (terms.cities, terms.regions, terms.sectors, terms.organisation_types, terms.roles):
        if (term := table.get(id)) is not None:
            return term.name
    named = {language: city for language in LANGUAGES for zone, city in cities(language) if zone == id}
    if not named:
        raise KeyError(id)
    return Name(named)


def begins_with_a_name_of(longer: AnyEntry, entry: AnyEntry) -> bool:
    """Whether the name of one entry is a name of another of its kind and more: Clust-ER Health, Clust-ER."""
    if longer.kind != entry.kind or longer.id == entry.id:
        return False
    short = {tuple(word.folded for word in words(clean(name))) for _, name in (*entry.name, *entry.aliases)}
    whole = [tuple(word.folded for word in words(clean(name))) for _, name in longer.name]
    return any(name[:length] in short for name in whole for length in range(1, len(name)))


@lru_cache(maxsize=256)
def parts_of_names(base: Base, id: str) -> frozenset[str]:
    """The letters of each run of words in the names of the entry."""
    each = [[word.folded for word in words(clean(name))] for _, name in base[id].name]
    return frozenset(
        "".join(name[first:last])
        for name in each
        for first in range(len(name))
        for last in range(first + 1, len(name) + 1)
    )


def cities(language: Language) -> Iterator[tuple[str, str]]:
    """The larger cities of Europe by CLDR's zone, so that "in Vienna?" is understood and can be denied."""
    names = Locale(language).time_zones
    known = {str(zone) for code in LANGUAGES for zone in Locale(code).time_zones}
    for zone in sorted(zone for zone in known if zone.startswith("Europe/")):
        yield zone, str(names.get(zone, {}).get("city", "")) or zone.removeprefix("Europe/").replace("_", " ")


def around_place(base: Base, place: str) -> tuple[str, ...]:
    """The region and the country, as far as they are known, around a city or a region: ids and codes."""
    if (city := base.vocabulary.cities.get(place)) is not None:
        beyond = around_place(base, city.region) if city.region else ()
        return (*([city.region] if city.region else []), *beyond, *([city.country] if city.country else []))
    if (region := base.vocabulary.regions.get(place)) is not None:
        return (region.country,)
    country = get_global("zone_territories").get(place)
    return (country,) if country else ()

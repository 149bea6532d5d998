"""What things are called that have an id: entries, terms of the vocabulary, and the larger cities of Europe."""

from collections.abc import Iterator

from babel import Locale

from knowledge.model.base import Base
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


def cities(language: Language) -> Iterator[tuple[str, str]]:
    """The larger cities of Europe by CLDR's zone, so that "in Vienna?" is understood and can be denied."""
    names = Locale(language).time_zones
    known = {str(zone) for code in LANGUAGES for zone in Locale(code).time_zones}
    for zone in sorted(zone for zone in known if zone.startswith("Europe/")):
        yield zone, str(names.get(zone, {}).get("city", "")) or zone.removeprefix("Europe/").replace("_", " ")

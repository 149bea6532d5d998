"""Checks across all entries: nothing may refer to what is not there, and nothing may stand twice."""

import re
from collections.abc import Collection, Container, Iterator
from functools import cache
from typing import Any, Final

from knowledge.loading.completeness import complete_languages, missing_texts
from knowledge.loading.documents import Place
from knowledge.loading.names import shared_names
from knowledge.loading.problems import Problem
from knowledge.loading.references import References
from knowledge.loading.sheets import Sheet, Sheets
from knowledge.loading.wording import did_you_mean, quoted
from knowledge.model.entries import Settings

_TWICE: Final = {"labels": ("label", "since", "until"), "roles": ("role", "organisation"), "facts": ("id",)}
"""Lists of mappings, and what makes two of them the same."""
_TWO_CAPITALS: Final = re.compile(r"[A-Z]{2}")


def check(sheets: Sheets) -> Iterator[Problem]:
    """Every mistake that no entry shows by itself."""
    yield from _repeated_ids(sheets.entries)
    yield from shared_names(sheets.entries)
    yield from _incomplete(sheets)
    yield from _vocabulary(sheets.vocabulary)
    references = References(sheets)
    for sheet in sheets.entries:
        yield from references.check(sheet)
        yield from _repeated_items(sheet)
        if sheet.kind == "organisation":
            yield from _countries(sheet, "country")


def _incomplete(sheets: Sheets) -> Iterator[Problem]:
    if isinstance(sheets.settings.model, Settings):
        languages = complete_languages(sheets.settings.model)
        for sheet in (sheets.settings, sheets.vocabulary, *sheets.entries):
            yield from missing_texts(sheet, languages)


def _repeated_ids(sheets: Collection[Sheet]) -> Iterator[Problem]:
    first: dict[str, tuple[Sheet, Place]] = {}
    for keys in (("id",), ("former_ids",)):
        for sheet in sheets:
            for place, name in sheet.texts(*keys):
                other, there = first.setdefault(name, (sheet, place))
                if (other, there) != (sheet, place):
                    where = f"{other.path}:{other.line(there)}"
                    yield sheet.problem(place, f"the id {quoted(name)} is already used in {where}: choose another")


def _repeated_items(sheet: Sheet) -> Iterator[Problem]:
    for name, keys in _TWICE.items():
        seen = set()
        items = sheet.raw.get(name)
        for index, item in enumerate(items if isinstance(items, list) else ()):
            identity = tuple(str(item.get(key)) for key in keys) if isinstance(item, dict) and keys[0] in item else None
            if identity in seen and identity is not None:
                yield sheet.problem((name, index), f"{quoted(name)} lists {quoted(identity[0])} twice: delete one")
            seen.add(identity)


def _vocabulary(sheet: Sheet) -> Iterator[Problem]:
    cities, regions = _part(sheet, "cities"), _part(sheet, "regions")
    for name in cities:
        if name in regions:
            yield sheet.problem(("cities", name), f"{quoted(name)} is also a region: choose another id for one of them")
        for place, region in sheet.texts("cities", name, "region"):
            if region not in regions:
                where = did_you_mean(region, regions) or ": correct the id, or add the region"
                yield sheet.problem(place, f"{quoted(name)}: there is no region {quoted(region)}{where}")
    for part, names in (("cities", cities), ("regions", regions)):
        yield from (found for name in names for found in _countries(sheet, part, name, "country"))


def _part(sheet: Sheet, name: str) -> dict[str, Any]:
    part = sheet.raw.get(name)
    return part if isinstance(part, dict) else {}


def _countries(sheet: Sheet, *keys: str) -> Iterator[Problem]:
    for place, code in sheet.texts(*keys):
        if _TWO_CAPITALS.fullmatch(code) and code not in _known_countries():
            yield sheet.problem(place, f"{quoted(code)} is not a country of ISO 3166-1: correct it")


@cache
def _known_countries() -> Container[str]:
    from babel import Locale  # reads a large file: only where a country is written

    return frozenset(Locale("en").territories) - {"ZZ"}

"""Knowledge bases of any size, made of real events and of organisations and projects around them."""

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from knowledge.language.normal import joined
from knowledge.model.languages import Language

_A_FILE: Final = 400
"""Entries of one file: staff's editors, and the loader, like files of a reasonable size."""
_SUFFIXES: Final = ("Nord", "Sud", "Ovest", "Est", "Alpe", "Mare", "Lab", "Forum", "Hub", "Next", "One", "Plus")
_ASKING: Final[Mapping[Language, tuple[str, ...]]] = {
    "it": ("quando è {}?", "dove si tiene {}?", "parlami di {}", "eventi a {place}", "quanti eventi a {month} {year}?"),
    "en": ("when is {}?", "where is {} held?", "tell me about {}", "events in {place}", "events in {month} {year}"),
    "de": (
        "wann ist {}?",
        "wo ist {}?",
        "was ist {}?",
        "veranstaltungen in {place}",
        "wie viele events im {month} {year}",
    ),
    "fr": ("quand est {} ?", "où est {} ?", "c'est quoi {} ?", "événements à {place}", "événements en {month} {year}"),
    "sl": ("kdaj je {}?", "kje je {}?", "kaj je {}?", "dogodki {place}", "dogodki {month} {year}"),
}
_MONTHS: Final = {
    "it": ("marzo", "luglio"), "en": ("March", "July"), "de": ("März", "Juli"), "fr": ("mars", "juillet"),
    "sl": ("marca", "julija"),
}  # fmt: skip


def write_base(folder: Path, entries: int, events: Path) -> None:
    """A valid base of so many entries: three in five are events, the others organisations and projects of theirs."""
    rows = _rows(events)
    cities = sorted({_id(row["city"]) for row in rows})
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "base.yaml", {"name": "Large", "main_language": "it"})
    named = {_id(row["city"]): {"name": row["city"].split(",")[0]} for row in rows}
    _write(folder / "vocabulary.yaml", {"cities": {id: named[id] for id in cities}, "organisation_types": _TYPES})
    projects, organisations = max(1, entries // 10), max(1, entries * 3 // 10)
    _write_all(folder / "projects", (_project(number) for number in range(projects)))
    _write_all(folder / "organisations", (_organisation(number) for number in range(organisations)))
    made = range(entries - projects - organisations)
    _write_all(folder / "events", (_event(number, rows, projects, organisations) for number in made))


def questions(events: Path, number: int, entries: int) -> list[tuple[str, Language]]:
    """Questions over a base of so many entries: attributes, lists, counts, slips, and names that are not in it."""
    rows = _rows(events)
    chance = random.Random(5)  # noqa: S311  # a sample, no secret
    made: list[tuple[str, Language]] = []
    while len(made) < number:
        language = chance.choice(tuple(_ASKING))
        of = chance.randrange(max(1, entries * 3 // 5))
        name = _event_name(of, rows)
        if not made or len(made) % 10 == 3:
            name = f"{name[:-2]}{name[-1:]}"
        elif len(made) % 10 == 7:
            name = f"Zyxo{chance.randrange(99)}conf"
        text = chance.choice(_ASKING[language]).format(
            name, place=rows[of % len(rows)]["city"].split(",")[0], month=chance.choice(_MONTHS[language]),
            year=chance.randrange(2014, 2027),
        )  # fmt: skip
        made.append((text, language))
    return made


def _rows(events: Path) -> list[dict[str, Any]]:
    """The events with a name, a day and a place; of those with one name in one year the first."""
    rows = (json.loads(line) for line in events.read_text("utf-8").splitlines())
    whole = (row for row in rows if row.get("city") and row.get("startDate") and row.get("name"))
    first: dict[str, dict[str, Any]] = {}
    for row in whole:
        first.setdefault(joined(f"{row['name']} {row['startDate'][:4]}"), row)
    return list(first.values())


_TYPES: Final = {"cluster": {"name": {"it": "cluster"}}, "company": {"name": {"it": "impresa", "en": "company"}}}


def _project(number: int) -> dict[str, Any]:
    return {
        "id": f"project-{number}", "name": f"Projekta{number:05d}", "budget": f"{100_000 + 37 * number} EUR",
        "period": {"start": f"{2014 + number % 8}-01", "end": f"{2016 + number % 8}-12"},
        "summary": {"it": "Un progetto di prova.", "en": "A project to measure with."},
    }  # fmt: skip


def _organisation(number: int) -> dict[str, Any]:
    return {
        "id": f"organisation-{number}", "name": f"{_SUFFIXES[number % len(_SUFFIXES)]}werk{number:05d}",
        "type": ["cluster" if number % 3 else "company"], "country": ("IT", "DE", "FR", "SI", "AT")[number % 5],
        "founded": str(1990 + number % 34),
    }  # fmt: skip


def _event(number: int, rows: Sequence[dict[str, Any]], projects: int, organisations: int) -> dict[str, Any]:
    row = rows[number % len(rows)]
    end = row.get("endDate") or row["startDate"]
    return {
        "id": f"event-{number}", "name": _event_name(number, rows),
        "period": {"start": row["startDate"], "end": max(end, row["startDate"])}, "place": {"place": _id(row["city"])},
        "project": f"project-{number % projects}", "host": f"organisation-{number % organisations}",
        **({"links": [{"purpose": "website", "url": row["url"]}]} if _is_address(row.get("url")) else {}),
    }  # fmt: skip


def _event_name(number: int, rows: Sequence[dict[str, Any]]) -> str:
    """The event's own name; further editions of it are told apart by a suffix."""
    row, again = rows[number % len(rows)], number // len(rows)
    return f"{row['name']} {row['startDate'][:4]}" + (f" {_SUFFIXES[again % 12]}{again}" if again else "")


def _is_address(url: object) -> bool:
    return isinstance(url, str) and bool(re.fullmatch(r"https?://[^\s/?#@]+\.[^\s@]+", url))


def _id(name: str) -> str:
    return (re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "place")[:40]


def _write_all(folder: Path, entries: Iterator[dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    kept: list[dict[str, Any]] = []
    number = 0
    for entry in entries:
        kept.append(entry)
        if len(kept) == _A_FILE:
            _write(folder / f"{number:04d}.yaml", kept)
            kept, number = [], number + 1
    if kept:
        _write(folder / f"{number:04d}.yaml", kept)


def _write(path: Path, content: object) -> None:
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    path.write_text(yaml.dump(content, Dumper=dumper, allow_unicode=True, sort_keys=False), encoding="utf-8")

"""References of entries to entries, terms and sources: each must lead somewhere, and to the right kind."""

from collections.abc import Collection, Iterator
from itertools import chain, islice
from typing import Any

from knowledge.loading.documents import Place
from knowledge.loading.problems import Problem
from knowledge.loading.reader import MOST_MISTAKES
from knowledge.loading.sheets import Sheet, Sheets, texts_under
from knowledge.loading.targets import REPEATABLE, TARGETS, TERMS
from knowledge.loading.wording import did_you_mean, quoted
from knowledge.model.entries import Kind


class References:
    """All that can be referred to."""

    def __init__(self, sheets: Sheets) -> None:
        self._kinds = _kinds(sheets)
        self._ids: dict[tuple[Kind, ...], list[str]] = {}
        self._sources = _keys(sheets.settings, "sources")
        self._terms = {part: _keys(sheets.vocabulary, part) for parts in TERMS.values() for part in parts}

    def check(self, sheet: Sheet) -> Iterator[Problem]:
        """Every reference of one entry that leads nowhere or to the wrong kind."""
        for found in (self._relations(sheet), self._vocabulary(sheet), self._named_sources(sheet)):
            yield from islice(found, MOST_MISTAKES)

    def _relations(self, sheet: Sheet) -> Iterator[Problem]:
        for (kind, keys), allowed in TARGETS.items():
            if kind != sheet.kind or keys[0] not in sheet.raw:
                continue
            seen: set[str] = set()
            for place, target in sheet.texts(*keys):
                message = self._wrong(sheet, target, allowed)
                if message is None and target in seen and keys not in REPEATABLE:
                    message = f"{quoted(target)} stands twice: delete one"
                if message is not None:
                    yield sheet.problem(place, f"{quoted('.'.join(keys))}: {message}")
                seen.add(target)

    def _wrong(self, sheet: Sheet, target: str, allowed: tuple[Kind, ...]) -> str | None:
        kind = self._kinds.get(target)
        if kind is None:
            cure = did_you_mean(target, self._of(allowed)) or ": correct the id, or add the entry"
            return f"there is no entry {quoted(target)}{cure}"
        if kind not in allowed:
            return f"{quoted(target)} is {_a(kind)}, expected {' or '.join(map(_a, allowed))}"
        return "an entry cannot refer to itself: name another" if target == sheet.id else None

    def _of(self, kinds: tuple[Kind, ...]) -> list[str]:
        if kinds not in self._ids:
            self._ids[kinds] = [known for known, kind in self._kinds.items() if kind in kinds]
        return self._ids[kinds]

    def _vocabulary(self, sheet: Sheet) -> Iterator[Problem]:
        for (kind, keys), parts in TERMS.items():
            if kind == sheet.kind and keys[0] in sheet.raw:
                yield from self._unknown_terms(sheet, keys, parts)

    def _unknown_terms(self, sheet: Sheet, keys: tuple[str, ...], parts: tuple[str, ...]) -> Iterator[Problem]:
        known = [terms for part in parts if (terms := self._terms[part]) is not None]
        for place, term in sheet.texts(*keys) if len(known) == len(parts) else ():
            if not any(term in terms for terms in known):
                where = f"vocabulary.yaml has no {quoted(term)} in {' or '.join(parts)}"
                cure = did_you_mean(term, list(chain(*known))) or ": correct the id, or add the term"
                yield sheet.problem(place, f"{quoted('.'.join(keys))}: {where}{cure}")

    def _named_sources(self, sheet: Sheet) -> Iterator[Problem]:
        if (known := self._sources) is None:
            return
        for place, source in _sources(sheet.raw):
            if source not in known and not sheet.is_broken(place):
                cure = did_you_mean(source, known) or ": correct the id, or add the source"
                yield sheet.problem(place, f"base.yaml has no source {quoted(source)}{cure}")


def _kinds(sheets: Sheets) -> dict[str, Kind]:
    kinds = dict(sheets.unread)
    for sheet in sheets.entries:
        for keys in (("former_ids",), ("id",)):
            kinds.update((name, sheet.kind) for _, name in sheet.texts(*keys) if sheet.kind)
    return kinds


def _keys(sheet: Sheet, part: str) -> Collection[str] | None:
    """The ids under *part*; None if they cannot be read."""
    if not isinstance(sheet.document.value, dict):
        return None
    ids = sheet.raw.get(part, {})
    return ids if isinstance(ids, dict) else None


def _sources(value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """The ids of sources anywhere in an entry: facts, roles and holdings name their own."""
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _sources(item, (*place, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_under(item, (), (*place, key)) if key == "sources" else _sources(item, (*place, key))


def _a(kind: Kind) -> str:
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"

"""Names that two entries share: whoever asks for one of them could be given the other."""

from collections.abc import Collection, Iterator
from typing import Final

from knowledge.language.normal import joined
from knowledge.loading.documents import Place
from knowledge.loading.problems import Problem
from knowledge.loading.sheets import Sheet, all_texts
from knowledge.loading.wording import quoted

_NAMES: Final = ("name", "long_name", "aliases")


def shared_names(sheets: Collection[Sheet]) -> Iterator[Problem]:
    """Every name that an earlier entry has too, however it is spelt; once for each pair of entries."""
    owners: dict[str, tuple[Sheet, Place]] = {}
    said: set[tuple[int, int]] = set()
    for sheet in sheets:
        for place, name in _names(sheet):
            key = joined(name)
            owner, there = owners.setdefault(key, (sheet, place)) if key else (sheet, place)
            if owner is not sheet and (id(owner), id(sheet)) not in said:
                said.add((id(owner), id(sheet)))
                yield sheet.problem(
                    place, f"{quoted(name)} is also a name of {_whose(owner, there)}: keep it for one of them"
                )


def _names(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    for key in _NAMES:
        yield from all_texts(sheet.raw.get(key), (key,))


def _whose(sheet: Sheet, place: Place) -> str:
    return f"{quoted(sheet.id)} ({sheet.path}:{sheet.line(place)})" if sheet.id else f"{sheet.path}:{sheet.line(place)}"

"""Names that two entries share: whoever asks for one of them could be given the other.

The editions of an event may share theirs: what tells them apart is when or where they were, and that can be asked.
"""

from collections.abc import Collection, Iterator
from typing import Final

from knowledge.language.normal import joined
from knowledge.loading.documents import Place
from knowledge.loading.problems import Problem
from knowledge.loading.sheets import Sheet, all_texts
from knowledge.loading.wording import quoted

_NAMES: Final = ("name", "long_name", "aliases")
_TELLING: Final = ("period", "place")


def shared_names(sheets: Collection[Sheet]) -> Iterator[Problem]:
    """Every name, however it is spelt, of an earlier entry from which nothing tells it apart; once for each pair."""
    owners: dict[str, list[tuple[Sheet, Place]]] = {}
    said: set[tuple[int, int]] = set()
    for sheet in sheets:
        for place, name in _names(sheet):
            key = joined(name)
            if not key:
                continue
            same = owners.setdefault(key, [])
            alike = ((owner, there) for owner, there in same if owner is not sheet and not _are_editions(owner, sheet))
            if (found := next(alike, None)) is not None and (id(found[0]), id(sheet)) not in said:
                said.add((id(found[0]), id(sheet)))
                yield sheet.problem(
                    place, f"{quoted(name)} is also a name of {_whose(*found)}: keep it for one of them"
                )
            same.append((sheet, place))


def _are_editions(one: Sheet, other: Sheet) -> bool:
    """Whether both are events, and each says when it was, or where, and not the same."""
    if not one.kind == other.kind == "event":
        return False
    both = ((one.raw.get(key), other.raw.get(key)) for key in _TELLING)
    return any(first and second and first != second for first, second in both)


def _names(sheet: Sheet) -> Iterator[tuple[Place, str]]:
    for key in _NAMES:
        yield from all_texts(sheet.raw.get(key), (key,))


def _whose(sheet: Sheet, place: Place) -> str:
    return f"{quoted(sheet.id)} ({sheet.path}:{sheet.line(place)})" if sheet.id else f"{sheet.path}:{sheet.line(place)}"

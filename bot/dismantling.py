"""Giving back the memory of something large a little at a time: in one go it would keep everybody waiting."""

import time
from collections.abc import Iterator, Mapping
from typing import Any, Final

_SLICE: Final = 500
"""As many pieces go before others may do something."""
_LARGE: Final = 1_000
_DEEPEST: Final = 6


def pieces_of(whole: object) -> list[Any]:
    """What the large tables inside *whole* are made of; as long as it is held, nothing of it goes with *whole*."""
    return [piece for table in _tables(whole, _DEEPEST, set()) for piece in table]


def let_go(pieces: list[Any]) -> None:
    """Drop *pieces* in slices. What somebody else still holds stays."""
    while pieces:
        del pieces[-_SLICE:]
        time.sleep(0)


def _tables(whole: object, depth: int, seen: set[int]) -> Iterator[list[Any]]:
    """The elements of each large table, wherever in *whole* it is."""
    if depth == 0 or id(whole) in seen:
        return
    seen.add(id(whole))
    inner = _inside(whole)
    if len(inner) >= _LARGE:
        yield inner
    else:
        for one in inner:
            yield from _tables(one, depth - 1, seen)


def _inside(whole: object) -> list[Any]:
    match whole:
        case Mapping():
            return list(whole.values())
        case list() | tuple() | frozenset():
            return list(whole)
        case _:
            return list(getattr(whole, "__dict__", {}).values())

"""Building what stays, without keeping whoever shares the process from its work for long."""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from heapq import merge
from typing import Final

_SLICE: Final = 5_000
"""As many words are sorted before others may do something."""


@contextmanager
def building() -> Iterator[None]:
    """Without the garbage collector, which would go again and again through what was built so far, and stays."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def in_order(words: Iterable[str]) -> list[str]:
    """The *words* sorted, a slice at a time: in one go it would keep everybody waiting."""
    unsorted = list(words)
    slices = (sorted(unsorted[start : start + _SLICE]) for start in range(0, len(unsorted), _SLICE))
    return list(merge(*slices))

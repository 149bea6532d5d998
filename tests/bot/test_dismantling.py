"""A former base gives its memory back, and nobody who still reads in it notices."""

import weakref
from collections.abc import Mapping
from dataclasses import dataclass

from bot.dismantling import let_go, pieces_of


class Leaf:
    """Something large enough to be missed."""


@dataclass(frozen=True)
class Whole:
    """As a snapshot is: a table within a part."""

    part: tuple[Mapping[int, Leaf], ...]


def test_the_pieces_outlive_the_whole_until_they_are_let_go() -> None:
    whole = Whole(({number: Leaf() for number in range(5_000)},))
    leaf = weakref.ref(whole.part[0][4_999])
    pieces = pieces_of(whole)
    del whole

    assert leaf() is not None
    let_go(pieces)
    assert leaf() is None
    assert not pieces


def test_what_somebody_still_holds_stays_whole() -> None:
    """A turn that began before the base changed goes on reading in the former one."""
    whole = Whole(({number: Leaf() for number in range(5_000)},))
    let_go(pieces_of(whole))

    assert len(whole.part[0]) == 5_000

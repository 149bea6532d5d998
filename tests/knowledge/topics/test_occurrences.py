"""Counting all samples once comes to the same as counting each part of them."""

import numpy as np

from knowledge.topics.occurrences import Occurrences

SAMPLES = [["fee", "member", "fee"], [], ["room"], ["member", "room"], ["fee"]]


def test_a_part_of_the_samples_counts_as_if_there_were_no_others() -> None:
    """What none of them has is gone with ``in_at_least``."""
    part = Occurrences.of(SAMPLES).among([True, True, False, True, False]).in_at_least(1)
    alone = Occurrences.of([SAMPLES[0], SAMPLES[1], SAMPLES[3]])

    assert list(part.names) == list(alone.names) == ["fee", "member", "room"]
    assert part.number == alone.number == 3
    for name in ("samples", "features", "often"):
        assert getattr(part, name).tolist() == getattr(alone, name).tolist()


def test_what_too_few_samples_have_is_left_out() -> None:
    """Twice in one sample is once."""
    found = Occurrences.of(SAMPLES[:4]).in_at_least(2)

    assert list(found.names) == ["member", "room"]
    assert found.spread().tolist() == [2, 2]


def test_the_values_of_a_sample_have_length_one() -> None:
    """However many features it has, and the rarer ones count more."""
    found = Occurrences.of(SAMPLES)
    values = found.values(found.rarities())

    squares = np.bincount(found.samples, values**2, found.number)
    assert squares.round(9).tolist() == [1, 0, 1, 1, 1]
    assert found.spread().tolist() == [2, 2, 2]

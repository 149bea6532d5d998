"""An index of what entries state finds just what looking at each of them finds."""

from datetime import date

import pytest

from knowledge.answering.snapshot import Snapshot
from knowledge.stating.conditions import Condition, Span, meets
from knowledge.stating.finding import CONDITIONED, column, meeting

SPANS = (Span(date(2018, 7, 1), date(2018, 7, 31)), Span(date(2017, 1, 1), None), Span(None, date(2010, 1, 1)))


@pytest.mark.parametrize(("kind", "field"), sorted(CONDITIONED))
def test_the_index_agrees_with_looking_at_each_entry(shipped: Snapshot, kind: str, field: str) -> None:
    """For every value that is stated, for values that are not, and for days."""
    base = shipped.base
    values = [*column(base, kind, field).by_value, "nowhere", *base.entries]  # type: ignore[arg-type]  # a kind by name
    wanted: list[str | Span] = [*values, *SPANS]
    for condition in (Condition(field, value) for value in wanted):
        by_index = dict(meeting(base, kind, (condition,)))  # type: ignore[arg-type]  # a kind by name
        each = {entry.id: meets(base, entry, (condition,))[0] for entry in base.of_kind(kind)}  # type: ignore[arg-type]

        assert by_index == {id: met for id, met in each.items() if met}, condition

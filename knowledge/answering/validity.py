"""Whether a label that is held is still valid: from the holding's dates and the label's own rule, never assumed."""

from dataclasses import replace
from datetime import date, timedelta

from knowledge.answering.judging import verdict
from knowledge.answering.outcomes import State, Verdict
from knowledge.model.base import Base
from knowledge.model.months import later
from knowledge.model.values import PartialDate, Period
from knowledge.reading.readings import Reading
from knowledge.stating.statements import statements
from knowledge.stating.values import Months, Related, Stated


def validity(base: Base, reading: Reading, today: date) -> State | Verdict | None:
    """Of a label that is not held, that; of one without dates, or without a rule how long it is valid, nothing."""
    label = next((one.value for one in reading.conditions if isinstance(one.value, str)), None)
    if label is None:
        return None
    id = base[reading.subjects[0]].id
    held = [
        (stated, stated.value)
        for stated in statements(base, base[id], "labels")
        if isinstance(stated.value, Related) and stated.value.entry == base[label].id and not stated.value.former
    ]
    if not held:
        return verdict(base, reading)
    stated, holding = max(held, key=lambda one: one[1].since.first if one[1].since else date.min)
    return _state(base, id, stated, holding, today)


def _state(base: Base, id: str, stated: Stated, holding: Related, today: date) -> State | None:
    months = next((one.value.number for one in _rule(base, holding.entry) if isinstance(one.value, Months)), None)
    ends = _ends(holding, months)
    if ends is None or (holding.since and today < holding.since.first):
        return None
    earliest, latest = ends
    if earliest <= today < latest:
        return None  # the start is not known to the day, and neither is the end
    said = replace(stated, value=Period(start=holding.since, end=_written(holding, latest)))
    return State(id, "over" if today > latest else "going_on", said, holding.entry, None if holding.until else months)


def _rule(base: Base, label: str) -> tuple[Stated, ...]:
    return statements(base, base[label], "validity")


def _ends(holding: Related, months: int | None) -> tuple[date, date] | None:
    """The earliest and the latest day that may be its last."""
    if holding.until is not None:
        return holding.until.last, holding.until.last
    if holding.since is None or months is None:
        return None
    first, last = (later(day, months) - timedelta(1) for day in (holding.since.first, holding.since.last))
    return first, last


def _written(holding: Related, latest: date) -> PartialDate:
    """The last day as exactly as the first is known."""
    if holding.until is not None:
        return holding.until
    known = holding.since
    exact = PartialDate.on(latest)
    if known is None or known.day:
        return exact
    return PartialDate(year=exact.year, month=exact.month if known.month else None)

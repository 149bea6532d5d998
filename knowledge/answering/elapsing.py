"""How long ago something was: from a stated date to the day of the question, as exactly as the date is known."""

from datetime import date

from knowledge.answering.outcomes import Elapsed, Values
from knowledge.model.values import PartialDate, Period
from knowledge.stating.lapsing import lapse
from knowledge.stating.values import Related, Value


def elapsed(found: Values, today: date) -> Elapsed | Values:
    """How long ago the first of the dates *found* was; the dates themselves where that is yet to come."""
    for stated in found.property.values:
        when = _when(stated.value, today)
        if when is not None and when.last <= today:
            return Elapsed(found.entry, found.property, stated, lapse(when, PartialDate.on(today)))
    return found


def _when(value: Value, today: date) -> PartialDate | None:
    """The date that counts: of a period its end, if that has passed, else its start."""
    match value:
        case PartialDate() | Related(since=PartialDate()):
            return value if isinstance(value, PartialDate) else value.since
        case Period(start=start, end=end):
            return end if end is not None and end.last <= today else start
        case _:
            return None

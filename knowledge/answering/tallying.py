"""Counting the entries of a set by the values of a field: the country with most of them first."""

from typing import Final

from knowledge.answering.judging import value_of
from knowledge.answering.outcomes import Tally
from knowledge.model.base import Base
from knowledge.reading.readings import Reading
from knowledge.stating.captions import caption
from knowledge.stating.finding import meeting
from knowledge.stating.statements import statements
from knowledge.stating.tallying import PLACES, spread

MOST_NAMED: Final = 10
"""Of so many entries the statements are kept that tell where the answer comes from."""


def tally(base: Base, reading: Reading) -> Tally | None:
    """How the entries that meet the conditions spread over the values of a field; None where the base says of none."""
    kind, field = reading.kind, reading.field
    if kind is None or field is None:
        return None
    among = dict(meeting(base, kind, reading.conditions))
    groups = sorted(spread(base, kind, field, among), key=lambda group: (len(group[1]), group[0]))
    if not groups:
        return None
    if reading.direction != "least":
        groups.sort(key=lambda group: -len(group[1]))
    told = {id for _, ids in groups for id in ids}
    said = "place" if field in PLACES else field
    return Tally(
        kind,
        field,
        caption(base, field),
        tuple((value_of(base, value), ids) for value, ids in groups),
        reading.direction,
        tuple(id for id in among if id not in told),
        tuple(
            stated
            for id in [id for id in among if id in told][:MOST_NAMED]
            for stated in (*among[id], *statements(base, base[id], said))
        ),
    )

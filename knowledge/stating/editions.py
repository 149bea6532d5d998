"""Entries of one name: what tells each from the others, such as the year."""

from knowledge.model.base import Base
from knowledge.model.values import PartialDate
from knowledge.stating.statements import statements
from knowledge.stating.values import Value


def apart(base: Base, id: str) -> Value | None:
    """What tells an entry from its namesakes: its year, else its day, else its city; None if its name is its own."""
    same = base.namesakes(id)
    if len(same) < 2:
        return None
    own = _began(base, id)
    others = [began for other in same if other != base[id].id and (began := _began(base, other))]
    if own is not None:
        return PartialDate(year=own.year) if all(own.year != other.year for other in others) else own
    return next((stated.value for stated in statements(base, base[id], "city")), None)


def latest(base: Base, id: str) -> int:
    """For putting editions in order: the later an entry began, the higher."""
    began = _began(base, id)
    return began.first.toordinal() if began else 0


def _began(base: Base, id: str) -> PartialDate | None:
    found = (stated.value for stated in statements(base, base[id], "start"))
    return next((value for value in found if isinstance(value, PartialDate)), None)

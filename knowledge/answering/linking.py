"""The links and the entries that belong to an answer."""

from collections.abc import Iterator
from typing import Final

from knowledge.answering.outcomes import (
    Alike,
    Body,
    Comparison,
    Description,
    Elapsed,
    Listing,
    Share,
    State,
    Tally,
    Total,
    Values,
    Verdict,
    Written,
)
from knowledge.model.base import Base
from knowledge.model.entries import Topic
from knowledge.model.relations import ties_from
from knowledge.model.values import Link
from knowledge.reading.readings import Reading
from knowledge.stating.values import Related

_BELONGING: Final = ("project", "assessed_by", "issued_by", "roles", "labels", "works_with")
_STEPS: Final = 2


def links_of(base: Base, reading: Reading, body: Body) -> tuple[Link, ...]:
    """The links of the entry that is asked about; where it has none, those of what it belongs to."""
    match body:
        case Values(entry=id, property=found):
            own = [stated.value for stated in found.values if isinstance(stated.value, Link)]
            return tuple(own) or _links(base, id)
        case Description(entry=id) | State(entry=id) | Verdict(entry=id):
            return _links(base, id)
        case Elapsed(entry=id) | Share(entry=id) | Written(topic=id):
            return _links(base, id)
        case Listing():
            conditioned = (c.value for c in reading.conditions if isinstance(c.value, str) and c.value in base)
            return tuple({link.url: link for id in conditioned for link in _links(base, id)}.values())
        case _:
            return ()


def _links(base: Base, id: str) -> tuple[Link, ...]:
    """The entry's links, else those of the nearest entry that it is tied to; their titles say whose they are."""
    reached = [id]
    for _ in range(_STEPS + 1):
        if found := next((base[near].links for near in reached if base[near].links), None):
            return found
        reached = [near for one in reached for near in _near(base, one)]
    return ()


def _near(base: Base, id: str) -> Iterator[str]:
    """The entries that one without links belongs to: a label's assessor, an event's project."""
    entry = base[id]
    if isinstance(entry, Topic):
        yield from entry.related
    ties = {field: [tie.target for tie in ties_from(entry) if tie.relation.field == field] for field in _BELONGING}
    yield from (target for targets in ties.values() for target in targets)


def shown(body: Body, reading: Reading) -> tuple[str, ...]:
    """The entries an answer is about; of a list or a count the entries in it."""
    match body:
        case Listing(entries=entries):
            return tuple(related.entry for related in entries)
        case Comparison(rows=rows) | Alike(rows=rows):
            return tuple(id for id, _ in rows)
        case Total(rows=rows):
            return tuple(id for id, _ in rows)
        case Tally(rows=rows):
            return tuple(dict.fromkeys(id for _, ids in rows for id in ids))
        case _:
            return reading.subjects


def mentioned(body: Body) -> tuple[str, ...]:
    """The entries that stand in an answer as its values, for "the second one" in the next question."""
    match body:
        case Values(property=found):
            return tuple(stated.value.entry for stated in found.values if isinstance(stated.value, Related))
        case Listing(entries=entries):
            return tuple(related.entry for related in entries)
        case Comparison(rows=rows) | Alike(rows=rows):
            return tuple(id for id, _ in rows)
        case _:
            return ()

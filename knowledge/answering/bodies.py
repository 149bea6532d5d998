"""Computing the body of an answer from a reading. None means that the base does not say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from knowledge.answering.elapsing import elapsed
from knowledge.answering.judging import alike, comparison, verdict
from knowledge.answering.outcomes import (
    Alike,
    Body,
    Courtesy,
    Description,
    Listing,
    Property,
    State,
    Values,
    Verdict,
    Written,
)
from knowledge.answering.properties import properties, property_of
from knowledge.answering.sharing import share
from knowledge.answering.summing import total
from knowledge.answering.tallying import tally
from knowledge.answering.validity import validity
from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry, Label, Topic
from knowledge.model.texts import Text
from knowledge.model.values import Period, Source
from knowledge.reading.readings import Reading
from knowledge.stating.captions import caption
from knowledge.stating.conditions import Span, is_open, meets
from knowledge.stating.finding import column, meeting
from knowledge.stating.following import followed
from knowledge.stating.statements import statements
from knowledge.stating.values import Related, Stated, Value


def body_of(base: Base, reading: Reading, today: date) -> Body | None:
    """What the base has to say to *reading* on the day *today*."""
    match reading.operator:
        case "describe" | "topic":
            return describe(base, reading.subjects[0])
        case "state" if reading.field == "validity":
            return validity(base, reading, today)
        case "state":
            return _state(base, reading, today)
        case "filter" | "count":
            return _listing(base, reading)
        case "compare" | "superlative":
            return comparison(base, reading)
        case "sum":
            return total(base, reading)
        case "elapsed":
            found = _values(base, reading)
            return found and elapsed(found, today)
        case "share":
            return share(base, reading)
        case "tally":
            return tally(base, reading)
        case "exists" if reading.measure == "same":
            return alike(base, reading)
        case "exists":
            return verdict(base, reading) or _too_vague(base, reading)
        case "courtesy" if reading.manner:
            return Courtesy(reading.manner)
        case _:
            return _values(base, reading)


MOST_TELLING: Final = 2


def telling(body: Body | None) -> int:
    """How much there is to tell: nothing, that nothing fits or holds, or something."""
    match body:
        case None:
            return 0
        case Listing(entries=()) | Verdict(holds=False) | Alike(holds=False):
            return 1
        case _:
            return MOST_TELLING


def told_of(body: Body | None) -> Iterator[str]:
    """The entries that are all there is to tell: those of a list, those that a relation leads to."""
    match body:
        case Listing(entries=entries):
            yield from (one.entry for one in entries)
        case Values(property=told) if all(_is_bare(stated.value) for stated in told.values):
            yield from (stated.value.entry for stated in told.values if isinstance(stated.value, Related))


def _is_bare(value: Value) -> bool:
    """Whether it is an entry, with neither a date nor a sum nor a role."""
    return isinstance(value, Related) and value == Related(value.entry)


def describe(base: Base, id: str) -> Description | Written:
    """What an entry is: a topic's answer, or the summary and the key facts."""
    entry = base[id]
    if isinstance(entry, Topic):
        return Written(entry.id, entry.answer)
    return Description(entry.id, entry.summary, properties(base, entry.id, key=True))


def _values(base: Base, reading: Reading) -> Values | None:
    if not reading.subjects or not reading.field:
        return None
    id = reading.subjects[0]
    if reading.field == "awarded":
        return _awarded(base, id, reading)
    found = property_of(base, id, reading.field)
    if not found.values and reading.field == "information":
        found = property_of(base, id, "website")
    if not found.values and reading.field == "levels":
        # Of one level those of its family are asked: "which are there besides Silver?"
        found = next((property_of(base, one.id, "levels") for one in followed(base, base[id], "family")), found)
    return Values(base[id].id, found) if found.values else None


def _too_vague(base: Base, reading: Reading) -> Values | None:
    """What is known, where it is too vague for a yes or a no: "in Belgium", who asks whether it is in Brussels."""
    entry = base[reading.subjects[0]]
    vague = next((one for one in reading.conditions if is_open(base, entry, one)), None)
    return _values(base, replace(reading, field=vague.field)) if vague else None


def _awarded(base: Base, id: str, reading: Reading) -> Values | None:
    """Since when an organisation holds a label; nothing of one that it never held, and of one without a date."""
    if reading.conditions and not all(meets(base, base[id], reading.conditions)):
        return None
    wanted = {condition.value for condition in reading.conditions}
    dated = tuple(
        stated
        for stated in statements(base, base[id], "awarded")
        if isinstance(stated.value, Related) and stated.value.since and (not wanted or stated.value.entry in wanted)
    )
    return Values(base[id].id, Property("awarded", caption(base, "awarded"), dated)) if dated else None


def _state(base: Base, reading: Reading, today: date) -> State | None:
    """How it stands today, or stood on all days that the reading has as a condition."""
    id = base[reading.subjects[0]].id
    then = next((one.value for one in reading.conditions if isinstance(one.value, Span)), None)
    first, last = (then.first or today, then.last or today) if then else (today, today)
    for stated in statements(base, base[id], "period"):
        if isinstance(stated.value, Period):
            start, end = stated.value.start, stated.value.end
            if end and end.last < first:
                return State(id, "over", stated, then=then)
            if start and start.first > last:
                return State(id, "to_come", stated, then=then)
            if start and end and start.first <= first and last <= end.last:
                return State(id, "going_on", stated, then=then)
    return None


def _listing(base: Base, reading: Reading) -> Listing | None:
    kind = reading.kind
    if kind is None or not all(column(base, kind, one.field).is_stated for one in reading.conditions):
        return None  # where nobody states the field, "none" would be a guess
    entries: list[Related] = []
    reasons: list[Stated] = []
    for id, found in meeting(base, kind, reading.conditions):
        if kind == "label" and _is_family(base[id]):
            continue  # a family is no label that anybody holds
        since = [s.value.since for s in found if isinstance(s.value, Related) and s.value.since]
        entries.append(Related(id, since=since[0] if since else None))
        reasons += found
    said = next((stated for stated in reasons if stated.scope), reasons[0] if reasons else Stated(Related("")))
    return Listing(
        kind,
        tuple(entries),
        counted=reading.operator == "count",
        scope=_common([stated.scope for stated in reasons if stated.scope]),
        note=_common([stated.note for stated in reasons if stated.note]),
        as_of=said.as_of,
        sources=_merged(reasons),
    )


def _is_family(entry: AnyEntry) -> bool:
    return isinstance(entry, Label) and bool(entry.levels)


def _common(texts: list[Text]) -> Text | None:
    """What is said of all alike."""
    return texts[0] if texts and all(text == texts[0] for text in texts) else None


def _merged(reasons: list[Stated]) -> tuple[Source, ...]:
    named = {id(source): source for stated in reasons for source in stated.sources}
    return tuple({source.model_dump_json(): source for source in named.values()}.values())

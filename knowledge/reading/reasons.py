"""Reasons: why a word that a reading does not rest on may be said beside it, because it fits or is true."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from knowledge.model.base import Base
from knowledge.model.facts import OpenFact
from knowledge.model.values import Money, PartialDate, Period, Quantity
from knowledge.reading.acquaintance import (
    asked_about,
    facts_asked,
    in_conditions,
    is_acted_on,
    is_giver,
    is_spoken_of,
    is_tied,
    is_told,
    told_by,
)
from knowledge.reading.closed import begins_closed
from knowledge.reading.meanings import Meaning
from knowledge.reading.mentions import Mention
from knowledge.reading.narrowing import is_true_of
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading, Use
from knowledge.stating.amounts import exactly, holds
from knowledge.stating.captions import stands_in_caption
from knowledge.stating.conditions import Wanted
from knowledge.stating.fields import FIELDS, is_sum
from knowledge.stating.following import leads_on
from knowledge.stating.leading import LEADING
from knowledge.stating.naming import parts_of_names
from knowledge.stating.statements import statements
from knowledge.stating.values import Amount

_PARTS_OF_PLACE: Final = ("city", "region", "country")
_BELONGING: Final = frozenset(("project", "member_of", "members"))
_ACTING: Final = ("organisation", "person")
"""Kinds of those who can be asked for with "who"."""
_NEUTRAL: Final = frozenset(("list", "held", "follow_up", "describe"))


def reasons(question: Question, proposal: Proposal, mention: Mention) -> Iterator[tuple[Use, Wanted]]:
    """Why a mention that the reading does not rest on may still be said: each with what it was taken for."""
    if mention.text.isdecimal() and _is_value(exactly(mention.text), proposal.readings, question.base):
        yield "context", mention.text
    if _is_why_there_or_then(question, proposal, mention):
        return
    if aside := _left_aside(question, proposal, mention):
        yield "context", aside
    if any(_is_of_caption(mention, reading, question.base) for reading in proposal.readings):
        yield "field", proposal.readings[0].field or ""
    if named := next(_of_its_name(mention, proposal.readings, question.base), None):
        yield "context", named
    asked = [meaning.value for meaning in mention.of("question")]
    if "name" in asked and not all(_has_names(reading, question.base) for reading in proposal.readings):
        return
    if asked and not any(_is_asked(word, reading, question.base) for word in asked for reading in proposal.readings):
        return
    # A cue that begins with a question word is explained by its field alone: "how many experts" asks for experts.
    meanings = [m for m in mention.meanings if m.type != "question" or not mention.of("field")]
    whether = begins_closed(question)
    for meaning in meanings:
        for reading in proposal.readings:
            if whether and meaning.type == "name" and not is_told(meaning.value, reading, question.base):
                continue  # "does Y bring money to X?" does not ask for the money of X, and names Y by the way
            if meaning.type == "kind" and _is_asked_for(question, mention) and _gives_dates_alone(reading):
                continue
            if (use := _reason(meaning, reading, question.base)) is not None:
                yield use, meaning.stands_for
            if reading.operator == "state" and meaning.value == "end" and question.has("or"):
                yield "operator", meaning.stands_for  # "is it still going on, or closed?"
            if meaning.type == "name" and question.is_open and is_giver(meaning.value, reading, question.base):
                yield "context", meaning.value
        if meaning.type == "kind" and _stands_at_its_name(question, mention, meaning.value):
            yield "kind", meaning.stands_for


def _is_asked_for(question: Question, mention: Mention) -> bool:
    """Whether it is the kind of what is asked for: "which organisation …?"."""
    return any(question.mentions[place] is mention for place in question.which)


def _stands_at_its_name(question: Question, mention: Mention, kind: str) -> bool:
    """Whether a name of that kind follows: what "the project X" is said for is told by X."""
    place = next(at for at, one in enumerate(question.mentions) if one is mention)
    return any(at == place + 1 and entry.kind == kind for at, entry in question.named)


def _gives_dates_alone(reading: Reading) -> bool:
    """Whether no entry of any kind can be the answer."""
    field = FIELDS.get(reading.field or "")
    return reading.operator == "attribute" and field is not None and field.asks == {"when"}


def _is_why_there_or_then(question: Question, proposal: Proposal, mention: Mention) -> bool:
    """Whether "why in Milan?", "why in 2018?" is asked: what it was for does not answer that."""
    is_for_what = any(reading.field == "aim" for reading in proposal.readings)
    return (
        is_for_what
        and bool(question.places("question", "why"))
        and any(m.type in ("place", "period") for m in mention.meanings)
    )


def _left_aside(question: Question, proposal: Proposal, mention: Mention) -> str:
    """The one that is told with others, and of which it is said: "besides X, who monitors the Clust-ERs?"."""
    place = next(at for at, one in enumerate(question.mentions) if one is mention)
    for besides in sorted(question.places("operator", "negation")):
        behind = (at for at in range(besides + 1, len(question.mentions)) if not question.mentions[at].is_silent)
        if place in (besides, named := next(behind, besides)):
            ids = [question.base[meaning.value].id for meaning in question.mentions[named].of("name")]
            told = [told_by(reading, question.base) for reading in proposal.readings]
            if found := next((id for id in ids for entries in told if id in entries and len(entries) > 1), ""):
                return found
    return ""


def _is_of_caption(mention: Mention, reading: Reading, base: Base) -> bool:
    """Whether the words belong to what the open fact that is asked for is called: the 2022 of "new staff in 2022"."""
    if not reading.field or reading.field in FIELDS or not reading.subjects:
        return False
    said = [word.folded for word in mention.words]
    if mention.of("period"):  # "in the year 2022", whatever it is called by
        said = [word for word in said if word.isdecimal()] or said
    return stands_in_caption(reading.field, base[reading.subjects[0]], said)


def _of_its_name(mention: Mention, readings: Sequence[Reading], base: Base) -> Iterator[str]:
    """The subjects of whose name the words are a part: "which labels are there for cluster management?"."""
    letters = "" if mention.of("name") else "".join(word.folded for word in mention.words)
    return (id for reading in readings for id in reading.subjects if letters in parts_of_names(base, base[id].id))


def _reason(meaning: Meaning, reading: Reading, base: Base) -> Use | None:
    match meaning.type:
        case "question" if _is_asked(meaning.value, reading, base):
            return "question"
        case "operator" if meaning.value in _NEUTRAL or _is_now(meaning.value, reading):
            return "operator"
        case "field" if meaning.value in _fields_of(reading):
            return "field"
        case "beside" if meaning.value in _fields_of(reading) - _sums_on_the_way(reading):
            return "field"
        case "beside" if meaning.value in ("period", "place") and _is_event(reading, base):
            return "field"
        case "field" | "beside" if meaning.value in _BELONGING and _is_told_of_project(reading, base):
            return "field"
        case "kind" if _is_of_kind(meaning.value, reading, base):
            return "kind"
        case "operator" if meaning.value == "state" and "period" in _fields_of(reading):
            return "operator"
        case "amount" if meaning.amount and _is_value(meaning.amount, (reading,), base):
            return "context"
        case "name" if is_tied(meaning.value, reading, base) or is_acted_on(meaning.value, reading, base):
            return "context"
        case "name" if is_spoken_of(meaning.value, reading, base):
            return "context"
        case "period" if _is_sum_of_a_part(meaning, reading, base):
            return None  # what was received in one of its years is not the whole sum
        case "place" | "sector" | "type" | "role" | "period" if _is_true(meaning, reading, base):
            return "context"
        case _:
            return None


def _fields_of(reading: Reading) -> frozenset[str]:
    """The field that is asked for, and those in which conditions are to be met."""
    conditioned = {condition.field for condition in reading.conditions}
    if reading.field == "labels" and reading.operator == "attribute":
        conditioned.add("awarded")  # "which label did X win?"
    return frozenset(
        {reading.field or "", *conditioned, *reading.on_the_way, *(_PARTS_OF_PLACE if "place" in conditioned else ())}
    )


def _sums_on_the_way(reading: Reading) -> frozenset[str]:
    """Sums by which the subject was found: "how many euros did the fund give?" asks for one and does not lead by it."""
    return frozenset(field for field in reading.on_the_way if field != reading.field and is_sum(field))


def _is_asked(asked: str, reading: Reading, base: Base) -> bool:
    if any(FIELDS[hop.field].answers(asked) for hop in reading.through):
        return True
    if reading.operator in ("attribute", "reverse"):
        field = FIELDS.get(reading.field or "")
        return field.answers(asked) if field else any(_gives(fact, asked) for fact in facts_asked(reading, base))
    if reading.operator in ("compare", "superlative", "sum"):
        return asked == "who" or FIELDS[reading.field or ""].answers(asked)
    if reading.operator == "elapsed":
        return asked in ("when", "how_long", "how_many", "how_much")
    if reading.operator == "share":
        return asked in ("what", "how_much", "how_many")
    if reading.operator == "tally":
        return asked in ("what", "who", "where", "how_many")
    if reading.operator in ("filter", "count"):
        by_name = ("what", "who", "to_whom") if reading.kind in _ACTING else ("what",)
        return asked in by_name or (asked == "how_many" and reading.operator == "count")
    return asked == "what" or (asked == "how" and any(base[id].kind == "topic" for id in reading.subjects))


def _has_names(reading: Reading, base: Base) -> bool:
    """Whether what is asked for has a name: how many are new tells nobody what they are called."""
    if reading.operator != "attribute" or reading.field in (None, "long_name"):
        return reading.operator != "describe"
    if reading.field in FIELDS:
        return any(leads_on(base[id], reading.field) for id in reading.subjects)
    return any(fact.entries for fact in facts_asked(reading, base))


def _gives(fact: OpenFact, asked: str) -> bool:
    """Whether what a question word asks for can be the value of an open fact."""
    match fact:
        case OpenFact(number=Quantity()):
            return asked in ("what", "how_many", "how_much")
        case OpenFact(money=Money()):
            return asked in ("what", "how_much")
        case OpenFact(date=PartialDate()):
            return asked in ("what", "when")
        case OpenFact(entries=(_, *_)):
            return asked in ("what", "who", "to_whom", "where")
        case _:
            return asked in ("what", "how", "why", "who", "to_whom", "where")


def _is_event(reading: Reading, base: Base) -> bool:
    """Events are held: "svolto", "held", "stattgefunden" go with any question about them."""
    return any(base[id].kind == "event" for id in reading.subjects)


def _is_told_of_project(reading: Reading, base: Base) -> bool:
    """What is told of a project is part of it: "are communication activities part of the project?"."""
    is_open_fact = reading.operator == "attribute" and reading.field not in FIELDS
    return is_open_fact and any(base[id].kind == "project" for id in reading.subjects)


def _is_now(operator: str, reading: Reading) -> bool:
    return operator == "now" and (reading.field in ("holders", "labels") or reading.kind == "organisation")


def _is_of_kind(kind: str, reading: Reading, base: Base) -> bool:
    if reading.kind == kind:
        return True
    subjects = asked_about(reading, base)
    if any(condition.field in LEADING.get((reading.kind or "", kind), ()) for condition in reading.conditions):
        return True
    leads = any(reading.field in LEADING.get((entry.kind, kind), ()) for entry in subjects)
    return leads or any(entry.kind == kind for entry in (*subjects, *in_conditions(reading, base)))


def _is_value(amount: Amount, readings: Sequence[Reading], base: Base) -> bool:
    """Whether an amount that is said is true of the value that is asked for: the "30 months" that it lasted."""
    values = (
        stated.value
        for reading in readings
        for id in reading.subjects
        for stated in statements(base, base[id], reading.field or "")
    )
    return any(holds(amount, value) for value in values)


def _is_sum_of_a_part(meaning: Meaning, reading: Reading, base: Base) -> bool:
    """Whether a sum is asked for, and days are said that are not all that a subject takes, nor lead to it."""
    led = any(is_true_of(meaning, base, base[hop.entry]) for hop in reading.through)
    return is_sum(reading.field or "") and not led and not _is_whole_time(meaning, reading, base)


def _is_whole_time(meaning: Meaning, reading: Reading, base: Base) -> bool:
    """Whether the days that are said are all that a subject takes."""
    periods = (stated.value for id in reading.subjects for stated in statements(base, base[id], "period"))
    return any(
        meaning.span is not None
        and one.start is not None
        and one.end is not None
        and (meaning.span.first or date.min) <= one.start.first
        and one.end.last <= (meaning.span.last or date.max)
        for one in periods
        if isinstance(one, Period)
    )


def _is_true(meaning: Meaning, reading: Reading, base: Base) -> bool:
    """Whether a place, a date, a sector … is true of a subject, of an entry in a condition, or of what is told."""
    told = [base[id] for id in told_by(reading, base)]
    return any(
        is_true_of(meaning, base, entry) for entry in (*asked_about(reading, base), *in_conditions(reading, base))
    ) or (len(told) == 1 and is_true_of(meaning, base, told[0]))

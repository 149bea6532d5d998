"""Readers of questions about sets: which entries meet conditions, how many, and whether one of them does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Final

from knowledge.model.entries import AnyEntry, Kind
from knowledge.model.relations import ties_from
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import Subject, subjects
from knowledge.stating.conditions import Condition, Span
from knowledge.stating.leading import FIELD_OF, LEADING
from knowledge.stating.ordering import measure
from knowledge.stating.statements import statements

_OF_LABELS: Final = ("labels", "awarded")
_BARE_SET: Final = 0.97
_MOST_CONDITIONS: Final = 5


@dataclass(frozen=True, slots=True)
class _Set:
    kind: Kind
    used: frozenset[int]
    is_plural: bool


def filter_or_count(question: Question) -> Iterator[Proposal]:
    """Which clusters hold X? How many? Events in July 2018. Which projects are there?"""
    # "How much money" asks for a sum, not for how many entries there are.
    counting = question.places("question", "how_many") - frozenset(place for place, _ in question.each("field"))
    asking = question.places("operator", "list", "held", "now") | question.places("question", "what", "who") | counting
    for found in _sets(question):
        for said, used in _combined(question, found.kind, found.used) if found.is_plural or asking else ():
            conditions = (*said, *_object_of_held(question, said))
            if _is_of_nothing(question, conditions) or (question.has("describe") and used <= found.used):
                continue
            reading = Reading("count" if counting else "filter", kind=found.kind, conditions=conditions)
            yield Proposal((reading,), found.used | used | asking, 1.0 if conditions else _BARE_SET)


def _is_of_nothing(question: Question, conditions: tuple[Condition, ...]) -> bool:
    """Whether "how many have it?" is asked, and no label was talked about that "it" could be."""
    return _leaves_out_the_object(question) and not any(one.field in _OF_LABELS for one in conditions)


def _object_of_held(question: Question, said: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """The label that the conversation is about, if the question leaves out what is held."""
    before = question.context.reading
    if before is None or not _is_of_nothing(question, said):
        return ()
    about = (*before.subjects, *(condition.value for condition in before.conditions))
    labels = (id for id in about if isinstance(id, str) and id in question.base and question.base[id].kind == "label")
    return tuple(Condition("labels", id) for id in labels)[:1]


def _leaves_out_the_object(question: Question) -> bool:
    """Whether the question ends with "have" or "have it"."""
    held = max(question.places("operator", "held"), default=None)
    return held is not None and all(mention.is_silent for mention in question.mentions[held + 1 :])


def _sets(question: Question) -> Iterator[_Set]:
    """The kinds of which a set is asked: named as a kind, as a type of organisation, or as holders of a label."""
    plural = {place for place, _ in question.kinds(plural=True)}
    for place, kind in question.kinds():
        yield _Set(kind, frozenset((place,)), place in plural)
    for place, _ in question.each("type"):
        yield _Set("organisation", frozenset((place,)), is_plural=True)
    labels = any(entry.kind == "label" for _, entry in question.named)
    who = question.places("question", "who", "how_many")
    holders = question.places("field", "holders")
    if labels and (holders or (who and question.has("held"))):
        yield _Set("organisation", who | holders, is_plural=True)
    roles = question.places("question", "who")
    if roles and question.each("role"):
        yield _Set("person", roles, is_plural=True)


def exists(question: Question) -> Iterator[Proposal]:
    """Does X hold the Gold Label? Was the workshop in Milan? Is she the manager?"""
    if question.is_open or question.has("describe", "list", "expand"):
        return
    for subject in subjects(question):
        taken = subject.used | question.places("operator", "upcoming", "past")
        for conditions, used in _combined(question, subject.entry.kind, taken):
            if conditions and all(condition.value != subject.entry.id for condition in conditions):
                yield _verdict(question, subject, conditions, used)


def is_it_so_many(question: Question) -> Iterator[Proposal]:
    """Did it last 36 months? A number that is supposed to be a value."""
    numbers = [(place, m.text) for place, m in enumerate(question.mentions) if not m.meanings and m.text.isdecimal()]
    for subject in subjects(question) if numbers and not question.is_open else ():
        for (number_place, number), (place, meaning) in product(numbers, question.each("field")):
            stated = statements(question.base, subject.entry, meaning.value)
            if any(measure(one.value) for one in stated):
                yield _verdict(question, subject, (Condition(meaning.value, number),), frozenset((number_place, place)))


def _verdict(question: Question, subject: Subject, conditions: tuple[Condition, ...], used: frozenset[int]) -> Proposal:
    reading = Reading(
        "exists",
        (subject.entry.id,),
        conditions[0].field,
        conditions=conditions,
        from_conversation=subject.from_conversation,
    )
    helping = question.places("operator", "held", "now") | question.places("field", conditions[0].field)
    return Proposal((reading,), subject.used | used | helping, subject.prior)


def _combined(
    question: Question, kind: Kind, taken: frozenset[int]
) -> Iterator[tuple[tuple[Condition, ...], frozenset[int]]]:
    """The values that are mentioned as conditions on entries of *kind*: all of them together, in each sense."""
    options: dict[int, list[Condition]] = {}
    for place in range(len(question.mentions)):
        free = place not in taken or question.mentions[place].of("type")
        if free and (found := list(_conditions_at(question, place, kind))):
            options[place] = found
    if len(options) > _MOST_CONDITIONS:
        return
    for chosen in product(*options.values()):
        yield tuple(dict.fromkeys(chosen)), frozenset(options)


def _conditions_at(question: Question, place: int, kind: Kind) -> Iterator[Condition]:
    for meaning in question.mentions[place].meanings:
        if meaning.type == "name" and (other := question.base[meaning.value]).kind != kind:
            yield from (Condition(field, meaning.value) for field in _relations(question, kind, other))
        elif meaning.type == "operator" and meaning.value in ("upcoming", "past") and kind in ("event", "project"):
            yield Condition("period", _relative(meaning.value, question.today))
        elif (field := FIELD_OF.get((meaning.type, kind))) is not None:
            dated = _dated(question, kind, field) if meaning.type == "period" else field
            yield Condition(dated, meaning.span or meaning.value)


def _dated(question: Question, kind: Kind, field: str) -> str:
    """What a date is the date of: the start or the end that is spoken of, the award of a label that is named."""
    if kind == "organisation" and any(entry.kind == "label" for _, entry in question.named):
        return "awarded"
    ends = (meaning.value for _, meaning in question.each("field") if meaning.value in ("start", "end"))
    return next(ends, field) if field == "period" else field


def _relative(when: str, today: date) -> Span:
    """What is still to come, today included; or what began before today."""
    return Span(today, None) if when == "upcoming" else Span(None, today - timedelta(days=1))


def _relations(question: Question, kind: Kind, other: AnyEntry) -> Iterator[str]:
    """The fields in which entries of *kind* name the *other* entry: those a cue asks for, else the most telling."""
    leading = LEADING.get((kind, other.kind), ())
    cued = {meaning.value for _, meaning in question.each("field")} & set(leading)
    if (kind, other.kind) == ("organisation", "label"):
        yield from sorted(cued - {"labels"}) or (_held_or_awarded(question),)
    elif cued:
        yield from (field for field in leading if field in cued)
    elif other.kind == "label":
        yield from leading[:1]
    else:
        stated = {tie.relation.field for tie in question.base.ties_to(other.id) if tie.relation.kind == kind}
        stated |= {tie.relation.inverse for tie in ties_from(other) if question.base[tie.target].kind == kind}
        yield from (field for field in leading if field in stated)


def _held_or_awarded(question: Question) -> str:
    """What is held now; where "awarded" or a date is said, what was held ever."""
    dated = bool(question.each("period")) or question.places("field", "awarded")
    return "awarded" if dated else "labels"

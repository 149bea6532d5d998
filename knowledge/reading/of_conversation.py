"""Readers of what only makes sense after another question, and of courtesy."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from knowledge.model.asking import Operator
from knowledge.model.entries import AnyEntry
from knowledge.model.relations import ties_from
from knowledge.reading.conditioning import conditions
from knowledge.reading.narrowing import narrowed
from knowledge.reading.of_comparisons import ORDERS, comparable, direction, measures, summable
from knowledge.reading.of_fields import DOINGS, is_counted
from knowledge.reading.pointing import pointed_at
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.stating.conditions import Condition
from knowledge.stating.fields import FIELDS
from knowledge.stating.following import followed
from knowledge.stating.ordering import SUMMABLE
from knowledge.stating.statements import statements
from knowledge.stating.tallying import TALLIED

_TAKEN_OVER: Final = 0.97
_FOR_WHAT: Final = ("what", "why", "how")
_OF_AN_ENTRY: Final = ("attribute", "reverse", "state", "expand", "exists")


def courtesy(question: Question) -> Iterator[Proposal]:
    """Thanks, greetings, "who are you?": a message that is nothing else."""
    for place, meaning in question.each("courtesy") if question.is_bare else ():
        yield Proposal((Reading("courtesy", manner=meaning.value),), frozenset((place,)))  # type: ignore[arg-type]


def another_subject(question: Question) -> Iterator[Proposal]:
    """And ESCA? And the second one? And that of 2016? The field asked for before, of another entry."""
    before = question.context.reading
    if before is None or not before.field or question.is_open:
        return
    follow = question.places("operator", "follow_up")
    asked_of = question.base[before.subjects[0]].kind if before.subjects else None
    for entry, used in _others(question, before):
        if entry.kind == "label" and before.field == "awarded" and not question.has("held"):
            swapped = replace(before, conditions=(Condition("awarded", entry.id),), from_conversation=True)
            yield Proposal((swapped,), follow | used)
        same_kind = entry.kind == asked_of and before.operator in _OF_AN_ENTRY
        of_another_kind = before.operator == "attribute" and bool(follow) and before.field in FIELDS
        if same_kind or of_another_kind or (before.operator == "attribute" and _has(entry, before.field)):
            reading = replace(before, subjects=(entry.id,), through=(), from_conversation=True)
            yield Proposal((reading,), follow | used, 1.0 if follow else 0.5)


def part_of_the_sum(question: Question) -> Iterator[Proposal]:
    """Of which ERDF? After a budget the part of the fund that is named."""
    before = question.context.reading
    if before is None or before.field != "budget" or question.each("field"):
        return
    asks_else = any(not question.mentions[place].is_silent for place, _ in question.asked)  # "of which" asks nothing
    for place, fund in question.named if not asks_else else ():
        for id in before.subjects:
            if any(tie.target == fund.id for tie in ties_from(question.base[id], "contribution")):
                part = Reading("attribute", (id,), "contribution", from_conversation=True)
                yield Proposal((part,), question.places("operator", "follow_up") | {place})


def _has(entry: AnyEntry, field: str) -> bool:
    return field in FIELDS and entry.kind in FIELDS[field].kinds


def _others(question: Question, before: Reading) -> Iterator[tuple[AnyEntry, frozenset[int]]]:
    """The entries that are named, pointed at, or of the same name and told apart; with the places that say so."""
    yield from ((entry, frozenset((place,))) for place, entry in question.named)
    if question.named:
        return
    if (pointed := pointed_at(question)) is not None:
        yield question.base[pointed[1]], frozenset((pointed[0],))
        return
    same = question.base.namesakes(before.subjects[0]) if before.subjects else ()
    meant = narrowed(question, [question.base[id] for id in same])
    if len(meant) == 1 < len(same) and meant[0].id not in before.subjects:
        yield meant[0], frozenset(place for place, _ in question.each("place", "period"))


def people_elsewhere(question: Question) -> Iterator[Proposal]:
    """And that of BIOWIN? Who has a role was asked for before, and of this organisation nobody is known."""
    before = question.context.reading
    if before is None or before.kind != "person" or not before.conditions or question.is_open:
        return
    for place, entry in question.named:
        if entry.kind == "organisation" and not statements(question.base, entry, "people"):
            reading = Reading("reverse", (entry.id,), "people", from_conversation=True)
            yield Proposal((reading,), question.places("operator", "follow_up") | {place})


def another_role(question: Question) -> Iterator[Proposal]:
    """And the project manager? After talk of a person, who has that role in the same house."""
    follow = question.places("operator", "follow_up")
    about = question.asked_before
    if len(about) != 1 or about[0].kind != "person" or not follow or question.named or question.is_open:
        return
    houses = followed(question.base, about[0], "roles")
    for place, meaning in question.each("role") if len(houses) == 1 else ():
        in_it = (Condition("roles", meaning.value), Condition("roles", houses[0].id))
        reading = Reading("filter", kind="person", conditions=in_it, from_conversation=True)
        yield Proposal((reading,), follow | {place})


def another_kind(question: Question) -> Iterator[Proposal]:
    """And of the events? The sum, the average or the highest asked for before, of entries of another kind."""
    before = question.context.reading
    if before is None or before.operator not in ("sum", "superlative") or question.is_open or question.named:
        return
    field = FIELDS[before.field or "summary"]
    for place, kind in question.kinds():
        other_field = any(at != place for at, _ in question.each("field"))
        if kind != before.kind and kind in field.kinds and not other_field:
            reading = replace(before, subjects=(), kind=kind, conditions=(), from_conversation=True)
            yield Proposal((reading,), question.places("operator", "follow_up") | {place})


def another_order(question: Question) -> Iterator[Proposal]:
    """And the longest? And the average budget? Which has most of them? Of the set that was asked for before."""
    before = question.context.reading
    if before is None or before.kind is None or question.named or question.kinds():
        return
    follow = question.places("operator", "follow_up")
    asked = question.places("operator", *ORDERS)
    kept = replace(before, subjects=(), from_conversation=True)
    if before.operator == "tally" and asked:
        which = question.places("question", "what", "who", "where")
        ranked = replace(kept, direction=direction(question))
        yield Proposal((ranked,), follow | asked | which, _TAKEN_OVER)
        return
    for field, places in comparable(question, before.kind) if asked else ():
        ordered = replace(kept, operator="superlative", field=field, direction=direction(question), measure=None)
        yield Proposal((ordered,), follow | asked | places, _TAKEN_OVER)
    for measure, said in measures(question):
        own = [(before.field, frozenset[int]())] if before.field in SUMMABLE else []
        for summed, places in list(summable(question, before.kind)) or own:
            added = replace(kept, operator="sum", field=summed, direction=None, measure=measure)
            yield Proposal((added,), follow | said | places, _TAKEN_OVER)


def another_condition(question: Question) -> Iterator[Proposal]:
    """And in Germany? And which ones with the Gold Label? The list asked for before, under another condition."""
    before = _as_list(question.context.reading)
    counted = question.places("question", "how_many", "how_much")  # "combien" is both
    which = question.places("question", "what", "who") | counted
    asks_else = question.is_open and any(place not in which for place, _ in question.asked)
    if before is None or before.kind is None or asks_else or question.kinds(plural=True):
        return
    beside = question.places("operator", "follow_up", "held", "list") | which
    for said, used in conditions(question, before.kind, frozenset()):
        changed = {condition.field for condition in said}
        kept = tuple(condition for condition in before.conditions if condition.field not in changed)
        operator: Operator = "count" if counted and before.operator == "filter" else before.operator
        reading = replace(before, operator=operator, subjects=(), conditions=(*kept, *said), from_conversation=True)
        # "And the Silver Label?" after the Gold Label asks who has it, not what it is.
        swapped = question.has("follow_up") and any(condition.field in changed for condition in before.conditions)
        if said:
            yield Proposal((reading,), beside | used, 1.0 if swapped else _TAKEN_OVER)


def another_supposition(question: Question) -> Iterator[Proposal]:
    """And the Gold Label? And in Germany? After a yes or a no, whether the same one has that."""
    before = question.context.reading
    if before is None or before.operator != "exists" or len(before.subjects) != 1 or question.is_open:
        return
    fields = {condition.field for condition in before.conditions}
    entry = question.base[before.subjects[0]]
    for said, used in conditions(question, entry.kind, frozenset(), entry):
        if said and {condition.field for condition in said} == fields:
            reading = replace(before, conditions=said, from_conversation=True)
            yield Proposal((reading,), question.places("operator", "follow_up", "held") | used)


def spread_of_the_list(question: Question) -> Iterator[Proposal]:
    """Which countries do they come from? How those that were just listed spread over the values of a field."""
    before = _as_list(question.context.reading)
    if before is None or before.operator not in ("filter", "count") or question.named or question.kinds():
        return
    asking = question.places("question", "what", "where", "how_many") | question.places("operator", "list", "follow_up")
    for place, meaning in question.each("field"):
        if meaning.value in TALLIED:
            reading = Reading(
                "tally", field=meaning.value, kind=before.kind, conditions=before.conditions, from_conversation=True
            )
            yield Proposal((reading,), asking | {place}, _TAKEN_OVER)


def _as_list(before: Reading | None) -> Reading | None:
    """What was asked before; who has a label is the list of those that have it."""
    if before is None or before.field != "holders" or before.kind or len(before.subjects) != 1:
        return before
    return Reading("filter", kind="organisation", conditions=(Condition("labels", before.subjects[0]),))


def doings_of_the_counted(question: Question) -> Iterator[Proposal]:
    """And what do they do? After how many were taken on, what is told of those, and not what their employer does."""
    before = question.context.reading
    others = [place for place, asked in question.asked if asked not in _FOR_WHAT]
    if before is None or before.operator != "attribute" or question.named or question.kinds() or others:
        return
    counted = any(is_counted(question.base[id], before.field or "") for id in before.subjects)
    cued = question.places("field", *DOINGS)
    if counted and cued:
        beside = question.places("operator", "follow_up") | question.places("question", *_FOR_WHAT)
        yield Proposal((replace(before, from_conversation=True),), cued | beside, _TAKEN_OVER)


def again(question: Question) -> Iterator[Proposal]:
    """And in English? Which are they? The same once more, in another language or as a list. How many? What for?"""
    before = question.context.reading
    names = question.places("field", "name")
    if before is None or not (question.is_bare or {meaning.value for _, meaning in question.each("field")} == {"name"}):
        return
    language = frozenset(place for place, _ in question.each("language"))
    follow = question.places("operator", "follow_up")
    if language:
        yield Proposal((before,), language | follow, _TAKEN_OVER)
    listed = question.places("question", "what", "who", "name") | question.places("operator", "list") | names
    if before.operator == "count" and listed:
        reading = replace(before, operator="filter", from_conversation=True)
        yield Proposal((reading,), listed | follow, _TAKEN_OVER)
    whom = question.places("question", "how_many", "how_much", "when", *_FOR_WHAT)
    is_told = any(is_counted(entry, before.field or "") for entry in question.asked_before)
    if before.operator == "attribute" and whom and is_told:
        yield Proposal((replace(before, from_conversation=True),), whom | follow, _TAKEN_OVER)
    why = question.places("question", "why", "what")
    if before.field == "outcome" and why:  # what came of it tells why it was good, and for what; its aim does not
        yield Proposal((replace(before, from_conversation=True),), why | follow, _TAKEN_OVER)
    counted = question.places("question", "how_many")
    if before.operator == "filter" and counted:
        reading = replace(before, operator="count", from_conversation=True)
        yield Proposal((reading,), counted | follow, _TAKEN_OVER)

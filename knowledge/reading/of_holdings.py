"""Readers of questions about a label that somebody holds: since when, which one then, whether it is still valid."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.reading.closed import begins_closed
from knowledge.reading.of_fields import is_fact_of
from knowledge.reading.proposals import Proposal, proposal_of
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import ONLY_ONE, Subject, remembered, subjects
from knowledge.stating.conditions import Condition
from knowledge.stating.statements import statements
from knowledge.stating.values import Related


def awarded(question: Question) -> Iterator[Proposal]:
    """When did X get the Silver Label? A question about one holding."""
    asked = question.places("question", "when") | question.places("field", "awarded", "start")
    asked |= question.places("operator", "elapsed")
    labels = [(frozenset((place,)), entry) for place, entry in question.named if entry.kind == "label"]
    about = (*subjects(question), *remembered(question))
    holders = [subject for subject in about if subject.entry.kind == "organisation"]
    labels = labels or _told_before(question)
    if not holders and question.places("field", "awarded", "holders"):
        holders = [subject for _, label in labels for subject in _sole_holder(question.base, label)]
    for subject, (places, label) in product(holders, labels) if asked else ():
        if any(is_fact_of(question, place, subject.entry) for place in places):
            continue  # "before Silver" asks for what was before
        reading = Reading("attribute", (subject.entry.id,), "awarded", conditions=(Condition("awarded", label.id),))
        helping = question.places("field", "awarded", "holders", "founded")
        if not places and question.places("field", "founded") - asked:
            continue  # of what was told before: "since when?", not "when was it founded?"
        yield proposal_of((reading,), (subject,), asked | places | helping)


def _told_before(question: Question) -> list[tuple[frozenset[int], AnyEntry]]:
    """The one label of an organisation that was told before: "which one did it have? Since when?"."""
    base, reading = question.base, question.context.reading
    if reading is None or question.named:
        return []
    stated = (one.value for id in reading.subjects for one in statements(base, base[id], reading.field or ""))
    told = [base[value.entry] for value in stated if isinstance(value, Related)]
    for entries in (told, [base[id] for id in question.context.shown]):
        if len(entries) == 1 and entries[0].kind == "label":
            return [(frozenset(), entries[0])]
    return []


def _sole_holder(base: Base, label: AnyEntry) -> Iterator[Subject]:
    """The one that is said to have the label, or to have had it: "when was the Bronze Label obtained?"."""
    ties = [tie for tie in base.ties_to(label.id) if tie.relation.field == "labels"]
    if len(ties) == 1:
        yield Subject(base[ties[0].source], prior=ONLY_ONE)


def awarded_then(question: Question) -> Iterator[Proposal]:
    """Which label did X get in 2020? Those of its labels that it has since then. And in 2020? After what it has now."""
    labels = frozenset(place for place, kind in question.kinds() if kind == "label")
    periods = [(place, meaning.span) for place, meaning in question.each("period") if meaning.span]
    helping = question.places("field", "awarded", "holders") | question.places("operator", "held")
    goes_on = not question.named and not question.kinds() and _is_of_labels(question.context.reading)
    if len(periods) != 1 or any(entry.kind == "label" for _, entry in question.named):
        return
    if not goes_on and not (labels and helping):
        return
    place, span = periods[0]
    used = labels | helping | question.places("question", "what") | question.places("operator", "follow_up") | {place}
    for subject in (*subjects(question), *remembered(question)):
        for stated in statements(question.base, subject.entry, "awarded"):
            value = stated.value
            if isinstance(value, Related) and value.since and span.meets(value.since.first, value.since.last):
                condition = Condition("awarded", value.entry)
                yield proposal_of(
                    (Reading("attribute", (subject.entry.id,), "awarded", conditions=(condition,)),), (subject,), used
                )


def taken_in_turn(question: Question) -> Iterator[Proposal]:
    """Which label did X get after Bronze, before Silver, first of two? All it has had, if one came before another."""
    labels = [(place, entry) for place, entry in question.named if entry.kind == "label"]
    turn = _turn(question, *(place for place, _ in labels))
    if not turn:
        return
    helping = (
        question.places("field", "awarded", "holders") | question.places("operator", "held") | _asked_label(question)
    )
    for subject in (*subjects(question), *remembered(question)):
        in_turn = all(_has_had_another(question.base, subject.entry, label) for _, label in labels)
        if subject.entry.kind == "organisation" and in_turn:
            reading = Reading("attribute", (subject.entry.id,), "labels")
            yield proposal_of((reading,), (subject,), turn | helping | {place for place, _ in labels})


def _turn(question: Question, *labels: int) -> frozenset[int]:
    """The places that tell a turn: a "before" or "after" in front of the one label; "first", and one "or" the other."""
    cued = question.places("operator", "after", "before")
    cued |= question.places("field", "follow_up", "followed_by", "preceded_by")
    if len(labels) == 2:
        either = frozenset(question.ors(*labels))
        return either | cued | question.places("operator", "earliest", "latest") if either else frozenset()
    if len(labels) != 1 or not _asked_label(question) or begins_closed(question):
        return frozenset()
    between = {at: question.mentions[at + 1 : labels[0]] for at in cued if at < labels[0]}
    return frozenset(at for at, some in between.items() if all(m.is_silent or m.of("glue") for m in some))


def _asked_label(question: Question) -> frozenset[int]:
    """Where "which label?" or "what?" is asked."""
    kinds = frozenset(place for place, kind in question.kinds() if kind == "label")
    return kinds | question.places("question", "what")


def _is_of_labels(before: Reading | None) -> bool:
    """Whether it was asked which labels somebody has."""
    return before is not None and (before.field in ("awarded", "labels") or before.kind == "label")


def held_too(question: Question) -> Iterator[Proposal]:
    """Does X have it? After talk of a label, whether that is held."""
    held = question.places("operator", "held")
    if not held or question.is_open or question.kinds():
        return
    helping = held | question.places("operator", "now", "follow_up")
    before = [entry for entry in question.asked_before if entry.kind in ("label", "organisation")]
    named = {entry.id: entry for _, entry in question.named}
    if len(before) != 1 or len(named) != 1:
        return
    # Of the two the one is named, and the other was talked about: "and the Gold Label, does it have that?".
    (other,), kinds = named.values(), {before[0].kind}
    holder, label = (other, before[0]) if before[0].kind == "label" else (before[0], other)
    if kinds | {other.kind} == {"label", "organisation"}:
        reading = Reading("exists", (holder.id,), "labels", conditions=(Condition("labels", label.id),))
        used = helping | frozenset(place for place, _ in question.named)
        yield Proposal((replace(reading, from_conversation=holder is before[0]),), used)


def held_now(question: Question) -> Iterator[Proposal]:
    """And what do they have now? After talk of a label that somebody has or had, which ones those are."""
    before = question.context.reading
    about = [entry for entry in question.asked_before if entry.kind == "organisation"]
    held, now = question.places("operator", "held"), question.places("operator", "now")
    is_of_one = before is not None and before.field in ("awarded", "labels") and len(about) == 1
    if is_of_one and held and now and not question.named and not question.kinds():
        reading = Reading("attribute", (about[0].id,), "labels", from_conversation=True)
        used = held | now | question.places("operator", "follow_up") | question.places("question", "what")
        yield Proposal((reading,), used)


def still_valid(question: Question) -> Iterator[Proposal]:
    """Is X's Silver Label still valid? When does it expire? Of a label of nobody there is nothing to work out.

    When one expired that X no longer has, "no" does not answer: that date is what is missing.
    """
    asked = question.places("field", "end", "validity")
    labels = [(place, entry) for place, entry in question.named if entry.kind == "label"]
    if not asked or len(labels) != 1:
        return
    place, label = labels[0]
    about = (*subjects(question), *remembered(question))
    holders = [subject for subject in about if subject.entry.kind == "organisation"]
    helping = question.places("operator", "held", "state", "now") | question.places("question", "when")
    for subject in holders:
        # "Has it expired?" is no "no" either: only "is it still valid?" is.
        is_whether = question.has("state", "now") and not question.places("question", "when")
        if not is_whether and _had(question.base, subject.entry, label):
            continue
        reading = Reading("state", (subject.entry.id,), "validity", conditions=(Condition("labels", label.id),))
        yield proposal_of((reading,), (subject,), asked | {place} | helping)
    if not holders and not question.is_open and not question.has("held"):
        yield Proposal((Reading("state", (label.id,), "validity"),), asked | {place})


def _has_had_another(base: Base, holder: AnyEntry, label: AnyEntry) -> bool:
    """Whether the holder has or had the label and others, one of them no longer."""
    held = [stated.value for stated in statements(base, holder, "labels") if isinstance(stated.value, Related)]
    return len(held) > 1 and any(one.entry == label.id for one in held) and any(one.former for one in held)


def _had(base: Base, holder: AnyEntry, label: AnyEntry) -> bool:
    """Whether the holder is said to have had the label before, and no longer to have it."""
    values = (stated.value for stated in statements(base, holder, "labels"))
    held = [value.former for value in values if isinstance(value, Related) and value.entry == label.id]
    return bool(held) and all(held)

"""Which conditions a question states: its values, each in the field where entries of a kind have it; "or" and "not"."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice, pairwise, product
from typing import Final

from knowledge.model.entries import AnyEntry, Kind, Label
from knowledge.model.relations import ties_from
from knowledge.reading.anchors import anchors
from knowledge.reading.dating import days_of, days_of_an_event
from knowledge.reading.meanings import Meaning
from knowledge.reading.mentions import Mention
from knowledge.reading.narrowing import narrowed
from knowledge.reading.question import Question
from knowledge.stating.amounts import TIMES, exactly, holds, unit_of
from knowledge.stating.conditions import Condition, Span, is_deniable
from knowledge.stating.finding import column
from knowledge.stating.leading import FIELD_OF, LEADING
from knowledge.stating.ordering import COMPARABLE
from knowledge.stating.tallying import level_of
from knowledge.stating.values import Amount

Conditions = tuple[tuple[Condition, ...], frozenset[int]]
"""Conditions, and the places of the mentions that state them."""

_MOST: Final = 5
_MOST_SENSES: Final = 50
"""As many ways to take the words are looked at: what has more of them was not meant to be understood."""
_ONE_AT_A_TIME: Final = frozenset(("place", "period", "start", "end", "founded", "roles", "people"))
"""Fields of which nothing has two values: "in Germany and Poland" is one or the other."""
_RELATIONS: Final = frozenset(field for fields in LEADING.values() for field in fields) - COMPARABLE
_AWARDING: Final = frozenset(("issued_by", "assessed_by"))
_BESIDE_A_NOT: Final = ("held", "list", "now")


def conditions(
    question: Question,
    kind: Kind,
    taken: frozenset[int],
    entry: AnyEntry | None = None,
    undeniable: Container[str] = (),
) -> Iterator[Conditions]:
    """The values that are mentioned as conditions on entries of *kind*, or on *entry*: all of them, in each sense.

    Nothing is denied of an *entry*, nor in *undeniable* fields.
    """
    dated = _dated_by(question, kind, entry, taken)
    anchored = frozenset(place for _, places in dated.values() for place in places)
    options: dict[int, tuple[Condition, ...]] = {place: (one,) for place, (one, _) in dated.items()}
    for place in range(len(question.mentions)):
        free = place not in taken | anchored or question.mentions[place].of("type")
        if free and (found := tuple(_at(question, place, kind, entry))):
            options[place] = found
    if len(options) > _MOST:
        return
    # What is said again is meant as before: "cluster" has five senses, and thrice "cluster" no more.
    said = tuple(dict.fromkeys(options.values()))
    for chosen in islice(product(*said), _MOST_SENSES):
        sense = dict(zip(said, chosen, strict=True))
        stated = {place: sense[senses] for place, senses in options.items()}
        # "No cluster has …" denies neither that it is a cluster nor what it has.
        deniable = {
            place: one
            for place, one in stated.items()
            if entry is None and place not in taken and one.field not in undeniable
        }
        nots = _negations(question, deniable)
        denied = {at for at, one in stated.items() if at in nots or one.field == "name"}
        joined = _joined(question, {at: replace(one, negated=at in denied) for at, one in stated.items()})
        if joined is not None:
            between = (place for pair in pairwise(stated) for place in question.ors(*pair))
            yield tuple(dict.fromkeys(joined)), frozenset((*options, *anchored, *nots.values(), *between))


def _dated_by(
    question: Question, kind: Kind, entry: AnyEntry | None, taken: frozenset[int]
) -> dict[int, tuple[Condition, frozenset[int]]]:
    """When it was, told by another entry, with all the words that say so: "while the project was running"."""
    field = FIELD_OF.get(("period", kind))
    if entry is None or field is None:
        return {}
    found = ((at, one) for at, one in anchors(question, entry).items() if not one.places & taken)
    return {at: (Condition(_dated(question, kind, field, but=one.places), one.span), one.places) for at, one in found}


def _negations(question: Question, stated: dict[int, Condition]) -> dict[int, int]:
    """By the place of a condition that of the "not" that denies it; only where it can be told what is not so."""
    nots = {place: found for place in stated if (found := _not_before(question, place)) is not None}
    last, final = max(stated, default=0), len(question.mentions) - 1
    ends = stated and last < final and _is_not(question.mentions[final])
    if ends and not nots and all(question.mentions[place].is_silent for place in range(last + 1, final)):
        nots[last] = final  # "… haben das Gold Label nicht"
    nearest = {at: place for place, at in reversed(nots.items())}
    return {place: at for at, place in nearest.items() if is_deniable(stated[place])}


def _not_before(question: Question, place: int) -> int | None:
    for before in reversed(range(place)):
        mention = question.mentions[before]
        if _is_not(mention):
            return before
        helps = mention.of("function", "polite", "beside", "glue") and not mention.of("name", "type", "kind", "place")
        if not helps and not any(meaning.value in _BESIDE_A_NOT for meaning in mention.of("operator")):
            return None
    return None


def _is_not(mention: Mention) -> bool:
    return any(meaning.value == "negation" for meaning in mention.of("operator"))


def _joined(question: Question, stated: dict[int, Condition]) -> list[Condition] | None:
    """With those joined of which one is enough; None where an "or" stands between two different fields."""
    runs: list[list[int]] = []
    for place in stated:
        same = next((run for run in runs if _are_compared(question, stated[run[-1]], stated[place])), None)
        if runs and stated[runs[-1][-1]].field == stated[place].field and _listed(question, runs[-1][-1], place):
            runs[-1].append(place)
        elif same is not None:
            same.append(place)
        else:
            runs.append([place])
    if any(question.ors(one[-1], other[0]) for one, other in pairwise(runs)):
        return None
    return [condition for run in runs for condition in _of_run(question, run, [stated[place] for place in run])]


def _are_compared(question: Question, one: Condition, other: Condition) -> bool:
    """Whether two places are set against each other: has Germany more of them than Poland?"""
    if not question.has("most", "least", "compare") or (one.field, other.field) != ("place", "place"):
        return False
    level = level_of(question.base, str(one.value))
    return level is not None and level == level_of(question.base, str(other.value))


def _listed(question: Question, first: int, last: int) -> bool:
    return question.is_listed(first, last) or bool(question.ors(first, last))


def _of_run(question: Question, run: Sequence[int], of_one_field: Sequence[Condition]) -> Sequence[Condition]:
    """Values of one field in a row: one of them is enough, or each must hold."""
    first, *others = of_one_field
    either = any(question.ors(one, other) for one, other in pairwise(run))
    if others and (either or first.negated or first.field in _ONE_AT_A_TIME):
        return (replace(first, others=tuple(one.value for one in others)),)
    return of_one_field


def _at(question: Question, place: int, kind: Kind, entry: AnyEntry | None) -> Iterator[Condition]:
    yield from _tied_to(question, place, kind)
    yield from _of_any_label(question, place, kind)
    if entry is None:
        yield from _left_out(question, place, kind)
    yield from _so_much(question, place, kind)
    for meaning in question.mentions[place].meanings:
        if meaning.type == "operator" and meaning.value in ("upcoming", "past") and kind in ("event", "project"):
            yield Condition("period", _relative(meaning.value, question.today))
        elif meaning.type == "period":
            yield from _when(question, place, kind, meaning, entry)
        elif (field := FIELD_OF.get((meaning.type, kind))) is not None:
            yield Condition(field, meaning.value)


def _of_any_label(question: Question, place: int, kind: Kind) -> Iterator[Condition]:
    """Who has "a label" has one of the family that stands for all of them."""
    if kind == "organisation" and question.has("held") and is_any_label(question, place):
        families = [one for one in question.base.of_kind("label") if isinstance(one, Label) and one.levels]
        yield from (Condition("labels", family.id) for family in families if len(families) == 1)


def is_any_label(question: Question, place: int) -> bool:
    """Whether a label is spoken of there, and it is neither named nor asked for."""
    is_asked_for = place in question.which
    return not is_asked_for and not _is_of_a_label(question) and (place, "label") in question.kinds()


def _left_out(question: Question, place: int, kind: Kind) -> Iterator[Condition]:
    """One of the same kind that a list leaves out: "besides BIOWIN and ESCA"."""
    if _is_left_out(question, place):
        named = (question.base[id] for id in dict.fromkeys(m.value for m in question.mentions[place].of("name")))
        yield from (Condition("name", one.id) for one in named if one.kind == kind)


def _is_left_out(question: Question, place: int) -> bool:
    """Whether a "not" stands before the name, or before the first of the names that are listed there."""
    for before in reversed(range(place)):
        mention = question.mentions[before]
        if _is_not(mention):
            return True
        if not (mention.of("name") or mention.is_silent or before in question.ands or question.ors(before - 1, place)):
            return False
    return False


def _so_much(question: Question, place: int, kind: Kind) -> Iterator[Condition]:
    """A size that a field which is spoken of, or the one that its own words tell, must have."""
    mention = question.mentions[place]
    amounts = [(meaning.amount, meaning.field) for meaning in mention.of("amount") if meaning.amount]
    if not mention.meanings and mention.text.isdecimal():
        amounts = [(exactly(mention.text), None)]
    if not amounts:
        return
    # "More than two labels" counts what stands behind it, else a field has that size.
    behind = next((one for one in question.mentions[place + 1 :] if not one.is_silent), None)
    counted = _counted(kind, behind) if behind else ()
    said = [field for _, meaning in question.each("field") if (field := meaning.value) not in _RELATIONS]
    for amount, told in amounts:
        measured = [f for f in dict.fromkeys(counted or said) if _is_measured(question, kind, f, amount)]
        implied = [told] if told and _is_measured(question, kind, told, amount) else []
        yield from (Condition(field, amount) for field in measured or implied)


def _counted(kind: Kind, mention: Mention) -> tuple[str, ...]:
    """The relations of entries of *kind* that a mention may count."""
    leading = {other: fields for (of, other), fields in LEADING.items() if of == kind}
    cued = {meaning.value for meaning in mention.of("field")}
    said = [field for fields in leading.values() for field in fields if field in cued]
    kinds = {meaning.kind for meaning in mention.of("kind", "type") if meaning.plural or meaning.type == "type"}
    return tuple(said or (field for other, fields in leading.items() if other in kinds for field in fields[:1]))


def _is_measured(question: Question, kind: Kind, field: str, amount: Amount) -> bool:
    """Whether any entry of the kind has in this field what the amount is an amount of; a time needs its unit."""
    of_any_size = replace(amount, least=None, most=None)
    values = (stated.value for _, stated in column(question.base, kind, field).sized)
    return any(holds(of_any_size, value) and (amount.unit or unit_of(value) not in TIMES) for value in values)


def _tied_to(question: Question, place: int, kind: Kind) -> Iterator[Condition]:
    """A tie to the entry that is named; to any of those that share the name, if nothing tells which is meant."""
    # A name that is the same in several languages is still of one entry.
    named = [question.base[id] for id in dict.fromkeys(m.value for m in question.mentions[place].of("name"))]
    fields: dict[str, list[str]] = {}
    for other in narrowed(question, [entry for entry in named if entry.kind != kind]):
        for field in _relations(question, kind, other):
            fields.setdefault(field, []).append(other.id)
    yield from (Condition(field, first, tuple(others)) for field, (first, *others) in fields.items())


def _when(question: Question, place: int, kind: Kind, meaning: Meaning, entry: AnyEntry | None) -> Iterator[Condition]:
    field = FIELD_OF.get(("period", kind))
    now = any(other.value == "now" for other in question.mentions[place].of("operator"))
    # Events and projects have days; who holds a label today holds it now, and only who "was founded" has a date.
    dated = kind in ("event", "project") or _is_of_a_label(question) or _is_of_founding(question)
    if field is not None and dated and not (now and kind not in ("event", "project")):
        if entry is None and kind == "event":
            days = days_of_an_event(meaning, question.base, question.today)
        else:
            days = days_of(meaning, question.base, entry)
        yield Condition(_dated(question, kind, field), days or meaning.value)


def _dated(question: Question, kind: Kind, field: str, but: frozenset[int] = frozenset()) -> str:
    """What a date is the date of: the start or the end that is spoken of, the award of a label that is named."""
    if kind == "organisation" and _is_of_a_label(question):
        return "awarded"
    said = ((place, meaning.value) for place, meaning in question.each("field") if place not in but)
    ends = (value for _, value in said if value in ("start", "end"))
    return next(ends, field) if field == "period" else field


def _is_of_founding(question: Question) -> bool:
    before = question.context.reading
    asked_before = before is not None and any(condition.field == "founded" for condition in before.conditions)
    return asked_before or bool(question.places("field", "founded"))


def _is_of_a_label(question: Question) -> bool:
    return any(entry.kind == "label" for _, entry in question.named)


def _relative(when: str, today: date) -> Span:
    """What is still to come, today included; or what began before today."""
    return Span(today, None) if when == "upcoming" else Span(None, today - timedelta(days=1))


def _relations(question: Question, kind: Kind, other: AnyEntry) -> Iterator[str]:
    """The fields in which entries of *kind* name the *other* entry: those a cue asks for, else the most telling."""
    leading = LEADING.get((kind, other.kind), ())
    cued = {meaning.value for _, meaning in question.each("field")} & set(leading)
    if (kind, other.kind) == ("organisation", "label"):
        said = () if question.has("held") else sorted(cued - {"labels"})
        yield from said or (_held_or_awarded(question),)
    elif kind == "label" and (sides := _sides(question, cued, other)):
        yield from sides
    elif kind == "label" and other.kind == "organisation" and question.has("held") and not cued:
        yield "holders"  # who has a label holds it, whoever issues it
    elif cued:
        yield from (field for field in leading if field in cued)
    elif other.kind == "label":
        yield from leading[:1]
    else:
        stated = {tie.relation.field for tie in question.base.ties_to(other.id) if tie.relation.kind == kind}
        stated |= {tie.relation.inverse for tie in ties_from(other) if question.base[tie.target].kind == kind}
        yield from (field for field in leading if field in stated)


def _sides(question: Question, cued: set[str], other: AnyEntry) -> Sequence[str]:
    """Where one that is named awards labels and another does not, each is on its side: did ESCA give X the label?"""
    places = [place for place, entry in question.named if entry.kind == "organisation"]
    named = {entry.id for _, entry in question.named if entry.kind == "organisation"}
    # Of those in one list the same is asked: have ESCA and X the label?
    if other.kind != "organisation" or any(_listed(question, *pair) for pair in pairwise(places)):
        return ()
    ties = {id: {tie.relation.field for tie in question.base.ties_to(id)} for id in named}
    awarding = {id for id, fields in ties.items() if not fields.isdisjoint(_AWARDING)}
    if not awarding or awarding == named:
        return ()
    return (sorted(cued & _AWARDING) or ("issued_by",)) if other.id in awarding else ("holders",)


def _held_or_awarded(question: Question) -> str:
    """What is held now; where "awarded" or a date is said, what was held ever."""
    plain = (
        "now" not in (m.value for m in question.mentions[place].of("operator")) for place, _ in question.each("period")
    )
    return "awarded" if any(plain) or question.places("field", "awarded") else "labels"

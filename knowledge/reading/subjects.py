"""Who or what a question is about: named, alone of its kind, known from the conversation, or tied to one of these."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from knowledge.model.entries import AnyEntry, Label
from knowledge.model.relations import ties_from
from knowledge.reading.narrowing import editions, is_true_of, narrowed
from knowledge.reading.pointing import pointed_at
from knowledge.reading.question import Question
from knowledge.reading.readings import Hop
from knowledge.stating.fields import FIELDS
from knowledge.stating.following import followed, leads_on, ways
from knowledge.stating.statements import statements

ONLY_ONE: Final = 0.93
"""How sure it is that "the project" is meant where the base has one project only."""
ONE_OF_FEW: Final = 0.5
"""How sure one of two or three entries is that fit equally: they are offered."""
FROM_CONVERSATION: Final = 0.96
_TIED: Final = 0.97
BY_THE_WAY: Final = 0.98
_WHOLES: Final = ("roles", "project")
"""The relations to what somebody or something is part of."""
_FEW: Final = 3
_FAR_MORE: Final = 3
"""Times as many fields."""
_MOST_LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """An entry that a question may be about."""

    entry: AnyEntry
    used: frozenset[int] = frozenset()
    prior: float = 1.0
    from_conversation: bool = False
    is_pointed_at: bool = False
    """Whether the question says which of those shown before it is: "the second one"."""
    through: tuple[Hop, ...] = ()
    """The relation by which it was reached, if it was not named itself."""


Group = tuple[Subject, ...]
"""Subjects of which the same is asked: the budgets of X and of Y."""


def subjects(question: Question) -> tuple[Subject, ...]:
    """The entries a question may be about; beside a name only the sole entry of its kind."""
    if "subjects" not in question.once:
        question.once["subjects"] = tuple(_subjects(question))
    return question.once["subjects"]


def _subjects(question: Question) -> Iterator[Subject]:
    if question.named:
        yield from _named(question)
        kinds = {entry.kind for _, entry in question.named}
        yield from (
            one for one in _alone_of_its_kind(question) if one.entry.kind not in kinds and one.prior >= ONLY_ONE
        )
        # "And the part of the fund?" is of the project that the talk is about, which the fund is tied to.
        # And "what did he say about X?" of the person.
        names = {entry.id for _, entry in question.named}
        others = [one for one in remembered(question) if one.entry.id not in names]
        yield from (one for one in others if _is_tied(one, names) or _has_what_is_said(question, one))
        return
    known = tuple(remembered(question))
    yield from known
    if not known:
        yield from _alone_of_its_kind(question)


def _is_tied(subject: Subject, names: set[str]) -> bool:
    return any(tie.target in names for tie in ties_from(subject.entry))


def _has_what_is_said(question: Question, subject: Subject) -> bool:
    """Whether an open fact of its own is spoken of."""
    own = {fact.id for fact in subject.entry.facts}
    return not own.isdisjoint(meaning.value for _, meaning in question.each("field"))


def _named(question: Question) -> Iterator[Subject]:
    """Each named entry; of those that share a name, as many editions, the ones that may be meant."""
    by_place: dict[int, list[AnyEntry]] = {}
    for place, id in dict.fromkeys((place, entry.id) for place, entry in question.named):
        by_place.setdefault(place, []).append(question.base[id])
    for place, entries in by_place.items():
        meant = editions(question, entries)
        yield from (Subject(entry, frozenset((place,)), 1.0 if len(meant) == 1 else ONE_OF_FEW) for entry in meant)


def surely_meant(question: Question, subject: Subject, fields: Sequence[str]) -> Subject:
    """Where was "the workshop"? Of a few the one that alone has what is asked for, or of which alone much is told."""
    if subject.prior != ONE_OF_FEW:
        return subject
    base, entry = question.base, subject.entry
    others = [one.entry for one in subjects(question) if one.prior == ONE_OF_FEW and one.entry.id != entry.id]
    stating = [one for one in others if all(statements(base, one, field) for field in fields)]
    is_one = all(statements(base, entry, field) for field in fields) and all(
        _is_better_known(question, entry, other) for other in stating
    )
    return replace(subject, prior=ONLY_ONE) if is_one else subject


def _is_better_known(question: Question, one: AnyEntry, other: AnyEntry) -> bool:
    """Whether so much more is told of it that hardly anybody asks for the other without its name."""
    told = [sum(bool(statements(question.base, entry, field)) for field in FIELDS) for entry in (one, other)]
    return told[0] >= _FAR_MORE * told[1]


def groups(question: Question) -> tuple[Group, ...]:
    """The subjects one by one, those that are listed with an "and" together, and what they are tied to."""
    if "groups" not in question.once:
        alone = subjects(question)
        found = (*((subject,) for subject in alone), *listed(question), *_tied(question, alone))
        question.once["groups"] = found
    return question.once["groups"]


def listed(question: Question, *, or_else: bool = False) -> Iterator[Group]:
    """All entries that are named, if they stand in one list: X, Y and Z; else those that were asked of together.

    Where it may be *or_else*, "X or Y" is a list as well.
    """
    if not question.named:
        yield from _asked_of_together(question)
        return
    places = [place for place, _ in question.named]
    ids = {entry.id for _, entry in question.named}
    if not 1 < len(ids) == len(places) <= _MOST_LISTED or len(set(places)) < len(places):
        return
    pairs = list(pairwise(places))
    if all(or_else if question.ors(*pair) else _is_in_one_list(question, *pair) for pair in pairs):
        yield tuple(Subject(entry, frozenset(places)) for _, entry in question.named)


def _is_in_one_list(question: Question, first: int, last: int) -> bool:
    """Whether an "and" or a comma joins two names; behind "besides X, who …" a comma joins nothing."""
    is_asked_between = any(first < place < last for place, _ in question.asked)
    return question.is_listed(first, last) and (not is_asked_between or any(first < at < last for at in question.ands))


def _asked_of_together(question: Question) -> Iterator[Group]:
    ids = question.context.about
    if len(ids) > 1 and not question.kinds() and pointed_at(question) is None:
        yield tuple(Subject(question.base[id], prior=FROM_CONVERSATION, from_conversation=True) for id in ids)


def _tied(question: Question, known: Sequence[Subject]) -> Iterator[Group]:
    """The entries that a relation leads to, if the question says which: the cluster that proposed the ADW."""
    named = {entry.id for _, entry in question.named}
    for subject in known:
        for field, used in ways(question.base, subject.entry, tuple(_said(question, subject))):
            types = [meaning for place in used for meaning in question.mentions[place].of("type")]
            reached = [
                entry
                for entry in narrowed(question, followed(question.base, subject.entry, field))
                if not types or any(is_true_of(meaning, question.base, entry) for meaning in types)
            ]
            # Who is named needs no way to be found: "who gave X the job of assessing labels?" is not who assesses them.
            if 1 <= len(reached) <= _FEW and named.isdisjoint(entry.id for entry in reached):
                through = (*subject.through, Hop(subject.entry.id, field))
                on_the_way = replace(subject, used=subject.used | used, prior=subject.prior * _TIED, through=through)
                yield tuple(replace(on_the_way, entry=other) for other in reached)


def dead_ends(question: Question) -> Iterator[tuple[Subject, str]]:
    """The relations that the question wants to follow, of which the base does not say where they lead."""
    for subject in subjects(question):
        for field, used in ways(question.base, subject.entry, tuple(_said(question, subject))):
            if not followed(question.base, subject.entry, field):
                yield replace(subject, used=subject.used | used), field


def _said(question: Question, subject: Subject) -> Iterator[tuple[int, str, str]]:
    """The fields and kinds that are said beside the subject, with their places."""
    for place, meaning in question.each("field", "kind", "type"):
        if place not in subject.used and place not in question.which:
            yield (place, "kind", meaning.kind) if meaning.kind else (place, "field", meaning.value)


def remembered(question: Question) -> Iterator[Subject]:
    """The entry of those shown before that is pointed at; else what the conversation is about, if of a kind named."""
    if (pointed := pointed_at(question)) is not None:
        place, id = pointed
        entry = question.base[id]
        own_kind = frozenset(at for at, kind in question.kinds() if kind == entry.kind)
        yield Subject(entry, own_kind | {place}, from_conversation=True, is_pointed_at=True)
        return
    single = question.kinds(plural=False)
    for id in _talked_about(question):
        entry = question.base[id]
        of_its_kind = frozenset(place for place, kind in single if kind == entry.kind)
        if of_its_kind or not speaks_of_others(question):
            yield Subject(entry, of_its_kind, FROM_CONVERSATION, from_conversation=True)


def _talked_about(question: Question) -> Sequence[str]:
    """What the last answer was about; whom alone it named, who is the one that "what did he say?" asks of."""
    context = question.context
    if context.reading is None or context.about:
        return ()
    sole = context.shown if len(context.shown) == 1 else ()
    persons = tuple(id for id in sole if question.base[id].kind == "person")
    # "Which label does X have? Where is it?" is asked of the one or of the other.
    holders = [entry.id for entry in question.conditioned_before] if context.reading.kind == "label" else []
    return tuple(dict.fromkeys((*context.reading.subjects, *persons))) or tuple(dict.fromkeys((*sole, *holders)))


def indirectly_remembered(question: Question) -> Iterator[Subject]:
    """What the conversation is about by the way: what its subject is part of, and the entry in its conditions.

    Never one of several.
    """
    if question.named or question.context.about:
        return
    for entry in question.asked_before if len(question.asked_before) == 1 else ():
        leading = [field for field in _WHOLES if leads_on(entry, field)]
        wholes = [(field, whole) for field in leading for whole in followed(question.base, entry, field)]
        if len(wholes) == 1:
            field, whole = wholes[0]
            yield Subject(whole, prior=BY_THE_WAY, from_conversation=True, through=(Hop(entry.id, field),))
    for entry in question.conditioned_before if len(question.conditioned_before) == 1 else ():
        yield Subject(entry, prior=BY_THE_WAY, from_conversation=True)


def speaks_of_others(question: Question) -> bool:
    """Whether a kind is said that can be nothing else: "tema" is a topic, and what an event was about."""
    return any(not question.mentions[place].of("field") for place, _ in question.kinds())


def _alone_of_its_kind(question: Question) -> Iterator[Subject]:
    for place, kind in question.kinds():
        labels = question.base.of_kind(kind) if kind == "label" else ()
        families = tuple(entry for entry in labels if isinstance(entry, Label) and entry.levels)
        if not families and (place, kind) not in question.kinds(plural=False):
            continue
        if not families and question.base.number_of(kind) > _FEW:
            continue
        # A family stands for its labels: who issues "the label" issues them all.
        found: tuple[AnyEntry, ...] = families or narrowed(question, tuple(question.base.of_kind(kind)))
        if len(found) <= _FEW:
            prior = ONLY_ONE if len(found) == 1 else ONE_OF_FEW
            yield from (Subject(entry, frozenset((place,)), prior) for entry in found)

"""Readers of questions about one entry: what it is, a field of it, what its name stands for, whether it is over."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, product
from typing import Final

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry, Kind
from knowledge.model.relations import ties_from
from knowledge.reading.narrowing import is_true_of
from knowledge.reading.pointing import says_they
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Operator, Reading
from knowledge.reading.subjects import (
    ONE_OF_FEW,
    ONLY_ONE,
    Group,
    Subject,
    dead_ends,
    groups,
    indirectly_remembered,
    listed,
    remembered,
    speaks_of_others,
    subjects,
)
from knowledge.stating.conditions import Condition, meets
from knowledge.stating.fields import DEFAULTS, FIELDS, is_sum
from knowledge.stating.following import OTHER_SIDE, followed
from knowledge.stating.leading import LEADING, PEERS
from knowledge.stating.statements import INVERSE, statements
from knowledge.stating.values import Related

_Fields = tuple[tuple[str, ...], frozenset[int]]
"""Fields that are asked for together, and the places of the mentions that ask for them."""

_OF_ANOTHER_KIND: Final = 0.9
_RATHER_A_STATE: Final = 0.95
_LEADS_BACK: Final = 0.95
_RATHER_OF_WHAT_WAS_SAID: Final = 0.85
"""How sure a description is meant where "and …?" asks for something of what was just talked about."""
_RATHER_A_FIELD: Final = 0.95
_MOST_FIELDS: Final = 4
_LONGEST_ACRONYM: Final = 6
_FEW: Final = 3


def describe(question: Question) -> Iterator[Proposal]:
    """What is ESCA? Tell me about the workshop. What are X and Y? The second one. A bare name."""
    cued = frozenset(_field_places(question))  # "how many employees" is explained by the employees alone
    what = question.places("question", "what") - question.places("question", "name")
    asked = (question.places("operator", "describe") | what) - cued
    for group in (*((subject,) for subject in subjects(question)), *listed(question, or_else=True)):
        if not group[0].from_conversation or group[0].is_pointed_at or question.has("describe"):
            yield _proposal(_each("describe", group), group, asked, _how_likely(question, group))
    yield from _told_apart(question)
    who = question.places("question", "who") - cued
    for subject in subjects(question) if who else ():
        if subject.entry.kind in ("organisation", "person") and not subject.from_conversation:
            yield _proposal(_each("describe", (subject,)), (subject,), who)


def _told_apart(question: Question) -> Iterator[Proposal]:
    """What is the difference between the Gold Label and the Silver Label? Each is described."""
    compared = question.places("operator", "compare")
    for group in listed(question) if compared else ():
        if all(subject.entry.kind == "label" for subject in group):
            yield _proposal(_each("describe", group), group, compared | question.places("question", "what"))


def _how_likely(question: Question, group: Group) -> float:
    """How sure a description is meant: less where "and EUCLES?" may ask for what was asked before."""
    before = question.context.reading
    # "And the fund?" is what the project just talked about has from it; "and that of BIOWIN?" who has the role there.
    tied = any(subject.from_conversation for subject in subjects(question))
    elsewhere = before is not None and before.kind == "person" and group[0].entry.kind == "organisation"
    if question.has("follow_up") and not question.has("describe") and (tied or elsewhere):
        return _RATHER_OF_WHAT_WAS_SAID
    return _RATHER_A_FIELD if _goes_on(question, group) else 1.0


def _goes_on(question: Question, group: Group) -> bool:
    """Whether "and EUCLES?", "and the third?" asks for what was just asked of another."""
    before = question.context.reading
    if before is None or not before.field or not before.subjects or question.has("describe"):
        return False
    return question.has("follow_up") and question.base[before.subjects[0]].kind == group[0].entry.kind


def _each(operator: Operator, group: Group, field: str | None = None) -> tuple[Reading, ...]:
    """The same question about each subject."""
    return tuple(Reading(operator, (subject.entry.id,), field) for subject in group)


def expand(question: Question) -> Iterator[Proposal]:
    """What does ADW stand for?"""
    asked = question.places("operator", "expand")
    for subject in subjects(question) if asked else ():
        entry = subject.entry
        stands_for = entry.long_name is not None or (_is_acronym(entry) and entry.kind != "topic")
        reading = Reading("expand", (entry.id,), "long_name") if stands_for else Reading("describe", (entry.id,))
        yield _proposal((reading,), (subject,), asked)


def _is_acronym(entry: AnyEntry) -> bool:
    return any(name.isupper() and len(name) <= _LONGEST_ACRONYM for _, name in entry.name)


def state(question: Question) -> Iterator[Proposal]:
    """Is the project still running? Is it over?"""
    asked = question.places("operator", "state", "now", "past", "upcoming")
    for group in groups(question) if asked and not question.is_open else ():
        if all(subject.entry.kind in ("project", "event") for subject in group):
            yield _proposal(_each("state", group, "period"), group, asked)


def attribute(question: Question) -> Iterator[Proposal]:
    """What is the budget of X? When and where was X? Who holds X? When do X and Y end? Where is the host of X?"""
    for group in groups(question):
        on_the_way = group[0].used if group[0].through else frozenset()
        for fields, used in _fields(question, group[0].entry):
            if used & on_the_way or any(_ties(question, group, field) for field in fields):
                continue
            if any(_is_rather_what_led_here(question, group[0], field, used) for field in fields):
                continue
            readings = tuple(_reading(subject.entry, field) for subject in group for field in fields)
            fitness = (_fitness(question, subject, field) for subject in group for field in fields)
            yield _proposal(readings, group, used, min(fitness))
    yield from _in_pairs(question)
    yield from _beyond_a_dead_end(question)
    yield from _of_what_it_belongs_to(question)


def _of_what_it_belongs_to(question: Question) -> Iterator[Proposal]:
    """And the budget? After a workshop, which has none, that of its project: what was talked about cannot be asked."""
    cues = frozenset(_field_places(question)) | frozenset(place for place, _ in question.kinds())
    for subject in indirectly_remembered(question) if not _can_be_asked(question) else ():
        for fields, used in _fields(question, subject.entry):
            stated = all(statements(question.base, subject.entry, field) for field in fields)
            fits = all(_fitness(question, subject, field) == 1 for field in fields)
            if used & cues and stated and fits and _is_of_the_whole(question, fields):
                yield _proposal(tuple(_reading(subject.entry, field) for field in fields), (subject,), used)


def _is_of_the_whole(question: Question, fields: tuple[str, ...]) -> bool:
    """Whether what is asked for is hardly meant of what was talked about itself.

    A person has an age, too, and began there one day: of the organisation speaks who says "they" or "there", and asks
    for no date. A workshop has a programme, and what "it cost" is not known: of its project is a sum that is asked for
    by its name.
    """
    if "person" in _kinds_talked_about(question):
        dated = any(FIELDS[field].answers("when") for field in fields if field in FIELDS)
        return says_they(question) and not dated
    if "event" in _kinds_talked_about(question):
        return not question.is_open and all(is_sum(field) for field in fields)
    return True


def _can_be_asked(question: Question) -> bool:
    """Whether what was just talked about, or listed, can have one of the fields that are spoken of."""
    own = {fact.id for entry in question.asked_before for fact in entry.facts}
    kinds = _kinds_talked_about(question)
    leads = any(LEADING.get((kind, other)) for kind in kinds for _, other in question.kinds())
    said = {meaning.value for _, meaning in question.each("field")}
    return leads or not said.isdisjoint(own) or any(kinds & FIELDS[field].kinds for field in said & FIELDS.keys())


def _kinds_talked_about(question: Question) -> frozenset[Kind]:
    """The kinds of what the last answer was about, or listed."""
    before = question.context.reading
    listed_kind = (before.kind,) if before and before.kind else ()
    return frozenset((*(entry.kind for entry in question.asked_before), *listed_kind))


def _beyond_a_dead_end(question: Question) -> Iterator[Proposal]:
    """Where is the cluster that proposed X? If nobody is said to have proposed X, that is what is missing."""
    for subject, field in dead_ends(question):
        beyond = frozenset(_field_places(question)) - subject.used
        if beyond and not any(question.is_listed(*sorted((min(subject.used), place))) for place in beyond):
            asked = frozenset(place for place, _ in question.asked)
            yield _proposal((_reading(subject.entry, field),), (subject,), beyond | asked, _OF_ANOTHER_KIND)


def _ties(question: Question, group: Group, field: str) -> bool:
    """Whether the field ties the subjects to each other: do X and Y work together?"""
    ids = {subject.entry.id for subject in group}
    return any(ids & {one.id for one in followed(question.base, subject.entry, field)} for subject in group)


def _in_pairs(question: Question) -> Iterator[Proposal]:
    """When does X start and when does Y end? Each field belongs to the name that follows it."""
    for group in listed(question):
        names = [place for place, _ in question.named]
        cued = sorted(_field_places(question))
        between = zip((-1, *names), names, strict=False)
        chosen = [[place for place in cued if first < place < last] for first, last in between]
        # A name may stand for several entries, or one entry be named twice: then nothing says what belongs to which.
        is_paired = len(cued) == len(names) == len(group)
        if is_paired and all(len(places) == 1 for places in chosen):
            fields = [_fields_at(question, places[0], one.entry)[:1] for places, one in zip(chosen, group, strict=True)]
            if all(fields) and len({found[0] for found in fields}) > 1:
                readings = tuple(_reading(one.entry, found[0]) for one, found in zip(group, fields, strict=True))
                yield _proposal(readings, group, frozenset(cued))


def _fitness(question: Question, subject: Subject, field: str) -> float:
    """Less than 1 for a field that is less likely meant.

    One of another kind, one that leads back to where the subject was reached from ("the project of the project's
    event"), an end that may be no date but a state: "is it over?".
    """
    if field in FIELDS and subject.entry.kind not in FIELDS[field].kinds:
        return _OF_ANOTHER_KIND
    if any(field in OTHER_SIDE.get(hop.field, ()) for hop in subject.through[-1:]):
        return _LEADS_BACK
    stated = field in ("start", "end", "validity") and question.has("state", "now") and not question.is_open
    return _RATHER_A_STATE if stated else 1.0


def _is_rather_what_led_here(question: Question, subject: Subject, field: str, used: frozenset[int]) -> bool:
    """How much did the project receive from the fund? Its part, and not the budget.

    Only who says in words of its own that the fund finances the project asks for another sum of that project.
    """
    sums = {led for hop in subject.through for led in hop.sides if is_sum(led)} - {field}
    return is_sum(field) and bool(sums) and not question.places("field", *sums) - used


def _reading(entry: AnyEntry, field: str) -> Reading:
    operator: Operator = "reverse" if field in INVERSE and field != "works_with" else "attribute"
    return Reading(operator, (entry.id,), field)


def _fields(question: Question, entry: AnyEntry) -> Iterator[_Fields]:
    """Each field that is asked for, by a cue or by a bare question word, and all of them together."""
    cued = {place: found for place in _field_places(question) if (found := _fields_at(question, place, entry))}
    # "Chi ha organizzato" is a cue, and no question who takes part.
    fitting = {
        place for place, fields in cued.items() if any(_fitness(question, Subject(entry), f) == 1 for f in fields)
    }
    else_asked = fitting | question.places("operator", "elapsed") | question.saying_more
    bare_words = ((place, word) for place, word in question.asked if place not in else_asked)
    asked = {place: (field,) for place, word in bare_words if (field := DEFAULTS.get((entry.kind, word)))}
    bare = {place: fields for place, fields in asked.items() if not _is_of_cue(question, place, cued)}
    several = len({place for place, _ in question.asked}) > 1
    both = dict(sorted({**cued, **bare}.items())) if several else {}
    for options in (cued, asked, both):
        for place, fields in options.items():
            yield from (((field,), frozenset((place,))) for field in fields)
        if 1 < len(options) <= _MOST_FIELDS:
            yield from _together(question, options)
    yield from _leading(question, entry)
    yield from _tied(question, entry)


def _is_of_cue(question: Question, place: int, cued: Mapping[int, tuple[str, ...]]) -> bool:
    """Whether a question word belongs to the cue that follows: "who hosted it" asks for the host alone."""
    word = {meaning.value for meaning in question.mentions[place].of("question")}
    after = (other for other in range(place + 1, len(question.mentions)) if not question.mentions[other].is_silent)
    following = cued.get(next(after, -1), ())
    return any(field in FIELDS and any(FIELDS[field].answers(asked) for asked in word) for field in following)


def _together(question: Question, options: Mapping[int, tuple[str, ...]]) -> Iterator[_Fields]:
    """Several fields at once, if "and" stands between them: "what does it cost to get" is one question."""
    if not question.is_listed(min(options), max(options)):
        return
    for chosen in product(*options.values()):
        yield tuple(dict.fromkeys(chosen)), frozenset(options)


def _field_places(question: Question) -> tuple[int, ...]:
    # "How many years ago" asks for no duration.
    ago = question.places("operator", "elapsed")
    return tuple(dict.fromkeys(place for place, _ in question.each("field") if place not in ago))


def _fields_at(question: Question, place: int, entry: AnyEntry) -> tuple[str, ...]:
    """What the cue at *place* can mean for this entry: its open facts, the fields of its kind, else any field."""
    # In this order: what a word means exactly goes before what its stem means (obiettivi, obiettivo).
    ids = list(dict.fromkeys(meaning.value for meaning in question.mentions[place].of("field")))
    if any(other.kind == "label" for _, other in question.named):
        ids = [id for id in ids if id != "awarded"]  # of one label: see the reader of that name
    own = {fact.id for fact in entry.facts}
    fitting = [id for id in ids if id in own or (id in FIELDS and entry.kind in FIELDS[id].kinds)]
    stated = [id for id in fitting if statements(question.base, entry, id)]
    if question.mentions[place].of("kind") and not fitting:
        return ()
    return tuple(stated or fitting[:1] or [id for id in ids if id in FIELDS][:1])


def _leading(question: Question, entry: AnyEntry) -> Iterator[_Fields]:
    """The events of the project, the labels of the cluster: a kind that a field of the entry leads to."""
    for place, kind in question.kinds():
        fields = LEADING.get((entry.kind, kind), ())
        stated = [field for field in fields if statements(question.base, entry, field)]
        for field in stated[:1] or fields[:1]:
            yield (field,), frozenset((place,))


def _tied(question: Question, entry: AnyEntry) -> Iterator[_Fields]:
    """What the project has from the fund: another entry is named that a field of this one leads to."""
    for place, other in question.named:
        if entry.kind == "label" and other.kind == "organisation" and question.has("held"):
            continue  # whether ESCA has the label is not whether ESCA assesses it
        for field in {tie.relation.field for tie in ties_from(entry) if tie.target == other.id} - PEERS.keys():
            yield (field,), frozenset((place,))


def awarded(question: Question) -> Iterator[Proposal]:
    """When did X get the Silver Label? A question about one holding."""
    asked = question.places("question", "when") | question.places("field", "awarded", "start")
    asked |= question.places("operator", "elapsed")
    labels = [(place, entry) for place, entry in question.named if entry.kind == "label"]
    about = (*subjects(question), *remembered(question))
    holders = [subject for subject in about if subject.entry.kind == "organisation"]
    if not holders and question.places("field", "awarded", "holders"):
        holders = [subject for _, label in labels for subject in _sole_holder(question.base, label)]
    for subject, (place, label) in product(holders, labels) if asked else ():
        if _is_fact_of(question, place, subject.entry):
            continue  # "before Silver" asks for what was before
        reading = Reading("attribute", (subject.entry.id,), "awarded", conditions=(Condition("awarded", label.id),))
        helping = question.places("field", "awarded", "holders", "founded")
        yield _proposal((reading,), (subject,), asked | {place} | helping)


def _sole_holder(base: Base, label: AnyEntry) -> Iterator[Subject]:
    """The one that is said to have the label, or to have had it: "when was the Bronze Label obtained?"."""
    ties = [tie for tie in base.ties_to(label.id) if tie.relation.field == "labels"]
    if len(ties) == 1:
        yield Subject(base[ties[0].source], prior=ONLY_ONE)


def _is_fact_of(question: Question, place: int, entry: AnyEntry) -> bool:
    """Whether the words at *place* are a cue of an open fact of the entry."""
    own = {fact.id for fact in entry.facts}
    return any(meaning.value in own for meaning in question.mentions[place].of("field"))


def awarded_then(question: Question) -> Iterator[Proposal]:
    """Which label did X get in 2020? Those of its labels that it has since then."""
    labels = frozenset(place for place, kind in question.kinds() if kind == "label")
    periods = [(place, meaning.span) for place, meaning in question.each("period") if meaning.span]
    helping = question.places("field", "awarded", "holders") | question.places("operator", "held")
    if not labels or len(periods) != 1 or not helping or any(entry.kind == "label" for _, entry in question.named):
        return
    place, span = periods[0]
    used = labels | helping | question.places("question", "what") | {place}
    for subject in (*subjects(question), *remembered(question)):
        for stated in statements(question.base, subject.entry, "awarded"):
            value = stated.value
            if isinstance(value, Related) and value.since and span.meets(value.since.first, value.since.last):
                condition = Condition("awarded", value.entry)
                yield _proposal(
                    (Reading("attribute", (subject.entry.id,), "awarded", conditions=(condition,)),), (subject,), used
                )


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
        if question.places("question", "when") and _had(question.base, subject.entry, label):
            continue
        reading = Reading("state", (subject.entry.id,), "validity", conditions=(Condition("labels", label.id),))
        yield _proposal((reading,), (subject,), asked | {place} | helping)
    if not holders and not question.is_open and not question.has("held"):
        yield Proposal((Reading("state", (label.id,), "validity"),), asked | {place})


def _had(base: Base, holder: AnyEntry, label: AnyEntry) -> bool:
    """Whether the holder is said to have had the label before, and no longer to have it."""
    values = (stated.value for stated in statements(base, holder, "labels"))
    held = [value.former for value in values if isinstance(value, Related) and value.entry == label.id]
    return bool(held) and all(held)


def of_whom(question: Question) -> Iterator[Proposal]:
    """The budget, and nobody said of what: the few entries that have one are offered.

    What is stated of one entry alone, in words that mean nothing else, is asked of that: only one has experts, and only
    one has phases. A sum is not: anything may cost something. So it is where others were talked about, of which it
    cannot be asked; and of the one event that was where or when it is said.
    """
    if question.named or speaks_of_others(question):
        return
    talked = question.context.reading is not None
    known = [one.entry for one in (*remembered(question), *indirectly_remembered(question))]
    for place, meaning in question.each("field"):
        if talked and (meaning.value in FIELDS or any(_is_fact_of(question, place, entry) for entry in known)):
            continue
        if meaning.value in FIELDS:
            having = _having(question.base, meaning.value)
            then_and_there = tuple(entry for entry in having if _is_then_or_there(question, entry))
            having = then_and_there or having
            is_told_once = len(having) == 1 and not is_sum(meaning.value) and _means_nothing_else(question, place)
            prior = ONLY_ONE if len(then_and_there) == 1 or is_told_once else ONE_OF_FEW
        else:
            having = question.base.with_fact(meaning.value)
            is_sure = len(having) == 1 and _means_nothing_else(question, place) and not _is_of_another(question, having)
            prior = ONLY_ONE if is_sure else ONE_OF_FEW
        if len(having) <= _FEW:
            for entry in having:
                yield Proposal((_reading(entry, meaning.value),), frozenset((place,)), prior)


def _is_of_another(question: Question, having: Sequence[AnyEntry]) -> bool:
    """Whether another was talked about that might have it as well: which label BIOWIN had before is not said."""
    talked = {entry.kind for entry in (*question.asked_before, *question.conditioned_before)}
    return any(entry.kind in talked and entry.id not in question.context.shown for entry in having)


def _is_then_or_there(question: Question, entry: AnyEntry) -> bool:
    """Whether the city or the date of an event is said: who sat at the table in Milan?"""
    if entry.kind != "event":
        return False
    city = (Condition("city", meaning.value) for _, meaning in question.each("place"))
    there = any(meets(question.base, entry, (condition,))[0] for condition in city)
    return there or any(is_true_of(meaning, question.base, entry) for _, meaning in question.each("period"))


def _means_nothing_else(question: Question, place: int) -> bool:
    meant = {meaning.value for meaning in question.mentions[place].of("field", "kind", "type", "operator")}
    return len(meant) == 1 and not question.places("question", "who")


def of_fund(question: Question) -> Iterator[Proposal]:
    """How much came from the fund? What the only project that it helps to pay for has from it."""
    cued = question.places("field", "contribution")
    how_much = question.places("field", "budget") | question.places("question", "how_much", "how_many")
    # "What does the fund finance?" asks for no sum, and "who pays for it?" for no part of it.
    if not (cued and how_much) or question.places("question", "who"):
        return
    if any(entry.kind == "project" for _, entry in question.named):
        return
    for place, fund in question.named:
        given = [tie for tie in question.base.ties_to(fund.id) if tie.relation.field == "contribution"]
        if len(given) == 1:
            project = Subject(question.base[given[0].source], frozenset((place,)), ONLY_ONE)
            yield _proposal((_reading(project.entry, "contribution"),), (project,), cued | how_much)


def _having(base: Base, field: str) -> tuple[AnyEntry, ...]:
    """The entries that state a field; one more than a few at most. Worked out once for each base."""
    found: tuple[AnyEntry, ...] | None = base.having_few.get(field)
    if found is None:
        kinds = sorted(FIELDS[field].kinds)
        having = (entry for kind in kinds for entry in base.of_kind(kind) if statements(base, entry, field))
        found = base.having_few[field] = tuple(islice(having, _FEW + 1))
    return found


def _proposal(readings: tuple[Reading, ...], group: Group, used: frozenset[int], prior: float = 1.0) -> Proposal:
    """The readings with how their subjects were found."""
    by_id = {subject.entry.id: subject for subject in group}
    found = (by_id[reading.subjects[0]] for reading in readings)
    each = tuple(
        replace(reading, from_conversation=subject.from_conversation, through=subject.through)
        for reading, subject in zip(readings, found, strict=True)
    )
    used_by_names = frozenset(place for subject in group for place in subject.used)
    return Proposal(each, used_by_names | used, min(subject.prior for subject in group) * prior)

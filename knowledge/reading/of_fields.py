"""Readers of questions about a field of an entry: the budget of X, when and where X was, who holds X."""

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import Final

from knowledge.model.asking import Operator
from knowledge.model.entries import AnyEntry, Kind
from knowledge.model.relations import ties_from
from knowledge.reading.anchors import asks_how_it_stood, dating
from knowledge.reading.clauses import asides
from knowledge.reading.closed import is_closed
from knowledge.reading.proposals import Proposal, proposal_of
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import (
    Group,
    Subject,
    dead_ends,
    groups,
    listed,
    surely_meant,
)
from knowledge.stating.fields import DEFAULTS, FIELDS, is_sum
from knowledge.stating.following import OTHER_SIDE, followed
from knowledge.stating.leading import LEADING, PEERS
from knowledge.stating.statements import INVERSE, statements

Fields = tuple[tuple[str, ...], frozenset[int]]
"""Fields that are asked for together, and the places of the mentions that ask for them."""

_OF_ANOTHER_KIND: Final = 0.9
_RATHER_A_STATE: Final = 0.95
_LEADS_BACK: Final = 0.95
DOINGS: Final = ("activities", "roles", "people", "aim")
"""Fields whose cues tell what somebody does: "what are they responsible for?"."""
INSTEAD: Final[Mapping[tuple[Kind, str], str]] = {
    ("organisation", "levels"): "issues",
    ("organisation", "aim"): "activities",
}
"""What entries of a kind have in place of a field: who issues labels has those, and is there for what it does."""
_OF_PEOPLE: Final = ("who", "to_whom")
_MOST_FIELDS: Final = 4


def attribute(question: Question) -> Iterator[Proposal]:
    """What is the budget of X? When and where was X? Who holds X? When do X and Y end? Where is the host of X?"""
    # Of the cluster that proposed X the region is asked, and not the region of X and who proposed it.
    of_a_kind = question.kinds() or question.each("type")
    lost = {(one.entry.id, field) for one, field in dead_ends(question)} if of_a_kind else set[tuple[str, str]]()
    for group in () if asks_how_it_stood(question) else groups(question):
        kinds = frozenset(place for place, kind in question.kinds() if kind != "label")
        dated = dating(question, group[0].entry)
        if dated and is_closed(question):
            continue  # "did it take place while X was running?" asks whether
        on_the_way = (group[0].used if group[0].through else group[0].used & kinds) | dated
        for asked, used in fields_asked(question, group[0].entry):
            fields = _without_their_doings(group[0].entry, asked)
            if used & on_the_way or any(_ties(question, group, field) for field in fields):
                continue
            if any(_is_rather_what_led_here(question, group[0], field, used) for field in fields):
                continue
            if len(fields) > 1 and not lost.isdisjoint(product((one.entry.id for one in group), fields)):
                continue
            # What entries of its kind cannot have is asked neither of what was led to nor as half of a question, unless
            # a clause says it in passing.
            lacking = {field for subject in group for field in fields if not _can_have(subject.entry, field)}
            said = question.places("field", *lacking)
            in_passing = bool(said) and said <= asides(question)
            if lacking and (group[0].through or (len(fields) > 1 and not in_passing)):
                continue
            readings = tuple(reading_of(subject.entry, field) for subject in group for field in fields)
            fitting = (fitness(question, subject, field) for subject in group for field in fields)
            meant = tuple(surely_meant(question, subject, fields) for subject in group)
            yield proposal_of(readings, meant, used, min(fitting))
    yield from _in_pairs(question)
    yield from _beyond_a_dead_end(question)


def is_counted(entry: AnyEntry, field: str) -> bool:
    """Whether the field is an open fact that counts somebody, and tells of them."""
    return any(fact.id == field and fact.number and fact.note for fact in entry.facts)


def _without_their_doings(entry: AnyEntry, fields: tuple[str, ...]) -> tuple[str, ...]:
    """How many were taken on, and to do what? That is told with the number, and is not what the whole house does."""
    counted = any(is_counted(entry, field) for field in fields)
    return tuple(field for field in fields if not counted or field not in DOINGS)


def _beyond_a_dead_end(question: Question) -> Iterator[Proposal]:
    """Where is the cluster that proposed X? If nobody is said to have proposed X, that is what is missing."""
    for subject, field in dead_ends(question):
        beyond = frozenset(field_places(question)) - subject.used
        if beyond and not any(question.is_listed(*sorted((min(subject.used), place))) for place in beyond):
            asked = frozenset(place for place, _ in question.asked)
            yield proposal_of((reading_of(subject.entry, field),), (subject,), beyond | asked, _OF_ANOTHER_KIND)


def _ties(question: Question, group: Group, field: str) -> bool:
    """Whether the field ties the subjects to each other: do X and Y work together?"""
    ids = {subject.entry.id for subject in group}
    return any(ids & {one.id for one in followed(question.base, subject.entry, field)} for subject in group)


def _in_pairs(question: Question) -> Iterator[Proposal]:
    """When does X start and when does Y end? Each field belongs to the name that follows it."""
    for group in listed(question):
        names = [place for place, _ in question.named]
        cued = sorted(field_places(question))
        between = zip((-1, *names), names, strict=False)
        chosen = [[place for place in cued if first < place < last] for first, last in between]
        # A name may stand for several entries, or one entry be named twice: then nothing says what belongs to which.
        is_paired = len(cued) == len(names) == len(group)
        if is_paired and all(len(places) == 1 for places in chosen):
            fields = [
                _asked_for(question, place, _fields_at(question, place, one.entry))
                for (place,), one in zip(chosen, group, strict=True)
            ]
            if all(fields) and len({found[0] for found in fields}) > 1:
                readings = tuple(reading_of(one.entry, found[0]) for one, found in zip(group, fields, strict=True))
                yield proposal_of(readings, group, frozenset(cued))


def _asked_for(question: Question, place: int, fields: tuple[str, ...], asked: Collection[int] = ()) -> tuple[str, ...]:
    """Those of the fields at *place* that the question word just before it can mean: who created it is no date.

    A word that is *asked* for itself, before an "and", and that none of them can mean, is of another field.
    """
    before = max((other for other in field_places(question) if other < place), default=-1)
    words = [(at, word) for at, word in question.asked if before < at <= place][-1:]
    meant = tuple(field for field in fields if field not in FIELDS or all(FIELDS[field].answers(w) for _, w in words))
    of_another = any(at in asked and question.is_listed(at, place) for at, _ in words)
    return meant or (fields if of_another else ())


def fitness(question: Question, subject: Subject, field: str) -> float:
    """Less than 1 for a field that is less likely meant.

    One of another kind, one that leads back to where the subject was reached from ("the project of the project's
    event"), an end that may be no date but a state: "is it over?".
    """
    if not _can_have(subject.entry, field):
        return _OF_ANOTHER_KIND
    if any(field in OTHER_SIDE.get(hop.field, ()) for hop in subject.through[-1:]):
        return _LEADS_BACK
    stated = field in ("start", "end", "validity") and question.has("state", "now") and not question.is_open
    return _RATHER_A_STATE if stated else 1.0


def _can_have(entry: AnyEntry, field: str) -> bool:
    """Whether entries of its kind can have the field; an open fact any entry can."""
    return field not in FIELDS or entry.kind in FIELDS[field].kinds


def _is_rather_what_led_here(question: Question, subject: Subject, field: str, used: frozenset[int]) -> bool:
    """How much did the project receive from the fund? Its part, and not the budget.

    Only who says in words of its own that the fund finances the project asks for another sum of that project.
    """
    sums = {led for hop in subject.through for led in hop.sides if is_sum(led)} - {field}
    of_the_part = question.places("field", *sums)
    own_words = (question.places("field", field) & used) - of_the_part and of_the_part - used
    return is_sum(field) and bool(sums) and not own_words


def reading_of(entry: AnyEntry, field: str) -> Reading:
    """The question for a field of the entry; from the other side, where others state it of the entry."""
    operator: Operator = "reverse" if field in INVERSE and field != "works_with" else "attribute"
    return Reading(operator, (entry.id,), field)


def fields_asked(question: Question, entry: AnyEntry) -> Iterator[Fields]:
    """Each field that is asked for, by a cue or by a bare question word, and all of them together."""
    cued = {place: found for place in field_places(question) if (found := _fields_at(question, place, entry))}
    # "Chi ha organizzato" is a cue, and no question who takes part.
    fitting = {
        place for place, fields in cued.items() if any(fitness(question, Subject(entry), f) == 1 for f in fields)
    }
    else_asked = fitting | question.places("operator", "elapsed") | question.saying_more
    bare_words = ((place, word) for place, word in question.asked if place not in else_asked)
    # Whoever "knows" a label or "mentioned" an event neither has it nor took part.
    is_sure = question.has("held") or not question.says_more
    sure = [(place, word) for place, word in bare_words if is_sure or word not in _OF_PEOPLE]
    asked = {place: (field,) for place, word in sure if (field := DEFAULTS.get((entry.kind, word)))}
    bare = {place: fields for place, fields in asked.items() if not _is_of_cue(question, place, cued)}
    several = len({place for place, _ in question.asked}) > 1 or question.ands
    both = _asked_apart(question, {**cued, **bare}) if several else {}
    for options in (cued, asked, both):
        for place, fields in options.items():
            yield from (((field,), frozenset((place,))) for field in fields)
        if 1 < len(options) <= _MOST_FIELDS:
            yield from _together(question, options)
    yield from _leading(question, entry)
    yield from _tied(question, entry)


def _asked_apart(question: Question, options: Mapping[int, tuple[str, ...]]) -> dict[int, tuple[str, ...]]:
    """In order, without what only goes with another: the "held" of "on what date and in which city was it held?"."""

    def goes_with_another(place: int) -> bool:
        beside = {meaning.value for meaning in question.mentions[place].of("beside")}
        before = max((other for other in options if other < place), default=-1)
        is_asked = any(before < at <= place for at, _ in question.asked)
        return not is_asked and any(not beside.isdisjoint(fields) for at, fields in options.items() if at < place)

    return {place: options[place] for place in sorted(options) if not goes_with_another(place)}


def _is_of_cue(question: Question, place: int, cued: Mapping[int, tuple[str, ...]]) -> bool:
    """Whether a question word belongs to the cue that follows: "who hosted it" asks for the host alone."""
    word = {meaning.value for meaning in question.mentions[place].of("question")}
    after = (other for other in range(place + 1, len(question.mentions)) if not question.mentions[other].is_silent)
    following = cued.get(next(after, -1), ())
    return any(field in FIELDS and any(FIELDS[field].answers(asked) for asked in word) for field in following)


def _together(question: Question, options: Mapping[int, tuple[str, ...]]) -> Iterator[Fields]:
    """Several fields at once, if "and" stands between them: "what does it cost to get" is one question."""
    first, last = min(options), max(options)
    # "In the funding of X, what sum came …?": the comma joins nothing where another thing is asked for behind it.
    asked_between = any(first < place < last and place not in options for place, _ in question.asked)
    if not question.is_listed(first, last) or (asked_between and not any(first < at < last for at in question.ands)):
        return
    for chosen in product(*(_asked_for(question, place, fields, options) for place, fields in options.items())):
        yield tuple(dict.fromkeys(chosen)), frozenset(options)


def field_places(question: Question) -> tuple[int, ...]:
    """The places of the cues of fields.

    Left out are those of "how many years ago", which asks for no duration, and of what somebody has done: whoever "has
    invited" was not invited.
    """
    others = question.places("operator", "elapsed") | question.deeds
    return tuple(dict.fromkeys(place for place, _ in question.each("field") if place not in others))


def _fields_at(question: Question, place: int, entry: AnyEntry) -> tuple[str, ...]:
    """What the cue at *place* can mean for this entry: its open facts, the fields of its kind, else any field."""
    # In this order: what a word means exactly goes before what its stem means (obiettivi, obiettivo).
    ids = list(dict.fromkeys(meaning.value for meaning in question.mentions[place].of("field")))
    if any(other.kind == "label" for _, other in question.named):
        ids = [id for id in ids if id != "awarded"]  # of one label: see the reader of that name
    own = {fact.id for fact in entry.facts}
    ids += [meant for id in ids if (meant := INSTEAD.get((entry.kind, id)))]
    fitting = [id for id in ids if id in own or (id in FIELDS and entry.kind in FIELDS[id].kinds)]
    stated = [id for id in fitting if statements(question.base, entry, id)]
    if question.mentions[place].of("kind") and not fitting:
        return ()
    return tuple(stated or fitting[:1] or [id for id in ids if id in FIELDS][:1])


def _leading(question: Question, entry: AnyEntry) -> Iterator[Fields]:
    """The events of the project, the labels of the cluster: a kind that a field of the entry leads to."""
    for place, kind in question.kinds():
        fields = LEADING.get((entry.kind, kind), ())
        stated = [field for field in fields if statements(question.base, entry, field)]
        for field in stated[:1] or fields[:1]:
            yield (field,), frozenset((place,))


def _tied(question: Question, entry: AnyEntry) -> Iterator[Fields]:
    """What the project has from the fund: another entry is named that a field of this one leads to."""
    for place, other in question.named:
        if entry.kind == "label" and other.kind == "organisation" and question.has("held"):
            continue  # whether ESCA has the label is not whether ESCA assesses it
        for field in {tie.relation.field for tie in ties_from(entry) if tie.target == other.id} - PEERS.keys():
            yield (field,), frozenset((place,))


def is_fact_of(question: Question, place: int, entry: AnyEntry) -> bool:
    """Whether the words at *place* are a cue of an open fact of the entry."""
    own = {fact.id for fact in entry.facts}
    return any(meaning.value in own for meaning in question.mentions[place].of("field"))

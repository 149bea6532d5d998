"""Readers of questions about sets: which entries meet conditions, how many, and whether one of them does."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from knowledge.model.entries import Kind
from knowledge.reading.anchors import asks_how_it_stood, dating
from knowledge.reading.closed import asks_in_a_cue, begins_closed, is_closed
from knowledge.reading.conditioning import Conditions, conditions, is_any_label
from knowledge.reading.narrowing import is_true_of
from knowledge.reading.of_fields import reading_of
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import Group, groups, surely_meant
from knowledge.stating.conditions import Condition
from knowledge.stating.fields import is_sum
from knowledge.stating.tallying import TALLIED

_OF_PEOPLE: Final = ("roles", "people")
_OF_LABELS: Final = ("labels", "awarded")
_BARE_SET: Final = 0.97
_RATHER_ITS_VALUES: Final = 0.96
"""How sure a list is where a question word goes with a field: which countries have clusters?"""
_BARE_ONE: Final = 0.93
"""How sure a list of all is where one is asked for: "which is the project?" rather asks for that of something."""
_RATHER_OF_THE_ONE: Final = 0.9


@dataclass(frozen=True, slots=True)
class _Set:
    kind: Kind
    used: frozenset[int]
    is_plural: bool
    is_named: bool = True
    """Whether it was said what its members are."""


def filter_or_count(question: Question) -> Iterator[Proposal]:
    """Which clusters hold X? How many? Events in July 2018. Which projects are there?"""
    # "How much money" asks for a sum, not for how many entries there are; "in which countries" for countries.
    cued = frozenset(place for place, _ in question.each("field"))
    counting = question.places("question", "how_many") - cued
    if question.places("field", "contribution") - question.places("field", "projects"):
        counting -= question.places("question", "how_much")  # "koliko" is both
    asked = question.places("question", "what", "who", "to_whom") - cued
    asking = question.places("operator", "list", "held", "now") | asked | counting
    # "What does the part of the project amount to?" asks for no project.
    elsewhere = question.places("operator", "held") | (question.places("question", "what") if cued else frozenset())
    for found in _sets(question):
        one_is_asked_for = (asking - elsewhere or found.used & question.which) and not counting
        for said, used in _stated(question, found) if found.is_plural or one_is_asked_for else ():
            wanted = (*said, *(_object_of_held(question, said) if found.kind != "label" else ()))
            if not wanted and found.kind == "label" and (of_holder := _of_holder(question, found.used | asking)):
                yield of_holder
                continue
            if _is_of_nothing(question, wanted) or (question.has("describe") and used <= found.used):
                continue
            reading = Reading("count" if counting else "filter", kind=found.kind, conditions=wanted)
            bare = _BARE_SET if found.is_plural else _BARE_ONE
            sure = _RATHER_ITS_VALUES if wanted and _asks_for_values(question) else 1.0 if wanted else bare
            if not counting and _may_be_the_one(question, found):
                sure *= _RATHER_OF_THE_ONE
            yield Proposal((reading,), found.used | used | asking, sure)


def _may_be_the_one(question: Question, found: _Set) -> bool:
    """Whether "was the budget of the project above …?" asks of one project, in a language where it may be several."""
    one = frozenset(place for place, _ in question.kinds(plural=False))
    return begins_closed(question) and not question.has("list") and bool(found.used & one)


def _of_holder(question: Question, used: frozenset[int]) -> Proposal | None:
    """Which labels does it have? Those of the organisation that was talked about."""
    held = question.places("operator", "held") - question.places("operator", "list")
    about = [entry for entry in question.asked_before if entry.kind == "organisation"]
    if not held or len(about) != 1 or question.named:
        return None
    past = question.places("operator", "past") | question.places("field", "awarded")
    return Proposal((Reading("attribute", (about[0].id,), "labels", from_conversation=True),), used | held | past)


def _asks_for_values(question: Question) -> bool:
    """Whether a question word goes with a field: "which countries have clusters?" asks for countries."""
    fields = [place for place, meaning in question.each("field") if meaning.value in TALLIED]
    asked = question.places("question", "what", "how_many")
    return any(place in asked or place - 1 in asked for place in fields)


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
    # "Y a-t-il" asks for a list, though "a" alone is "has".
    held = max(question.places("operator", "held") - question.places("operator", "list"), default=None)
    return held is not None and all(mention.is_silent for mention in question.mentions[held + 1 :])


def _sets(question: Question) -> Iterator[_Set]:
    """The kinds of which a set is asked: named as a kind, as a type of organisation, or as holders of a label."""
    plural = {place for place, _ in question.kinds(plural=True)}
    for place, kind in question.kinds():
        yield _Set(kind, frozenset((place,)), place in plural)
    for place, _ in question.each("type"):
        yield _Set("organisation", frozenset((place,)), is_plural=True)
    labels = any(entry.kind == "label" for _, entry in question.named)
    any_label = any(is_any_label(question, place) for place in range(len(question.mentions)))
    who = question.places("question", "who", "to_whom", "how_many")
    holders = question.places("field", "holders")
    # "How many Silver are there in Germany?" asks for holders: no label is anywhere.
    somewhere = bool(question.each("place")) and (who or question.has("list"))
    held = (labels or any_label) and who and question.has("held")
    if held or (labels and (holders or somewhere)):
        yield _Set("organisation", who | holders, is_plural=True, is_named=False)
    founded = question.places("field", "founded")
    if founded and question.each("period") and not question.named:
        yield _Set("organisation", founded, is_plural=True, is_named=False)
    roles = question.places("question", "who", "name")
    if roles and question.each("role"):
        yield _Set("person", roles, is_plural=True, is_named=False)


def _stated(question: Question, found: _Set) -> Iterator[Conditions]:
    # "Who does not hold it?" asks for everybody else.
    return conditions(question, found.kind, found.used, undeniable=() if found.is_named else _OF_LABELS)


def exists(question: Question) -> Iterator[Proposal]:
    """Does X hold the Gold Label? Was the workshop in Milan? Is she the manager?"""
    if question.is_open or asks_in_a_cue(question) or question.has("describe", "list", "expand"):
        return
    if asks_how_it_stood(question):
        return
    for group in groups(question):
        named = frozenset(place for subject in group for place in subject.used)
        # "Was the workshop held while X was running?": the name dates, whatever it leads to.
        led = dating(question, group[0].entry) if group[0].through else frozenset()
        taken = (named | question.places("operator", "upcoming", "past", "now")) - led
        for supposed, used in conditions(question, group[0].entry.kind, taken, group[0].entry):
            ids = {subject.entry.id for subject in group}
            if not supposed or _is_apposition(question, group, used):
                continue
            whether = is_closed(question) and 0 not in question.ands and not _goes_on_with_sums(question)
            if any(is_sum(one.field) and isinstance(one.value, str) for one in supposed) and not whether:
                continue  # "the part of the fund in X", "and the ERDF share?" is a sum that is asked for
            if any(_is_told_by_a_name_alone(question, one) for one in supposed):
                continue
            if not any(ids & set(one.values) or _is_of_validity(question, one) for one in supposed):
                fields = [one.field for one in supposed]
                meant = tuple(surely_meant(question, subject, fields) for subject in group)
                yield _verdict(question, meant, supposed, used)


def _goes_on_with_sums(question: Question) -> bool:
    """Whether only the sum and whose it is is said after another sum: "the ERDF share of that?"."""
    before = question.context.reading
    others = (m for place, m in enumerate(question.mentions) if place not in question.places("operator", "follow_up"))
    is_alone = not begins_closed(question) and all(one.is_silent or one.of("name", "field", "glue") for one in others)
    return before is not None and is_sum(before.field or "") and is_alone


def _is_told_by_a_name_alone(question: Question, supposed: Condition) -> bool:
    """Whether only a name tells what is supposed, and another word may be all of it: does N "know" those of X?"""
    if supposed.field not in _OF_PEOPLE or not question.says_more:
        return False
    return any(entry.id in supposed.values for _, entry in question.named)


def _is_apposition(question: Question, group: Group, used: frozenset[int]) -> bool:
    """Whether all that is said goes with the name: "the cluster BIOWIN" does not ask whether it is one."""
    beside = {place + step for subject in group for place in subject.used for step in (-1, 1)}
    true = {
        place
        for place, meaning in question.each("type")
        if all(is_true_of(meaning, question.base, subject.entry) for subject in group)
    }
    return used <= true & beside and not begins_closed(question)


def _is_of_validity(question: Question, supposed: Condition) -> bool:
    """Whether a label must be valid, not only held: see the reader of that."""
    return supposed.field == "labels" and bool(question.places("field", "validity"))


def _verdict(question: Question, group: Group, supposed: tuple[Condition, ...], used: frozenset[int]) -> Proposal:
    field = supposed[0].field
    # "In Germany or in Belgium?" asks which of the two, and not whether it is one of them.
    is_either = len(supposed) == 1 and bool(supposed[0].others) and question.has("or")
    readings = tuple(
        replace(
            reading_of(subject.entry, field)
            if is_either
            else Reading("exists", (subject.entry.id,), field, conditions=supposed),
            from_conversation=subject.from_conversation,
            through=subject.through,
        )
        for subject in group
    )
    helping = question.places("operator", "held", "now") | question.places("field", field)
    names = frozenset(place for subject in group for place in subject.used)
    return Proposal(readings, names | used | helping, min(subject.prior for subject in group))

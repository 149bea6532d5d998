"""Every word counts: how each mention is explained by a proposal, and how sure that makes it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import Final

from knowledge.confidence.signals import Signals
from knowledge.language.normal import folded
from knowledge.language.rarity import weight
from knowledge.model.base import Base
from knowledge.model.languages import Language
from knowledge.reading.meanings import Meaning
from knowledge.reading.mentions import Mention
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Considered, Use, WordUse
from knowledge.reading.reasons import reasons
from knowledge.stating.conditions import Wanted
from knowledge.stating.following import OTHER_SIDE
from knowledge.stating.saying import as_told, is_grammar, stand_in

SEVERITY: Final = 1.3
"""How fast strength falls with what is not explained: exp(-SEVERITY * weight)."""

_GLUE: Final = 0.07
_IGNORED_CUE: Final = 0.8
"""What a cue, a value or a kind weighs that the reading has no use for: it was said for a reason."""
_IGNORED_NAME: Final = 1.0
_KNOWN_OF_IT: Final = 0.75
"""How much of its weight a word keeps that stands in the entry's own texts."""
_NO_LINK: Final = frozenset(("function", "courtesy", "unexplained", "text"))
_CONTENT: Final = frozenset(("name", "field", "kind", "value", "context", "text"))


@dataclass(frozen=True, slots=True)
class _Taken:
    use: Use
    meaning: Wanted
    missing: float = 0.0
    """The weight that stays unexplained."""


def consider(question: Question, proposal: Proposal) -> Considered:
    """The proposal with its strength, the signals against it, and how each word was taken."""
    taken = [_take(question, proposal, place) for place in range(len(question.mentions))]
    missing = sum(one.missing for one in taken)
    links = [m.quality for m, one in zip(question.mentions, taken, strict=True) if one.use not in _NO_LINK]
    weakest = min(links, default=1.0)
    strength = proposal.prior * weakest * exp(-SEVERITY * missing)
    uses = tuple(
        WordUse(
            mention.text, one.use, one.meaning, round(one.missing, 2), 1.0 if one.use == "text" else mention.quality
        )
        for mention, one in zip(question.mentions, taken, strict=True)
    )
    rests_on = sum(taken[place].use in _CONTENT for place in proposal.used)
    signals = unexplained(uses, 1 - weakest)
    return Considered(
        proposal.readings[0], round(strength, 4), uses, rests_on, proposal.readings, signals, proposal.prior
    )


def unexplained(uses: Sequence[WordUse], weakest: float = 0.0) -> Signals:
    """The signals that the words give which nothing explains, beside the *weakest* of the others."""
    weights = [use.weight for use in uses if use.use == "unexplained"]
    return Signals(len(weights), sum(use.weight for use in uses), max(weights, default=0.0), weakest)


def _take(question: Question, proposal: Proposal, place: int) -> _Taken:
    mention = question.mentions[place]
    if place in proposal.found:
        return _Taken("text", proposal.readings[0].field or "")
    if place in proposal.used:
        return _used(mention, proposal)
    if _is_praise(question, proposal, place):
        return _Taken("unexplained", "", _missing(question, proposal, mention))
    if mention.of("function", "polite", "courtesy") or (mention.of("language") and _is_a_wish(question, proposal)):
        return _Taken("courtesy" if mention.of("courtesy", "polite") else "function", "")
    if mention.of("title") and question.names_person(place + 1):
        return _Taken("function", "")
    if (reason := next(reasons(question, proposal, mention), None)) is not None:
        return _Taken(*reason)
    if mention.of("glue") and not mention.of("question") and place not in question.deeds:
        return _Taken("function", "", _GLUE)
    if _is_grammar(mention, question.language):
        return _Taken("function", "")
    return _Taken("unexplained", "", _missing(question, proposal, mention))


def _is_praise(question: Question, proposal: Proposal, place: int) -> bool:
    """Whether a word of courtesy says what sort of thing is supposed: "is she a great manager?" thanks for nothing."""
    mention, following = question.mentions[place], question.mentions[place + 1 : place + 2]
    is_one = len(mention.words) == 1 and bool(mention.of("polite", "courtesy")) and not mention.of("function")
    supposed = proposal.readings[0].operator in ("exists", "describe") and any(one.of("role") for one in following)
    return is_one and supposed


def _is_a_wish(question: Question, proposal: Proposal) -> bool:
    """Whether "in English" tells how to answer: "was the workshop held in English?" asks something else."""
    held = any(m.of("field", "beside") and not m.of("operator", "polite") for m in question.mentions)
    return not (held and proposal.readings[0].operator == "describe")


def _is_grammar(mention: Mention, language: Language) -> bool:
    """Whether it is known only as words that go with some field, and each of them is one of grammar: "did it"."""
    beside = all(meaning.type == "beside" for meaning in mention.meanings)
    return beside and all(is_grammar(word.folded, language) for word in mention.words)


def _used(mention: Mention, proposal: Proposal) -> _Taken:
    """The meaning that the reading rests on: a name before a field of the reading before a value and the rest."""
    fields = {reading.field for reading in proposal.readings}
    # What is said from the other side is said of the same: X "got" what has X for its holder.
    fields |= {side for field in fields for side in OTHER_SIDE.get(field or "", ())}
    values = {value for reading in proposal.readings for one in reading.conditions for value in one.values}

    def rank(meaning: Meaning) -> int:
        if meaning.type == "field":
            return 1 if meaning.value in fields else 9
        return 2 if meaning.stands_for in values else _RANKS.get(meaning.type, 8)

    if not mention.meanings:
        return _Taken("value", mention.text)
    meaning = min(mention.meanings, key=rank)
    return _Taken(_USES.get(meaning.type, "value"), meaning.stands_for)


_RANKS: Final = {"name": 0, "kind": 3, "operator": 4, "question": 5, "beside": 10}
_USES: Final[dict[str, Use]] = {
    "name": "name",
    "field": "field",
    "kind": "kind",
    "operator": "operator",
    "question": "question",
    "courtesy": "courtesy",
}


def _missing(question: Question, proposal: Proposal, mention: Mention) -> float:
    if mention.of("name"):
        return _IGNORED_NAME
    if any(meaning.type not in ("beside", "glue", "title") for meaning in mention.meanings):
        return _IGNORED_CUE
    ids = {id for reading in proposal.readings for id in reading.subjects}
    known = any(_stands_in(question.base, id, mention) for id in ids)
    return max(weight(word.folded, question.language) for word in mention.words) * (_KNOWN_OF_IT if known else 1.0)


def _stands_in(base: Base, id: str, mention: Mention) -> bool:
    return stand_in(base, id, tuple(folded(as_told(base, id, word)) for word in mention.words))

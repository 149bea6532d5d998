"""What a question came to, as the object that programs read. Its form is a promise: scripts and tests rely on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handlers.explain import explain
from handlers.promises import OutcomeName
from handlers.replies.replies import candidate_title
from handlers.replies.teller import Teller
from handlers.turns import Linked, Reply
from knowledge.answering.outcomes import Answer, Choice, Gap, Outcome
from knowledge.model.languages import Language
from knowledge.reading.readings import Reading
from knowledge.stating.amounts import written
from knowledge.stating.conditions import Condition, Span, Wanted
from knowledge.stating.saying import Said
from knowledge.stating.values import Amount


@dataclass(frozen=True, slots=True)
class Result:
    """One question: what was said to it, and what was found for each of its parts."""

    says: Sequence[Reply]
    outcomes: Sequence[Outcome]
    teller: Teller
    milliseconds: float
    unread: OutcomeName = "answer"
    """What it came to if there was nothing to read: a command is answered, an empty line is not."""

    @property
    def language(self) -> Language:
        """The language that was spoken."""
        return self.teller.texts.language

    @property
    def outcome(self) -> OutcomeName:
        """The worst of all parts."""
        found = {name_of(outcome) for outcome in self.outcomes}
        return next((name for name in _WORST_FIRST if name in found), self.unread)

    def explanations(self) -> list[str]:
        """For each part, how its words were taken."""
        return [explain(outcome, self.teller) for outcome in self.outcomes]

    def as_object(self, *, explained: bool = False) -> dict[str, Any]:
        """The object for JSON; with *explained*, each part says how its words were taken."""
        parts = [_part(outcome, say) for outcome, say in zip(self.outcomes, self.says, strict=False)]
        if explained:
            parts = [part | {"explanation": text} for part, text in zip(parts, self.explanations(), strict=True)]
        return {
            "text": "\n\n".join(say.plain for say in self.says),
            "outcome": self.outcome,
            "language": self.language,
            "elapsed_ms": round(self.milliseconds, 1),
            "links": addresses_in(self.says),
            "choices": self._choices(),
            "answers": parts,
        }

    def _choices(self) -> list[dict[str, str]]:
        offered = (one for outcome in self.outcomes if isinstance(outcome, Choice) for one in outcome.candidates)
        return [{"id": one.id, "title": candidate_title(one, self.teller)} for one in offered]


def _part(outcome: Outcome, say: Reply) -> dict[str, Any]:
    return {
        "outcome": name_of(outcome),
        "gap": outcome.type if isinstance(outcome, Gap) else None,
        "text": say.plain,
        "confidence": round(confidence_of(outcome), 3),
        "links": addresses_in([say]),
        "reading": reading_of(outcome),
    }


def filters_of(reading: Reading) -> dict[str, Any]:
    """The conditions of a reading, by field; a field with several has a list of them.

    >>> filters_of(Reading("filter", conditions=(Condition("labels", "silver-label"), Condition("country", "DE"))))
    {'labels': 'silver-label', 'country': 'DE'}
    >>> filters_of(Reading("count", conditions=(Condition("labels", "silver-label", ("gold-label",), negated=True),)))
    {'labels': {'not': {'any': ['silver-label', 'gold-label']}}}
    >>> filters_of(Reading("exists", conditions=(Condition("audience", Said("social workers", "", "en", True)),)))
    {'audience': 'social workers'}
    """
    found: dict[str, list[Any]] = {}
    for condition in reading.conditions:
        found.setdefault(condition.field, []).append(_value(condition))
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _value(condition: Condition) -> Any:
    values = [_written(value) for value in condition.values]
    found: Any = {"any": values} if condition.others else values[0]
    return {"not": found} if condition.negated else found


def _written(value: Wanted) -> str:
    match value:
        case Amount():
            return written(value)
        case Span(first, last):
            return "/".join(".." if day is None else day.isoformat() for day in (first, last))
        case Said(words=said):
            return said
        case text:
            return text


_WORST_FIRST: Final[tuple[OutcomeName, ...]] = ("gap", "choice", "answer")


def name_of(outcome: Outcome) -> OutcomeName:
    """What an outcome is called in JSON."""
    match outcome:
        case Answer():
            return "answer"
        case Choice():
            return "choice"
        case Gap():
            return "gap"


def confidence_of(outcome: Outcome) -> float:
    """How sure it is of what it says; of a gap, how sure of the best reading that was not enough."""
    match outcome:
        case Answer(confidence=confidence):
            return confidence
        case Choice(candidates=found):
            return max((candidate.confidence for candidate in found), default=0.0)
        case Gap(considered=considered):
            return max((one.confidence for one in considered), default=0.0)


def reading_of(outcome: Outcome) -> dict[str, Any] | None:
    """What was understood. The subjects of an answer are those it is about, of a list the entries in it."""
    match outcome:
        case Answer(reading=reading, subjects=subjects):
            pass
        case Gap(reading=Reading() as reading):
            subjects = reading.subjects
        case _:
            return None
    plain: dict[str, Any] = {
        "operator": reading.operator,
        "subjects": list(subjects),
        "fields": [reading.field] if reading.field else [],
        "filters": filters_of(reading),
    }
    through = [{"entry": hop.entry, "field": hop.field} for hop in reading.through]
    more = {"through": through, "measure": reading.measure, "direction": reading.direction}
    return plain | {name: value for name, value in more.items() if value}


def addresses_in(says: Iterable[Reply]) -> list[str]:
    """The addresses that stand in what is said, each once, in their order."""
    return list(dict.fromkeys(piece.url for say in says for piece in say.pieces if isinstance(piece, Linked)))

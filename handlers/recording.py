"""What is kept of a question: a record if it was not answered at once, else only a count."""

from hashlib import sha256

from handlers.explain import explain
from handlers.promises import Count, Guess, OutcomeName, Record
from handlers.replies.teller import Teller
from handlers.texts.texts import Texts
from handlers.turns import Turn
from knowledge.answering.outcomes import Answer, Choice, Gap, Part
from knowledge.model.languages import Language

GUESSES = 3
"""As many readings of a gap are kept: what it might have been."""


def record_id(turn: Turn, part: int) -> str:
    """The id of the record of the *part*-th question of *turn*: the same whenever the turn is taken again."""
    said = "\n".join((turn.bot, turn.chat, turn.asker, turn.at.isoformat(), turn.text, turn.tapped or "", str(part)))
    # A message may hold half of a surrogate pair.
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def record_of(part: Part, outcome: Choice | Gap, turn: Turn, language: Language, id: str) -> Record:
    """A question that was not answered at once; the trace is in the staff's language."""
    return Record(
        id=id,
        bot=turn.bot,
        at=turn.at,
        asker=turn.asker,
        language=language,
        text=part.question,
        outcome="choice" if isinstance(outcome, Choice) else "gap",
        gap=outcome.type if isinstance(outcome, Gap) else None,
        guesses=_guesses(outcome),
        trace=explain(outcome, Teller(Texts(turn.base.base.settings.main_language), turn.base)),
    )


def _guesses(outcome: Choice | Gap) -> tuple[Guess, ...]:
    if isinstance(outcome, Choice):
        return tuple(Guess(candidate.id, candidate.confidence) for candidate in outcome.candidates)
    readings = ((one, one.reading.subjects or (one.reading.field,)) for one in outcome.considered)
    return tuple(Guess(ids[0], one.confidence) for one, ids in readings if ids[0])[:GUESSES]


def count_of(answer: Answer, turn: Turn, language: Language, outcome: OutcomeName) -> Count:
    """What is counted of an answered question: nothing of its text, nothing of who asked."""
    reading = answer.reading
    return Count(
        bot=turn.bot,
        day=turn.at.date(),
        language=language,
        operator=reading.operator,
        entry=reading.subjects[0] if reading.subjects else "",
        field=reading.field or "",
        outcome=outcome,
    )

"""The reply to an outcome."""

from typing import assert_never

from handlers.replies.bodies import answer_lines
from handlers.replies.gaps import gap_lines
from handlers.replies.layout import plain, under_each_other
from handlers.replies.teller import Teller
from handlers.taps import NONE, Picked
from handlers.texts.texts import Texts
from handlers.turns import Button, Say
from knowledge.answering.outcomes import Answer, Candidate, Choice, Gap, Outcome
from knowledge.answering.snapshot import Snapshot


def reply_to(outcome: Outcome, texts: Texts, snapshot: Snapshot, record: str = "") -> Say:
    """What is said to *outcome*. The buttons of a choice or of a gap carry the id of its *record*."""
    teller = Teller(texts, snapshot)
    match outcome:
        case Answer():
            return Say(under_each_other(answer_lines(teller, outcome)))
        case Choice():
            one = len(outcome.candidates) == 1
            question = texts.say("Do you mean this?") if one else texts.say("What do you mean?")
            return Say(plain(question), choice_buttons(outcome.candidates, teller, record))
        case Gap():
            return Say(under_each_other(gap_lines(teller, outcome)), _offers(outcome, teller, record))
        case _:
            assert_never(outcome)


def choice_buttons(candidates: tuple[Candidate, ...], teller: Teller, record: str) -> tuple[Button, ...]:
    """A button for each candidate, and one for none of them."""
    buttons = (
        Button(candidate_title(candidate, teller), Picked(record, number).data)
        for number, candidate in enumerate(candidates, start=1)
    )
    return *buttons, Button(teller.texts.say("None of these"), Picked(record, NONE).data)


def _offers(gap: Gap, teller: Teller, record: str) -> tuple[Button, ...]:
    """A button for each thing that can be told instead."""
    return tuple(
        Button(teller.name(candidate.title), Picked(record, number).data)
        for number, candidate in enumerate(gap.candidates, start=1)
    )


def candidate_title(candidate: Candidate, teller: Teller) -> str:
    """What may have been meant, with the field if one was asked for."""
    subjects = candidate.reading.subjects
    title = teller.title(subjects[0]) if len(subjects) == 1 else teller.name(candidate.title)
    return f"{title} · {teller.name(candidate.caption)}" if candidate.caption else title

"""Which candidate of an open choice a turn means: by its button, its number or its name."""

from collections.abc import Iterator

from handlers.promises import Memory
from handlers.replies.replies import candidate_title
from handlers.replies.teller import Teller
from handlers.taps import NONE, Picked
from knowledge.answering.outcomes import Candidate


def picked_in_words(text: str, memory: Memory, teller: Teller) -> Picked | None:
    """What *text* picks from the open choice: a number as the terminal shows it, or a title. None: a new question."""
    if memory.record is None:
        return None
    said = " ".join(text.casefold().split()).rstrip(".")
    numbers = {number for title, number in _words(memory.candidates, teller) if title.casefold() == said}
    return Picked(memory.record, *numbers) if len(numbers) == 1 else None


def _words(candidates: tuple[Candidate, ...], teller: Teller) -> Iterator[tuple[str, int]]:
    """Each way to pick something in words, and its number; two candidates may share a name."""
    for number, candidate in enumerate(candidates, start=1):
        yield str(number), number
        yield candidate_title(candidate, teller), number
        yield from ((name, number) for _, name in candidate.title)
    yield str(len(candidates) + 1), NONE
    yield teller.texts.say("None of these"), NONE


def candidate_of(picked: Picked, memory: Memory | None) -> Candidate | None:
    """The candidate that was picked, if the choice is still open and has so many."""
    if memory is None or memory.record != picked.record or not NONE < picked.number <= len(memory.candidates):
        return None
    return memory.candidates[picked.number - 1]

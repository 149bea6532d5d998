"""Reader of questions whether something was at a place that nobody here knows."""

from collections.abc import Iterator

from knowledge.reading.closed import cued, is_closed
from knowledge.reading.proposals import Proposal, proposal_of
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import subjects, surely_meant
from knowledge.reading.unknown import unknown_places
from knowledge.stating.statements import statements


def elsewhere(question: Question) -> Iterator[Proposal]:
    """Was the workshop in Bologna? Where it was, and neither yes nor no: who knows where Bologna is?"""
    named = frozenset(_named_like_a_place(question))
    starts = [place for place in named if place - 1 not in named]
    if len(starts) != 1 or not is_closed(question) or not _is_where(question, starts[0] - 1):
        return
    if question.has("upcoming") or any(m.of("glue") and not m.of("beside", "field") for m in question.mentions):
        return  # another one, or one that is yet to come
    said = question.places("operator", "held") | question.places("field", "place", "period")
    for subject in subjects(question):
        if statements(question.base, subject.entry, "place"):
            meant = surely_meant(question, subject, ("place",))
            yield proposal_of((Reading("attribute", (subject.entry.id,), "place"),), (meant,), named | said)


def _named_like_a_place(question: Question) -> Iterator[int]:
    """The places of words that mean nothing here and are written like a name; German writes all nouns so."""
    for place, mention in enumerate(question.mentions):
        capital = place and mention.text[0].isupper() and question.language != "de"
        if not mention.meanings and (capital or place in unknown_places(question)):
            yield place


def _is_where(question: Question, place: int) -> bool:
    before = question.mentions[place] if place >= 0 else None
    return before is not None and {word.folded for word in before.words} <= cued("within", question.language)

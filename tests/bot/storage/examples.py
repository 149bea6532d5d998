"""Records, memories and counts to keep in tests."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from handlers.promises import Count, Guess, Memory, Record
from knowledge.answering.outcomes import Candidate
from knowledge.model.texts import Name, Text
from knowledge.reading.readings import Context, Reading
from knowledge.stating.conditions import Condition, Span
from knowledge.stating.saying import Said

NOON: Final = datetime(2026, 11, 2, 12, 0, 0, 250, tzinfo=UTC)

CANARY: Final = "does the canary sing?"

_GAP: Final = Record(
    id="r1",
    bot="vicenza",
    at=NOON,
    asker="3f1c",
    language="it",
    text=CANARY,
    outcome="gap",
    gap="not_understood",
    guesses=(Guess("alpclusters", 0.1 + 0.2), Guess("esca", 1e-9)),
    trace="canary: unexplained",
)

_COUNT: Final = Count("vicenza", date(2026, 11, 2), "it", "attribute", "alpclusters", "budget", "answer")


def a_gap(**changes: Any) -> Record:
    """A record of a question that was not answered."""
    return replace(_GAP, **changes)


def a_choice(**changes: Any) -> Record:
    """A record of a choice that was offered."""
    return a_gap(outcome="choice", gap=None, **changes)


def a_count(**changes: Any) -> Count:
    """A count of an answered question."""
    return replace(_COUNT, **changes)


def a_memory(shown: str = "alpclusters") -> Memory:
    """A memory in which every kind of thing occurs that a memory can hold."""
    conditions = (
        Condition("labels", "silver-label"),
        Condition("date", Span(date(2018, 7, 1), None)),
        Condition("date", Span(None, date(2018, 7, 31))),
        Condition("audience", Said("social workers", "social workers take part", "en", of_field=True)),
    )
    reading = Reading("filter", kind="event", conditions=conditions, direction="most", from_conversation=True)
    candidates = (
        Candidate("esca", Name("ESCA"), Reading("describe", ("esca",)), 0.1 + 0.2),
        Candidate("adw", Name({"it": "ADW", "sl": "Dan š"}), Reading("courtesy", manner="thanks"), 1.0, Text("Premio")),
    )
    return Memory(Context(reading, (shown, "esca"), "sl"), candidates, "r1")

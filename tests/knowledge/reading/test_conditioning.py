"""What entries must meet, in each sense of the words that say so."""

from knowledge.answering.snapshot import Snapshot
from knowledge.reading.conditioning import conditions
from knowledge.reading.readings import Context
from tests.knowledge.conftest import TODAY


def ways(shipped: Snapshot, text: str) -> list[object]:
    """Each way to take what is said of organisations."""
    question = shipped.decider.compiled.question(text, "de", TODAY, Context())
    return [stated for stated, _ in conditions(question, "organisation", frozenset())]


def test_a_word_that_is_said_again_is_meant_as_before(shipped: Snapshot) -> None:
    """Else a word of five senses that is said five times would have thousands of them, and take minutes."""
    once = ways(shipped, "Cluster?")

    assert len(once) > 1
    assert ways(shipped, "Cluster Cluster Cluster Cluster Cluster?") == once

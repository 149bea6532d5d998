"""What of a message is a question: what stands around it, under it and behind it is none."""

import pytest

from knowledge.answering.outcomes import Answer, Gap
from knowledge.answering.snapshot import Snapshot
from tests.knowledge.conftest import TODAY


@pytest.mark.parametrize(
    ("message", "fields"),
    [
        ("Per quanto tempo dura AlpClusters? Un anno, due, di più?", ["duration"]),
        ("Chi c'era all'ADW? medici, assistenti sociali?", ["audience"]),
        ("Quando inizia AlpClusters? E quanto costa, in totale?", ["start", "budget"]),
        ("Servirebbe il budget di AlpClusters. Cordiali saluti, Maria Rossi, ART-ER", ["budget"]),
        ("Budget di AlpClusters? Cordiali saluti. Maria Rossi. Segreteria", ["budget"]),
        ("Budget di AlpClusters? A presto! E quando finisce?", ["budget", "end"]),
        ("Arrivederci, quando inizia AlpClusters", ["start"]),
        ("Quanto dura AlpClusters? Quando, di preciso?", ["duration", "period"]),
    ],
)
def test_only_what_is_asked_is_answered(shipped: Snapshot, message: str, fields: list[str]) -> None:
    """Neither what lists possible answers nor who signs is a question of its own."""
    parts = shipped.ask(message, language="it", today=TODAY).parts

    assert [part.outcome.reading.field for part in parts if isinstance(part.outcome, Answer)] == fields
    assert len(parts) == len(fields)


def test_what_cannot_be_an_answer_is_a_question_of_its_own(shipped: Snapshot) -> None:
    """It is not left out: staff see that somebody asked."""
    parts = shipped.ask("Quando inizia AlpClusters? Posti liberi, per noi?", language="it", today=TODAY).parts

    assert [type(part.outcome) for part in parts] == [Answer, Gap]


def test_who_signs_is_not_asked_for_where_nothing_is_answered_either(shipped: Snapshot) -> None:
    """One thing was asked, and one thing is not known."""
    parts = shipped.ask(
        "Mi serve il numero di Vicini. Cordiali saluti. Mario Bianchini", language="it", today=TODAY
    ).parts

    assert [part.question for part in parts if isinstance(part.outcome, Gap)] == ["Mi serve il numero di Vicini."]

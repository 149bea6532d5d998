"""Typos are corrected where they are clear, names that are only nearly ours are offered, and nothing is assumed."""

import pytest

from knowledge.answering.outcomes import Answer, Choice, Gap
from knowledge.answering.snapshot import Snapshot
from tests.knowledge.conftest import TODAY


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("parlami di AlpClustrs", "s3-4alpclusters"),
        ("cos'è la silver lable?", "silver-label"),
        ("cos'è EUCELS?", "eucles"),
        ("clusterhealth", "clust-er-health"),
        ("chi è sauro vicni", "sauro-vicini"),
        ("what is the bronce label?", "bronze-label"),
    ],
)
def test_a_clear_typo_is_understood(shipped: Snapshot, question: str, entry: str) -> None:
    """One slip in a word of five letters or more."""
    outcome = shipped.ask(question, language="it", today=TODAY).parts[0].outcome

    assert isinstance(outcome, Answer)
    assert outcome.subjects == (entry,)


@pytest.mark.parametrize(
    "name", ["ESCO", "ECEE", "S4-4AlpClusters", "EUCLIDES", "AlpGov2", "S3-5AlpClusters", "ART-ES"]
)
def test_a_name_that_is_nearly_ours_is_never_taken_for_ours(shipped: Snapshot, name: str) -> None:
    """It may be offered; it is not answered."""
    for question in (f"Cos'è {name}?", f"qual è il budget di {name}?", f"quando è stata fondata {name}?"):
        outcome = shipped.ask(question, language="it", today=TODAY).parts[0].outcome

        assert isinstance(outcome, Choice | Gap), question


def test_a_near_name_is_offered_with_the_question_kept(shipped: Snapshot) -> None:
    """Who asked for a field of it gets that field after the tap."""
    outcome = shipped.ask("quanti esperti ha ESCO?", language="it", today=TODAY).parts[0].outcome

    assert isinstance(outcome, Choice)
    assert [(one.reading.subjects, one.reading.field) for one in outcome.candidates] == [(("esca",), "experts")]

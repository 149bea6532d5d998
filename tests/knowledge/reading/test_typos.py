"""Typos are corrected where they are clear, names that are only nearly ours are offered, and nothing is assumed."""

import pytest

from knowledge.answering.outcomes import Answer, Choice, Gap
from knowledge.answering.snapshot import Snapshot
from knowledge.model.languages import Language
from knowledge.reading.channel import is_easy
from knowledge.reading.typos import slips_of
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


@pytest.mark.parametrize(
    ("typed", "meant", "easy"),
    [
        ("qando", "quando", True),
        ("labell", "label", True),
        ("lable", "label", True),
        ("lsbel", "label", True),
        ("lxbel", "label", False),
        ("xlabel", "label", False),
        ("labels", "label", False),
    ],
)
def test_fingers_slip_in_some_ways_more_than_in_others(typed: str, meant: str, easy: bool) -> None:
    """A letter left out, typed twice, swapped, or from the key beside."""
    assert is_easy(typed, meant) is easy


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("it", "qando", ["quando"]),  # "bando" is as near, and much rarer
        ("de", "deutshen", ["deutschen"]),  # a form that no phrase has, of a word that one has
        ("sl", "prile", ["pride", "prisle"]),  # English words are no likelier than Slovene ones
        ("fr", "mdecins", []),
    ],
)
def test_the_likeliest_words_are_meant(shipped: Snapshot, language: Language, typed: str, meant: list[str]) -> None:
    """Of those that are as near: by how common they are, and how fingers slip."""
    slips = slips_of(typed, shipped.decider.compiled.lexicon, language)

    assert [known for known, _ in slips.alone][: len(meant) or None] == meant


def test_a_common_word_is_a_slip_only_among_others(shipped: Snapshot) -> None:
    """By itself it is what it is."""
    slips = slips_of("pale", shipped.decider.compiled.lexicon, "fr")

    assert [known for known, _ in slips.among_others] == ["parle"]
    assert not slips.alone
    assert not slips.meant

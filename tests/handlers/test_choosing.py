"""Which candidate a text means."""

import pytest

from handlers.choosing import candidate_of, picked_in_words
from handlers.promises import Memory
from handlers.replies.teller import Teller
from handlers.taps import Picked
from handlers.texts.texts import Texts
from knowledge.answering.outcomes import Candidate
from knowledge.model.texts import Name
from knowledge.reading.readings import Context, Reading
from tests.handlers.outcomes import CHOICE, a_snapshot

OPEN = Memory(Context(), CHOICE.candidates, "4f2a")


@pytest.fixture(scope="module")
def teller() -> Teller:
    return Teller(Texts("it"), a_snapshot())


@pytest.mark.parametrize(
    ("text", "number"),
    [("1", 1), ("2.", 2), ("3", 0), ("alpclusters", 1), (" AlpClusters ·  fine ", 1), ("nessuna di queste", 0)],
)
def test_a_number_or_a_title_picks(text: str, number: int, teller: Teller) -> None:
    assert picked_in_words(text, OPEN, teller) == Picked("4f2a", number)


@pytest.mark.parametrize("text", ["0", "4", "-1", "1 2", "¹", "quando finisce AlpClusters?", ""])
def test_anything_else_is_a_new_question(text: str, teller: Teller) -> None:
    assert picked_in_words(text, OPEN, teller) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("il secondo", 2), ("the first one, please", 1), ("das zweite", 2), ("le dernier", 2), ("Drugo, hvala", 2)],
)
def test_an_ordinal_picks(text: str, number: int, teller: Teller) -> None:
    assert picked_in_words(text, OPEN, teller) == Picked("4f2a", number)


@pytest.mark.parametrize("text", ["sì", "Yes, please!", "ja genau", "Oui, c'est ça.", "Ja", "da"])
def test_yes_takes_what_alone_is_offered(text: str, teller: Teller) -> None:
    alone = Memory(Context(), CHOICE.candidates[:1], "4f2a")

    assert picked_in_words(text, alone, teller) == Picked("4f2a", 1)
    assert picked_in_words(text, OPEN, teller) is None


@pytest.mark.parametrize("text", ["no", "No, grazie", "none of them", "Nein danke", "aucun", "nobeno"])
def test_no_takes_none(text: str, teller: Teller) -> None:
    assert picked_in_words(text, OPEN, teller) == Picked("4f2a", 0)


@pytest.mark.parametrize("text", ["il terzo", "il primo o il secondo", "no, il budget", "quando inizia il secondo?"])
def test_what_asks_or_points_elsewhere_is_a_new_question(text: str, teller: Teller) -> None:
    assert picked_in_words(text, OPEN, teller) is None


def test_a_name_that_two_candidates_share_picks_neither(teller: Teller) -> None:
    twice = (*CHOICE.candidates, Candidate("alp", Name({"any": "AlpClusters"}), Reading("describe"), 0.4, None))

    assert picked_in_words("AlpClusters", Memory(Context(), twice, "4f2a"), teller) is None
    assert picked_in_words("AlpClusters · fine", Memory(Context(), twice, "4f2a"), teller) == Picked("4f2a", 1)


def test_only_a_candidate_of_the_open_choice_can_be_picked() -> None:
    assert candidate_of(Picked("4f2a", 2), OPEN) == CHOICE.candidates[1]
    assert candidate_of(Picked("4f2a", 9), OPEN) is None
    assert candidate_of(Picked("another", 1), OPEN) is None
    assert candidate_of(Picked("4f2a", 1), None) is None

"""Why an outcome is what it is."""

import re
from typing import get_args

import pytest

from handlers.explain import OPERATOR_CUES, QUESTION_WORDS, explain
from handlers.replies.teller import Teller
from handlers.texts.texts import Texts
from knowledge.answering.outcomes import Gap
from knowledge.answering.snapshot import Snapshot
from knowledge.language.cues import OperatorCue, QuestionWord
from knowledge.model.languages import LANGUAGES, Language
from tests.handlers.outcomes import CHOICE, GAPS, OUTCOMES, a_snapshot, answered
from tests.knowledge.conftest import TODAY

SMALL = a_snapshot()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_can_be_explained(name: str, language: Language) -> None:
    assert explain(OUTCOMES[name], Teller(Texts(language), SMALL))


def test_an_explanation_tells_how_words_were_taken_and_why_the_best_reading_won() -> None:
    assert explain(answered("values"), Teller(Texts("it"), SMALL)) == (
        "Come sono state intese le parole:\n"
        "  «budget» → riguarda: budget totale\n"
        "  «alpclusers» → indica AlpClusters, scritto in un'altra forma\n"
        "Letture considerate:\n"
        "  1. un campo · AlpClusters · budget totale: 97%\n"
        "  2. descrizione · AlpClusters: 40%\n"
        "La prima spiega ogni parola.\n"
        "La prima è più sicura della seconda: 97% contro 40%.\n"
        "La seconda lascia senza spiegazione: «budget».\n"
        "Abbastanza sicura per rispondere: 97%."
    )


def test_a_choice_and_a_gap_say_why_there_was_no_answer() -> None:
    teller = Teller(Texts("en"), SMALL)

    assert explain(CHOICE, teller).endswith("Not sure enough to answer: a choice was offered.")
    assert explain(GAPS["not understood"], teller).endswith("Not answered: no reading was sure enough.")
    assert explain(Gap("not_understood"), teller) == "No reading was found."


def test_what_a_word_asks_can_always_be_said() -> None:
    assert set(QUESTION_WORDS) == set(get_args(QuestionWord))
    assert set(OPERATOR_CUES) == set(get_args(OperatorCue))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_id_of_ours_stands_in_an_explanation(shipped: Snapshot, language: Language) -> None:
    """It is for people: an entry is called by its name, a field by its caption, what a word asks in words."""
    questions = "Quanti cluster tedeschi hanno la Silver Label nel 2020?", "AlpClusters è durato più di 24 mesi?"
    asked = [shipped.ask(question, language="it", today=TODAY).parts[0].outcome for question in questions]
    said = "\n".join(explain(outcome, Teller(Texts(language), shipped)) for outcome in asked)

    assert not re.search(r"silver-label|how_many|held|s3-4alp|\bDE\b|2020-|month\b", said)

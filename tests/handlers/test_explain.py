"""Why an outcome is what it is."""

import pytest

from handlers.explain import explain
from handlers.texts.texts import Texts
from knowledge.answering.outcomes import Gap
from knowledge.model.languages import LANGUAGES, Language
from tests.handlers.outcomes import CHOICE, GAPS, OUTCOMES, answered


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_can_be_explained(name: str, language: Language) -> None:
    assert explain(OUTCOMES[name], Texts(language))


def test_an_explanation_tells_how_words_were_taken_and_why_the_best_reading_won() -> None:
    assert explain(answered("values"), Texts("it")) == (
        "Come sono state intese le parole:\n"
        "  «budget» → un campo budget, peso 80%\n"
        "  «alpclusers» → un nome alp, peso 100%, somiglianza 92%\n"
        "Letture considerate:\n"
        "  1. un campo · alp · budget: 97%\n"
        "  2. descrizione · alp: 40%\n"
        "La prima spiega ogni parola.\n"
        "La prima è più sicura della seconda: 97% contro 40%.\n"
        "La seconda lascia senza spiegazione: «budget».\n"
        "Abbastanza sicura per rispondere: 97%."
    )


def test_a_choice_and_a_gap_say_why_there_was_no_answer() -> None:
    assert explain(CHOICE, Texts("en")).endswith("Not sure enough to answer: a choice was offered.")
    assert explain(GAPS["not understood"], Texts("en")).endswith("Not answered: not_understood.")
    assert explain(Gap("not_understood"), Texts("en")) == "No reading was found."

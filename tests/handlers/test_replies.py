"""What is said to each outcome, in each language."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from handlers.replies.replies import reply_to
from handlers.texts.texts import Texts
from handlers.turns import Bold, Linked, Quiet, Say
from knowledge.answering.outcomes import Answer, Choice, Description, Outcome, Property, Values
from knowledge.answering.snapshot import Snapshot
from knowledge.model.languages import LANGUAGES, Language
from knowledge.model.texts import Text
from knowledge.reading.readings import Reading
from knowledge.stating.values import Value
from tests.handlers.outcomes import (
    BODIES,
    BUDGET,
    CHOICE,
    GAPS,
    HOME,
    OUTCOMES,
    VALUES,
    a_snapshot,
    answered,
    euros,
    stated,
    values_of,
)

in_each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return a_snapshot()


def said(outcome: Outcome, snapshot: Snapshot, language: Language = "it") -> str:
    return reply_to(outcome, Texts(language), snapshot).plain.replace("\xa0", " ")


@in_each_language
@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_is_put_into_words(name: str, language: Language, snapshot: Snapshot) -> None:
    reply = reply_to(OUTCOMES[name], Texts(language), snapshot, "4f2a")

    assert reply.plain.strip()
    assert not any(mark in reply.plain for mark in ("{", "}", "None", "\n\n", "  "))
    assert isinstance(OUTCOMES[name], Answer) or reply.buttons or "/help" in reply.plain or GAPS[name].offered


@in_each_language
@pytest.mark.parametrize("name", VALUES)
def test_every_value_comes_first_and_stands_out(name: str, language: Language, snapshot: Snapshot) -> None:
    body = values_of("budget", BUDGET, VALUES[name])
    reply = reply_to(Answer(Reading("attribute", ("alp",), "budget"), body, 1), Texts(language), snapshot)

    assert isinstance(reply.pieces[0], Bold | Linked)
    assert "AlpClusters" in reply.plain.splitlines()[1]


@in_each_language
@pytest.mark.parametrize("name", ["count", "zero", "over", "going on", "to come", "yes", "no", "comparison"])
def test_the_result_comes_first_in_bold(name: str, language: Language, snapshot: Snapshot) -> None:
    reply = reply_to(OUTCOMES[name], Texts(language), snapshot)

    assert isinstance(reply.pieces[0], Bold)


@in_each_language
@pytest.mark.parametrize("name", BODIES)
def test_the_links_of_an_answer_are_visible_once(name: str, language: Language, snapshot: Snapshot) -> None:
    assert said(answered(name), snapshot, language).count(HOME.url) == 1


def test_a_value_names_its_field_its_entry_and_its_source(snapshot: Snapshot) -> None:
    assert said(answered("values"), snapshot) == (
        "2.521.964 €\n"
        "budget · AlpClusters\n"
        "(dalla conversazione: AlpClusters)\n"
        "Sito web: https://alp.example/home\n"
        "Fonte: Newsletter: https://alp.example/news; la fonte non porta data, non prima del 2022"
    )


def test_sources_are_quiet(snapshot: Snapshot) -> None:
    pieces = reply_to(answered("values"), Texts("it"), snapshot).pieces

    assert pieces[-3:] == (
        Quiet("Fonte: "),
        Linked("Newsletter", "https://alp.example/news"),
        Quiet("; la fonte non porta data, non prima del 2022"),
    )


def test_the_understood_filter_is_said_back(snapshot: Snapshot) -> None:
    lines = said(answered("list"), snapshot).splitlines()

    caption = snapshot.caption("founded").said_in("it", "it").text
    assert lines[0].startswith("Organizzazioni · ")
    for part in (": cluster · ", ": Germania · ", ": Silver Label · ", f"{caption}: luglio 2018"):
        assert part in lines[0]
    assert lines[1:5] == ["• Clust-ER Health: https://health.example/", "• STCC", "in Europa", "Una nota."]


def test_a_count_says_what_was_counted_and_names_it(snapshot: Snapshot) -> None:
    lines = said(answered("count"), snapshot).splitlines()

    assert lines[0].startswith("2 organizzazioni nei nostri dati · ")
    assert lines[0].endswith(": Silver Label")
    assert lines[1:3] == ["• Clust-ER Health: https://health.example/", "• STCC"]


def test_a_count_of_nothing_claims_no_number(snapshot: Snapshot) -> None:
    first, *_ = said(answered("zero"), snapshot).splitlines()

    assert first.startswith("Nessun risultato nei nostri dati · Organizzazioni · ")
    assert first.endswith(": Gold Label")


def test_nothing_found_is_said(snapshot: Snapshot) -> None:
    assert said(answered("empty list"), snapshot).startswith("Nessun risultato nei nostri dati · Eventi")


def test_a_state_shows_its_dates_and_its_rule(snapshot: Snapshot) -> None:
    assert said(answered("over"), snapshot).splitlines()[:3] == [
        "Non è più in corso",
        "AlpClusters · 1 novembre 2016 – 30 aprile 2019",
        "calcolato dalle date: l'ultimo giorno è passato",
    ]


def test_the_days_that_were_asked_about_are_said(snapshot: Snapshot) -> None:
    """Of how something stood, and of what holds; today needs no telling."""
    assert said(answered("over then"), snapshot).splitlines()[:2] == [
        "Non è più in corso · 2020",
        "AlpClusters · 1 novembre 2016 – 30 aprile 2019",
    ]
    assert said(answered("yes, on those days"), snapshot).splitlines()[:2] == [
        "Sì, secondo i nostri dati",
        "AlpClusters · inizio: 1 novembre 2016 (fino al 4 luglio 2018)",
    ]


def test_a_verdict_says_what_the_base_says_instead(snapshot: Snapshot) -> None:
    assert said(answered("no"), snapshot).splitlines()[:3] == [
        "No, secondo i nostri dati",
        "Clust-ER Health · label: Gold Label",
        "Nei nostri dati risulta: label: Silver Label",
    ]
    assert said(answered("not in our data"), snapshot).splitlines()[2] == "Nei nostri dati non risulta."
    assert said(answered("yes"), snapshot).splitlines()[:2] == [
        "Sì, secondo i nostri dati",
        "Clust-ER Health · label: Silver Label",
    ]


def test_a_comparison_shows_the_values_the_difference_and_who_has_none(snapshot: Snapshot) -> None:
    assert said(answered("comparison"), snapshot).splitlines()[:5] == [
        "9 € · AlpClusters",
        "5 € · BioAlp",
        "budget · in ordine decrescente",
        "Differenza: 4 €",
        "Senza un valore nei nostri dati: S3",
    ]


def test_a_text_that_falls_back_to_another_language_says_so(snapshot: Snapshot) -> None:
    assert "S3 è la specializzazione intelligente. (auf Italienisch)" in said(answered("topic"), snapshot, "de")
    assert "(in italiano)" not in said(answered("topic"), snapshot, "it")


def test_a_topic_names_its_source(snapshot: Snapshot) -> None:
    assert said(answered("topic"), snapshot).endswith("Fonte: Newsletter: https://alp.example/news")


def test_a_description_has_key_facts_on_short_lines(snapshot: Snapshot) -> None:
    assert said(answered("description"), snapshot).splitlines()[:4] == [
        "AlpClusters",
        "Un progetto che unisce i cluster delle Alpi.",
        "• budget: 5 €",
        "• Sito web: https://alp.example/home",
    ]


def test_a_missing_field_says_what_is_known_and_that_it_was_noted(snapshot: Snapshot) -> None:
    assert said(GAPS["missing field"], snapshot) == (
        "Conosco AlpClusters, ma questo dato nei nostri dati non c'è: fine.\n"
        "(dalla conversazione: AlpClusters)\n"
        "Posso dirti: budget e label.\n"
        "Ho annotato la domanda per lo staff.\n"
        "Forse lo trovi qui:\n"
        "Sito web: https://alp.example/home"
    )


def test_an_unknown_name_is_said_as_it_was_written(snapshot: Snapshot) -> None:
    assert said(GAPS["unknown subject"], snapshot) == (
        "Non conosco «AlpGov2».\n"
        "Ho annotato la domanda per lo staff.\n"
        "Puoi chiedere, per esempio: «Cos'è AlpClusters?» Altro: /help"
    )


def test_a_choice_has_a_button_for_each_candidate_and_one_for_none(snapshot: Snapshot) -> None:
    reply: Say = reply_to(CHOICE, Texts("it"), snapshot, "4f2a")

    assert reply.plain == "Che cosa intendi?"
    assert [(button.title, button.data) for button in reply.buttons] == [
        ("AlpClusters · fine", "choice:4f2a:1"),
        ("Clust-ER Health", "choice:4f2a:2"),
        ("Nessuna di queste", "choice:4f2a:0"),
    ]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a text", "Un testo."),
        ("a period", "5–6 luglio 2018"),
        ("an open period", "dall'8 luglio 2018"),
        ("months", "30 mesi"),
        ("a day long", "1 giorno"),
        ("a quantity", "circa 200"),
        ("a country", "Germania"),
        ("a place", "Sala 1, Milano, Italia"),
        ("a relation", "5 € (Clust-ER Health)"),
        ("a link", "Sito web: https://alp.example/home"),
    ],
)
def test_values_are_written_for_the_reader(name: str, written: str, snapshot: Snapshot) -> None:
    assert _first_line(VALUES[name], snapshot) == written


def test_several_values_stand_in_a_list_with_their_links(snapshot: Snapshot) -> None:
    assert said(answered("several values"), snapshot).splitlines()[:3] == [
        "• Clust-ER Health: https://health.example/",
        "• STCC",
        "budget · AlpClusters",
    ]


def _first_line(value: Value, snapshot: Snapshot) -> str:
    answer = Answer(Reading("attribute", ("alp",), "budget"), values_of("budget", BUDGET, value), 1)
    lines: Sequence[str] = said(answer, snapshot).splitlines()
    return lines[0]


def test_a_single_candidate_is_asked_for_as_such(snapshot: Snapshot) -> None:
    assert said(Choice(CHOICE.candidates[:1]), snapshot) == "Intendi questo?"


def test_a_note_stands_beside_the_value_it_belongs_to(snapshot: Snapshot) -> None:
    note, scope = Text({"it": "Una nota."}), Text({"it": "in Europa"})
    values = (replace(stated(euros(9)), note=note, scope=scope), replace(stated(euros(5)), scope=scope))
    several = Values("alp", Property("budget", BUDGET, values))
    described = Description("alp", None, (Property("budget", BUDGET, values),))

    assert said(Answer(Reading("attribute"), several, 1), snapshot).splitlines()[:4] == [
        "• 9 € (Una nota.)",
        "• 5 €",
        "budget · AlpClusters",
        "in Europa",
    ]
    assert said(Answer(Reading("describe"), described, 1), snapshot).splitlines()[1] == (
        "• budget: 9 € (Una nota.), 5 € (in Europa)"
    )

"""Questions on a base with several entries of each kind: what is combined, said apart, offered or refused."""

from pathlib import Path

import pytest

from knowledge.answering.outcomes import Answer, Choice, Gap, State, Verdict
from knowledge.answering.snapshot import Snapshot
from knowledge.golden.values import values_in
from knowledge.loading.loading import load_base
from knowledge.model.languages import Language
from tests.knowledge.conftest import TODAY
from tests.knowledge.loading.bases import write
from tests.knowledge.several import answer, ask


@pytest.mark.parametrize(
    ("question", "entries", "value"),
    [
        ("budget di Alpha e di Beta", ["alpha", "beta"], "500000 EUR"),
        ("quando finisce il progetto del Summit?", [], ""),
        ("qual è il budget del progetto del Forum 2016?", ["beta"], "500000 EUR"),
        ("dove lavora il manager di Nord?", ["anna"], "nord"),
        ("in quale regione si trova l'ente che ha ospitato il Forum del 2014?", ["nord"], "lombardia"),
        ("in quale regione si trovano i partner di Alpha?", ["nord", "sud"], "emilia-romagna"),
    ],
)
def test_subjects_are_listed_or_reached_by_a_relation(
    base: Snapshot, question: str, entries: list[str], value: str
) -> None:
    """One answer for each; where the relation is not stated, it is what is missing."""
    outcomes = ask(base, question)
    answers = [outcome for outcome in outcomes if isinstance(outcome, Answer)]

    assert [id for one in answers for id in one.subjects] == entries
    assert not value or value in [found for one in answers for found in values_in(one)]
    assert answers or all(isinstance(outcome, Gap) and outcome.type == "missing_field" for outcome in outcomes)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("dove si è tenuto il Forum del 2015?", "forum-2015"),
        ("quando è stato il Forum di Milano?", "forum-2014"),
        ("quanti giorni è durato il Forum 2014?", "forum-2014"),
    ],
)
def test_what_else_is_said_tells_editions_apart(base: Snapshot, question: str, entry: str) -> None:
    assert answer(base, question).subjects == (entry,)


def test_editions_that_nothing_tells_apart_are_offered(base: Snapshot) -> None:
    """At most three, the latest first; never one of them as if it were meant."""
    (all_of_them,), (in_graz,) = ask(base, "quando è stato il Forum?"), ask(base, "quando è stato il Forum di Graz?")

    assert isinstance(all_of_them, Choice)
    assert [one.reading.subjects for one in all_of_them.candidates] == [
        ("forum-2017",),
        ("forum-2016",),
        ("forum-2015",),
    ]
    assert isinstance(in_graz, Choice)
    assert [one.reading.subjects for one in in_graz.candidates] == [("forum-2017",), ("forum-2016",)]


def test_dozens_of_one_name_cost_no_more_than_a_few(tmp_path: Path) -> None:
    files = {
        f"events/e{year}.yaml": f"id: e{year}\nname: Fair\nperiod: {{start: {year}-05-01, end: {year}-05-02}}\n"
        for year in range(1960, 2020)
    }
    fair = Snapshot.compile(load_base(write(tmp_path, files)))

    (many,), (one,) = ask(fair, "quando è stata la Fair?"), ask(fair, "quando è stata la Fair del 1987?")

    assert isinstance(many, Choice)
    assert len(many.considered) < 20
    assert isinstance(one, Answer)
    assert one.subjects == ("e1987",)


@pytest.mark.parametrize(
    ("question", "language", "state"),
    [
        ("la Gold Label di Sud è ancora valida?", "it", "going_on"),
        ("la Gold Label di Ost è ancora valida?", "it", "over"),
        ("When does the Gold Label of Ost expire?", "en", "over"),
        ("Ist das Gold Label von Sud noch gültig?", "de", "going_on"),
        ("Le Gold Label de Sud est-il encore valable ?", "fr", "going_on"),
        ("Ali oznaka Gold Label grozda Sud še velja?", "sl", "going_on"),
    ],
)
def test_validity_is_worked_out_from_the_rule(base: Snapshot, question: str, language: Language, state: str) -> None:
    body = answer(base, question, language=language).body

    assert isinstance(body, State)
    assert (body.state, body.months) == (state, 36)


@pytest.mark.parametrize(
    "question",
    [
        "la Silver Label di Sud è ancora valida?",  # no rule
        "la Gold Label di West è ancora valida?",  # since some day of 2023, until some day of this year
        "la Gold Label è ancora valida?",  # whose?
        "chi ha meno label?",
        "quale progetto ha meno eventi?",
        "qual è la durata media dei cluster?",
        "quali eventi ci sono nei prossimi mesi?",
        "quali cluster non sono in Lombardia?",
        "quali cluster sono in Austria o hanno la Silver Label?",
        "qual è il budget del Forum 2014?",
        "quando finisce Alpha o Beta?",
        "il secondo",
    ],
)
def test_what_cannot_be_worked_out_is_not_answered(base: Snapshot, question: str) -> None:
    assert not [outcome for outcome in ask(base, question) if isinstance(outcome, Answer)]


def test_a_label_that_no_longer_counts_is_not_valid(base: Snapshot) -> None:
    body = answer(base, "la Gold Label di Nord è ancora valida?").body

    assert isinstance(body, Verdict)
    assert not body.holds


@pytest.mark.parametrize(
    ("question", "entries"),
    [
        ("quali cluster sono in Austria o in Lombardia?", {"ost", "west", "nord"}),
        ("quali cluster non hanno la Silver Label?", {"ost", "west"}),
        ("quali cluster hanno la Silver Label e la Gold Label?", {"sud"}),
        ("quali cluster con la Silver Label non hanno la Gold Label?", {"nord"}),
        ("quali cluster austriaci sono senza la Silver Label e la Gold Label?", set()),
        ("quali eventi a Graz ci sono stati prima del 2017?", {"forum-2016"}),
        ("quali eventi ci sono stati tra il 2015 e il 2016?", {"forum-2015", "forum-2016"}),
    ],
)
def test_conditions_are_combined(base: Snapshot, question: str, entries: set[str]) -> None:
    assert set(answer(base, question).subjects) == entries


@pytest.mark.parametrize(
    ("talk", "language", "entries", "field"),
    [
        (["eventi a Milano", "il secondo", "e il primo?"], "it", ("forum-2014",), None),
        (["quali progetti ci sono?", "e il budget del secondo?", "e dell'ultimo?"], "it", ("gamma",), "budget"),
        (["which projects are there?", "the second one", "and its budget?"], "en", ("beta",), "budget"),
        (["Welche Projekte gibt es?", "das zweite", "und das Budget?"], "de", ("beta",), "budget"),
        (["quels projets y a-t-il ?", "et le budget du deuxième ?"], "fr", ("beta",), "budget"),
        (["kateri projekti obstajajo?", "drugi", "in proračun?"], "sl", ("beta",), "budget"),
        (["quali eventi ci sono stati nel 2014?", "e nel 2015?"], "it", ("forum-2015",), None),
        (["di quale progetto fa parte il Forum 2014?", "e quello del 2016?"], "it", ("forum-2016",), "project"),
        (["Nord ha la Silver Label?", "e Sud?"], "it", ("sud",), "labels"),
        (["quale progetto ha il budget più alto?", "e il più lungo?"], "it", None, "duration"),
        (["durata media dei progetti", "e degli eventi?"], "it", None, "duration"),
        (["quali progetti ci sono?", "e il budget medio?"], "it", None, "budget"),
    ],
)
def test_a_follow_up_changes_one_thing(
    base: Snapshot, talk: list[str], language: Language, entries: tuple[str, ...] | None, field: str | None
) -> None:
    found = answer(base, *talk, language=language)

    assert found.reading.field == field
    assert entries is None or found.subjects == entries
    assert found.reading.from_conversation


@pytest.mark.parametrize(
    ("talk", "language", "entry", "field", "through"),
    [
        (["quando si è svolto il Forum 2014?", "e il budget?"], "it", "alpha", "budget", ("forum-2014", "project")),
        (["Wann war das Forum 2016?", "und das Budget?"], "de", "beta", "budget", ("forum-2016", "project")),
        (["Who is Anna Verdi?", "What labels do they have?"], "en", "nord", "labels", ("anna", "roles")),
        (["Qui est Anna Verdi ?", "Et quel label ont-ils ?"], "fr", "nord", "labels", ("anna", "roles")),
        (["Kdo je Anna Verdi?", "Kje imajo sedež?"], "sl", "nord", "place", ("anna", "roles")),
        (["quali label ha Sud?", "quando è stata fondata?"], "it", "sud", "founded", None),
    ],
)
def test_what_cannot_be_asked_of_the_subject_is_asked_of_what_it_belongs_to(
    base: Snapshot, talk: list[str], language: Language, entry: str, field: str, through: tuple[str, str] | None
) -> None:
    reading = answer(base, *talk, language=language).reading

    assert (reading.subjects, reading.field, reading.from_conversation) == ((entry,), field, True)
    assert [(hop.entry, hop.field) for hop in reading.through] == ([through] if through else [])


@pytest.mark.parametrize(
    ("talk", "language"),
    [
        (["Who is Carla Blu?", "What labels do they have?"], "en"),  # two organisations
        (["quando si è svolto il Forum 2017?", "e il budget?"], "it"),  # no project
        (["quando si è svolto il Forum 2014?", "quanto è costato?"], "it"),  # the forum, and not its project
        (["quando si è svolto il Forum 2014?", "e i partner?"], "it"),
        (["Who is Anna Verdi?", "And the region?"], "en"),
        (["Who is Dora Rossi?", "When did she start there?"], "en"),  # she, and not her organisation
        (["Wer ist Dora Rossi?", "Wie alt sind die da?"], "de"),
        (["quando finisce Delta?", "e il resto?"], "it"),
        (["qual è il budget di Alpha?", "e il resto?"], "it"),  # two funds
    ],
)
def test_what_may_be_of_several_or_is_of_neither_is_not_guessed(
    base: Snapshot, talk: list[str], language: Language
) -> None:
    assert not any(isinstance(outcome, Answer) for outcome in ask(base, *talk, language=language))


@pytest.mark.parametrize(
    ("talk", "language"),
    [
        (["quanti cluster ci sono in ogni Paese?", "e quale ne ha di meno?"], "it"),
        (["in which city were the most events?", "and which had the fewest?"], "en"),
        (["Koliko dogodkov je bilo v posamezni državi?", "in katera jih ima najmanj?"], "sl"),
    ],
)
def test_of_a_tally_the_most_and_the_least_are_asked_on(base: Snapshot, talk: list[str], language: Language) -> None:
    assert answer(base, *talk, language=language).reading.direction == "least"


def test_what_remains_of_a_budget_is_asked_on(base: Snapshot) -> None:
    found = answer(base, "quale percentuale del budget di Alpha viene da West?", "e il resto?")

    assert "750000 EUR" in list(values_in(found))


def test_what_was_asked_of_two_is_asked_on_of_both(base: Snapshot) -> None:
    outcomes = ask(base, "budget di Alpha e di Beta", "e la durata?")

    assert [one.subjects for one in outcomes if isinstance(one, Answer)] == [("alpha",), ("beta",)]


def test_a_name_that_is_the_same_in_two_languages_is_named_once(tmp_path: Path) -> None:
    """Else two names in a row would be three, and no list."""
    files = {
        "labels/gold.yaml": "id: gold\nname: Gold Label\naliases: {de: [Gold-Label], fr: [Gold-Label]}\n",
        "labels/silver.yaml": "id: silver\nname: Silver Label\naliases: {de: [Silver-Label]}\n",
    }
    labels = Snapshot.compile(load_base(write(tmp_path, files)))

    outcomes = ask(labels, "what are the Silver Label and the Gold Label?", language="en")

    assert [one.subjects for one in outcomes if isinstance(one, Answer)] == [("silver",), ("gold",)]


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Alpha è finito prima dell'inizio di Beta?", True),
        ("il Summit si è tenuto mentre Beta era in corso?", True),
        ("il Summit si è tenuto dopo la fine di Beta?", False),
        ("Sud è stato fondato dopo il Summit?", None),
        ("Sud è stato fondato prima di Nord?", None),
    ],
)
def test_another_entry_tells_the_days(base: Snapshot, question: str, holds: bool | None) -> None:
    """2018 lies neither before nor after a day of October 2018, and of Nord nobody knows when it was founded."""
    (outcome,) = ask(base, question)

    if holds is None:
        assert not isinstance(outcome, Answer)
    else:
        assert isinstance(outcome, Answer)
        assert isinstance(outcome.body, Verdict)
        assert outcome.body.holds is holds


def test_the_talk_is_of_what_a_question_named_also_where_it_was_only_offered(base: Snapshot) -> None:
    heavy = "quanto è pesante il budget di Alpha?"

    assert isinstance(ask(base, heavy)[0], Choice)
    assert answer(base, heavy, "e quando è iniziato?").subjects == ("alpha",)


def test_what_is_most_likely_asked_for_is_told_first_where_it_is_not_understood(shipped: Snapshot) -> None:
    """The period comes first in the table of fields."""
    question = "What is the annual audience of the ADW per year and gender?"
    (part,) = shipped.ask(question, language="en", today=TODAY).parts

    assert isinstance(part.outcome, Gap)
    assert [one.field for one in part.outcome.offered][:2] == ["audience", "period"]


def test_whom_alone_an_answer_named_is_asked_of(base: Snapshot) -> None:
    """Though that answer was about another."""
    assert answer(base, "chi lavora in Sud?", "che ruolo ha?").reading.subjects == ("dora",)

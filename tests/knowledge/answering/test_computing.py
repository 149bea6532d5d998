"""What is computed on a base with several entries of each kind: sums, tallies, comparisons, shares and times."""

from datetime import date

import pytest

from knowledge.answering.outcomes import Alike, Answer, Comparison, Gap, Listing, Tally, Total, Values, Verdict
from knowledge.answering.snapshot import Snapshot
from knowledge.golden.values import values_in
from knowledge.model.languages import Language
from knowledge.stating.values import Country, Named, Value
from tests.knowledge.several import answer, ask


@pytest.mark.parametrize(
    ("question", "language", "results"),
    [
        ("quanto valgono insieme i budget dei progetti?", "it", ["1500000 EUR", "300000 CHF"]),
        ("what is the total budget of the projects?", "en", ["1500000 EUR", "300000 CHF"]),
        ("Wie hoch sind die Budgets der Projekte zusammen?", "de", ["1500000 EUR", "300000 CHF"]),
        ("Quel est le budget total des projets ?", "fr", ["1500000 EUR", "300000 CHF"]),
        ("Koliko znaša skupni proračun projektov?", "sl", ["1500000 EUR", "300000 CHF"]),
        ("quanto costano insieme Alpha e Beta?", "it", ["1500000 EUR"]),
        ("durata media dei progetti", "it", ["20.0"]),
        ("durata media degli eventi a Milano", "it", ["3.0"]),
        ("how many days do the events last in all?", "en", ["10"]),
    ],
)
def test_sums_keep_currencies_apart(base: Snapshot, question: str, language: Language, results: list[str]) -> None:
    assert list(values_in(answer(base, question, language=language))) == results


def test_a_sum_says_what_had_no_value(base: Snapshot) -> None:
    body = answer(base, "quanto valgono insieme i budget dei progetti?").body

    assert isinstance(body, Total)
    assert (len(body.rows), body.without) == (3, ("delta",))


@pytest.mark.parametrize(
    ("question", "language", "first"),
    [
        ("qual è l'evento più lungo a Milano?", "it", "forum-2014"),
        ("which cluster has the most labels?", "en", "sud"),
        ("chi ha più label?", "it", "sud"),
        ("which came first, Alpha or Beta?", "en", "alpha"),
        ("qual è stato l'ultimo progetto?", "it", "gamma"),
        ("qual è il primo evento?", "it", "forum-2014"),
        ("chi ha il budget più alto, Alpha o Beta?", "it", "alpha"),
    ],
)
def test_the_first_of_a_comparison(base: Snapshot, question: str, language: Language, first: str) -> None:
    body = answer(base, question, language=language).body

    assert isinstance(body, Comparison)
    assert body.rows[0][0] == first


def test_no_difference_is_computed_between_currencies(base: Snapshot) -> None:
    apart, same = (answer(base, f"Alpha o {other} ha il budget più alto?").body for other in ("Gamma", "Beta"))

    assert isinstance(apart, Comparison)
    assert isinstance(same, Comparison)
    assert (apart.difference is None, same.difference is None) == (True, False)


@pytest.mark.parametrize(
    ("question", "language", "rows"),
    [
        ("in quale paese ci sono più cluster?", "it", [("AT", 2), ("IT", 2)]),
        ("quale paese ha più cluster con la Gold Label?", "it", [("AT", 2), ("IT", 1)]),
        ("in which city were the fewest events?", "en", [("bologna", 1), ("graz", 2), ("milano", 2)]),
        ("Hat Österreich mehr Cluster als Italien?", "de", [("AT", 2), ("IT", 2)]),
        ("Dans quelles régions y a-t-il des organisations ?", "fr", [("emilia-romagna", 1), ("lombardia", 1)]),
        ("Koliko dogodkov je bilo v posamezni državi?", "sl", [("IT", 3), ("AT", 2)]),
    ],
)
def test_entries_are_counted_by_place(
    base: Snapshot, question: str, language: Language, rows: list[tuple[str, int]]
) -> None:
    body = answer(base, question, language=language).body

    assert isinstance(body, Tally)
    assert [(_code(value), len(ids)) for value, ids in body.rows] == rows


def _code(value: Value) -> str:
    assert isinstance(value, Country | Named)
    return value.code if isinstance(value, Country) else value.term


def test_a_tally_says_what_has_no_value(base: Snapshot) -> None:
    body = answer(base, "in quale regione ci sono più cluster?").body

    assert isinstance(body, Tally)
    assert body.without == ("ost", "west")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("è nata prima Sud o il progetto Alpha?", "it"),
        ("which came first, Sud or Alpha?", "en"),
        ("Was ist länger her: der Start von Alpha oder die Gründung von Sud?", "de"),
        ("Qu'est-ce qui est venu en premier, Sud ou Alpha ?", "fr"),
        ("Kaj je starejše, Sud ali Alpha?", "sl"),
    ],
)
def test_whatever_begins_can_have_come_first(base: Snapshot, question: str, language: Language) -> None:
    body = answer(base, question, language=language).body

    assert isinstance(body, Comparison)
    assert [id for id, _ in body.rows] == ["alpha", "sud"]


def test_of_a_day_and_the_year_around_it_neither_came_first(base: Snapshot) -> None:
    (outcome,) = ask(base, "which came first, Sud or Beta?", language="en")

    assert isinstance(outcome, Gap)


@pytest.mark.parametrize(
    ("question", "language", "ago"),
    [
        ("quanto tempo fa è finito Alpha?", "it", "8 years 10 months"),
        ("how long ago was the Summit?", "en", "8 years 1 months"),
        ("Seit wie vielen Jahren hat Ost das Gold Label?", "de", "4 years 9 months"),
        ("Depuis combien d'années Sud existe-t-il ?", "fr", "8 years 0 months"),
        ("Koliko let je minilo od začetka projekta Beta?", "sl", "8 years 10 months"),
    ],
)
def test_how_long_ago_is_counted_to_the_day_of_the_question(
    base: Snapshot, question: str, language: Language, ago: str
) -> None:
    assert list(values_in(answer(base, question, language=language))) == [ago]


def test_of_what_is_yet_to_come_the_date_is_told(base: Snapshot) -> None:
    asked = base.ask("quanto tempo fa è finito Alpha?", language="it", today=date(2017, 6, 1))

    (part,) = asked.parts
    assert isinstance(part.outcome, Answer)
    assert isinstance(part.outcome.body, Values)


@pytest.mark.parametrize(
    ("question", "language", "percentage", "rest"),
    [
        ("che percentuale del budget di Alpha viene da West?", "it", "25.0 %", "750000 EUR"),
        ("what percentage of the budget of Alpha is covered by funds?", "en", "75.0 %", "250000 EUR"),
        ("Wie viel vom Budget von Alpha kommt nicht von Ost?", "de", "50.0 %", "500000 EUR"),
        ("Quelle part du budget d'Alpha vient de West et d'Ost ?", "fr", "75.0 %", "250000 EUR"),
        ("Koliko odstotkov proračuna projekta Alpha krije West?", "sl", "25.0 %", "750000 EUR"),
    ],
)
def test_shares_of_a_budget_are_worked_out(
    base: Snapshot, question: str, language: Language, percentage: str, rest: str
) -> None:
    assert list(values_in(answer(base, question, language=language)))[:2] == [percentage, rest]


def test_what_is_in_another_currency_has_no_share(base: Snapshot) -> None:
    (outcome,) = ask(base, "che percentuale del budget di Gamma viene da Ost?")

    assert isinstance(outcome, Gap)


def test_of_what_has_no_country_nobody_says_that_it_is_elsewhere(base: Snapshot) -> None:
    body = answer(base, "quali eventi non sono in Italia?").body

    assert isinstance(body, Listing)
    assert [related.entry for related in body.entries] == ["forum-2016", "forum-2017"]


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Ost è a Graz?", None),  # in Austria is all that is known
        ("Ost è a Vienna?", None),
        ("Ost è a Salisburgo?", None),  # a city that nobody here knows
        ("Ost è a Milano?", False),
        ("Ost è in Lombardia?", False),
        ("Sud è a Bologna?", None),
        ("Sud è a Roma?", None),
        ("Sud è a Milano?", False),
        ("Sud è a Graz?", False),
        ("Sud è in Emilia-Romagna?", True),
    ],
)
def test_of_a_larger_place_nobody_knows_whether_it_is_the_smaller_one(
    base: Snapshot, question: str, holds: bool | None
) -> None:
    """Then what is known is told, and neither yes nor no."""
    body = answer(base, question).body

    assert isinstance(body, Verdict if holds is not None else Values)
    assert not isinstance(body, Verdict) or body.holds is holds
    assert not isinstance(body, Values) or body.property.field == "place"


@pytest.mark.parametrize(
    ("question", "results"),
    [
        ("quanto tempo è passato tra Alpha e Beta?", ["alpha", "2 years 0 months"]),
        ("quanti mesi dopo l'inizio di Alpha è cominciato Beta?", ["alpha", "2 years 0 months"]),
        ("quanti anni dopo la fondazione di Ost è cominciato Alpha?", None),  # nobody says when Ost was founded
        ("quanti mesi dopo la fine di Alpha è cominciato Beta?", None),  # an end and a beginning are not compared
        ("Alpha è iniziato prima o dopo Beta?", ["alpha", "2 years 0 months"]),
    ],
)
def test_the_time_between_two_things_is_worked_out(base: Snapshot, question: str, results: list[str] | None) -> None:
    (outcome,) = ask(base, question)

    assert isinstance(outcome, Answer) is (results is not None)
    assert not isinstance(outcome, Answer) or list(values_in(outcome)) == results


@pytest.mark.parametrize(
    ("question", "holds"),
    [
        ("Ost e West sono nello stesso paese?", True),
        ("Ost e West hanno la stessa label?", True),
        ("Nord e Sud sono nella stessa regione?", False),
        ("Ost e Sud hanno la stessa label?", True),  # one of two
        ("Ost e Nord sono nella stessa regione?", None),  # nobody says in which region Ost is
    ],
)
def test_what_two_have_in_common_is_told_where_both_are_known(
    base: Snapshot, question: str, holds: bool | None
) -> None:
    (outcome,) = ask(base, question)

    assert isinstance(outcome, Answer) is (holds is not None)
    if isinstance(outcome, Answer):
        assert isinstance(outcome.body, Alike)
        assert outcome.body.holds is holds


def test_a_comparison_says_which_of_both_has_no_value(base: Snapshot) -> None:
    (gap,) = ask(base, "Alpha è più vecchio di Delta?")

    assert isinstance(gap, Gap)
    assert gap.entry == "delta"

"""Dates as people write them."""

from datetime import date

import pytest

from knowledge.language.normal import clean, words
from knowledge.model.languages import Language
from knowledge.reading.periods.spans import periods_at
from knowledge.stating.conditions import Span
from knowledge.stating.yearly import Yearly
from tests.knowledge.conftest import TODAY


@pytest.mark.parametrize(
    ("text", "language", "first", "last"),
    [
        ("2018", "it", date(2018, 1, 1), date(2018, 12, 31)),
        ("luglio 2018", "it", date(2018, 7, 1), date(2018, 7, 31)),
        ("5 luglio 2018", "it", date(2018, 7, 5), date(2018, 7, 5)),
        ("July 5, 2018", "en", date(2018, 7, 5), date(2018, 7, 5)),
        ("5th of July 2018", "en", date(2018, 7, 5), date(2018, 7, 5)),
        ("5. Juli 2018", "de", date(2018, 7, 5), date(2018, 7, 5)),
        ("Jänner 2020", "de", date(2020, 1, 1), date(2020, 1, 31)),
        ("1er mai 2019", "fr", date(2019, 5, 1), date(2019, 5, 1)),
        ("août 2018", "fr", date(2018, 8, 1), date(2018, 8, 31)),
        ("julija 2018", "sl", date(2018, 7, 1), date(2018, 7, 31)),
        ("5. 7. 2018", "sl", date(2018, 7, 5), date(2018, 7, 5)),
        ("2018-07-05", "en", date(2018, 7, 5), date(2018, 7, 5)),
        ("febbraio 2020", "it", date(2020, 2, 1), date(2020, 2, 29)),
        ("terzo trimestre 2018", "it", date(2018, 7, 1), date(2018, 9, 30)),
        ("Q3 2018", "en", date(2018, 7, 1), date(2018, 9, 30)),
        ("3. Quartal 2018", "de", date(2018, 7, 1), date(2018, 9, 30)),
        ("troisième trimestre 2018", "fr", date(2018, 7, 1), date(2018, 9, 30)),
        ("tretje četrtletje 2018", "sl", date(2018, 7, 1), date(2018, 9, 30)),
        ("estate 2018", "it", date(2018, 6, 1), date(2018, 8, 31)),
        ("winter 2018", "en", date(2018, 12, 1), date(2019, 2, 28)),
        ("poleti 2018", "sl", date(2018, 6, 1), date(2018, 8, 31)),
        # Since, before, after, until
        ("dal 2017", "it", date(2017, 1, 1), None),
        ("since 2017", "en", date(2017, 1, 1), None),
        ("from 2018 on", "en", date(2018, 1, 1), None),
        ("ab Juli 2018", "de", date(2018, 7, 1), None),
        ("depuis 2017", "fr", date(2017, 1, 1), None),
        ("od leta 2017", "sl", date(2017, 1, 1), None),
        ("prima del 2018", "it", None, date(2017, 12, 31)),
        ("vor 2018", "de", None, date(2017, 12, 31)),
        ("pred letom 2018", "sl", None, date(2017, 12, 31)),
        ("nach 2018", "de", date(2019, 1, 1), None),
        ("après juillet 2018", "fr", date(2018, 8, 1), None),
        ("jusqu'en 2019", "fr", None, date(2019, 12, 31)),
        # Between two
        ("dal 5 al 7 luglio 2018", "it", date(2018, 7, 5), date(2018, 7, 7)),
        ("5-7 July 2018", "en", date(2018, 7, 5), date(2018, 7, 7)),
        ("between May and July 2018", "en", date(2018, 5, 1), date(2018, 7, 31)),
        ("zwischen Mai und Juli 2018", "de", date(2018, 5, 1), date(2018, 7, 31)),
        ("von November 2018 bis Februar 2019", "de", date(2018, 11, 1), date(2019, 2, 28)),
        ("entre novembre et février 2019", "fr", date(2018, 11, 1), date(2019, 2, 28)),
        ("od 5. do 7. julija 2018", "sl", date(2018, 7, 5), date(2018, 7, 7)),
        ("med majem in julijem 2018", "sl", date(2018, 5, 1), date(2018, 7, 31)),
        # Seen from Saturday, 21 November 2026
        ("oggi", "it", date(2026, 11, 21), date(2026, 11, 21)),
        ("morgen", "de", date(2026, 11, 22), date(2026, 11, 22)),
        ("avant-hier", "fr", date(2026, 11, 19), date(2026, 11, 19)),
        ("quest'anno", "it", date(2026, 1, 1), date(2026, 12, 31)),
        ("heuer", "de", date(2026, 1, 1), date(2026, 12, 31)),
        ("letos", "sl", date(2026, 1, 1), date(2026, 12, 31)),
        ("lani", "sl", date(2025, 1, 1), date(2025, 12, 31)),
        ("l'anno scorso", "it", date(2025, 1, 1), date(2025, 12, 31)),
        ("l'année dernière", "fr", date(2025, 1, 1), date(2025, 12, 31)),
        ("next month", "en", date(2026, 12, 1), date(2026, 12, 31)),
        ("this week", "en", date(2026, 11, 16), date(2026, 11, 22)),
        ("letzte Woche", "de", date(2026, 11, 9), date(2026, 11, 15)),
        ("la semaine prochaine", "fr", date(2026, 11, 23), date(2026, 11, 29)),
        ("naslednji mesec", "sl", date(2026, 12, 1), date(2026, 12, 31)),
        ("prossimi tre mesi", "it", date(2026, 11, 21), date(2027, 2, 21)),
        ("nächsten 2 Wochen", "de", date(2026, 11, 21), date(2026, 12, 5)),
        ("les 3 derniers mois", "fr", date(2026, 8, 21), date(2026, 11, 21)),
        ("v zadnjih dveh letih", "sl", date(2024, 11, 21), date(2026, 11, 21)),
        ("lunedì prossimo", "it", date(2026, 11, 23), date(2026, 11, 23)),
        ("last Monday", "en", date(2026, 11, 16), date(2026, 11, 16)),
        # Without a year: the nearest
        ("luglio", "it", date(2026, 7, 1), date(2026, 7, 31)),
        ("5 luglio", "it", date(2026, 7, 5), date(2026, 7, 5)),
        ("in May", "en", date(2027, 5, 1), date(2027, 5, 31)),
        ("scorso luglio", "it", date(2026, 7, 1), date(2026, 7, 31)),
        ("next July", "en", date(2027, 7, 1), date(2027, 7, 31)),
    ],
)
def test_a_date_is_the_days_it_covers(text: str, language: Language, first: date | None, last: date | None) -> None:
    """The longest period that the words have."""
    said = words(clean(text))

    found = [
        (number, place, meaning)
        for place in range(len(said))
        for meaning, number in periods_at(place, said, language, TODAY)
    ]

    longest = max(found, key=lambda one: (one[0], one[1]))
    assert longest[2].span == Span(first, last)
    assert longest[0] + longest[1] == len(said)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("99", "it"),
        ("31 2 2018", "it"),
        ("20188", "it"),
        ("²", "it"),
        ("may I ask", "en"),
        ("march on", "en"),
        ("nei prossimi mesi", "it"),
        ("in den nächsten Monaten", "de"),
        ("les prochains mois", "fr"),
        ("in the next months", "en"),
        ("next 500 years", "en"),
        ("did it last 30 months", "en"),
    ],
)
def test_what_is_no_period_is_none(text: str, language: Language) -> None:
    """An impossible day, a verb, a stretch that nobody measured: nothing is guessed."""
    said = words(clean(text))

    found = [one for place in range(len(said)) for one in periods_at(place, said, language, TODAY)]

    assert {meaning.value for meaning, _ in found} <= {"2018-01-01/2018-12-31"}


def test_a_day_that_a_year_lacks_is_looked_for_in_another() -> None:
    """29 February without a year is that of the nearest leap year."""
    assert Yearly(2, 29).nearest(date(2026, 11, 21)) == Span(date(2028, 2, 29), date(2028, 2, 29))

"""Dates as people write them."""

from datetime import date

import pytest

from knowledge.language.normal import clean, words
from knowledge.model.languages import Language
from knowledge.reading.periods import periods_at
from knowledge.stating.conditions import Span


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
    ],
)
def test_a_date_is_the_days_it_covers(text: str, language: Language, first: date, last: date) -> None:
    """The longest date that starts at the first word."""
    found = list(periods_at(0, words(clean(text)), language))

    assert found
    assert found[-1][0].span == Span(first, last)
    assert found[-1][1] == len(words(clean(text)))


@pytest.mark.parametrize("text", ["30 febbraio 2018", "99", "luglio", "5 luglio", "31 2 2018", "20188", "²"])
def test_what_is_no_date_is_none(text: str) -> None:
    """An impossible day, or a day without its year, is not guessed."""
    assert not [found for found in periods_at(0, words(clean(text)), "it") if found[0].value.startswith("2018-02")]
    assert text == "30 febbraio 2018" or not list(periods_at(0, words(clean(text)), "it"))

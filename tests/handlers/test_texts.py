"""The catalogues are complete, and what is written is right in each language."""

import re
from collections import Counter
from datetime import date
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from handlers.texts.catalogues import FOLDER, path_of
from handlers.texts.texts import Texts, own_name
from knowledge.model.languages import LANGUAGES, Language
from knowledge.model.values import Money, Period
from tests.handlers.outcomes import euros, when

KEYWORDS: dict[str, Any] = {"say": None, "plural": (1, 2), "message": None}
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def catalogue_of(language: Language) -> Catalog:
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def placeholders(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def forms(text: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or ())


@in_each_language
def test_every_message_of_the_code_is_in_the_catalogue_and_none_is_unused(language: Language) -> None:
    said = {message for _, _, message, _, _ in extract_from_dir(FOLDER.parent, keywords=KEYWORDS)}

    assert {message.id for message in catalogue_of(language) if message.id} == said


@in_each_language
def test_no_message_is_empty_fuzzy_or_left_over(language: Language) -> None:
    catalogue = catalogue_of(language)

    assert [message.id for message in catalogue if message.id and message.fuzzy] == []
    assert list(catalogue.obsolete) == []
    assert [message.id for message in catalogue if not all(forms(message.string))] == []


@in_each_language
def test_every_message_has_the_placeholders_of_the_code_in_each_form(language: Language) -> None:
    for message in catalogue_of(language):
        if message.id:
            wanted = placeholders(forms(message.id)[-1])
            assert [placeholders(form) for form in forms(message.string)] == [wanted] * len(forms(message.string))


@in_each_language
def test_plurals_have_every_form_that_the_language_needs(language: Language) -> None:
    catalogue = catalogue_of(language)
    plurals = [message for message in catalogue if message.pluralizable]

    assert catalogue.num_plurals == (4 if language == "sl" else 2)
    assert {len(forms(message.string)) for message in plurals} == {catalogue.num_plurals}


@in_each_language
def test_no_message_stands_twice(language: Language) -> None:
    ids = re.findall(r'^msgid "(.+)"$', path_of(language).read_text(encoding="utf-8"), re.MULTILINE)

    assert [id for id, times in Counter(ids).items() if times > 1] == []


def test_slovene_has_a_dual() -> None:
    texts = Texts("sl")

    said = [texts.plural("{number} month", "{number} months", number) for number in (1, 2, 3, 5, 101)]
    assert said == ["1 mesec", "2 meseca", "3 meseci", "5 mesecev", "101 mesec"]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("it", "5 luglio 2018 · luglio 2018 · 2018"),
        ("en", "July 5, 2018 · July 2018 · 2018"),
        ("de", "5. Juli 2018 · Juli 2018 · 2018"),
        ("fr", "5 juillet 2018 · juillet 2018 · 2018"),
        ("sl", "5. julij 2018 · julij 2018 · 2018"),
    ],
)
def test_dates_are_written_as_exactly_as_they_are_known(language: Language, written: str) -> None:
    texts = Texts(language)

    assert " · ".join(texts.date(when(text)) for text in ("2018-07-05", "2018-07", "2018")) == written


@pytest.mark.parametrize(
    ("language", "days", "months_apart", "years_apart"),
    [
        ("it", "5–6 luglio 2018", "5 luglio – 6 settembre 2018", "1 novembre 2016 – 30 aprile 2019"),
        ("en", "July 5 – 6, 2018", "July 5 – September 6, 2018", "November 1, 2016 – April 30, 2019"),
        ("de", "5.–6. Juli 2018", "5. Juli – 6. September 2018", "1. November 2016 – 30. April 2019"),
        ("fr", "5–6 juillet 2018", "5 juillet – 6 septembre 2018", "1er novembre 2016 – 30 avril 2019"),
        ("sl", "5.–6. julij 2018", "5. julij–6. september 2018", "1. november 2016–30. april 2019"),
    ],
)
def test_what_two_dates_share_is_written_once(
    language: Language, days: str, months_apart: str, years_apart: str
) -> None:
    periods = (("2018-07-05", "2018-07-06"), ("2018-07-05", "2018-09-06"), ("2016-11-01", "2019-04-30"))

    written = [Texts(language).period(Period(start=when(start), end=when(end))) for start, end in periods]
    assert written == [days, months_apart, years_apart]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("it", "dall'8 maggio 2016 · dal 5 maggio 2016 · da maggio 2016 · dal 2016"),
        ("en", "since May 8, 2016 · since May 5, 2016 · since May 2016 · since 2016"),
        ("de", "seit dem 8. Mai 2016 · seit dem 5. Mai 2016 · seit Mai 2016 · seit 2016"),
        ("fr", "depuis le 8 mai 2016 · depuis le 5 mai 2016 · depuis mai 2016 · depuis 2016"),
        ("sl", "od 8. maja 2016 · od 5. maja 2016 · od maja 2016 · od leta 2016"),
    ],
)
def test_a_period_with_an_open_end_follows_the_grammar(language: Language, written: str) -> None:
    starts = ("2016-05-08", "2016-05-05", "2016-05", "2016")

    assert " · ".join(Texts(language).period(Period(start=when(start))) for start in starts) == written


def test_the_end_of_an_open_period_follows_the_grammar() -> None:
    assert Texts("it").until(when("2016-04")) == "fino ad aprile 2016"
    assert Texts("it").until(when("2016-11-11")) == "fino all'11 novembre 2016"
    assert Texts("it").not_before(when("2016-11-08")) == "non prima dell'8 novembre 2016"
    assert Texts("fr").until(when("2016-11-01")) == "jusqu'au 1er novembre 2016"
    assert Texts("sl").not_before(when("2018-07-05")) == "ne prej kot 5. julija 2018"


def test_a_period_without_any_date_is_empty() -> None:
    assert Texts("it").period(Period()) == ""


def test_dates_that_are_not_equally_exact_are_joined_as_they_are() -> None:
    assert Texts("it").period(Period(start=when("2016"), end=when("2019-04-30"))) == "2016 – 30 aprile 2019"
    assert Texts("it").period(Period(start=when("2016"), end=when("2016"))) == "2016"


def test_a_span_of_a_whole_month_or_year_is_called_by_its_name() -> None:
    texts = Texts("it")

    assert texts.span(date(2018, 7, 1), date(2018, 7, 31)) == "luglio 2018"
    assert texts.span(date(2018, 1, 1), date(2018, 12, 31)) == "2018"
    assert texts.span(date(2018, 7, 5), date(2018, 7, 5)) == "5 luglio 2018"
    assert texts.span(date(2018, 7, 5), None) == "dal 5 luglio 2018"
    assert texts.span(None, date(2018, 7, 5)) == "fino al 5 luglio 2018"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("it", "2.521.964 €"),
        ("en", "€2,521,964"),
        ("de", "2.521.964 €"),
        ("fr", "2 521 964 €"),
        ("sl", "2.521.964 €"),
    ],
)
def test_amounts_are_grouped_and_have_no_needless_decimals(language: Language, written: str) -> None:
    assert re.sub(r"\s", " ", Texts(language).money(euros(2521964))) == written


def test_cents_are_kept() -> None:
    assert Texts("it").money(Money.model_validate("1200.50 EUR")) == "1.200,50\xa0€"


def test_lists_countries_and_languages_are_named() -> None:
    assert Texts("it").all_of(["a", "b", "c"]) == "a, b e c"
    assert Texts("de").country("IT") == "Italien"
    assert Texts("de").country("XQ") == "XQ"
    assert Texts("sl").in_language("it") == "(v italijanščini)"
    assert [own_name(language) for language in LANGUAGES] == [
        "Italiano",
        "English",
        "Deutsch",
        "Français",
        "Slovenščina",
    ]


@in_each_language
def test_the_remark_on_another_language_exists_for_each(language: Language) -> None:
    assert len({Texts(language).in_language(other) for other in LANGUAGES}) == len(LANGUAGES)


def test_values_with_braces_are_said_as_they_are() -> None:
    assert Texts("en").say("I do not know “{name}”.", name="{0} {x}") == "I do not know “{0} {x}”."

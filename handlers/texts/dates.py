"""Writing dates and periods: in full, and only as exactly as they are known."""

import re
from datetime import date
from typing import Final

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton

from knowledge.model.languages import Language
from knowledge.model.values import PartialDate


def day(when: date, language: Language) -> str:
    """A whole date.

    >>> day(date(2018, 7, 5), "it"), day(date(2018, 7, 1), "fr")
    ('5 luglio 2018', '1er juillet 2018')
    """
    return _polished(format_date(when, "long", language), language)


def partial(when: PartialDate, language: Language) -> str:
    """A date as exactly as it is known: the day, the month or the year."""
    if when.month is None:
        return str(when.year)
    if when.day is None:
        return format_skeleton("yMMMM", when.first, locale=language)
    return day(when.first, language)


def interval(first: PartialDate, last: PartialDate, language: Language) -> str:
    """From *first* to *last*; what they share is written once.

    >>> interval(PartialDate.model_validate("2018-07-05"), PartialDate.model_validate("2018-07-06"), "it")
    '5–6 luglio 2018'
    """
    if first == last:
        return partial(first, language)
    if first.day and last.day:
        return _polished(_between_days(first.first, last.first, language), language)
    if first.month and last.month and not (first.day or last.day):
        return _polished(format_interval(first.first, last.first, "yMMMM", locale=language), language)
    pattern: str = Locale(language).interval_formats[None]
    return _polished(pattern.format(partial(first, language), partial(last, language)), language)


def exact(first: date, last: date) -> tuple[PartialDate, PartialDate]:
    """Two days as dates no more exact than they need be: all of July 2018 is that month, not 31 days.

    >>> [str(when) for when in exact(date(2018, 7, 1), date(2018, 7, 31))]
    ['2018-07', '2018-07']
    """
    for cut in ({"month": None, "day": None}, {"day": None}):
        start = PartialDate.model_validate({"year": first.year, "month": first.month, "day": first.day} | cut)
        end = PartialDate.model_validate({"year": last.year, "month": last.month, "day": last.day} | cut)
        if (start.first, end.last) == (first, last):
            return start, end
    return whole(first), whole(last)


def whole(when: date) -> PartialDate:
    """A day as a date that is known to the day."""
    return PartialDate(year=when.year, month=when.month, day=when.day)


def after_preposition(text: str, language: Language) -> str:
    """A phrase with a preposition and a date, as the grammar of its language wants it.

    >>> after_preposition("dal 8 maggio 2016", "it"), after_preposition("od 5. julij 2016", "sl")
    ("dall'8 maggio 2016", 'od 5. julija 2016')
    """
    match language:
        case "it":
            return re.sub(r"\b(dal|al|del) (?=(?:8|11) )", r"\1l'", text).replace(" a a", " ad a")
        case "sl":
            return re.sub(r"\b[a-z]+\b", lambda word: _GENITIVES.get(word[0], word[0]), text)
        case _:
            return text


_GENITIVES: Final = {
    "januar": "januarja",
    "februar": "februarja",
    "marec": "marca",
    "april": "aprila",
    "maj": "maja",
    "junij": "junija",
    "julij": "julija",
    "avgust": "avgusta",
    "september": "septembra",
    "oktober": "oktobra",
    "november": "novembra",
    "december": "decembra",
}


def _between_days(first: date, last: date, language: Language) -> str:
    # CLDR has intervals of days with short months only: the same patterns, with the month in full.
    patterns = Locale(language).interval_formats["yMMMd"]
    differs = "y" if first.year != last.year else "M" if first.month != last.month else "d"
    before, after = (re.sub("d+", "d", re.sub("M+", "MMMM", part)) for part in patterns[differs])
    return format_date(first, before, language) + format_date(last, after, language)


def _polished(text: str, language: Language) -> str:
    # CLDR writes thin spaces that some screens lack, and leaves out the "er" of the first of a month in French.
    text = text.replace("\u2009", " ")
    return re.sub(r"\b1(?= [a-zéû]|[–-])", "1er", text) if language == "fr" else text

"""Days, months and years as people write them, in five languages, with Babel's names of the months."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Final

from babel.dates import get_month_names

from knowledge.language.normal import Word, folded
from knowledge.language.stems import stem
from knowledge.model.languages import LANGUAGES, Language
from knowledge.model.values import PartialDate
from knowledge.reading.meanings import Meaning
from knowledge.stating.conditions import Span

_UNFINISHED: Final = ("d", "m", "dm", "md", "dd", "y", "yd")
_FORMS: Final = {
    "janner": 1,
    "jaenner": 1,
    "feber": 2,
    "marca": 3,
    "marcu": 3,
    "maja": 5,
    "maju": 5,
    "junija": 6,
    "juniju": 6,
    "julija": 7,
    "juliju": 7,
}
"""Months as people say them in a region or a case that CLDR does not list."""
_JOINING: Final = frozenset(
    ("di", "del", "de", "of", "the", "der", "den", "dem", "des", "le", "la", "l", "leta", "anno", "year")
)
"""Words that may stand inside a date."""


@cache
def _months(language: Language) -> Mapping[str, int]:
    names = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, language).items():
                for form in (folded(name).strip("."), stem(folded(name).strip("."), language)):
                    names[form] = number
    return {**names, **_FORMS}


def month_of(word: str, language: Language) -> int | None:
    """The month that a folded word names; the question's own language goes first."""
    for code in (language, *LANGUAGES):
        found = _months(code).get(word) or (_months(code).get(stem(word, code)) if len(word) > 3 else None)
        if found:
            return found
    return None


def periods_at(place: int, words: Sequence[Word], language: Language) -> Iterator[tuple[Meaning, int]]:
    """The dates that start at this word, with the number of words each takes: 5 luglio 2018, July 2018, 2018."""
    parts: list[int] = []
    kinds = ""
    for number, word in enumerate(words[place : place + 6], start=1):
        kind, value = _part(word.folded, language)
        if not kind:
            if word.folded in _JOINING and number > 1:
                continue
            return
        kinds += kind
        parts.append(value)
        if (found := _span(kinds, parts)) is not None:
            yield Meaning("period", str(found), span=Span(found.first, found.last)), number
        elif kinds not in _UNFINISHED:
            return


def _part(word: str, language: Language) -> tuple[str, int]:
    digits = word.removesuffix("th").removesuffix("st").removesuffix("nd").removesuffix("rd").removesuffix("er")
    if digits.isdecimal():
        value = int(digits) if len(digits) <= 4 else 0
        return ("y", value) if 1900 <= value <= 2100 else ("d", value) if 1 <= value <= 31 else ("", 0)
    month = month_of(word, language)
    return ("m", month) if month else ("", 0)


def _span(kinds: str, parts: list[int]) -> PartialDate | None:
    match kinds:
        case "y":
            return _date(parts[0])
        case "my":
            return _date(parts[1], parts[0])
        case "dmy":
            return _date(parts[2], parts[1], parts[0])
        case "mdy":
            return _date(parts[2], parts[0], parts[1])
        case "ddy":
            return _date(parts[2], parts[1], parts[0])
        case "ydd":
            return _date(*parts)
        case _:
            return None


def _date(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    return PartialDate(year=year, month=month, day=day)

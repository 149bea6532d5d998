"""Dates: a day, a month, a quarter, a season, a year; with a year, or of whichever year is meant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from knowledge.model.languages import Language
from knowledge.model.values import PartialDate
from knowledge.reading.periods.terms import cues_at, full_month_of, month_of, ordinal_at, past
from knowledge.stating.conditions import Span
from knowledge.stating.yearly import Yearly

_UNFINISHED: Final = ("d", "m", "dm", "md", "dd", "ddm", "y", "yd")
_MOST_WORDS: Final = 8
_SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
_ORDINAL_ENDINGS: Final = ("th", "st", "nd", "rd", "er")


@dataclass(frozen=True, slots=True)
class Found:
    """A period that was said, and the place after it."""

    end: int
    span: Span | None = None
    yearly: Yearly | None = None
    weekday: int | None = None
    """Of a bare day of the week: which, 0 is Monday; the span is then the coming one."""
    """Of a period without a year: what comes back every year."""


def dates_at(place: int, said: Sequence[str], language: Language, *, plainly: bool = False) -> Iterator[Found]:
    """The dates that begin at *place*: 5 luglio 2018, July 2018, 2018, im Jahr 2018, Q3 2018, summer 2018, luglio.

    *plainly* says that a preposition stands before it: then "may" is the month.
    """
    start = past(place, said, language, "year")
    if start < len(said):
        yield from _written(start, said, language, years_only=start > place, plainly=plainly)
    if start == place:
        yield from _quarter(place, said, language)
        yield from _season(place, said, language)


def year_at(place: int, said: Sequence[str], language: Language) -> tuple[int, int] | None:
    """A year with the place after it; articles and the word for "year" may stand before it."""
    for _ in range(3):
        place = past(place, said, language, "joining", "year")
    if place < len(said) and said[place].isdecimal() and 1900 <= int(said[place][:5]) <= 2100:
        return int(said[place]), place + 1
    return None


def _written(
    place: int, said: Sequence[str], language: Language, *, years_only: bool, plainly: bool
) -> Iterator[Found]:
    parts: list[int] = []
    kinds = ""
    for number, word in enumerate(said[place : place + _MOST_WORDS]):
        kind, value = _part(word, language)
        if not kind:
            if number and any(cues_at(place + number, said, language, "joining", "year")):
                continue
            return
        kinds += kind
        parts.append(value)
        end = place + number + 1
        if years_only and kinds != "y":
            return
        if (found := _span(kinds, parts)) is not None:
            yield Found(end, found)
        elif (yearly := _without_year(kinds, parts, said[place], language, plainly=plainly)) is not None:
            yield Found(end, yearly=yearly)
        if kinds not in _UNFINISHED:
            return


@lru_cache(maxsize=20_000)
def _part(word: str, language: Language) -> tuple[str, int]:
    digits = next((word.removesuffix(ending) for ending in _ORDINAL_ENDINGS if word.endswith(ending)), word)
    if digits.isdecimal():
        value = int(digits) if len(digits) <= 4 else 0
        return ("y", value) if 1900 <= value <= 2100 else ("d", value) if 1 <= value <= 31 else ("", 0)
    month = month_of(word, language)
    return ("m", month) if month else ("", 0)


def _span(kinds: str, parts: list[int]) -> Span | None:
    match kinds:
        case "y":
            return _days(parts[0])
        case "my":
            return _days(parts[1], parts[0])
        case "dmy" | "ddy":
            return _days(parts[2], parts[1], parts[0])
        case "mdy":
            return _days(parts[2], parts[0], parts[1])
        case "ydd":
            return _days(*parts)
        case "ddmy":
            first, last = (_days(parts[3], parts[2], day) for day in parts[:2])
            return Span(first.first, last.last) if first and last and parts[0] < parts[1] else None
        case _:
            return None


def _without_year(kinds: str, parts: list[int], first: str, language: Language, *, plainly: bool) -> Yearly | None:
    if kinds == "m" and (plainly or full_month_of(first, language)):
        return Yearly(parts[0])
    if kinds in ("dm", "md"):
        month, day = (parts[1], parts[0]) if kinds == "dm" else (parts[0], parts[1])
        return Yearly(month, day) if _days(2000, month, day) else None
    return None


@lru_cache(maxsize=20_000)
def _days(year: int, month: int | None = None, day: int | None = None) -> Span | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    whole = PartialDate(year=year, month=month, day=day)
    return Span(whole.first, whole.last)


def _quarter(place: int, said: Sequence[str], language: Language) -> Iterator[Found]:
    """Q3 2018, the third quarter of 2018, 3. Quartal 2018."""
    short = said[place].removeprefix("q")
    number, end = (int(short), place + 1) if short != said[place] and short in ("1", "2", "3", "4") else (None, place)
    if number is None:
        number = ordinal_at(place, said, language)
        end = next((after for _, after in cues_at(place + 1, said, language, "quarter")), place)
    if number is None or not 1 <= number <= 4 or end == place:
        return
    yield from _of_a_year(Yearly(3 * number - 2, months=3), end, said, language)


def _season(place: int, said: Sequence[str], language: Language) -> Iterator[Found]:
    for season, end in cues_at(place, said, language, "spring", "summer", "autumn", "winter"):
        yield from _of_a_year(Yearly(_SEASONS[season], months=3), end, said, language)


def _of_a_year(yearly: Yearly, end: int, said: Sequence[str], language: Language) -> Iterator[Found]:
    yield Found(end, yearly=yearly)
    if (year := year_at(end, said, language)) is not None:
        yield Found(year[1], yearly.of(year[0]))

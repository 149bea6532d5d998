"""All that a period can be: a date or a relative one, with "since", "before", "after", "until", or between two."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import Final

from knowledge.language.normal import Word
from knowledge.model.languages import Language
from knowledge.reading.meanings import Meaning
from knowledge.reading.periods.dates import Found, dates_at
from knowledge.reading.periods.relative import relative_at
from knowledge.reading.periods.terms import cues_at, may_begin, may_belong, past, stands_alone
from knowledge.stating.conditions import Span
from knowledge.stating.yearly import Yearly

_LONGEST: Final = 14
"""Words of the longest period that is looked for."""


def periods_at(place: int, words: Sequence[Word], language: Language, today: date) -> Sequence[tuple[Meaning, int]]:
    """The periods that start at this word, with the number of words each takes; of equally long ones the first."""
    if not may_begin(words[place].folded, language):
        return ()
    near = (word.folded for word in words[place : place + _LONGEST])
    return _periods(tuple(takewhile(lambda word: may_belong(word, language), near)), language, today)


@lru_cache(maxsize=10_000)
def _periods(said: tuple[str, ...], language: Language, today: date) -> Sequence[tuple[Meaning, int]]:
    longest: dict[int, Found] = {}
    alone = _single(0, said, language, today, plainly=False)
    for found in (*alone, *_open(said, language, today), *_between(said, language, today)):
        longest.setdefault(found.end, found)
    spans = ((number, found, _days(found, today)) for number, found in longest.items())
    return tuple(
        (Meaning("period", _id(span), span=span, yearly=found.yearly, weekday=found.weekday), number)
        for number, found, span in spans
        if span is not None
    )


def _id(span: Span) -> str:
    return "/".join(day.isoformat() if day else "" for day in (span.first, span.last))


def _days(found: Found, today: date) -> Span | None:
    return found.span or (found.yearly.nearest(today) if found.yearly else None)


def _single(
    place: int, said: Sequence[str], language: Language, today: date, *, plainly: bool = True
) -> Iterator[Found]:
    if place < len(said) and stands_alone(said[place], language):
        yield from dates_at(place, said, language, plainly=plainly)
        yield from relative_at(place, said, language, today)


def _open(said: Sequence[str], language: Language, today: date) -> Iterator[Found]:
    """In May, since 2017, ab Juli 2018, before 2018, nach 2018, jusqu'en 2019, from 2018 on."""
    for cue, end in cues_at(0, said, language, "during", "since", "before", "after", "until", "from"):
        for found in _single(past(end, said, language, "joining"), said, language, today):
            if cue == "during":
                yield found
            elif cue != "from" and (span := _bounded(cue, found, today)) is not None:
                yield Found(past(found.end, said, language, "onwards") if cue == "since" else found.end, span)
            elif (after := past(found.end, said, language, "onwards")) > found.end:
                yield Found(after, _bounded("since", found, today))


def _bounded(cue: str, found: Found, today: date) -> Span | None:
    span = _towards(cue, found.yearly, today) if found.yearly else found.span
    if span is None or span.first is None or span.last is None:
        return None
    match cue:
        case "since":
            return Span(span.first, None)
        case "until":
            return Span(None, span.last)
        case "before":
            return Span(None, span.first - timedelta(1))
        case _:
            return Span(span.last + timedelta(1), None)


def _towards(cue: str, yearly: Yearly, today: date) -> Span | None:
    """Since May is the last one that has begun, until May the one that is not over."""
    return yearly.before(today) if cue == "since" else yearly.after(today) if cue == "until" else yearly.nearest(today)


def _between(said: Sequence[str], language: Language, today: date) -> Iterator[Found]:
    """Between May and July 2018, dal 5 al 7 luglio 2018, from 2017 to 2019, von Mai bis Juli."""
    for opening, joint in (("between", "and"), ("from", "to")):
        for _, end in cues_at(0, said, language, opening):  # type: ignore[arg-type]  # the tuple's literals widen
            start = past(end, said, language, "joining")
            for first in (*_single(start, said, language, today), *_bare_day(start, said)):
                for _, after in cues_at(first.end, said, language, joint):  # type: ignore[arg-type]
                    for last in _single(past(after, said, language, "joining"), said, language, today):
                        yield from _both(first, last, today)


def _bare_day(place: int, said: Sequence[str]) -> Iterator[Found]:
    """Of "from the 5th to the 7th of July" the first: a day whose month is yet to come."""
    digits = said[place].rstrip("abcdefghijklmnopqrstuvwxyz") if place < len(said) else ""
    if digits.isdecimal() and len(digits) <= 2 and 1 <= int(digits) <= 31:
        yield Found(place + 1, yearly=Yearly(0, int(digits)))


def _both(first: Found, last: Found, today: date) -> Iterator[Found]:
    """From the first day of one to the last day of the other; what the first leaves out, the second says."""
    ending = _days(last, today)
    if ending is None or ending.first is None or ending.last is None:
        return
    if first.yearly is None:
        beginning = first.span
    else:
        of_month = first.yearly.month or ending.last.month
        yearly = Yearly(of_month, first.yearly.day, first.yearly.months)
        beginning = yearly.of(ending.last.year)
        if beginning and beginning.first and beginning.first > ending.last:
            beginning = yearly.of(ending.last.year - 1)
    if beginning and beginning.first and beginning.first <= ending.last:
        yield Found(last.end, Span(beginning.first, ending.last))

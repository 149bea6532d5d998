"""Amounts as people say them: "30 months", "more than 2.5 million euros", "between 3 and 5"."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from knowledge.language.cues import AmountCue, PeriodCue, cues_of
from knowledge.language.normal import Word
from knowledge.language.phrases import Phrases, phrases_at, phrases_of
from knowledge.model.languages import Language
from knowledge.reading.meanings import Meaning
from knowledge.reading.periods.terms import cues_at, number_at
from knowledge.stating.amounts import written
from knowledge.stating.saying import is_grammar
from knowledge.stating.values import Amount

_POWERS: Final[Mapping[AmountCue, int]] = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_CURRENCIES: Final[tuple[AmountCue, ...]] = ("EUR", "CHF", "USD")
_TIMES: Final[Mapping[PeriodCue, tuple[str, int]]] = {
    "day": ("day", 1),
    "days": ("day", 1),
    "week": ("day", 7),
    "weeks": ("day", 7),
    "month": ("month", 1),
    "months": ("month", 1),
    "year": ("month", 12),
    "years": ("month", 12),
}
_YEARS: Final = range(1900, 2100)
_BOUNDS: Final[tuple[AmountCue, ...]] = (
    "more_than", "less_than", "longer_than", "shorter_than", "at_least", "at_most",
)  # fmt: skip
_UPPER: Final = ("less_than", "shorter_than", "at_most")
_LENGTHS: Final = ("longer_than", "shorter_than")
_GLUED: Final[Mapping[str, AmountCue]] = {"k": "thousand", "m": "million", "mio": "million", "mln": "million"}
_DIGITS: Final = re.compile(r"(\d{1,12})([a-z]{0,3})")
_LONGEST: Final = 14
"""Words of the longest amount that is looked for."""


@dataclass(frozen=True, slots=True)
class _Size:
    """A number that was said, in its unit if one was, and the place after it."""

    number: Decimal
    unit: str | None
    end: int
    is_scaled: bool = False
    """Whether a power of ten was said: of "2 to 3 million" only the second has one."""


@dataclass(frozen=True, slots=True)
class _Found:
    amount: Amount
    end: int
    field: str | None = None
    """The field that its own words tell: "longer than"."""


def amounts_at(place: int, words: Sequence[Word], language: Language) -> Iterator[tuple[Meaning, int]]:
    """The longest amount that starts at this word, with the number of words it takes; a bare number is none."""
    if not _may_begin(words[place].folded, language):
        return
    said = words[place : place + _LONGEST]
    found = [*_bounded(said, language), *_between(said, language), *_plain(said, language)]
    for one in sorted(found, key=lambda one: -one.end)[:1]:
        field = one.field or ("budget" if one.amount.unit in _CURRENCIES else None)
        yield Meaning("amount", written(one.amount), amount=one.amount, field=field), one.end


def _plain(said: Sequence[Word], language: Language) -> Iterator[_Found]:
    for size in _sizes(0, said, language):
        if size.unit or size.is_scaled or size.end > 1:
            yield _Found(Amount(size.number, size.number, size.unit), size.end)


def _bounded(said: Sequence[Word], language: Language) -> Iterator[_Found]:
    for bound, end in _cues(0, said, language, _BOUNDS):
        for size in _sizes(end, said, language, least=1):
            if size.unit is None and size.number in _YEARS:
                continue  # "up to 2018" is a year
            if size.unit is None and size.end == 2 and is_grammar(said[1].folded, language):
                continue  # "über ein Label verfügen" is no "more than one"
            least, most = (None, size.number) if bound in _UPPER else (size.number, None)
            amount = Amount(least, most, size.unit, is_beyond=bound not in ("at_least", "at_most"))
            yield _Found(amount, size.end, "duration" if bound in _LENGTHS and size.unit else None)


def _between(said: Sequence[Word], language: Language) -> Iterator[_Found]:
    folded = [word.folded for word in said]
    pairs: tuple[tuple[PeriodCue, PeriodCue], ...] = (("between", "and"), ("from", "to"))
    for opening, joint in pairs:
        for _, start in cues_at(0, folded, language, opening):
            for first in _sizes(start, said, language):
                for _, after in cues_at(first.end, folded, language, joint):
                    for last in _sizes(after, said, language):
                        if last.unit or last.is_scaled or opening == "between":
                            yield from _both(first, last)


def _both(first: _Size, last: _Size) -> Iterator[_Found]:
    """What the first of two numbers leaves out, the second says: between 2 and 3 million euros."""
    number = first.number
    if last.is_scaled and not first.is_scaled:
        number *= next(factor for factor in (10**9, 10**6, 10**3) if last.number >= factor)
    if number <= last.number and first.unit in (None, last.unit):
        yield _Found(Amount(number, last.number, last.unit), last.end)


def _sizes(place: int, said: Sequence[Word], language: Language, least: int = 2) -> Iterator[_Size]:
    """The number at a place with the power of ten and the unit behind it; in letters it is *least* or more."""
    if (found := _number(place, said, language, least)) is None:
        return
    number, end, power = found
    powers = [(_POWERS[cue], after) for cue, after in _cues(end, said, language, _POWERS)]
    factor, end = (power, end) if power > 1 else max(powers, key=lambda one: one[1], default=(1, end))
    number *= factor
    folded = [word.folded for word in said]
    for cue, after in cues_at(end, folded, language, *_TIMES):
        unit, times = _TIMES[cue]
        yield _Size(number * times, unit, after, factor > 1)
        return
    for currency, after in _cues(end, said, language, _CURRENCIES):
        yield _Size(number, currency, after, factor > 1)
        return
    if number == number.to_integral_value():
        yield _Size(number, None, end, factor > 1)


def _number(place: int, said: Sequence[Word], language: Language, least: int) -> tuple[Decimal, int, int] | None:
    """A number in letters or digits, the place after it and the power of ten that is glued to it.

    Groups of three digits with one character between them are one number (2.521.964), fewer are decimals (2,5).
    """
    if place >= len(said):
        return None
    found = _DIGITS.fullmatch(said[place].folded)
    if found is None:
        number = number_at(place, [word.folded for word in said], language)
        return None if number is None or number < least else (Decimal(number), place + 1, 1)
    digits, end = found[1], place + 1
    if found[2]:
        glued = _GLUED.get(found[2])
        return (Decimal(digits), end, _POWERS[glued]) if glued else None
    while len(digits) < 13 and _is_next(end, said) and len(said[end].folded) == 3:
        digits, end = digits + said[end].folded, end + 1
    if end < len(said) and _is_next(end, said) and len(said[end].folded) < 3 and said[end].typed.isdecimal():
        return Decimal(f"{digits}.{said[end].folded}"), end + 1, 1
    return Decimal(digits), end, 1


def _is_next(place: int, said: Sequence[Word]) -> bool:
    """Whether digits stand one character behind the word before them."""
    return place < len(said) and said[place].folded.isdecimal() and said[place].start == said[place - 1].end + 1


@cache
def _phrases(language: Language) -> Phrases[AmountCue]:
    return phrases_of(cues_of(language).amounts)


def _cues(
    place: int, said: Sequence[Word], language: Language, wanted: Collection[AmountCue]
) -> Iterator[tuple[AmountCue, int]]:
    """The cues that begin at *place*, each with the place after it, the longest first."""
    yield from phrases_at(place, [word.folded for word in said], _phrases(language), wanted)


@lru_cache(maxsize=50_000)
def _may_begin(word: str, language: Language) -> bool:
    """Whether an amount may begin with this word: nearly all words are told apart by this alone."""
    openings = cues_of(language).periods
    return (
        word[:1].isdigit()
        or any(cue in _BOUNDS for _, cue in _phrases(language).get(word, ()))
        or number_at(0, [word], language) is not None
        or any(text.split()[0] == word for cue in ("between", "from") for text in openings[cue])
    )

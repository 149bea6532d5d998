"""The words of which periods are made: those that a language file lists, and CLDR's months and days of the week."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Final

from babel.dates import get_day_names, get_month_names
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.language.cues import PeriodCue, cues_of
from knowledge.language.normal import folded
from knowledge.language.phrases import Phrases, phrases_at, phrases_of
from knowledge.language.stems import stem
from knowledge.model.languages import LANGUAGES, Language

_FORMS: Final = {
    "janner": 1,
    "jaenner": 1,
    "feber": 2,
    "marca": 3,
    "marcu": 3,
    "marcem": 3,
    "maja": 5,
    "maju": 5,
    "majem": 5,
    "junijem": 6,
    "julijem": 7,
    "avgustom": 8,
    "septembrom": 9,
    "oktobrom": 10,
    "novembrom": 11,
    "decembrom": 12,
    "januarjem": 1,
    "januarja": 1,
    "februarjem": 2,
    "februarja": 2,
    "aprilom": 4,
    "junija": 6,
    "juniju": 6,
    "julija": 7,
    "juliju": 7,
}
"""Months as people say them in a region or a case that CLDR does not list."""
_ALSO_A_VERB: Final = frozenset(("may", "march", "set", "mar", "giu"))
"""Months that are everyday words as well: without a day or a year beside them they are none."""

_BEFORE: Final = frozenset(
    ("during", "since", "before", "after", "until", "from", "between", "and", "to", "joining", "onwards")
)
"""What only stands before or inside a period, or behind it."""

_SHORTEST: Final = 5
"""Letters of the shortest name that a slip is made out in."""

_ONE_SLIP: Final[Mapping[str, Any]] = {"scorer": OSA.distance, "score_cutoff": 1}


@cache
def _months(language: Language) -> Mapping[str, int]:
    names = {}
    for width in ("wide", "abbreviated"):
        for context in ("format", "stand-alone"):
            for number, name in get_month_names(width, context, language).items():
                for form in (folded(name).strip("."), stem(folded(name).strip("."), language)):
                    names[form] = number
    return {**names, **_FORMS}


@cache
def _full_months(language: Language) -> Mapping[str, int]:
    both = (get_month_names("wide", context, language) for context in ("format", "stand-alone"))
    names = {folded(name): number for names in both for number, name in names.items()}
    return {**names, **{stem(name, language): number for name, number in names.items() if len(name) > 3}, **_FORMS}


@cache
def _weekdays(language: Language) -> Mapping[str, int]:
    both = (get_day_names("wide", context, language) for context in ("format", "stand-alone"))
    return {folded(name): number for names in both for number, name in names.items()}


@lru_cache(maxsize=10_000)
def slip_of(word: str, language: Language) -> str:
    """The long word of a period or an amount that a folded word is one slip away from; else the word itself."""
    if len(word) < _SHORTEST - 1 or (found := process.extractOne(word, _long_words(language), **_ONE_SLIP)) is None:
        return word
    return str(found[0])


@cache
def _long_words(language: Language) -> Sequence[str]:
    cues = cues_of(language)
    phrases = (text for texts in (*cues.periods.values(), *cues.amounts.values()) for text in texts)
    known = {
        *_full_months(language),
        *_weekdays(language),
        *(folded(word) for text in phrases for word in text.split()),
    }
    return sorted(word for word in known if len(word) >= _SHORTEST)


@lru_cache(maxsize=20_000)
def month_of(word: str, language: Language) -> int | None:
    """The month that a folded word names; the question's own language goes first."""
    for code in (language, *LANGUAGES):
        found = _months(code).get(word) or (_months(code).get(stem(word, code)) if len(word) > 3 else None)
        if found:
            return found
    return None


def full_month_of(word: str, language: Language) -> int | None:
    """The month that a word names in full in this language, and that it is even without a year."""
    if word in _ALSO_A_VERB:
        return None
    known = _full_months(language)
    return known.get(word) or (known.get(stem(word, language)) if len(word) > 3 else None)


def weekday_of(word: str, language: Language) -> int | None:
    """The day of the week, Monday 0, that a word names in this language."""
    known = _weekdays(language)
    return known.get(word, known.get(word.removesuffix("s")))


@cache
def _phrases(language: Language) -> Phrases[PeriodCue]:
    return phrases_of(cues_of(language).periods)


def cues_at(place: int, said: Sequence[str], language: Language, *wanted: PeriodCue) -> Iterator[tuple[PeriodCue, int]]:
    """The cues that begin at *place*, each with the place after it, the longest first."""
    yield from phrases_at(place, said, _phrases(language), wanted)


def past(place: int, said: Sequence[str], language: Language, *skipped: PeriodCue) -> int:
    """The place after a cue of this kind, if there is one."""
    return next((end for _, end in cues_at(place, said, language, *skipped)), place)


def number_at(place: int, said: Sequence[str], language: Language) -> int | None:
    """The number that a word says, in digits or in letters, up to twelve in letters."""
    if place >= len(said):
        return None
    if said[place].isdecimal() and len(said[place]) <= 3:
        return int(said[place])
    return _numbers(language).get(said[place])


def ordinal_at(place: int, said: Sequence[str], language: Language) -> int | None:
    """Which of several a word says: third, terzo, 3."""
    if place >= len(said):
        return None
    digits = said[place].rstrip("abcdefghijklmnopqrstuvwxyz")
    if digits.isdecimal() and len(digits) == 1:
        return int(digits)
    return _ordinals(language).get(said[place])


@cache
def _numbers(language: Language) -> Mapping[str, int]:
    listed = cues_of(language).numbers
    return {folded(word): number for number, text in enumerate(listed, start=1) for word in text.split("/")}


@cache
def _ordinals(language: Language) -> Mapping[str, int]:
    listed = cues_of(language).ordinals
    return {folded(word): number for number, text in enumerate(listed, start=1) for word in text.split("/")}


@lru_cache(maxsize=50_000)
def may_begin(word: str, language: Language) -> bool:
    """Whether a period may begin with this word: nearly all words are told apart by this alone."""
    return word in _phrases(language) or stands_alone(word, language)


@lru_cache(maxsize=50_000)
def may_belong(word: str, language: Language) -> bool:
    """Whether a period may have this word anywhere: where no word may, none goes on."""
    return word in _words_of_phrases(language) or stands_alone(word, language)


@cache
def _words_of_phrases(language: Language) -> frozenset[str]:
    return frozenset(word for phrases in _phrases(language).values() for phrase, _ in phrases for word in phrase)


@lru_cache(maxsize=50_000)
def stands_alone(word: str, language: Language) -> bool:
    """Whether a period may begin with this word that has no "since" or "between" before it."""
    return (
        word[:1].isdigit()
        or (len(word) == 2 and word[0] == "q" and word[1].isdigit())
        or any(cue not in _BEFORE for _, cue in _phrases(language).get(word, ()))
        or word in _ordinals(language)
        or word in _numbers(language)
        or word in _weekdays(language)
        or word.removesuffix("s") in _weekdays(language)
        or month_of(word, language) is not None
    )

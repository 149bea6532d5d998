"""Typos: what a word that nobody knows was probably meant to be, and which of our names a name is nearly like."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from string import ascii_lowercase
from typing import Final

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from knowledge.language.rarity import COMMON, zipf, zipf_of_each
from knowledge.language.stems import stem
from knowledge.model.languages import Language
from knowledge.reading.channel import is_easy, likelihood
from knowledge.reading.lexicon import Lexicon
from knowledge.reading.meanings import Meaning
from knowledge.reading.trigrams import A_SLIP_COSTS, Trigrams, runs

Corrections = tuple[tuple[str, float], ...]
"""Words, each with a quality from 0 to 1: how near it is to what was typed. The likeliest first."""

_SHORTEST: Final = 5
"""Letters of the shortest word that is meant: in a shorter one a single letter makes another word."""
_LONG: Final = 9
_A_SLIP: Final = 0.07
"""How much less a word is that has one."""
_ONE_SLIP: Final = 1 - _A_SLIP
_OURS: Final = 1.0
"""By how much a word that means nothing here must be likelier (Zipf) than one of ours to be rather meant."""
_MUCH: Final = 1.5
"""By how much one of ours must be likelier than the common word that was typed, where the words around fit it."""
_A_WORD: Final = 3.0
"""How common a word of ours is at least (Zipf): the rarest ones in the table are."""
_MOST: Final = 3
_LIKELY: Final = 100
"""Names that are compared letter by letter: those that share most with what was typed."""
_NEAR: Final = 72.0
_SHORTEST_NEAR: Final = 4


@dataclass(frozen=True, slots=True)
class Slips:
    """What a word may be a slip of."""

    among_others: Corrections = ()
    """Within a longer phrase or a name, where the words around it tell."""
    alone: Corrections = ()
    """By itself: only what it was rather meant to be than a word that means nothing here."""
    meant: str = ""
    """The likeliest by itself, or the common word that means nothing here and was rather meant."""


def slips_of(word: str, lexicon: Lexicon, language: Language) -> Slips:
    """What a word was probably meant to be: a word of the lexicon, or one with a stem that the lexicon knows.

    "Furma" is no "Form" where it may be "Firma". A common word may be a slip among others alone: "next moth".
    """
    if len(word) < _SHORTEST - 1:
        return Slips()
    # Common words have no digits, so that a number of names with them costs no time.
    others = zipf_of_each(_a_slip_from(word), language) if word.isalpha() else {}
    known = {other for other in others if len(other) >= _SHORTEST and _has_known_stem(other, lexicon, language)}
    found = dict.fromkeys(known, _ONE_SLIP) | dict(corrections(word, lexicon.slips, language))
    likely = {meant: likelihood(word, meant, language, 0.0 if meant in known else _A_WORD) for meant in found}
    near = _likeliest(found, likely, lexicon.names)
    common = zipf(word, language)
    if common >= COMMON:
        return Slips(tuple((m, how) for m, how in near if is_easy(word, m) and likely[m] >= common + _MUCH))
    elsewhere = {o: likelihood(word, o, language) for o in others if o not in known and o not in lexicon.words}
    likeliest = max(elsewhere, key=lambda other: (elsewhere[other], other), default="")
    limit = elsewhere.get(likeliest, 0.0)
    alone = tuple(
        (meant, how)
        for meant, how in near
        if meant in lexicon.names or limit < max(COMMON, likely[meant] + (_OURS if how == _ONE_SLIP else 0))
    )
    return Slips(near, alone, alone[0][0] if alone else likeliest if limit >= COMMON else "")


def _has_known_stem(word: str, lexicon: Lexicon, language: Language) -> bool:
    return stem(word, language) in lexicon.stemmed[language]


def _likeliest(found: Mapping[str, float], likely: Mapping[str, float], names: Collection[str]) -> Corrections:
    """Those that are about as likely as the likeliest with as many slips; a name of ours always is."""
    ranked = sorted(found, key=lambda meant: (-found[meant], -likely[meant], meant))
    best = {found[meant]: likely[meant] for meant in reversed(ranked)}
    return tuple(
        (meant, found[meant]) for meant in ranked if meant in names or likely[meant] > best[found[meant]] - _OURS
    )[:_MOST]


def corrections(word: str, known_words: Trigrams, language: Language) -> Corrections:
    """Words that are known which *word* may be a typo of.

    One slip (a letter more, less, changed, or two swapped) from five letters on, two from nine on; digits never change.
    A word of four letters may be one of five that lost one.
    """
    if len(word) < _SHORTEST - 1:
        return ()
    allowed = 1 if len(word) < _LONG else 2
    likely = [
        known
        for known in known_words.sharing(word, len(runs(word)) - A_SLIP_COSTS * allowed)
        if len(known) >= _SHORTEST and abs(len(known) - len(word)) <= allowed
    ]
    found = (
        (candidate, 1 - _A_SLIP * slips)
        for candidate, slips, _ in process.extract(word, likely, scorer=OSA.distance, score_cutoff=allowed, limit=None)
        if _digits(candidate) == _digits(word) and (slips <= 1 or candidate[0] == word[0])
    )
    return tuple(sorted(found, key=lambda one: (-one[1], -likelihood(word, one[0], language), one[0])))


def _a_slip_from(word: str) -> list[str]:
    """Everything that one slip makes of a word but its first letter, which is seldom mistyped."""
    cuts = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    less = [before + after[1:] for before, after in cuts if after]
    swapped = [before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1]
    changed = [before + letter + after[1:] for before, after in cuts if after for letter in ascii_lowercase]
    more = [before + letter + after for before, after in cuts for letter in ascii_lowercase]
    return less + swapped + changed + more


def _digits(word: str) -> str:
    return "".join(character for character in word if character.isdigit())


def near_names(name: str, lexicon: Lexicon) -> tuple[tuple[Meaning, float], ...]:
    """Names of ours that *name* (letters and digits alone) is nearly like: to be offered, never assumed.

    Best first, 0 to 1. A name with a number is not near one without: AlpGov2 is no slip of "Alpine project".
    """
    if len(name) < _SHORTEST_NEAR:
        return ()
    likely = [
        known
        for known in lexicon.near.sharing(name, len(runs(name)) // 4, _LIKELY)
        if abs(len(known) - len(name)) <= max(2, len(name) // 3) and (_digits(known) or not _digits(name))
    ]
    found = process.extract(name, likely, scorer=fuzz.ratio, score_cutoff=_NEAR, limit=_MOST)
    return tuple((meaning, score / 100) for known, score, _ in found for meaning in lexicon.names[known])

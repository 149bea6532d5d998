"""What letters mean: a word or a phrase as it is, by its stems, with the ending of a name, or as a slip of another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.language.cues import cues_of
from knowledge.language.rarity import COMMON, zipf
from knowledge.language.stems import stem
from knowledge.model.languages import LANGUAGES, Language
from knowledge.reading.lexicon import Lexicon
from knowledge.reading.meanings import Meaning
from knowledge.reading.typos import Slips, slips_of

_STEMMED: Final = 0.98
_ENDING: Final = 0.96
_ANOTHER_LANGUAGE: Final = 0.95
_DISTANT: Final = 0.92
_INTERNATIONAL: Final = frozenset(("name", "place", "sector", "role", "type"))
_WEAK: Final = frozenset(("beside", "glue", "title", "kind"))
_MOST_FORMS: Final = 6
_EVERYDAY: Final = 4.3
"""Zipf value from which a word is known beyond its language: it is not taken for a typo anywhere."""
_SHORTEST_WITH_ENDING: Final = 4

Forms = Sequence[tuple[str, float]]
"""What letters may stand there, each with how near they are to what was typed."""
Roots = Mapping[Language, Forms]


@dataclass(frozen=True, slots=True)
class Spelled:
    """A single word as the lexicon knows it in one language: worked out once for each word."""

    forms: Forms
    roots: Roots
    roots_of_beginnings: Roots
    """Those alone with which a phrase of their language begins."""
    is_common: bool
    meaning: tuple[tuple[Meaning, ...], float] | None
    """What it means by itself."""
    meant: str
    """The word that it is a slip of; empty where it is none."""


def known(word: str, lexicon: Lexicon, language: Language) -> Spelled:
    """A folded word as the lexicon knows it, or what it is a slip of."""
    found: Spelled | None = lexicon.known_words.get((word, language))
    if found is None:
        found = lexicon.known_words[word, language] = _spelled(word, lexicon, language)
    return found


def _spelled(word: str, lexicon: Lexicon, language: Language) -> Spelled:
    slips = Slips() if _is_known(word, lexicon, language) else slips_of(word, lexicon, language)
    typed = (word, 1.0)
    forms, alone = (typed, *slips.among_others), (typed, *slips.alone)
    roots = _roots(forms)
    common = zipf(word, language) >= COMMON
    meaning = look_up(alone, _roots(alone), lexicon, language, 1, not common)
    begun = {code: some for code, some in roots.items() if lexicon.may_begin(some, code)}
    return Spelled(forms, roots, begun, common, meaning, slips.meant)


def _roots(forms: Forms) -> Roots:
    return {code: [(stem(form, code), quality) for form, quality in forms] for code in LANGUAGES}


def longer(forms: Forms, spellings: Forms) -> Forms:
    """The letters of a phrase with one more word."""
    if len(forms) == 1 and len(spellings) == 1:
        (form, quality), (part, how) = forms[0], spellings[0]
        return ((form + part, quality * how),)
    return [(form + part, quality * how) for form, quality in forms for part, how in spellings][:_MOST_FORMS]


def is_common(word: str, language: Language) -> bool:
    """Whether the word is well known in the question's language, or known to everybody in another."""
    return zipf(word, language) >= COMMON or any(zipf(word, other) >= _EVERYDAY for other in LANGUAGES)


def _is_known(word: str, lexicon: Lexicon, language: Language) -> bool:
    """Whether the word is no slip: a phrase has it or its stem, or everybody knows it in another language."""
    if word in lexicon.words or stem(word, language) in lexicon.stemmed[language]:
        return True
    others = [code for code in LANGUAGES if code != language and zipf(word, code)]
    return any(zipf(word, code) >= _EVERYDAY or stem(word, code) in lexicon.stemmed[code] for code in others)


def look_up(
    forms: Forms,
    roots: Roots,
    lexicon: Lexicon,
    language: Language,
    number: int,
    foreign: bool,
) -> tuple[tuple[Meaning, ...], float] | None:
    """The best that *number* words can mean in one of their spellings; with *foreign* also in the other languages.

    What a word means exactly is all it means, unless that is weak: only then its stem is looked at.
    """
    best: tuple[tuple[Meaning, ...], float] | None = None
    for meanings, quality in _candidates(forms, roots, lexicon, language, foreign):
        if (best is None or quality >= best[1]) and (fitting := _as_spelled(meanings, number)):
            # A slip may be one of two words that are equally near.
            both = best[0] if best and quality == best[1] else ()
            best = tuple(dict.fromkeys((*both, *fitting))), quality
            if quality == 1:
                break
    if best is not None and best[1] == 1 and all(meaning.type in _WEAK for meaning in best[0]):
        root = roots[language][0][0] if language in roots else ""
        rooted = _as_spelled(lexicon.stemmed[language].get(root, ()), number)
        return tuple(dict.fromkeys(best[0] + rooted)), 1.0
    return best


def _candidates(
    forms: Forms, roots: Roots, lexicon: Lexicon, language: Language, foreign: bool
) -> Iterator[tuple[tuple[Meaning, ...], float]]:
    """What the spellings mean: in this language, by their stems, with an ending of names, in another language."""
    exact = lexicon.exact
    for form, quality in forms:
        if found := exact.get(form):
            yield _own(found, language), quality
    stemmed = lexicon.stemmed[language]
    for root, quality in roots.get(language, ()):
        if found := stemmed.get(root):
            yield found, quality * _STEMMED
    for form, quality in forms if cues_of(language).name_endings else ():
        if found := _with_ending(form, lexicon, language):
            yield found, quality * _ENDING
    if foreign:
        for form, quality in forms:
            if found := exact.get(form):
                yield found, quality * _ANOTHER_LANGUAGE
        for code in LANGUAGES:
            for root, quality in roots.get(code, ()) if code != language else ():
                if found := lexicon.stemmed[code].get(root):
                    yield found, quality * _DISTANT


def _own(meanings: tuple[Meaning, ...], language: Language) -> tuple[Meaning, ...]:
    """What a phrase means in this language; names and terms are known in all."""
    return tuple(m for m in meanings if m.language in (language, "any") or m.type in _INTERNATIONAL)


def _as_spelled(meanings: tuple[Meaning, ...], number: int) -> tuple[Meaning, ...]:
    """What *number* words can mean: a name in any spelling, another phrase as it is or run together.

    A name whose letters are a word of its own as well (Clust-ER, cluster) is meant where it is spelled like the name.
    """
    spelled = tuple(m for m in meanings if m.parts == number)
    names = tuple(m for m in meanings if m.type == "name")
    if any(m.type == "name" for m in spelled):
        return tuple(m for m in spelled if m.type == "name")
    return spelled or names or (meanings if number == 1 else ())


def _with_ending(form: str, lexicon: Lexicon, language: Language) -> tuple[Meaning, ...]:
    """A name of ours with a case ending of this language: ESCAs, v Milanu, Clust-ERja."""
    for ending in cues_of(language).name_endings:
        bare = form.removesuffix(ending)
        if bare == form or len(bare) < _SHORTEST_WITH_ENDING - 1:
            continue
        for known in (bare, *(bare + vowel for vowel in "aeo")):
            named = tuple(m for m in lexicon.exact.get(known, ()) if m.type in ("name", "place", "sector", "type"))
            # ESCO may be the accusative of ESCA, but it is a name of its own, too: not assumed.
            own_name = len(known) == _SHORTEST_WITH_ENDING and ending in ("o", "u")
            if named and len(known) >= _SHORTEST_WITH_ENDING and not own_name:
                return named
    return ()

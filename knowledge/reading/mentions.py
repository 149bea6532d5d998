"""What a question mentions: its words, cut into the phrases that mean something."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from knowledge.language.cues import cues_of
from knowledge.language.normal import Word
from knowledge.language.rarity import COMMON, zipf
from knowledge.language.stems import stem
from knowledge.model.languages import LANGUAGES, Language
from knowledge.reading.amounts import amounts_at
from knowledge.reading.lexicon import LONGEST_PHRASE, Lexicon
from knowledge.reading.meanings import Meaning
from knowledge.reading.periods.spans import periods_at
from knowledge.reading.periods.terms import slip_of
from knowledge.reading.typos import Slips, slips_of

_STEMMED: Final = 0.98
_ENDING: Final = 0.96
_ANOTHER_LANGUAGE: Final = 0.95
_DISTANT: Final = 0.92
_INTERNATIONAL: Final = frozenset(("name", "place", "sector", "role", "type"))
_WEAK: Final = frozenset(("beside", "glue", "title", "kind"))
_LONGER_IS_BETTER: Final = 0.35
_NAMED: Final = 1.08
"""How much more a word in a name or a period is worth than one in a cue."""
_MOST_FORMS: Final = 6
_EVERYDAY: Final = 4.3
"""Zipf value from which a word is known beyond its language: it is not taken for a typo anywhere."""
_SHORTEST_WITH_ENDING: Final = 4
_ANY_DAY: Final = date(2000, 1, 1)


@dataclass(frozen=True)
class Mention:
    """Some words in a row and what they can mean; without meanings a single word that nobody knows."""

    words: tuple[Word, ...]
    first: int
    """The place of its first word in the question."""
    meanings: tuple[Meaning, ...] = ()
    quality: float = 1.0
    """1 as we know it, less for another form, another language or a typo."""
    typed: str = ""
    """As it was typed, where that is not its words with blanks between them."""

    @cached_property
    def text(self) -> str:
        """As it was typed."""
        return self.typed or " ".join(word.typed for word in self.words)

    def of(self, *types: str) -> tuple[Meaning, ...]:
        """Its meanings of these types."""
        if self._types.isdisjoint(types):
            return ()
        return tuple(meaning for meaning in self.meanings if meaning.type in types)

    @cached_property
    def _types(self) -> frozenset[str]:
        return frozenset(meaning.type for meaning in self.meanings)

    @cached_property
    def is_silent(self) -> bool:
        """Whether it is grammar or politeness and nothing else that counts."""
        return bool(self.of("function", "polite")) and not self.of("name")


def mentions(
    words: Sequence[Word], lexicon: Lexicon, language: Language, today: date = _ANY_DAY
) -> tuple[Mention, ...]:
    """Cut *words* into mentions: the longest and best phrases win, every word is in exactly one mention.

    Where they are cut does not depend on *today*, only which days "last year" is.
    """
    dated = tuple(_as_dated(word, lexicon, language) for word in words)
    found = [list(_starting_at(place, words, dated, lexicon, language, today)) for place in range(len(words))]
    found = [[mention for mention in starting if not _is_one_of_many(mention, found, lexicon)] for starting in found]
    found = [[_with_inner(mention, found) for mention in starting] for starting in found]
    best: list[tuple[float, Mention | None]] = [(0.0, None)] * (len(words) + 1)
    for place in reversed(range(len(words))):
        unknown = Mention((words[place],), place)
        best[place] = (best[place + 1][0], unknown)
        for mention in found[place]:
            worth = _worth(mention) + best[place + len(mention.words)][0]
            if worth > best[place][0]:
                best[place] = (worth, mention)
    return tuple(_as_meant(mention, lexicon, language) for mention in _path(best))


def _path(best: Sequence[tuple[float, Mention | None]]) -> Iterator[Mention]:
    place = 0
    while (mention := best[place][1]) is not None:
        yield mention
        place += len(mention.words)


def _as_meant(mention: Mention, lexicon: Lexicon, language: Language) -> Mention:
    """With the words that its words are slips of, since our texts may have those; a capital may begin a name."""
    meant = [
        (word.typed.islower() and _known(word.folded, lexicon, language).meant) or word.folded for word in mention.words
    ]
    if all(word.folded == one for word, one in zip(mention.words, meant, strict=True)):
        return mention
    spelled = tuple(replace(word, folded=one) for word, one in zip(mention.words, meant, strict=True))
    return replace(mention, words=spelled)


def _with_inner(mention: Mention, found: Sequence[Sequence[Mention]]) -> Mention:
    """A phrase also means what it means without the grammar words around it: "è iniziato" is "iniziato", too.

    And a cue that begins with a question word asks what that asks: "how many experts".
    """
    if len(mention.words) == 1 or mention.is_silent or mention.of("name", "language", "question", "amount"):
        return mention
    inner = list(mention.meanings)
    last = mention.first + len(mention.words)
    inner += (
        meaning
        for part in found[mention.first]
        if mention.of("field") and len(part.words) < len(mention.words)
        for meaning in part.of("question")
    )
    for first in range(mention.first, last):
        for part in found[first]:
            end = first + len(part.words)
            around = (*range(mention.first, first), *range(end, last))
            if around and end <= last and all(_is_silent_at(place, found) for place in around):
                inner += (meaning for meaning in part.meanings if meaning.type not in ("function", "glue"))
    return mention if len(inner) == len(mention.meanings) else replace(mention, meanings=tuple(dict.fromkeys(inner)))


def _is_one_of_many(mention: Mention, found: Sequence[Sequence[Mention]], lexicon: Lexicon) -> bool:
    """Whether it describes an entry, behind "which" or "how many": which health clusters are no health cluster."""
    before = (one for place in range(mention.first) for one in found[place] if place + len(one.words) == mention.first)
    if not mention.of("name") or not any(map(_asks_for_some, before)):
        return False
    # A name is the same in all languages, and a description says what sort of thing it is.
    described = all(meaning.language != "any" for meaning in mention.of("name"))
    single = (one for place in range(len(mention.words)) for one in found[mention.first + place] if len(one.words) == 1)
    is_type = any(one.of("type") for one in single)
    return described and (is_type or any(_ends_with_type(word.folded, lexicon) for word in mention.words))


def _asks_for_some(mention: Mention) -> bool:
    return any(meaning.value in ("what", "how_many") for meaning in mention.of("question"))


def _ends_with_type(word: str, lexicon: Lexicon) -> bool:
    """Whether it is a compound of a type of organisations, as German forms them."""
    ends = (word[place:] for place in range(1, len(word) - _SHORTEST_WITH_ENDING + 1))
    return any(meaning.type == "type" for end in ends for meaning in lexicon.exact.get(end, ()))


def _is_silent_at(place: int, found: Sequence[Sequence[Mention]]) -> bool:
    return any(len(mention.words) == 1 and mention.of("function") for mention in found[place])


def _worth(mention: Mention) -> float:
    number = len(mention.words)
    silent = 0.5 if mention.is_silent and number == 1 else 1.0
    named = _NAMED if mention.of("name", "period", "amount") else 1.0
    # One word that is not as we know it makes no other word of a phrase worse.
    return silent * named * (mention.quality + (1 + _LONGER_IS_BETTER) * (number - 1))


def _starting_at(
    place: int, words: Sequence[Word], dated: Sequence[Word], lexicon: Lexicon, language: Language, today: date
) -> Iterator[Mention]:
    computed: dict[int, tuple[Meaning, ...]] = {}
    for meaning, number in (*periods_at(place, dated, language, today), *amounts_at(place, dated, language)):
        computed[number] = (*computed.get(number, ()), meaning)
    for mention in _phrases_at(place, words, lexicon, language):
        # "Heute" is a day, and a word that means "now".
        also = computed.pop(len(mention.words), ())
        yield replace(mention, meanings=(*mention.meanings, *also)) if also else mention
    for number, meanings in computed.items():
        typed, meant = words[place : place + number], dated[place : place + number]
        yield Mention(tuple(typed), place, meanings, 1.0 if tuple(typed) == tuple(meant) else _DISTANT)


def _as_dated(word: Word, lexicon: Lexicon, language: Language) -> Word:
    """The word, or that of a period or an amount that it is a slip of, where nobody knows it otherwise."""
    if word.folded in lexicon.words or _is_common(word.folded, language):
        return word
    meant = slip_of(word.folded, language)
    return word if meant == word.folded else replace(word, folded=meant)


def _phrases_at(place: int, words: Sequence[Word], lexicon: Lexicon, language: Language) -> Iterator[Mention]:
    first = _known(words[place].folded, lexicon, language)
    if first.meaning is not None:
        yield Mention((words[place],), place, *first.meaning)
    forms, roots = first.forms, first.roots_of_beginnings
    # Everyday words of the question's language are not read as another's: "de la" is not the Slovene "dela".
    foreign = not first.is_common
    for number in range(2, min(LONGEST_PHRASE, len(words) - place) + 1):
        # A language in which nothing begins so has nothing longer that does.
        if not roots and not lexicon.may_begin(forms, "exact", cues_of(language).longest_ending):
            return
        word = _known(words[place + number - 1].folded, lexicon, language)
        foreign = foreign or not word.is_common
        forms = _longer(forms, word.forms)
        longer = {code: _longer(some, word.roots[code]) for code, some in roots.items()}
        roots = {code: some for code, some in longer.items() if lexicon.may_begin(some, code)}
        if (found := _look_up(forms, roots, lexicon, language, number, foreign)) is not None:
            yield Mention(tuple(words[place : place + number]), place, *found)


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


def _known(word: str, lexicon: Lexicon, language: Language) -> Spelled:
    known: Spelled | None = lexicon.known_words.get((word, language))
    if known is None:
        known = lexicon.known_words[word, language] = _spelled(word, lexicon, language)
    return known


def _spelled(word: str, lexicon: Lexicon, language: Language) -> Spelled:
    slips = Slips() if _is_known(word, lexicon, language) else slips_of(word, lexicon, language)
    typed = (word, 1.0)
    forms, alone = (typed, *slips.among_others), (typed, *slips.alone)
    roots = _roots(forms)
    is_common = zipf(word, language) >= COMMON
    meaning = _look_up(alone, _roots(alone), lexicon, language, 1, not is_common)
    begun = {code: some for code, some in roots.items() if lexicon.may_begin(some, code)}
    return Spelled(forms, roots, begun, is_common, meaning, slips.meant)


def _roots(forms: Forms) -> Roots:
    return {code: [(stem(form, code), quality) for form, quality in forms] for code in LANGUAGES}


def _longer(forms: Forms, spellings: Forms) -> Forms:
    if len(forms) == 1 and len(spellings) == 1:
        (form, quality), (part, how) = forms[0], spellings[0]
        return ((form + part, quality * how),)
    return [(form + part, quality * how) for form, quality in forms for part, how in spellings][:_MOST_FORMS]


def _is_common(word: str, language: Language) -> bool:
    """Whether the word is well known in the question's language, or known to everybody in another."""
    return zipf(word, language) >= COMMON or any(zipf(word, other) >= _EVERYDAY for other in LANGUAGES)


def _is_known(word: str, lexicon: Lexicon, language: Language) -> bool:
    """Whether the word is no slip: a phrase has it or its stem, or everybody knows it in another language."""
    if word in lexicon.words or stem(word, language) in lexicon.stemmed[language]:
        return True
    others = [code for code in LANGUAGES if code != language and zipf(word, code)]
    return any(zipf(word, code) >= _EVERYDAY or stem(word, code) in lexicon.stemmed[code] for code in others)


def _look_up(
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
        if meanings and (best is None or quality >= best[1]) and (fitting := _as_spelled(meanings, number)):
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
    if cues_of(language).name_endings:
        for form, quality in forms:
            yield _with_ending(form, lexicon, language), quality * _ENDING
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

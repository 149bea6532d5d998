"""What a question mentions: its words, cut into the phrases that mean something."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Final

from knowledge.language.cues import cues_of
from knowledge.language.normal import Word
from knowledge.model.languages import Language
from knowledge.reading.amounts import amounts_at
from knowledge.reading.lexicon import LONGEST_PHRASE, Lexicon
from knowledge.reading.meanings import Meaning
from knowledge.reading.periods.spans import periods_at
from knowledge.reading.periods.terms import slip_of
from knowledge.reading.spellings import Spelled, is_common, known, longer, look_up

_SLIPPED: Final = 0.92
_LONGER_IS_BETTER: Final = 0.35
_NAMED: Final = 1.08
"""How much more a word in a name or a period is worth than one in a cue."""
_SHORTEST_TYPE: Final = 4
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
    spelled = tuple(known(word.folded, lexicon, language) for word in words)
    found = [list(_starting_at(place, words, dated, spelled, lexicon, language, today)) for place in range(len(words))]
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
        (word.typed.islower() and known(word.folded, lexicon, language).meant) or word.folded for word in mention.words
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
    ends = (word[place:] for place in range(1, len(word) - _SHORTEST_TYPE + 1))
    return any(meaning.type == "type" for end in ends for meaning in lexicon.exact.get(end, ()))


def _is_silent_at(place: int, found: Sequence[Sequence[Mention]]) -> bool:
    return any(len(mention.words) == 1 and mention.of("function") for mention in found[place])


def _worth(mention: Mention) -> float:
    number = len(mention.words)
    silent = 0.5 if number == 1 and mention.is_silent else 1.0
    named = _NAMED if mention.of("name", "period", "amount") else 1.0
    # One word that is not as we know it makes no other word of a phrase worse.
    return silent * named * (mention.quality + (1 + _LONGER_IS_BETTER) * (number - 1))


def _starting_at(
    place: int,
    words: Sequence[Word],
    dated: Sequence[Word],
    spelled: Sequence[Spelled],
    lexicon: Lexicon,
    language: Language,
    today: date,
) -> Iterator[Mention]:
    computed: dict[int, tuple[Meaning, ...]] = {}
    for meaning, number in (*periods_at(place, dated, language, today), *amounts_at(place, dated, language)):
        computed[number] = (*computed.get(number, ()), meaning)
    for mention in _phrases_at(place, words, spelled, lexicon, language):
        # "Heute" is a day, and a word that means "now".
        also = computed.pop(len(mention.words), ())
        yield replace(mention, meanings=(*mention.meanings, *also)) if also else mention
    for number, meanings in computed.items():
        typed, meant = words[place : place + number], dated[place : place + number]
        yield Mention(tuple(typed), place, meanings, 1.0 if tuple(typed) == tuple(meant) else _SLIPPED)


def _as_dated(word: Word, lexicon: Lexicon, language: Language) -> Word:
    """The word, or that of a period or an amount that it is a slip of, where nobody knows it otherwise."""
    if word.folded in lexicon.words or is_common(word.folded, language):
        return word
    meant = slip_of(word.folded, language)
    return word if meant == word.folded else replace(word, folded=meant)


def _phrases_at(
    place: int, words: Sequence[Word], spelled: Sequence[Spelled], lexicon: Lexicon, language: Language
) -> Iterator[Mention]:
    first = spelled[place]
    if first.meaning is not None:
        yield Mention((words[place],), place, *first.meaning)
    forms, roots = first.forms, first.roots_of_beginnings
    # Everyday words of the question's language are not read as another's: "de la" is not the Slovene "dela".
    foreign = not first.is_common
    for number in range(2, min(LONGEST_PHRASE, len(words) - place) + 1):
        # A language in which nothing begins so has nothing longer that does.
        if not roots and not lexicon.may_begin(forms, "exact", cues_of(language).longest_ending):
            return
        word = spelled[place + number - 1]
        foreign = foreign or not word.is_common
        forms = longer(forms, word.forms)
        further = {code: longer(some, word.roots[code]) for code, some in roots.items()}
        roots = {code: some for code, some in further.items() if lexicon.may_begin(some, code)}
        if (found := look_up(forms, roots, lexicon, language, number, foreign)) is not None:
            yield Mention(tuple(words[place : place + number]), place, *found)

"""Phrases of a language file, found where they begin in a question."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

from knowledge.language.normal import clean, words

Cue = TypeVar("Cue", bound=str)
Phrases: TypeAlias = Mapping[str, Sequence[tuple[tuple[str, ...], Cue]]]
"""Folded phrases and what they are cues of, by their first word; the longest first."""


def phrases_of(listed: Mapping[Cue, Iterable[str]]) -> Phrases[Cue]:
    """The phrases that a language file lists for each cue."""
    found: dict[str, list[tuple[tuple[str, ...], Cue]]] = defaultdict(list)
    for cue, texts in listed.items():
        for text in texts:
            phrase = tuple(word.folded for word in words(clean(text)))
            found[phrase[0]].append((phrase, cue))
    return {first: tuple(sorted(some, key=lambda one: -len(one[0]))) for first, some in found.items()}


def phrases_at(
    place: int, said: Sequence[str], phrases: Phrases[Cue], wanted: Collection[Cue]
) -> Iterator[tuple[Cue, int]]:
    """The *wanted* cues that begin at *place* in folded words, each with the place after it, the longest first.

    >>> list(phrases_at(1, ("for", "at", "least", "two"), phrases_of({"at_least": ["at least"]}), ["at_least"]))
    [('at_least', 3)]
    """
    if place < len(said):
        for phrase, cue in phrases.get(said[place], ()):
            end = place + len(phrase)
            if cue in wanted and tuple(said[place:end]) == phrase:
                yield cue, end

"""A question as the readers see it: its mentions, the base, and what the conversation was about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any, Final

from knowledge.language.cues import cues_of
from knowledge.language.normal import folded
from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry, Kind
from knowledge.model.languages import Language
from knowledge.reading.meanings import Meaning
from knowledge.reading.mentions import Mention
from knowledge.reading.readings import Context

_NOWHERE: Final[frozenset[int]] = frozenset()
_OURS: Final = ("name", "kind", "type", "sector", "role")


@dataclass(frozen=True)
class Question:
    """One question."""

    text: str
    mentions: tuple[Mention, ...]
    language: Language
    base: Base
    today: date
    context: Context = field(default_factory=Context)

    @cached_property
    def once(self) -> dict[str, tuple[Any, ...]]:
        """What one reader found in it and the next need not look for again, by what it is."""
        return {}

    def each(self, *types: str) -> Sequence[tuple[int, Meaning]]:
        """Every meaning of these types, with the place of its mention, in the order of the question."""
        if len(types) == 1:
            return self._by_type.get(types[0], ())
        return [(place, meaning) for place, mention in enumerate(self.mentions) for meaning in mention.of(*types)]

    @cached_property
    def _by_type(self) -> Mapping[str, Sequence[tuple[int, Meaning]]]:
        found: dict[str, list[tuple[int, Meaning]]] = {}
        for place, mention in enumerate(self.mentions):
            for meaning in mention.meanings:
                found.setdefault(meaning.type, []).append((place, meaning))
        return found

    def places(self, type: str, *values: str) -> frozenset[int]:
        """Where one of *values* is mentioned."""
        if len(values) == 1:
            return self._by_value.get((type, values[0]), _NOWHERE)
        return _NOWHERE.union(*(self._by_value.get((type, value), _NOWHERE) for value in values))

    @cached_property
    def _by_value(self) -> Mapping[tuple[str, str], frozenset[int]]:
        found: dict[tuple[str, str], set[int]] = {}
        for type, some in self._by_type.items():
            for place, meaning in some:
                found.setdefault((type, meaning.value), set()).add(place)
        return {said: frozenset(places) for said, places in found.items()}

    @cached_property
    def named(self) -> tuple[tuple[int, AnyEntry], ...]:
        """The entries that are named, with the places of their names; once, if it is a name in several languages."""
        ids = dict.fromkeys((place, meaning.value) for place, meaning in self.each("name"))
        return tuple((place, self.base[id]) for place, id in ids)

    @cached_property
    def asked(self) -> tuple[tuple[int, str], ...]:
        """What the question words ask for, with their places."""
        return tuple((place, meaning.value) for place, meaning in self.each("question"))

    @cached_property
    def saying_more(self) -> frozenset[int]:
        """Where a cue begins with a question word and goes on: "who proposed" does not ask who in general."""
        asking = _asking(self.language)
        cued = (place for place, _ in self.each("field") if self.mentions[place].of("question"))
        return frozenset(p for p in cued if any(word.folded not in asking for word in self.mentions[p].words))

    @cached_property
    def is_open(self) -> bool:
        """Whether a question word other than "how" and "why" stands in it: then it is no yes-or-no question."""
        going_on = self.places("operator", "follow_up")  # "what about" asks for nothing by itself
        nothing = going_on | self._joining
        return any(asked not in ("how", "why") and place not in nothing for place, asked in self.asked)

    @cached_property
    def says_more(self) -> bool:
        """Whether a word is said that says little and is more than grammar: beside a name alone it may be all of it."""
        return any(mention.of("glue") and not mention.of("function", "name", "courtesy") for mention in self.mentions)

    @cached_property
    def deeds(self) -> frozenset[int]:
        """Where a word that says little tells what somebody has done: "who has mentioned the label?"."""
        held, said = self.places("operator", "held"), cues_of(self.language)
        has = said.puts_deeds_last and any(folded(self.mentions[at].text) in said.closed["begins"] for at in held)
        last = len(self.mentions) - 1
        return frozenset(at for at in self.places("glue", "deed") if at - 1 in held or (has and at == last))

    @cached_property
    def _joining(self) -> frozenset[int]:
        """Where a "when" asks for nothing: "was X still running when Y was held?"."""
        running = min(self.places("operator", "state"), default=len(self.mentions))
        return frozenset(place for place in self.places("operator", "during") if place > running)

    def names_person(self, place: int) -> bool:
        """Whether a person is named there."""
        return any(at == place and entry.kind == "person" for at, entry in self.named)

    def has(self, *operators: str) -> bool:
        """Whether one of these operator cues is mentioned."""
        return bool(self.places("operator", *operators))

    def kinds(self, *, plural: bool | None = None) -> tuple[tuple[int, Kind], ...]:
        """The kinds that are mentioned; with *plural* only those that can mean several (True) or one (False)."""
        return tuple(
            dict.fromkeys(
                (place, meaning.value)  # type: ignore[misc]  # a kind's meaning holds a Kind
                for place, meaning in self.each("kind")
                if plural is None or meaning.plural == plural
            )
        )

    @cached_property
    def which(self) -> frozenset[int]:
        """The places of the kinds that a question word stands before: "which organisation …?"."""
        what = self.places("question", "what")
        return frozenset(place for place, _ in self.each("kind") if place - 1 in what)

    @cached_property
    def ands(self) -> frozenset[int]:
        """The places of each "and"; "è" is no "e", though both fold to it, nor is what asks for a field."""
        said = ((place, self.mentions[place]) for place in self.places("operator", "follow_up"))
        return frozenset(place for place, mention in said if mention.text.isascii() and not mention.of("field"))

    def is_listed(self, first: int, last: int) -> bool:
        """Whether a comma or an "and" stands between two mentions."""
        start, end = self.mentions[first].words[-1].end, self.mentions[last].words[0].start
        joins = any(first < place < last for place in self.ands)
        return joins or any(mark in self.text[start:end] for mark in ",;/+&")

    def ors(self, first: int, last: int) -> tuple[int, ...]:
        """The places of each "or" between two mentions."""
        return tuple(place for place in sorted(self.places("operator", "or")) if first < place < last)

    @cached_property
    def conditioned_before(self) -> tuple[AnyEntry, ...]:
        """The entries in the conditions of what was asked before: X, where the labels of X were listed."""
        conditions = self.context.reading.conditions if self.context.reading else ()
        values = dict.fromkeys(value for condition in conditions for value in condition.values)
        return tuple(self.base[value] for value in values if isinstance(value, str) and value in self.base)

    @cached_property
    def asked_before(self) -> tuple[AnyEntry, ...]:
        """The entries that the last answer was about."""
        return tuple(self.base[id] for id in self.context.reading.subjects) if self.context.reading else ()

    @cached_property
    def is_ours(self) -> bool:
        """Whether something is mentioned that only our field speaks of: more than a date or a common cue."""
        return not self._by_type.keys().isdisjoint(_OURS)

    @cached_property
    def is_bare(self) -> bool:
        """Whether nothing of our domain is mentioned."""
        return self._by_type.keys().isdisjoint((*_OURS, "field", "place", "period"))


@cache
def _asking(language: Language) -> frozenset[str]:
    """The question words, and the grammar around them."""
    cues = cues_of(language)
    phrases = (phrase for phrases in (*cues.questions.values(), cues.function) for phrase in phrases)
    return frozenset(word for phrase in phrases for word in folded(phrase).split())

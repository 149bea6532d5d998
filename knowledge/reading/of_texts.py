"""The reader of yes-or-no questions about what a text says: "Did social workers take part in the ADW?"."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from knowledge.language.normal import Word, folded
from knowledge.model.texts import Text
from knowledge.reading.closed import is_closed
from knowledge.reading.narrowing import is_true_of
from knowledge.reading.proposals import Proposal
from knowledge.reading.question import Question
from knowledge.reading.readings import Reading
from knowledge.reading.subjects import Subject, groups
from knowledge.stating.conditions import Condition
from knowledge.stating.saying import INTENDED, Said, as_told, is_grammar, says, stand_in, textual
from knowledge.stating.statements import statements

_NEAR: Final[Mapping[str, tuple[str, ...]]] = {
    "aim": ("objectives",),
    "objectives": ("aim",),
    "outcome": ("theme",),
}
"""Fields whose cues tell of another one as well: what came up at a workshop was discussed there."""
_CUES_SAY_MORE: Final = frozenset(("activities",))
"""Fields whose cues are doings of their own: to assess clusters is not to organise them."""
_LEAST_WORDS: Final = 2
"""How many words a text must have of a question that speaks of no field."""
_RATHER_A_FIELD: Final = 0.99
"""Where the question about a field explains every word as well, all of the field is told."""


def said_in_a_text(question: Question) -> Iterator[Proposal]:
    """Did social workers take part in the ADW? Yes, where one text of the entry has all these words; never no."""
    for group in groups(question) if is_closed(question) else ():
        if len(group) == 1 and group[0].entry.kind != "topic":
            asked = _Asked(question, group[0])
            cued = [proposal for field in asked.cued() if (proposal := asked.proposal(field, of_field=True))]
            yield from cued or asked.of_any_field()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of one entry."""

    question: Question
    subject: Subject

    def cued(self) -> tuple[str, ...]:
        """The fields with texts that the question speaks of."""
        spoken = {meaning.value for place, meaning in self.question.each("field") if place not in self.subject.used}
        if not spoken:
            return ()
        fields = textual(self.question.base, self.subject.entry.id)
        known = (field for field in fields if field not in _CUES_SAY_MORE)
        return tuple(field for field in known if not spoken.isdisjoint((field, *_NEAR.get(field, ()))))

    def of_any_field(self) -> Iterator[Proposal]:
        """Of a question that speaks of no field, each text that says it all; what is only wanted is not so."""
        content = self._content(frozenset())
        if len(self._words(content)) < _LEAST_WORDS or not self._is_in_texts(content):
            return
        for field in textual(self.question.base, self.subject.entry.id):
            if field not in INTENDED and (proposal := self.proposal(field, of_field=False)):
                yield proposal

    def proposal(self, field: str, *, of_field: bool) -> Proposal | None:
        """That a text of the field says it, if one does; of what is listed with an "and" each a text of its own."""
        question, entry = self.question, self.subject.entry
        cues = self._cues(field) if of_field else frozenset()
        found = self._content(cues | (self._beside(field) if of_field else frozenset()))
        if any(self._names_another(place) for place in found):
            return None
        whole = self._content(frozenset()) | self.subject.used
        apart = self._listed(found)
        enough = of_field or all(len(self._words(part)) >= _LEAST_WORDS for part in apart)
        lists = ((found,), apart) if enough else ((found,),)
        parts = (
            [Said(self._text(part), self._text(whole), question.language, of_field) for part in listed]
            for listed in lists
        )
        told = next((each for each in parts if all(self._is_told(field, said) for said in each)), None)
        if told is None:
            return None
        reading = Reading(
            "exists",
            (entry.id,),
            field,
            conditions=tuple(Condition(field, said) for said in told),
            from_conversation=self.subject.from_conversation,
            through=self.subject.through,
        )
        return Proposal((reading,), self.subject.used | cues | found, self.subject.prior * _RATHER_A_FIELD, found)

    def _is_told(self, field: str, said: Said) -> bool:
        values = (stated.value for stated in statements(self.question.base, self.subject.entry, field))
        return any(isinstance(value, Text) and says(value, said, field) for value in values)

    def _listed(self, found: frozenset[int]) -> tuple[frozenset[int], ...]:
        """The places before, between and behind the "and"s."""
        ands = sorted(place for place in self.question.ands if min(found, default=0) < place < max(found, default=0))
        edges = pairwise((-1, *ands, len(self.question.mentions)))
        return tuple(frozenset(place for place in found if first < place < last) for first, last in edges)

    def _content(self, neutral: frozenset[int]) -> frozenset[int]:
        """Where that is said which a text must have: not grammar, the subject, what is true of it, the *neutral*."""
        places = frozenset(range(len(self.question.mentions))) - self.subject.used - neutral
        return frozenset(place for place in places if not self._is_said_anyway(place))

    def _is_said_anyway(self, place: int) -> bool:
        mention, entry = self.question.mentions[place], self.subject.entry
        if mention.is_silent or mention.of("courtesy", "language") or not self._words((place,)):
            return True
        own_kind = any(meaning.value == entry.kind and not meaning.plural for meaning in mention.of("kind"))
        return own_kind or any(is_true_of(meaning, self.question.base, entry) for meaning in mention.meanings)

    def _names_another(self, place: int) -> bool:
        """Whether another entry is named: a text with both does not tell this reader who did what to whom."""
        base = self.question.base
        return any(base[meaning.value].kind != "topic" for meaning in self.question.mentions[place].of("name"))

    def _cues(self, field: str) -> frozenset[int]:
        """What speaks of the field and need not be found; a word of the texts that is only near to a cue must."""
        places = self.question.places("field", field, *_NEAR.get(field, ())) - self.subject.used
        return frozenset(
            place for place in places if self.question.mentions[place].quality == 1 or not self._is_in_texts((place,))
        )

    def _beside(self, field: str) -> frozenset[int]:
        """What is normal beside the field, unless the entry's own texts have it: then it may be what is asked."""
        places = self.question.places("beside", field)
        return frozenset(place for place in places if not self._is_in_texts((place,)))

    def _is_in_texts(self, places: Iterable[int]) -> bool:
        said = tuple(folded(self._told(word)) for word in self._words(places))
        return stand_in(self.question.base, self.subject.entry.id, said)

    def _text(self, places: Iterable[int]) -> str:
        return " ".join(self._told(word) for word in self._words(places))

    def _told(self, word: Word) -> str:
        return as_told(self.question.base, self.subject.entry.id, word)

    def _words(self, places: Iterable[int]) -> tuple[Word, ...]:
        """What is more than grammar at some places, in the order of the question."""
        said = (word for place in sorted(places) for word in self.question.mentions[place].words)
        return tuple(word for word in said if not is_grammar(word.folded, self.question.language))

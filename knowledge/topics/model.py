"""The model that answers: NumPy arrays and a few tables, never changed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import exp, log1p
from typing import Final

import numpy as np
from numpy.typing import NDArray

from knowledge.language.rarity import rarity
from knowledge.model.languages import Language
from knowledge.topics.features import ENTITY, NONE, Classes, View, features, stems, tokens
from knowledge.topics.refusal import Evidence, Refusal

RANKED: Final = 3
"""As many topics are judged."""
_BEHIND: Final = 4.75
"""How fast a topic is less likely than the best the farther its score lies behind. Where one of the first two is right,
4.5 to 5 fits best: of the samples that ship, left out in turn, and of CLINC150 with five and ten of each intent."""

Floats = NDArray[np.float32]
Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Judged:
    """A topic that a question may be about."""

    topic: str
    confidence: float
    """The probability that the question is about it, 0 to 1."""
    evidence: Evidence


@dataclass(frozen=True, eq=False)
class TopicModel:
    """A linear classifier over three views, and what it takes to refuse."""

    topics: tuple[str, ...]
    """Their ids, and ``NONE`` if some questions are known to be about none of them."""
    vocabulary: Mapping[View, Mapping[str, int]]
    """By view: each feature with its row."""
    rarities: Floats = field(repr=False)
    """By row: how rare the feature is among the samples (inverse document frequency)."""
    weights: Floats = field(repr=False)
    """By row and topic."""
    bias: Floats = field(repr=False)
    """By topic."""
    seen: frozenset[int] = field(repr=False)
    """Which words stand in a sample of which topic: row * topics + topic."""
    refusal: Refusal = field(repr=False)
    classes: Classes = field(repr=False)
    """Of the words; there are none where samples are too few to learn them from."""

    def judge(self, text: str, language: Language) -> tuple[Judged, ...]:
        """The topics that *text* may be about, best first; none where there are no topics."""
        return self.judge_words(tokens(text), language)

    def judge_words(
        self, said: Sequence[str], language: Language, also: Sequence[str] = (), ranked: int = RANKED
    ) -> tuple[Judged, ...]:
        """The same of words that are folded already: the best *ranked* topics, and *also* in any case."""
        rows, values = self.row(features(said, language, self.classes))
        if not self.topics or (not len(rows) and not also):
            return ()  # nothing of the question is in any sample
        scores = self.bias + values @ self.weights[rows]
        best = np.argsort(-scores, kind="stable")[: max(2, ranked) + 1].tolist()
        answers = [place for place in best if self.topics[place] != NONE]
        places = list(
            dict.fromkeys([*answers[:ranked], *(self._places[topic] for topic in also if topic in self._places)])
        )
        if not places:
            return ()  # all that is known is about no topic
        ready = _Said(self, said, language)
        judged = sorted(
            (self._judge(place, scores, best, ready) for place in places),
            key=lambda one: (-one.evidence.score, one.topic),
        )
        return tuple(_beside_the_best(judged))

    def row(self, found: Mapping[View, Sequence[str]]) -> tuple[Rows, Floats]:
        """The rows of the features that are known, and their values; those of each view have length 1 together."""
        parts = [self._row_of(view, names) for view, names in found.items()]
        rows, values = (np.concatenate(part) for part in zip(*parts, strict=True))
        return rows, values

    def _row_of(self, view: View, names: Sequence[str]) -> tuple[Rows, Floats]:
        table = self.vocabulary[view]
        # So few are counted sooner here than by NumPy.
        counted = Counter(found for name in names if (found := table.get(name)) is not None)
        known = sorted(counted)
        rows, often = np.array(known, dtype=np.int32), np.array([counted[row] for row in known], dtype=np.int64)
        values = (1 + np.log(often)) * self.rarities[rows]
        return rows, (values / max(1e-9, np.sqrt(values @ values))).astype(np.float32)

    def _judge(self, place: int, scores: Floats, best: Sequence[int], said: "_Said") -> Judged:
        rival = next((other for other in best if other != place), None)
        score = float(scores[place])
        other = float(scores[rival]) if rival is not None else -1.0
        evidence = Evidence(score, score - other, other, *said.of(place))
        return Judged(self.topics[place], self.refusal.confidence(evidence), evidence)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        return {topic: place for place, topic in enumerate(self.topics)}

    @cached_property
    def rarest(self) -> float:
        """The weight of a word that no sample has."""
        return float(self.rarities.max(initial=1.0))


def _beside_the_best(judged: Sequence[Judged]) -> Iterator[Judged]:
    """How likely the others are beside the best: what is refused was learned of the best alone, and not of them."""
    best = judged[0]
    for one in judged:
        yield replace(one, confidence=best.confidence * exp(_BEHIND * (one.evidence.score - best.evidence.score)))


class _Said:
    """The words of a question, beside which the samples of one topic after the other are held."""

    def __init__(self, model: TopicModel, said: Sequence[str], language: Language) -> None:
        self._model = model
        table = model.vocabulary["words"]
        self._rows = [table.get(name) for name in stems(said, language)]
        self._weights = [model.rarest if row is None else float(model.rarities[row]) for row in self._rows]
        self._rare = [1.0 if word.startswith(ENTITY) else rarity(word, language) for word in said]

    def of(self, place: int) -> tuple[float, ...]:
        """The parts of the evidence that depend on words, in their order."""
        here = [self._is_seen(row, place) for row in self._rows]
        known = [row is not None for row in self._rows]
        foreign = [rare for rare, seen in zip(self._rare, here, strict=True) if not seen]
        return (
            _share(self._weights, known),
            _share(self._weights, here),
            log1p(len(self._rows)),
            1 - _share(self._rare, known),
            1 - _share(self._rare, here),
            max(foreign, default=0.0),
        )

    def _is_seen(self, row: int | None, place: int) -> bool:
        return row is not None and row * len(self._model.topics) + place in self._model.seen


def _share(weights: Sequence[float], chosen: Sequence[bool]) -> float:
    total = sum(weights)
    return sum(weight for weight, one in zip(weights, chosen, strict=True) if one) / total if total else 1.0

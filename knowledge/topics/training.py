"""Fitting the model on sample questions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from knowledge.model.languages import Language
from knowledge.topics.classes import classes_of
from knowledge.topics.features import NONE, VIEWS, Classes, View, features, stems, tokens
from knowledge.topics.model import TopicModel
from knowledge.topics.occurrences import Occurrences
from knowledge.topics.refusal import Evidence, Refusal, expanded, shipped
from knowledge.topics.solving import Solve, here, logistic, planes

_MANY: Final = 2_000
_FEWEST_TOPICS: Final = 6
_FEWEST_LEFT_OUT: Final = 30
_ROUNDS: Final = ((5_000, 1), (500, 3), (0, 5))
"""From how many samples on how often a fifth of topics and samples is left out."""
_PART: Final = 5

Counted = Mapping[View, Occurrences]
"""Of the same samples in each view."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sample question: its folded words and the topic that it asks for, or ``NONE``."""

    said: tuple[str, ...]
    topic: str
    language: Language

    @classmethod
    def of(cls, text: str, topic: str, language: Language) -> "Labelled":
        """A sample as it is written."""
        return cls(tokens(text), topic, language)


Fit = Callable[[Sequence[Labelled]], TopicModel]
"""What makes a model of samples: ``fit``, or what keeps what it made."""


def fit(samples: Sequence[Labelled], solve: Solve = here) -> TopicModel:
    """The model of some samples; their order does not matter, and the same samples give the same model.

    What to refuse it learns from questions about topics that are left out for a while, and from those that are known
    to be about none. *solve* has done what needs scikit-learn.
    """
    ordered = sorted(set(samples), key=lambda one: (one.topic, one.language, one.said))
    ordered = [one for one in ordered if one.said]
    classes = classes_of([one.said for one in ordered if one.topic != NONE], solve)
    counted = _counted(ordered, classes)
    model = _classifier(ordered, counted, classes, solve)
    return replace(model, refusal=_refusal(ordered, counted, model, solve))


def _counted(samples: Sequence[Labelled], classes: Classes) -> Counted:
    found = [features(one.said, one.language, classes) for one in samples]
    return {view: Occurrences.of([one[view] for one in found]) for view in VIEWS}


def _classifier(samples: Sequence[Labelled], counted: Counted, classes: Classes, solve: Solve) -> TopicModel:
    topics = tuple(dict.fromkeys(one.topic for one in samples))
    # Of many samples, letters that stand together once only are noise, and most of the rows.
    few = 2 if len(samples) > _MANY else 1
    kept = {view: counted[view].in_at_least(few if view == "letters" else 1) for view in VIEWS}
    vocabulary, rarities = _vocabulary(kept)
    nothing = np.zeros((len(rarities), len(topics)), np.float32)
    bare = TopicModel(
        topics, vocabulary, rarities, nothing, np.zeros(len(topics), np.float32), frozenset(), shipped(), classes
    )
    bare = replace(bare, seen=_seen(samples, bare))
    if len(topics) < 2:
        return bare
    weights, bias = _fitted(bare, kept, [one.topic for one in samples], solve)
    return replace(bare, weights=weights.astype(np.float32), bias=bias.astype(np.float32))


def _vocabulary(kept: Counted) -> tuple[dict[View, dict[str, int]], NDArray[np.float32]]:
    tables: dict[View, dict[str, int]] = {}
    rows = 0
    for view, found in kept.items():
        tables[view] = {name: rows + place for place, name in enumerate(found.names)}
        rows += len(found.names)
    return tables, np.concatenate([found.rarities() for found in kept.values()]).astype(np.float32)


def _fitted(
    model: TopicModel, kept: Counted, labels: Sequence[str], solve: Solve
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Weights by row and topic, and the bias of each topic."""
    samples = np.concatenate([found.samples for found in kept.values()])
    first = np.cumsum([0, *(len(found.names) for found in kept.values())])
    columns = np.concatenate([found.features + start for start, found in zip(first, kept.values(), strict=False)])
    values = np.concatenate([found.values(found.rarities()) for found in kept.values()]).astype(np.float32)
    parting, offsets = solve(planes, samples, columns, values, len(model.rarities), labels)
    if len(model.topics) == 2:  # one plane parts two topics
        parting, offsets = np.vstack([-parting[0], parting[0]]), np.array([-offsets[0], offsets[0]])
    return parting.T, offsets


def _seen(samples: Sequence[Labelled], model: TopicModel) -> frozenset[int]:
    table, number = model.vocabulary["words"], len(model.topics)
    place = {topic: count for count, topic in enumerate(model.topics)}
    return frozenset(
        table[name] * number + place[one.topic] for one in samples for name in stems(one.said, one.language)
    )


def _refusal(samples: Sequence[Labelled], counted: Counted, model: TopicModel, solve: Solve) -> Refusal:
    """What is learnt from topics and samples that are left out; what ships where there are too few to learn from."""
    if len({*model.topics} - {NONE}) < _FEWEST_TOPICS:
        return shipped()
    right: list[Evidence] = []
    wrong: list[Evidence] = []
    number_of_samples = sum(one.topic != NONE for one in samples)
    for number in range(next(rounds for least, rounds in _ROUNDS if number_of_samples >= least)):
        for is_right, evidence in _left_out(samples, counted, model, number, solve):
            (right if is_right else wrong).append(evidence)
    return _logistic(right, wrong, solve) if min(len(right), len(wrong)) >= _FEWEST_LEFT_OUT else shipped()


def _left_out(
    samples: Sequence[Labelled], counted: Counted, whole: TopicModel, number: int, solve: Solve
) -> Iterator[tuple[bool, Evidence]]:
    """What a model without a fifth of the topics and of the samples makes of these, and whether it is right.

    Classes are those of the *whole*: of which topic a word is, they do not tell.
    """
    topics = [topic for topic in whole.topics if topic != NONE]
    unknown = {topic for place, topic in enumerate(topics) if place % _PART == number}
    spared = [_part(one) == (2 * number + 1) % _PART for one in samples]
    kept = [not spare and one.topic not in unknown for one, spare in zip(samples, spared, strict=True)]
    among = {view: found.among(kept) for view, found in counted.items()}
    model = _classifier([one for one, known in zip(samples, kept, strict=True) if known], among, whole.classes, solve)
    for one, known in zip(samples, kept, strict=True):
        if not known:
            for judged in model.judge_words(one.said, one.language, ranked=1):
                yield judged.topic == one.topic, judged.evidence


def _part(one: Labelled) -> int:
    """Of which part of the samples it is: by its words, so that another sample more puts none of them elsewhere."""
    return crc32(" ".join(one.said).encode()) % _PART


def _logistic(right: Sequence[Evidence], wrong: Sequence[Evidence], solve: Solve) -> Refusal:
    rows = np.array([one.values() for one in (*right, *wrong)])
    means, scales = rows.mean(axis=0), np.maximum(rows.std(axis=0), 1e-6)
    is_right = np.array([True] * len(right) + [False] * len(wrong))
    # Right and wrong ones weigh the same, however many there are of each.
    balance = np.where(is_right, len(rows) / (2 * len(right)), len(rows) / (2 * len(wrong)))
    weights, intercept = solve(logistic, expanded((rows - means) / scales), is_right, balance)
    return Refusal(
        means=tuple(means.tolist()), scales=tuple(scales.tolist()), weights=tuple(weights), intercept=intercept
    )

"""Word classes: words that stand beside the same words in the samples, such as the days of the week."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from knowledge.topics.features import Classes
from knowledge.topics.solving import Solve, alike

_MOST: Final = 100
"""Of classes: with three times or ten times as many, or several numbers of them at once, no more is told."""
_WORDS: Final = 20
"""In the middle a class has at least so many."""
_FEWEST_SAMPLES: Final = 5_000
"""Of fewer too little is known of what stands beside a word: 3,500 in five languages come out a little worse."""
_AROUND: Final = (-2, -1, 1, 2)
_EDGES: Final = ("^", "$")
_EVENED: Final = 0.75
"""The power that lifts the rare ones of them (Levy, Goldberg and Dagan 2015: context distribution smoothing)."""


def classes_of(samples: Sequence[Sequence[str]], solve: Solve) -> Classes:
    """The classes of the words that stand in more than one place of some folded *samples*; none of few samples.

    How alike two words are, their neighbours tell; these are weighed by pointwise mutual information.
    """
    if len(samples) < _FEWEST_SAMPLES:
        return {}
    often = Counter(word for said in samples for word in said)
    words = sorted(word for word, times in often.items() if times > 1)
    number = min(_MOST, len(words) // _WORDS)
    if number < 2:
        return {}
    counted = Counter(pair for said in samples for pair in _neighbours(said) if often[pair[0]] > 1)
    neighbours = sorted({neighbour for _, neighbour in counted})
    row, column = ({name: place for place, name in enumerate(names)} for names in (words, neighbours))
    pairs = sorted(counted)
    rows = np.array([row[word] for word, _ in pairs], dtype=np.int64)
    columns = np.array([column[neighbour] for _, neighbour in pairs], dtype=np.int64)
    together = np.array([counted[pair] for pair in pairs], dtype=np.float64)
    of_word, of_neighbour = np.bincount(rows, together), np.bincount(columns, together) ** _EVENED
    information = np.log(together * of_neighbour.sum() / (of_word[rows] * of_neighbour[columns]))
    found = solve(alike, rows, columns, np.maximum(information, 0.0), (len(words), len(neighbours)), number)
    return {word: str(number) for word, number in zip(words, found, strict=True)}


def _neighbours(said: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each word with what stands one or two places before or behind it, and on which side."""
    around = (_EDGES[0], *said, _EDGES[1])
    for place in range(1, len(around) - 1):
        for step in _AROUND:
            if 0 <= place + step < len(around):
                yield around[place], f"{step} {around[place + step]}"

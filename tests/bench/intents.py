"""Free questions: the topic model on public sets of intents, beside the same work by a plain classifier."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.model.languages import Language
from knowledge.topics.features import NONE
from knowledge.topics.training import Labelled, fit
from tests.bench.datasets import Example, Split, clinc, massive, without_scenarios
from tests.bench.figures import Numbers, Truths, quality

Finder = Callable[[str], tuple[str, float]]
"""From a question to the intent that fits best, and how well it does."""


def grappolo(train: Sequence[Example], language: Language, strangers: Sequence[Example] = ()) -> Finder:
    """The topic model as it ships."""
    model = fit(
        [
            *(Labelled.of(one.text, one.intent, language) for one in train),
            *(Labelled.of(one.text, NONE, language) for one in strangers),
        ]
    )

    def find(text: str) -> tuple[str, float]:
        judged = model.judge(text, language)[0]
        return judged.topic, judged.confidence

    return find


def plain_classifier(train: Sequence[Example], language: Language, strangers: Sequence[Example] = ()) -> Finder:
    """TF-IDF of words and letters with a LinearSVC: the floor."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    machine = make_pipeline(make_union(words, letters), LinearSVC(C=1.0))
    machine.fit([one.text for one in train], [one.intent for one in train])
    names = machine.classes_

    def find(text: str) -> tuple[str, float]:
        scores = machine.decision_function([text])[0]
        best = int(scores.argmax())
        return str(names[best]), float(scores[best])

    return find


def measure(data: Path, limit: int | None = None) -> dict[str, Any]:
    """The tables of this part; with *limit* only so many questions of each set are asked."""
    found: dict[str, Any] = {}
    for split in clinc(data):
        # Whoever was shown a stranger refuses it: the threshold is chosen on the others.
        shown, others = split.strangers[::2], replace(split, strangers=split.strangers[1::2])
        found[split.name] = {
            "Grappolo": row(grappolo(split.train, split.language), split, limit),
            "Grappolo, shown half the strangers of the validation": row(
                grappolo(split.train, split.language, shown), others, limit
            ),
            "TF-IDF + LinearSVC": row(plain_classifier(split.train, split.language), split, limit),
        }
    for split in massive(data):
        fewer = without_scenarios(split)
        found[split.name] = {
            "Grappolo": row(grappolo(split.train, split.language), split, limit),
            "TF-IDF + LinearSVC": row(plain_classifier(split.train, split.language), split, limit),
        }
        found[fewer.name] = {"Grappolo": row(grappolo(fewer.train, fewer.language), fewer, limit)}
    return found


def row(find: Finder, split: Split, limit: int | None = None) -> dict[str, float]:
    """What *find* is worth on a split; of a long list every n-th question is asked."""
    start = time.process_time()
    test = _scored(find, split.test, limit)
    milliseconds = 1000 * (time.process_time() - start) / max(1, len(test[0]))
    inside, outside = _scored(find, split.validation, limit), _scored(find, split.strangers, limit)
    foreign = _scored(find, split.foreign, limit)
    if not split.strangers:
        return {"accuracy": float(test[1].mean()), "questions": len(test[0]), "milliseconds": milliseconds}
    worth = quality((*inside, outside[0]), (*test, foreign[0]), milliseconds)
    return {
        "accuracy": worth.accuracy, "in scope": worth.in_scope, "refused": worth.refused, "auroc": worth.auroc,
        "questions": len(test[0]) + len(foreign[0]), "milliseconds": worth.milliseconds,
    }  # fmt: skip


def _scored(find: Finder, examples: Sequence[Example], limit: int | None) -> tuple[Numbers, Truths]:
    step = max(1, len(examples) // limit) if limit else 1
    asked = examples[::step]
    found = [find(one.text) for one in asked]
    scores = np.array([score for _, score in found], dtype=np.float64)
    return scores, np.array([intent == one.intent for (intent, _), one in zip(found, asked, strict=True)], dtype=bool)

"""The public question sets, read where they lie; nothing of them is kept here."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.model.languages import Language

LOCALES: Final[dict[Language, str]] = {"it": "it-IT", "en": "en-US", "de": "de-DE", "fr": "fr-FR", "sl": "sl-SL"}


@dataclass(frozen=True, slots=True)
class Example:
    """A question and the intent that it was labelled with; ``oos`` is none."""

    text: str
    intent: str
    scenario: str = ""


def read(path: Path) -> tuple[Example, ...]:
    """The examples of a file with one JSON object a line."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return tuple(Example(row["text"], row["intent"], row.get("scenario") or "") for row in rows)


@dataclass(frozen=True, slots=True)
class Split:
    """What is learnt from, what the threshold is chosen on, and what is measured on; each in and out of scope."""

    name: str
    language: Language
    train: tuple[Example, ...]
    validation: tuple[Example, ...]
    strangers: tuple[Example, ...]
    """Out of scope, of the validation."""
    test: tuple[Example, ...]
    foreign: tuple[Example, ...]
    """Out of scope, of the test."""


def clinc(data: Path) -> tuple[Split, ...]:
    """CLINC150: all samples, ten and five of each intent."""
    folder = data / "clinc150"
    trains = {"full": "train", "10-shot": "fewshot/train_10", "5-shot": "fewshot/train_5"}
    rest = [read(folder / f"{name}.jsonl") for name in ("val", "oos_val", "test", "oos_test")]
    return tuple(
        Split(f"CLINC150 {name}", "en", read(folder / f"{file}.jsonl"), *rest) for name, file in trains.items()
    )


def massive(data: Path) -> tuple[Split, ...]:
    """MASSIVE in five languages, measured on dev; out of scope there is nothing."""
    folder = data / "massive"
    return tuple(
        Split(
            f"MASSIVE {language}", language, read(folder / f"{locale}.train.jsonl"), (), (),
            read(folder / f"{locale}.dev.jsonl"), (),
        )
        for language, locale in LOCALES.items()
    )  # fmt: skip


def without_scenarios(split: Split, number: int = 2) -> Split:
    """The same with *number* scenarios left out of the training: their questions are out of scope.

    Every second question of dev chooses the threshold, the others measure.
    """
    left_out = set(sorted({one.scenario for one in split.train})[:number])
    inside = [one for one in split.test if one.scenario not in left_out]
    outside = [one for one in split.test if one.scenario in left_out]
    train = tuple(one for one in split.train if one.scenario not in left_out)
    return Split(
        f"{split.name}, {number} scenarios left out", split.language, train, tuple(inside[::2]), tuple(outside[::2]),
        tuple(inside[1::2]), tuple(outside[1::2]),
    )  # fmt: skip

"""The golden questions, clean and with noise: what was answered rightly, refused rightly, or not."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal, get_args

from bot.chosen import SHIPPED, cache_of
from bot.served import ready
from bot.settings import Settings
from knowledge.answering.outcomes import Answer, Asked
from knowledge.answering.snapshot import Snapshot
from knowledge.golden.running import FOLDER, ask_golden, differences, read_golden
from knowledge.model.golden import GoldenQuestion
from knowledge.model.languages import Language
from tests.bench.figures import wilson
from tests.bench.noise import KINDS, Noise, noisy

UNSEEN: Final = Path(__file__).parent / "unseen"
"""Questions written by people who knew the documents and not the program; their keys were judged by others who did."""

Judgement = Literal["right", "refused rightly", "offered", "wrong", "refused wrongly"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one question."""

    language: Language
    operator: str
    judgement: Judgement


def measure(questions: int | None = None) -> dict[str, Any]:
    """The tables of this part; with *questions* only a sample of so many gets noise."""
    snapshot = ready(SHIPPED, cache_of(Settings(_env_file=None)))
    golden = list(questions_of(SHIPPED / FOLDER))
    clean = [judge(snapshot, one, language) for one, language in golden]
    alone = [(one, language) for one, language in golden if not one.after]
    chance = random.Random(11)  # noqa: S311  # a sample, no secret
    sample = chance.sample(alone, min(questions, len(alone))) if questions else alone
    of_sample = [judge(snapshot, one, language) for one, language in sample]
    return {
        "golden": {"all": _row(clean), **_by(clean, "language"), **_by(clean, "operator")},
        "noise": {
            "none": _row(of_sample),
            **{kind: _row(list(_with_noise(snapshot, sample, kind))) for kind in KINDS},
        },
        "unseen": {
            "all": _row([judge(snapshot, one, language) for one, language in questions_of(UNSEEN)]),
            **_by([judge(snapshot, one, language) for one, language in questions_of(UNSEEN)], "language"),
        },
    }


def judge(snapshot: Snapshot, question: GoldenQuestion, language: Language) -> Judged:
    """Ask it and compare: an answer that differs from the expected one is wrong, whatever it says."""
    asked = ask_golden(snapshot, question, language)
    is_answered = any(isinstance(part.outcome, Answer) for part in asked.parts)
    is_expected = not list(differences(question, asked))
    refusing = bool(question.refuse or question.choice)
    operator = "refused or offered" if refusing else _operator(snapshot, question, language)
    if is_expected:
        return Judged(language, operator, "refused rightly" if refusing else "right")
    if is_answered or refusing:
        return Judged(language, operator, "wrong" if is_answered else "refused rightly")
    return Judged(language, operator, "offered" if _is_offered(question, asked) else "refused wrongly")


def _is_offered(question: GoldenQuestion, asked: Asked) -> bool:
    """Whether what was expected is there to be tapped."""
    outcomes = (part.outcome for part in asked.parts)
    readings = (one.reading for outcome in outcomes if not isinstance(outcome, Answer) for one in outcome.candidates)
    return any(
        (not question.entry or not set(question.entry).isdisjoint(reading.subjects) or bool(reading.kind))
        and (not question.field or reading.field in question.field)
        and (question.operator is None or reading.operator == question.operator)
        for reading in readings
    )


def _operator(snapshot: Snapshot, question: GoldenQuestion, language: Language) -> str:
    parts = ask_golden(snapshot, question, language).parts
    return next((part.outcome.reading.operator for part in parts if isinstance(part.outcome, Answer)), "not answered")


def questions_of(folder: Path) -> Iterator[tuple[GoldenQuestion, Language]]:
    """The golden questions of a folder, each with its language."""
    for path in sorted(folder.glob("*.yaml")):
        file, _ = read_golden(path)
        yield from ((one, one.language or file.language) for one in file.questions)


def _with_noise(
    snapshot: Snapshot, questions: Sequence[tuple[GoldenQuestion, Language]], kind: Noise
) -> Iterator[Judged]:
    for number, (question, language) in enumerate(questions):
        with_noise = question.model_copy(update={"ask": noisy(question.ask, kind, number, language)})
        yield replace(judge(snapshot, with_noise, language), operator="")


def _by(judged: Sequence[Judged], what: Literal["language", "operator"]) -> dict[str, dict[str, Any]]:
    groups = sorted({getattr(one, what) for one in judged})
    return {group: _row([one for one in judged if getattr(one, what) == group]) for group in groups}


def _row(judged: Sequence[Judged]) -> dict[str, Any]:
    counted = Counter(one.judgement for one in judged)
    good = counted["right"] + counted["refused rightly"]
    low, high = wilson(good, len(judged))
    return {
        "questions": len(judged),
        **{name: counted[name] for name in get_args(Judgement)},
        "good": [good, low, high],
    }

"""What the figures of the benchmark mean, on sets that are made here."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.chosen import SHIPPED, cache_of
from bot.compiled import CompiledOnce
from bot.settings import Settings
from knowledge.answering.snapshot import Snapshot
from knowledge.golden.running import FOLDER
from knowledge.loading.loading import load_base
from knowledge.model.golden import GoldenQuestion
from knowledge.model.languages import LANGUAGES, Language
from tests.bench.datasets import Example, Split, without_scenarios
from tests.bench.figures import auroc, quality, threshold, wilson
from tests.bench.golden import judge, questions_of
from tests.bench.intents import grappolo, plain_classifier, row
from tests.bench.large import questions, write_base
from tests.bench.noise import KINDS, noisy
from tests.bench.peers import full_text, fuzzy
from tests.bench.report import report

TRAIN = tuple(
    Example(text, intent, intent)
    for intent, texts in {
        "fee": ("what is the fee", "how much do members pay", "price of membership"),
        "room": ("can I book a room", "is the hall free", "rooms for rent"),
        "join": ("how do I join", "become a member", "apply to the cluster"),
    }.items()
    for text in texts
)
ASKED = (Example("what do members pay", "fee"), Example("book the hall", "room"), Example("how to join", "join"))
STRANGE = (Example("recipe for apple pie", "oos"), Example("weather in London", "oos"))
SPLIT = Split("small", "en", TRAIN, ASKED, STRANGE, ASKED, STRANGE)


def test_a_share_has_an_interval() -> None:
    """Nine of ten is somewhere from six to all; of nothing nothing is known."""
    low, high = wilson(9, 10)

    assert 0.59 < low < 0.6 < 0.98 < high < 0.99
    assert wilson(0, 0) == (0.0, 1.0)


def test_the_threshold_is_the_most_careful_of_the_best() -> None:
    """Right ones at 0.9 and 0.6, a foreign one at 0.5: any threshold between is as good, so the highest is taken."""
    assert threshold(np.array([0.9, 0.6, 0.2]), np.array([True, True, False]), np.array([0.5])) == 0.6


def test_what_always_scores_higher_is_always_told_apart() -> None:
    """And what scores the same is told apart by chance."""
    assert auroc(np.array([0.8, 0.9]), np.array([0.1, 0.2])) == 1
    assert auroc(np.array([0.5]), np.array([0.5])) == 0.5


def test_quality_refuses_below_the_threshold() -> None:
    """A wrong one that is refused costs nothing, a right one does."""
    inside = (np.array([0.9, 0.8, 0.3]), np.array([True, True, False]))
    worth = quality((*inside, np.array([0.4])), (*inside, np.array([0.1, 0.95])), 1.0)

    assert [worth.accuracy, worth.in_scope, worth.refused] == pytest.approx([2 / 3, 2 / 3, 0.5])


@pytest.mark.slow
@pytest.mark.parametrize("make", [grappolo, plain_classifier, fuzzy("token_set_ratio"), full_text])
def test_each_way_finds_intents(make: Any) -> None:
    """On questions that share words with the samples every peer is right; what it took is measured."""
    found = row(make(TRAIN, "en"), SPLIT)

    assert found["accuracy"] == 1
    assert found["milliseconds"] > 0


def test_what_is_left_out_is_foreign() -> None:
    """Its questions are not trained on, and half of them choose the threshold."""
    split = without_scenarios(Split("all", "en", TRAIN, (), (), TRAIN, ()), 1)

    assert {one.scenario for one in split.train} == {"join", "room"}
    assert {one.scenario for one in (*split.strangers, *split.foreign)} == {"fee"}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_noise_is_noise_and_always_the_same(kind: Any, language: Language) -> None:
    """It changes the question, and the same seed changes it the same way."""
    question = "Quando è l'incontro del cluster, perché no?"

    assert noisy(question, kind, 1, language) == noisy(question, kind, 1, language)
    assert noisy(question, kind, 1, language) != question


@pytest.fixture(scope="module")
def shipped() -> Snapshot:
    return CompiledOnce(cache_of(Settings(_env_file=None)))(SHIPPED)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_no_noise_raises(kind: Any, shipped: Snapshot) -> None:
    """Whatever a slip makes of a golden question, it has an outcome; of each kind every fifth is tried."""
    some = list(questions_of(SHIPPED / FOLDER))[KINDS.index(kind) % 5 :: 5]
    for number, (question, language) in enumerate(some):
        with_noise = question.model_copy(update={"ask": noisy(question.ask, kind, number, language)})

        assert judge(shipped, with_noise, language)


@pytest.mark.parametrize(
    ("ask", "field", "judgement"),
    [
        ("che ruolo ha Sauro Vicini?", "roles", "right"),
        ("quanti anni ha Sauro Vicini?", "roles", "offered"),
        ("quanti anni ha Sauro Vicini?", "activities", "refused wrongly"),
        ("che ruolo ha Sauro Vicini?", "activities", "wrong"),
    ],
)
def test_what_is_there_to_be_tapped_was_offered(shipped: Snapshot, ask: str, field: str, judgement: str) -> None:
    expected = GoldenQuestion(ask=ask, entry=("sauro-vicini",), field=(field,))

    assert judge(shipped, expected, "it").judgement == judgement


def test_a_base_of_any_size_has_no_mistakes(tmp_path: Path) -> None:
    """It is made of events as the public set has them."""
    row = {
        "name": "RubyConf",
        "city": "Wien",
        "startDate": "2024-03-01",
        "endDate": "2024-03-02",
        "url": "http://a.org",
    }
    (tmp_path / "events.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    write_base(tmp_path / "base", 60, tmp_path / "events.jsonl")

    assert len(load_base(tmp_path / "base").entries) == 60
    assert len(questions(tmp_path / "events.jsonl", 20, 60)) == 20


def test_the_document_tells_what_was_measured() -> None:
    """A part that was not measured is left out, and targets are said to be met or not."""
    good = {
        "questions": 2,
        "right": 1,
        "refused rightly": 1,
        "offered": 0,
        "wrong": 0,
        "refused wrongly": 0,
        "good": [2, 0.3, 1.0],
    }
    noise = dict.fromkeys(("none", *KINDS), good)
    nobody = {**good, "questions": 0, "good": [0, 0.0, 1.0]}
    figures = {"golden": {"all": good}, "noise": noise, "unseen": {"all": nobody}}
    text = report({"golden": {"machine": {"processor": "x"}, "figures": figures}, "speed": None})

    assert "| golden questions | 100 % | 100.0 % | yes |" in text
    assert "## Speed" not in text

"""What a topic model promises, whatever the samples."""

import random
import subprocess
import sys
from collections.abc import Sequence

import numpy as np
import pytest

from knowledge.topics.features import NONE
from knowledge.topics.keeping import Damaged, key_of, pack, unpack
from knowledge.topics.model import TopicModel
from knowledge.topics.training import Labelled, fit

FEES = [
    "how much is the membership fee",
    "what does membership cost",
    "price of a membership",
    "is there a fee for members",
    "what do members pay each year",
]
JOINING = [
    "how can my company join",
    "what do I need to become a member",
    "can we join the cluster",
    "who decides on new members",
    "where do I apply for membership",
]
ROOMS = [
    "can I rent a meeting room",
    "do you have rooms for workshops",
    "how do I book the laboratory",
    "is the hall free on friday",
    "which rooms can members use",
]
SAMPLES = [
    Labelled.of(text, topic, "en")
    for topic, texts in {"fees": FEES, "joining": JOINING, "rooms": ROOMS}.items()
    for text in texts
]


def best(model: TopicModel, text: str) -> str:
    """The topic that is judged first."""
    return model.judge(text, "en")[0].topic


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("what is the price for members?", "fees"),
        ("HOW CAN A STARTUP JOIN", "joining"),
        ("may we boook a room for a workshop", "rooms"),
    ],
)
def test_a_question_in_other_words_finds_its_topic(text: str, topic: str) -> None:
    """Also with a slip, in capitals, or about something else of the kind."""
    assert best(fit(SAMPLES), text) == topic


def test_the_order_of_samples_changes_nothing() -> None:
    """And the same samples give the same model."""
    turned = list(SAMPLES)
    random.Random(3).shuffle(turned)  # noqa: S311  # an order, no secret

    first, second = fit(SAMPLES), fit(turned)

    assert key_of(SAMPLES) == key_of(turned)
    assert pack(first) == pack(second)


@pytest.mark.parametrize("number", [1, 2, 5])
def test_one_sample_a_topic_is_enough_to_start(number: int) -> None:
    """What was given as a sample is found again, however few there are."""
    few = [one for topic in range(3) for one in SAMPLES[5 * topic : 5 * topic + number]]

    assert [best(fit(few), " ".join(one.said)) for one in few] == [one.topic for one in few]


@pytest.mark.parametrize("samples", [[], SAMPLES[:1], SAMPLES[:5]], ids=["none", "one", "of one topic"])
def test_there_may_be_no_choice(samples: Sequence[Labelled]) -> None:
    """A base may have no topic, or a single one."""
    judged = fit(samples).judge("how much is the membership fee", "en")

    assert [one.topic for one in judged] == (["fees"] if samples else [])


def test_more_samples_help() -> None:
    """What one sample leaves open, five tell apart."""
    asked = [
        ("who decides when we apply", "joining"),
        ("what do we pay each year", "fees"),
        ("the laboratory on friday", "rooms"),
    ]
    few, many = fit(SAMPLES[::5]), fit(SAMPLES)

    assert sum(best(many, text) == topic for text, topic in asked) > sum(
        best(few, text) == topic for text, topic in asked
    )


@pytest.mark.parametrize("text", ["how did you earn a place in the cluster", "who decides", "members of a room", *FEES])
def test_no_topic_is_surer_than_the_one_that_fits_best(text: str) -> None:
    """However little is known of those that do not fit."""
    judged = fit(SAMPLES).judge(text, "en")

    assert [one.evidence.score for one in judged] == sorted((one.evidence.score for one in judged), reverse=True)
    assert all(one.confidence < judged[0].confidence for one in judged[1:])


def test_what_no_sample_has_to_do_with_is_less_sure() -> None:
    """Nothing is refused by the classifier alone: the words that nobody knows decide."""
    model = fit(SAMPLES)
    ours, strange = model.judge("what does membership cost", "en")[0], model.judge("recipe for apple pie", "en")[0]

    assert ours.confidence > 0.5 > strange.confidence
    assert strange.evidence.strange > ours.evidence.strange == 0


PARKING = [
    "how much is the parking",
    "what does lunch cost",
    "price of a taxi",
    "is there a fee for parking",
    "what do visitors pay for parking",
]


def test_what_is_like_a_question_of_no_topic_is_less_sure() -> None:
    """That words of a topic are in it does not make it one of the topic; what is asked of the topic stays sure."""
    taught = fit([*SAMPLES, *(Labelled.of(text, NONE, "en") for text in PARKING)])

    def sure(model: TopicModel, text: str) -> float:
        return model.judge(text, "en")[0].confidence

    assert sure(taught, "what is the price of parking") < 0.5 < sure(fit(SAMPLES), "what is the price of parking")
    assert sure(taught, "what is the price for members") > 0.5


def test_no_topic_is_none_that_could_be_answered() -> None:
    """Whatever is asked, and however many topics are looked at."""
    taught = fit([*SAMPLES, *(Labelled.of(text, NONE, "en") for text in PARKING)])

    assert {one.topic for text in PARKING for one in taught.judge_words(text.split(), "en", ranked=9)} == {
        "fees", "joining", "rooms",
    }  # fmt: skip


def test_who_knows_only_what_is_of_no_topic_finds_none() -> None:
    """And does not stumble over it."""
    assert fit([Labelled.of(text, NONE, "en") for text in PARKING]).judge(PARKING[0], "en") == ()


def test_a_kept_model_is_the_model() -> None:
    """Bit by bit, so that the same question has the same answer after a restart."""
    model = fit(SAMPLES)
    kept = unpack(pack(model))

    assert kept.judge("can I rent a room", "en") == model.judge("can I rent a room", "en")
    assert np.array_equal(kept.weights, model.weights)


def test_a_damaged_model_is_no_model() -> None:
    """Cut off, empty, or with a byte that was changed: it is fitted again, never trusted."""
    packed = pack(fit(SAMPLES))
    for broken in (b"", packed[: len(packed) // 2], packed.replace(b"PK", b"KP"), b"x" * 100):
        with pytest.raises(Damaged):
            unpack(broken)


@pytest.mark.slow
def test_who_answers_never_imports_what_fits() -> None:
    """The model of a base is fitted in a process of its own: scikit-learn would cost every start a second."""
    program = (
        "import sys; from pathlib import Path; from bot.served import ready; import tempfile; "
        "from bot.chosen import SHIPPED, cache_of; from bot.settings import Settings; "
        "snapshot = ready(SHIPPED, cache_of(Settings(_env_file=None))); "
        "print(len(snapshot.decider.compiled.topics.model.topics) > 1, 'sklearn' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout

    assert said.split() == ["True", "False"]

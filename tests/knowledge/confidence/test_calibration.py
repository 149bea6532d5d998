"""What the confidence of a reading promises."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answering.deciding import Decider
from knowledge.answering.outcomes import Answer
from knowledge.answering.snapshot import Snapshot
from knowledge.confidence.calibration import COSTS, calibration
from knowledge.confidence.signals import NAMES, Signals
from knowledge.model.base import Base
from tests.knowledge.conftest import TODAY

SIGNALS = st.builds(Signals, **{name: st.floats(0, 5) for name in NAMES})


@given(signals=SIGNALS, more=st.floats(0, 5), name=st.sampled_from(NAMES), chance=st.floats(0, 1))
def test_nothing_that_speaks_against_a_reading_makes_it_surer(
    signals: Signals, more: float, name: str, chance: float
) -> None:
    """And a confidence is a probability, never above what the words leave open."""
    plain = calibration().confidence(signals, chance)
    worse = calibration().confidence(replace(signals, **{name: getattr(signals, name) + more}), chance)

    assert 0 <= worse <= plain <= chance


def test_who_is_more_careful_answers_less() -> None:
    """The dearer a wrong answer, the surer one must be."""
    answers = [calibration().thresholds[care].answer for care in sorted(COSTS, key=lambda care: -COSTS[care])]

    assert answers == sorted(answers, reverse=True)
    assert answers[0] > answers[-1]


@pytest.mark.parametrize(("care", "is_answered"), [("careful", False), ("helpful", True)])
def test_staff_choose_how_sure_the_bot_must_be(shipped: Snapshot, care: str, is_answered: bool) -> None:
    """One word in base.yaml decides what becomes of a question that is like a topic, and no more."""
    settings = shipped.base.settings.model_copy(update={"care": care})
    base = Base(settings, shipped.base.vocabulary, shipped.base.entries)
    chosen = Snapshot(base, Decider(replace(shipped.decider.compiled, base=base)))
    asked = chosen.ask("Why should a cluster bother with a label?", language="en", today=TODAY)

    assert isinstance(asked.parts[0].outcome, Answer) is is_answered

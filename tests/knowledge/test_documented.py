"""What docs/reading.md says of the reading is so."""

import re
from pathlib import Path

from knowledge.confidence.calibration import COSTS
from knowledge.confidence.signals import NAMES
from knowledge.reading.explaining import SEVERITY

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "reading.md").read_text("utf-8")


def test_strength_and_costs_are_the_documented_ones() -> None:
    """How fast strength falls, and what a wrong answer costs."""
    assert f"`exp(-{SEVERITY} × unexplained weight)`" in TEXT
    for care, cost in COSTS.items():
        assert re.search(rf"`{care}` \| .*{cost}", TEXT)


def test_every_signal_is_documented() -> None:
    """What the confidence depends on stands in the guide, and nothing else does."""
    documented = re.search(r"\| signal \|.*?\n\n", TEXT, re.DOTALL)

    assert documented
    assert tuple(re.findall(r"^\| `(\w+)` \|", documented[0], re.MULTILINE)) == NAMES


def test_every_file_that_is_named_exists() -> None:
    """A newcomer finds each step where the table says."""
    for name in re.findall(r"`((?:knowledge|tests)/[^`]+)`", TEXT):
        assert list(ROOT.glob(name)), name

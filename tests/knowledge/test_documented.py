"""What docs/reading.md says of the reading is so."""

import re
from pathlib import Path

from knowledge.answering.deciding import POSSIBLE, SURE
from knowledge.reading.explaining import SEVERITY

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "reading.md").read_text("utf-8")


def test_the_thresholds_are_the_documented_ones() -> None:
    """From where on a reading is answered or offered, and how fast confidence falls."""
    assert f"From {SURE} on a reading is answered, from {POSSIBLE} on it is offered" in TEXT
    assert f"`exp(-{SEVERITY} × unexplained weight)`" in TEXT


def test_every_file_that_is_named_exists() -> None:
    """A newcomer finds each step where the table says."""
    for name in re.findall(r"`((?:knowledge|tests)/[^`]+)`", TEXT):
        assert list(ROOT.glob(name)), name

"""Days that are said without a year."""

from pathlib import Path

import pytest

from knowledge.answering.outcomes import Listing
from knowledge.answering.snapshot import Snapshot
from knowledge.loading.loading import load_base
from tests.knowledge.loading.bases import write
from tests.knowledge.several import FILES, answer

_HALF_KNOWN = {
    "events/fair.yaml": "id: fair\nname: Fair\nperiod: {end: 2019-03-01}\n",
    "events/camp.yaml": "id: camp\nname: Camp\nperiod: {start: 2019-09-01}\n",
}


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder: Path = tmp_path_factory.mktemp("dated")
    return Snapshot.compile(load_base(write(folder, FILES | _HALF_KNOWN)))


@pytest.mark.parametrize(
    ("question", "events"),
    [
        ("quali eventi il 6 maggio?", ["forum-2014"]),
        ("quali eventi il 1 giugno?", ["forum-2017"]),  # of three years the last
        ("quali eventi il 3 novembre?", []),
    ],
)
def test_a_day_without_a_year_is_the_nearest_that_had_an_event(
    base: Snapshot, question: str, events: list[str]
) -> None:
    """Of some events only the beginning or the end is known: they are on no day of their own."""
    body = answer(base, question).body

    assert isinstance(body, Listing)
    found = [one.entry for one in body.entries]
    assert [id for id in found if id not in ("fair", "camp")] == events

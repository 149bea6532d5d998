"""Building a large base lets others do something meanwhile."""

import gc
from pathlib import Path

import pytest

from knowledge.loading.loading import load_base
from knowledge.loading.problems import InvalidBase
from knowledge.model.building import in_order
from knowledge.model.entries import Project


def test_what_is_sorted_in_slices_is_in_order() -> None:
    """However many slices there are, and whatever is in them more than once."""
    words = [str(number * 7919 % 9973) for number in range(12_000)]

    assert in_order(words) == sorted(words)
    assert in_order(iter(())) == []


def test_nothing_of_a_base_with_mistakes_is_left_to_who_hears_of_them(tmp_path: Path) -> None:
    """Where it is told, questions are answered: to give back all that was read would take half a second there."""
    (tmp_path / "projects").mkdir()
    (tmp_path / "base.yaml").write_text("name: Small\n", "utf-8")
    (tmp_path / "projects" / "all.yaml").write_text("- {id: one, name: Zyxowell}\n- {id: two}\n", "utf-8")

    with pytest.raises(InvalidBase) as raised:
        load_base(tmp_path)

    assert raised.traceback
    assert not [one for one in gc.get_objects() if isinstance(one, Project) and one.name.root["any"] == "Zyxowell"]

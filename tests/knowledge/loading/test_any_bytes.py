"""Whatever stands in a file, a base is loaded or its mistakes are told; nothing else happens."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.loading.loading import load_base
from knowledge.loading.problems import InvalidBase
from knowledge.loading.reader import read
from tests.knowledge.loading.bases import write

FIELDS = (
    "id",
    "name",
    "summary",
    "aliases",
    "links",
    "sources",
    "facts",
    "period",
    "place",
    "host",
    "as_of",
    "value",
    "it",
    "url",
)
words = st.sampled_from(
    (*FIELDS, "fair", "2018-07-05", "about 200", "~", "*a", "&a", "!!int", "<<", "it", "[", "{a: b}", "''")
)
values = st.recursive(
    words | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
entries = st.dictionaries(st.sampled_from(FIELDS), values, max_size=8)
pieces = st.lists(
    words | st.sampled_from(("\n", "\n  ", ": ", "- ", "\t", '"', "'", "|", ">", "#", "---\n", "%", "?", ",")),
    max_size=40,
)


def _lines(name: str, content: bytes) -> set[int | None]:
    """The lines of all mistakes in a base with this file."""
    with TemporaryDirectory() as folder:
        try:
            load_base(write(Path(folder), {name: content}))
        except InvalidBase as error:
            return {problem.line for problem in error.problems}
    return set()


def _load(name: str, content: bytes) -> None:
    last = content.count(b"\n") + content.count(b"\r") + 2

    assert all(line is None or 1 <= line <= last for line in _lines(name, content))


@given(st.sampled_from(("events/fair.yaml", "base.yaml", "vocabulary.yaml")), st.binary(max_size=300))
def test_any_bytes_are_an_entry_or_a_mistake(name: str, content: bytes) -> None:
    _load(name, content)


@given(st.sampled_from(("events/fair.yaml", "base.yaml", "vocabulary.yaml")), pieces)
def test_any_pieces_of_yaml_are_an_entry_or_a_mistake(name: str, written: list[str]) -> None:
    _load(name, "".join(written).encode())


@pytest.mark.slow
# Making values takes longer than reading them, and machines are shared.
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(("events", "projects", "organisations", "labels", "people", "topics")), entries)
def test_any_values_are_an_entry_or_a_mistake(folder: str, entry: dict[str, object]) -> None:
    _load(f"{folder}/fair.yaml", yaml.safe_dump(entry, allow_unicode=True).encode("utf-8", "surrogatepass"))


@given(pieces)
def test_the_parser_without_c_raises_as_little(written: list[str]) -> None:
    read("".join(written).encode(), yaml.SafeLoader)

"""What the base states: values with where they come from, relations from both sides, conditions."""

from datetime import date

import pytest

from knowledge.answering.snapshot import Snapshot
from knowledge.model.entries import KIND_OF, Project
from knowledge.model.relations import RELATIONS, Relation
from knowledge.model.texts import NO_ALIASES
from knowledge.model.values import PartialDate, Period
from knowledge.stating.conditions import Condition, Span, meets
from knowledge.stating.fields import DEFAULTS, FIELDS
from knowledge.stating.leading import LEADING
from knowledge.stating.statements import fields_of, statements
from knowledge.stating.values import Related


def related(shipped: Snapshot, id: str, field: str) -> list[str]:
    """The entries in a field."""
    stated = statements(shipped.base, shipped.base[id], field)
    return [one.value.entry for one in stated if isinstance(one.value, Related)]


def test_a_relation_is_read_from_both_sides(shipped: Snapshot) -> None:
    """Written once: on the event, on the organisation, on the person."""
    assert related(shipped, "adw", "project") == ["s3-4alpclusters"]
    assert related(shipped, "s3-4alpclusters", "events") == ["adw"]
    assert "clust-er-health" in related(shipped, "silver-label", "holders")
    assert related(shipped, "clust-er-health", "people") == ["clemence-foltz", "sauro-vicini"]
    assert related(shipped, "esca", "works_with") == ["eucles"]
    assert related(shipped, "eucles", "works_with") == ["esca"]


@pytest.mark.parametrize("relation", RELATIONS)
def test_both_sides_of_a_relation_are_fields(relation: Relation) -> None:
    """So that both can be asked for, and lead from one kind to the other."""
    assert relation.field in FIELDS
    assert relation.inverse in FIELDS


def test_the_tables_name_fields_that_exist() -> None:
    """What a bare question word means, and what leads from one kind to another."""
    kinds = set(KIND_OF.values())
    for (kind, asked), field in DEFAULTS.items():
        assert kind in FIELDS[field].kinds
        assert FIELDS[field].answers(asked)
    for (start, end), fields in LEADING.items():
        assert {start, end} <= kinds
        assert all(start in FIELDS[field].kinds for field in fields), (start, end)


def test_a_fact_without_a_date_has_that_of_its_source(shipped: Snapshot) -> None:
    """A fact's own, else the entry's, else the source's."""
    budget = statements(shipped.base, shipped.base["s3-4alpclusters"], "budget")[0]

    assert budget.as_of is not None
    assert budget.as_of.not_before
    assert [source.title.root["en"] for source in budget.sources if source.title]


def test_only_what_is_stated_is_a_field(shipped: Snapshot) -> None:
    """Nothing is there without a value."""
    for entry in shipped.base.entries.values():
        for field in fields_of(shipped.base, entry):
            assert statements(shipped.base, entry, field), (entry.id, field)


def test_what_was_awarded_stays_awarded_and_what_is_held_does_not(shipped: Snapshot) -> None:
    """Bronze came first, Silver followed."""
    base, health = shipped.base, shipped.base["clust-er-health"]

    assert meets(base, health, (Condition("awarded", "bronze-label"),)) != ((),)
    assert meets(base, health, (Condition("labels", "bronze-label"),)) == ((),)
    in_2020 = Span(date(2020, 1, 1), date(2020, 12, 31))
    both = (Condition("awarded", "bronze-label"), Condition("awarded", in_2020))
    assert all(meets(base, health, both))
    other = (Condition("awarded", "silver-label"), Condition("awarded", in_2020))
    assert not any(meets(base, health, other))


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2016-11-01", "2019-04-30", 30),
        ("2016-11", "2019-04", 30),
        ("2018-07-05", "2018-07-05", 0),
        ("2020-01-15", "2020-03-14", 2),
        ("2020-01-15", "2020-03-13", 1),
        ("2020", "2021", None),
    ],
)
def test_months_are_counted_whole(start: str, end: str, months: int | None) -> None:
    """Both days included; years alone have none."""
    assert Period.model_validate({"start": start, "end": end}).months == months


def test_what_many_entries_state_alike_is_kept_once(shipped: Snapshot) -> None:
    """A large base says the same few thousand days, places and partners a hundred thousand times."""
    base = shipped.base
    placed = [stated for entry in base.of_kind("organisation") for stated in statements(base, entry, "place")]

    assert len(placed) > len({repr(stated) for stated in placed}) == len({id(stated.value) for stated in placed})
    assert Project.model_validate({"id": "one", "name": "One"}).aliases is NO_ALIASES
    assert PartialDate.model_validate("2018-07-05") is PartialDate.model_validate("2018-07-05")

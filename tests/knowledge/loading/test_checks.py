"""Checks across entries: relations, terms, sources, names, and what stands twice."""

from pathlib import Path

import pytest

from knowledge.loading.loading import load_base
from knowledge.loading.targets import ANY, TARGETS, TERMS
from knowledge.model.entries import FOLDERS, KIND_OF
from knowledge.model.relations import RELATIONS
from tests.knowledge.loading.bases import problems_of, write

ALL = {
    "projects/bridge.yaml": "id: bridge\nname: Bridge\nformer_ids: [old-bridge]\n",
    "events/fair.yaml": "id: fair\nname: Fair\n",
    "labels/knot.yaml": "id: knot\nname: Knot\n",
    "organisations/cloud.yaml": "id: cloud\nname: Cloud\n",
    "people/ada.yaml": "id: ada\nname: Ada\n",
    "topics/fund.yaml": "id: fund\nname: Fund\nanswer: Un fondo.\n",
}


@pytest.mark.parametrize(
    ("path", "written", "said"),
    [
        ("events/fair.yaml", "host: clowd", '3: fair: "host": there is no entry "clowd", did you mean "cloud"?'),
        ("events/fair.yaml", "host: bridge", '3: fair: "host": "bridge" is a project, expected an organisation'),
        (
            "events/fair.yaml",
            "project: old-bridg",
            '3: fair: "project": there is no entry "old-bridg", did you mean "old-bridge"?',
        ),
        ("events/fair.yaml", "project: cloud", '3: fair: "project": "cloud" is an organisation, expected a project'),
        (
            "events/fair.yaml",
            "preceded_by: fair",
            '3: fair: "preceded_by": an entry cannot refer to itself: name another',
        ),
        (
            "events/fair.yaml",
            "organisers:\n  value: [cloud, knot]",
            '4: fair: "organisers": "knot" is a label, expected an organisation or a person or a project',
        ),
        (
            "events/fair.yaml",
            "organisers:\n  - cloud\n  - cloud",
            '5: fair: "organisers": "cloud" stands twice: delete one',
        ),
        (
            "events/fair.yaml",
            "place:\n  value:\n    place: bolonga",
            '5: fair: "place.place": vocabulary.yaml has no "bolonga" in cities or regions, did you mean "bologna"?',
        ),
        (
            "events/fair.yaml",
            "aim:\n  value: Uno.\n  sources: [site-x]",
            '5: fair: base.yaml has no source "site-x", did you mean "site"?',
        ),
        (
            "events/fair.yaml",
            "facts:\n  - {id: x, caption: x, entries: [cloud, nobody]}",
            '4: fair: "facts.entries": there is no entry "nobody": correct the id, or add the entry',
        ),
        (
            "events/fair.yaml",
            "facts:\n  - {id: x, caption: x, number: 1}\n  - {id: x, caption: y, number: 2}",
            '5: fair: "facts" lists "x" twice: delete one',
        ),
        (
            "projects/bridge.yaml",
            "contributions:\n  - {fund: knot, amount: 5 EUR}",
            '5: bridge: "contributions.fund": "knot" is a label, expected an organisation or a topic or a project',
        ),
        ("labels/knot.yaml", "levels: [cloud]", '3: knot: "levels": "cloud" is an organisation, expected a label'),
        (
            "labels/knot.yaml",
            "sectors: [helth]",
            '3: knot: "sectors": vocabulary.yaml has no "helth" in sectors, did you mean "health"?',
        ),
        (
            "organisations/cloud.yaml",
            "labels:\n  - {label: knot, since: 2020}\n  - {label: knot, since: 2020}",
            '5: cloud: "labels" lists "knot" twice: delete one',
        ),
        ("organisations/cloud.yaml", "country: XX", '3: cloud: "XX" is not a country of ISO 3166-1: correct it'),
        (
            "people/ada.yaml",
            "roles:\n  - {role: director, organisation: cloud}\n  - {role: director, organisation: cloud}",
            '5: ada: "roles" lists "director" twice: delete one',
        ),
        (
            "people/ada.yaml",
            "roles:\n  - {role: dirctor, organisation: cloud}",
            '4: ada: "roles.role": vocabulary.yaml has no "dirctor" in roles, did you mean "director"?',
        ),
        (
            "topics/fund.yaml",
            "related: [nobody]",
            '4: fund: "related": there is no entry "nobody": correct the id, or add the entry',
        ),
        (
            "topics/fund.yaml",
            "former_ids: [ada]",
            '4: fund: the id "ada" is already used in people/ada.yaml:1: choose another',
        ),
        (
            "topics/fund.yaml",
            "aliases:\n  it: [F-AIR]",
            '5: fund: "F-AIR" is also a name of "fair" (events/fair.yaml:2): keep it for one of them',
        ),
    ],
)
def test_a_reference_that_leads_nowhere_is_told(path: str, written: str, said: str, tmp_path: Path) -> None:
    assert problems_of(tmp_path, {**ALL, path: f"{ALL[path]}{written}\n"}) == [f"{path}:{said}"]


def test_the_same_label_may_be_held_again_later(tmp_path: Path) -> None:
    holdings = "labels:\n  - {label: knot, since: 2018, until: 2020}\n  - {label: knot, since: 2022}\n"
    path = "organisations/cloud.yaml"

    assert problems_of(tmp_path, {**ALL, path: ALL[path] + holdings}) == []


def test_a_former_id_still_leads_to_its_entry(tmp_path: Path) -> None:
    base = load_base(write(tmp_path, {**ALL, "events/fair.yaml": "id: fair\nname: Fair\nproject: old-bridge\n"}))

    assert [tie.source for tie in base.ties_to("bridge")] == ["fair"]


def test_an_entry_with_a_mistake_can_still_be_referred_to(tmp_path: Path) -> None:
    files = {
        **ALL,
        "events/fair.yaml": "id: fair\nname: Fair\nhost: cloud\nproject: bridge\n",
        "organisations/cloud.yaml": "id: cloud\nname: Cloud\ncolour: red\n",
        "projects/bridge.yaml": "id: bridge\nname: [never closed\n",
    }

    assert [problem.split(": ")[0] for problem in problems_of(tmp_path, files)] == [
        "organisations/cloud.yaml:3",
        "projects/bridge.yaml:3",
    ]


def test_settings_with_a_mistake_do_not_make_every_source_unknown(tmp_path: Path) -> None:
    files = {
        "base.yaml": "name: [\n",
        "vocabulary.yaml": "{\n",
        "events/fair.yaml": "id: fair\nname: F\nsources: [site]\nplace: {place: x}\n",
    }

    assert [problem.split(":")[0] for problem in problems_of(tmp_path, files)] == ["base.yaml", "vocabulary.yaml"]


def test_two_files_with_one_name_are_told_once_whatever_they_share(tmp_path: Path) -> None:
    files = {
        "events/a.yaml": "id: a\nname: Open Lab 2026\naliases: [OL 26]\n",
        "events/b.yaml": "id: b\nname: {it: openlab-2026, en: Open LAB 2026}\naliases: [OL26]\n",
    }

    assert problems_of(tmp_path, files) == [
        'events/b.yaml:2: b: "openlab-2026" is also a name of "a" (events/a.yaml:2): keep it for one of them'
    ]


def test_places_of_the_vocabulary_are_checked_too(tmp_path: Path) -> None:
    cities = "cities:\n  bologna: {name: Bologna, region: emilia}\n  roma: {name: Roma, country: ZZ}\n"
    regions = "regions:\n  roma: {name: Roma, country: IT}\n"

    assert problems_of(tmp_path, {"vocabulary.yaml": cities + regions}) == [
        'vocabulary.yaml:2: "bologna": there is no region "emilia": correct the id, or add the region',
        'vocabulary.yaml:3: "ZZ" is not a country of ISO 3166-1: correct it',
        'vocabulary.yaml:3: "roma" is also a region: choose another id for one of them',
    ]


def test_every_relation_and_every_id_of_another_entry_says_which_kinds_it_may_name() -> None:
    named = {(kind, keys[0].removesuffix("s")) for kind, keys in TARGETS}

    assert {(relation.kind, relation.field.removesuffix("s")) for relation in RELATIONS} <= named
    fields = {KIND_OF[model]: set(model.model_fields) for model in FOLDERS.values()}
    assert all(keys[0] in fields[kind] for kind, keys in (*TARGETS, *TERMS))
    assert set(ANY) == set(fields)

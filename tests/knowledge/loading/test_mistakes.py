"""Each mistake is said once, with its file and line, in plain words and with a cure."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.knowledge.loading.bases import problems_of

TABLE: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8"))
FAIR = "id: fair\nname: Fair\n"


@pytest.mark.parametrize("mistake", TABLE, ids=lambda mistake: mistake["name"])
def test_a_mistake_is_said_with_its_place_and_its_cure(mistake: dict[str, Any], tmp_path: Path) -> None:
    assert problems_of(tmp_path, {mistake["file"]: mistake["text"]}) == mistake["says"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            f"{FAIR}summary: perché\n".encode("latin-1"),
            "3: the text is not UTF-8: save the file with the encoding UTF-8",
        ),
        (FAIR.encode("utf-16"), "1: the text is not UTF-8: save the file with the encoding UTF-8"),
        (f"{FAIR}summary: a\u202eb\n".encode(), "3: U+202E is an invisible control character: delete it"),
        (f"{FAIR}# a\u2066b\n".encode(), "3: U+2066 is an invisible control character: delete it"),
        (f"{FAIR}summary: a\x00b\n".encode(), "3: U+0000 is an invisible control character: delete it"),
        (b" " * (1 << 20) + FAIR.encode(), "1: the file has more than 1 MiB: split it into several files"),
    ],
)
def test_bytes_that_no_reader_sees_are_refused(content: bytes, said: str, tmp_path: Path) -> None:
    assert problems_of(tmp_path, {"events/fair.yaml": content}) == [f"events/fair.yaml:{said}"]


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_line_ends_of_all_systems_count_the_same(ends: str, tmp_path: Path) -> None:
    content = f"\ufeff{FAIR}aim:\n".replace("\n", ends)

    assert problems_of(tmp_path, {"events/fair.yaml": content}) == [
        'events/fair.yaml:3: fair: "aim" has no value: write one or delete the key'
    ]


def test_a_broken_base_tells_all_mistakes_of_all_files_in_order(tmp_path: Path) -> None:
    files = {
        "base.yaml": "name: Base\nmian_language: it\n",
        "vocabulary.yaml": "cities:\n  bologna: {name: Bologna, region: emilia}\n",
        "events/fair.yaml": f"{FAIR}host: nobody\nperiod: {{start: tomorrow}}\nsources: [site]\n",
        "events/unclosed.yaml": "id: unclosed\nname: [a\n",
        "people/ada.yaml": "- id: ada\n  name: Ada\n  roles:\n- id: ada\n  name: Ada Two\n  nmae: x\n",
        "evnts/other.yaml": "id: other\n",
        "labels/l.yml": "id: l\nname: L\n",
    }

    assert problems_of(tmp_path, files) == [
        'base.yaml:2: "mian_language" is not a field of base.yaml, did you mean "main_language"?',
        'events/fair.yaml:3: fair: "host": there is no entry "nobody": correct the id, or add the entry',
        'events/fair.yaml:4: fair: "period.start": "tomorrow" is not a date: write 2018-07-05, 2018-07 or 2018',
        'events/fair.yaml:5: fair: base.yaml has no source "site": correct the id, or add the source',
        'events/unclosed.yaml:3: a list that starts with "[" is not closed: add "]", and "," between its items',
        'evnts: is not a folder of entries, did you mean "events"?',
        'labels/l.yml: is not read: call it "l.yaml"',
        'people/ada.yaml:3: ada: "roles" has no value: write one or delete the key',
        'people/ada.yaml:4: ada: the id "ada" is already used in people/ada.yaml:1: choose another',
        'people/ada.yaml:6: ada: "nmae" is not a field of a person, did you mean "name"?',
        'vocabulary.yaml:2: "bologna": there is no region "emilia": correct the id, or add the region',
    ]


def test_only_the_first_hundred_mistakes_of_a_file_are_told(tmp_path: Path) -> None:
    problems = problems_of(tmp_path, {"events/fair.yaml": FAIR + "".join(f"key{number}:\n" for number in range(1000))})

    assert len(problems) == 101
    assert problems[-1] == "events/fair.yaml:102: the file has 100 mistakes up to here: correct these first"

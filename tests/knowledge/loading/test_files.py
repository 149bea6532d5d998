"""Which files make up a base, and which only look as if they did."""

import os
from pathlib import Path

import pytest

from knowledge.loading.loading import load_base
from knowledge.loading.problems import InvalidBase
from tests.knowledge.loading.bases import problems_of, write

FAIR = "id: fair\nname: Fair\n"


def test_entries_may_lie_in_lists_and_in_folders_within_folders(tmp_path: Path) -> None:
    files = {
        "events/2026/spring/fair.yaml": FAIR,
        "events/others.yaml": "- {id: b, name: B}\n- {id: a, name: A}\n",
        "README.md": "# Read me\n",
        "questions/it.yaml": "language: it\nquestions: [{ask: Che fiera?, entry: fair}]\n",
        "photos/fair.yaml.txt": "",
        "events/notes.txt": "",
        ".hidden/x.yml": "",
        "events/.fair.yaml": "",
    }

    assert list(load_base(write(tmp_path, files)).entries) == ["a", "b", "fair"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("evnts/fair.yaml", 'evnts: is not a folder of entries, did you mean "events"?'),
        ("Events/fair.yaml", 'Events: is not a folder of entries, did you mean "events"?'),
        ("event/fair.yaml", 'event: is not a folder of entries, did you mean "events"?'),
        ("organizations/x.yaml", 'organizations: is not a folder of entries, did you mean "organisations"?'),
        ("question/it.yaml", 'question: is not a folder of entries, did you mean "questions"?'),
        ("events/fair.yml", 'events/fair.yml: is not read: call it "fair.yaml"'),
        ("events/fair.YAML", 'events/fair.YAML: is not read: call it "fair.yaml"'),
        ("base.yml", 'base.yml: is not read here, did you mean "base.yaml"?'),
        ("vocabolary.yaml", 'vocabolary.yaml: is not read here, did you mean "vocabulary.yaml"?'),
        (
            "fair.yaml",
            "fair.yaml: is not read here: entries lie in projects/, events/, labels/, organisations/, people/, topics/",
        ),
        ("events", "events: is a file: entries lie in files in a folder of this name"),
    ],
)
def test_what_looks_like_a_part_of_the_base_is_told(path: str, said: str, tmp_path: Path) -> None:
    assert problems_of(tmp_path, {path: FAIR}) == [said]


def test_a_base_without_settings_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidBase, match=r'base.yaml: the file is missing: write at least "name: …" into it'):
        load_base(tmp_path)


def test_a_base_needs_no_vocabulary(tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("name: Base\n")

    assert load_base(tmp_path).vocabulary.cities == {}


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidBase, match=r"is not a folder: name the folder that holds base.yaml"):
        load_base(tmp_path / "nowhere")


def test_links_out_of_the_base_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "base", {"events/fair.yaml": FAIR})
    (tmp_path / "secret.yaml").write_text("id: secret\nname: Secret\n")
    (folder / "events" / "secret.yaml").symlink_to(tmp_path / "secret.yaml")
    (folder / "events" / "nowhere.yaml").symlink_to(folder / "nowhere.yaml")
    (folder / "events" / "itself.yaml").symlink_to(folder / "events" / "itself.yaml")
    (folder / "events" / "around").symlink_to(folder)
    (folder / "people").symlink_to(tmp_path)

    assert problems_of(folder, {}) == [
        "events/around: is a link: put the folder itself here",
        "events/itself.yaml: cannot be read: correct the link, or its permissions",
        "events/nowhere.yaml: is not a file: write it, or delete it",
        "events/secret.yaml: is a link out of the base: put the file itself here",
        "people: is a link: put the folder itself here",
    ]


def test_a_link_within_the_base_is_followed(tmp_path: Path) -> None:
    folder = write(tmp_path, {".data/fair.yaml": FAIR})
    (folder / "events").mkdir()
    (folder / "events" / "fair.yaml").symlink_to("../.data/fair.yaml")

    assert list(load_base(folder).entries) == ["fair"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    folder = write(tmp_path, {"events/fair.yaml": FAIR})
    os.mkfifo(folder / "events" / "pipe.yaml")

    assert problems_of(folder, {}) == ["events/pipe.yaml: is not a file: write it, or delete it"]

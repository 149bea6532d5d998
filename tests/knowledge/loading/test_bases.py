"""The bases that come with the program, the schemas beside them, and new ones."""

import json
import logging
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.loading import starter
from knowledge.loading.loading import load_base
from knowledge.loading.problems import InvalidBase
from knowledge.loading.schema import FOLDER, schemas
from knowledge.loading.starter import EMPTY, STARTER, make_base
from knowledge.model.entries import FOLDERS, KIND_OF, Kind

SHIPPED = Path(starter.__file__).parents[1] / "base"


@pytest.mark.parametrize("folder", [SHIPPED, STARTER, EMPTY], ids=["shipped", "starter", "empty"])
def test_a_base_of_ours_has_no_mistake(folder: Path) -> None:
    start = time.process_time()
    base = load_base(folder)

    assert time.process_time() - start < 3
    assert list(base.entries) == sorted(base.entries)


def test_the_starter_has_one_entry_of_each_kind() -> None:
    kinds: list[Kind] = [entry.kind for entry in load_base(STARTER).entries.values()]

    assert sorted(kinds) == sorted(KIND_OF.values())


@pytest.mark.parametrize("folder", [SHIPPED, STARTER, EMPTY], ids=["shipped", "starter", "empty"])
def test_every_file_names_its_schema_in_its_first_line(folder: Path) -> None:
    wanted = {"base.yaml": ".schema/base.json", "vocabulary.yaml": ".schema/vocabulary.json"}
    for name, model in FOLDERS.items():
        for path in (folder / name).rglob("*.yaml"):
            up = "../" * len(path.parent.relative_to(folder).parts)
            wanted[path.relative_to(folder).as_posix()] = f"{up}.schema/{KIND_OF[model]}.json"
    found = {name: (folder / name).read_text(encoding="utf-8").splitlines()[0] for name in wanted}

    assert found == {name: f"# yaml-language-server: $schema={schema}" for name, schema in wanted.items()}


def test_the_schemas_beside_the_shipped_base_are_current() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in (SHIPPED / FOLDER).iterdir()}

    assert written == schemas(), "run .venv/bin/grappolo schema"


def _parts(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from _parts(part)


@pytest.mark.parametrize("name", sorted(schemas()))
def test_a_schema_is_for_people(name: str) -> None:
    schema = json.loads(schemas()[name])
    references = {part["$ref"] for part in _parts(schema) if isinstance(part.get("$ref"), str)}
    titles = [part["title"] for part in _parts(schema) if isinstance(part.get("title"), str)]

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert references <= {f"#/$defs/{each}" for each in schema.get("$defs", {})}
    assert {"type": "null"} not in list(_parts(schema))
    assert [title for title in titles if len(title) > 60 or re.search(r"[_\[]", title)] == []


def _git(folder: Path, *command: str) -> str:
    return subprocess.run(["git", *command], cwd=folder, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S607


@pytest.mark.parametrize("empty", [True, False], ids=["empty", "with examples"])
def test_a_new_base_loads_and_has_a_first_commit(empty: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))  # where nobody has told git who they are
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    folder = tmp_path / "new" / "base"
    make_base(folder, empty)
    monkeypatch.delenv("GIT_DIR")

    assert len(load_base(folder).entries) == (0 if empty else 6)
    assert {"README.md", ".gitignore", ".schema", "questions", *FOLDERS} <= {path.name for path in folder.iterdir()}
    assert _git(folder, "status", "--porcelain") == ""
    assert _git(folder, "log", "--format=%s") == "A new knowledge base"
    assert Path(_git(folder, "rev-parse", "--show-toplevel")) == folder.resolve()


def test_a_new_base_without_git_is_made_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with caplog.at_level(logging.WARNING, logger="knowledge"):
        make_base(tmp_path / "base", empty=True)

    assert load_base(tmp_path / "base").entries == {}
    assert "without a history: install git" in caplog.text


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")

    with pytest.raises(InvalidBase, match="is not empty: name a new folder, nothing was changed"):
        make_base(tmp_path, empty=False)
    with pytest.raises(InvalidBase, match="is a file: name a folder"):
        make_base(tmp_path / "thesis.txt", empty=False)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]

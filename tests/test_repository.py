"""What the files around the code promise: locks with hashes, settings explained, one version everywhere."""

import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.settings import Settings

ROOT = Path(__file__).parents[1]
LOCKS = ("run", "dev", "bench", "fuzz", "uv")

# Put together here, so that this file passes its own test.
HOSTS = ("pypi" + ".org", "python" + "hosted.org", "npm" + "js.org")


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def _project() -> dict[str, Any]:
    return tomllib.loads(_read("pyproject.toml"))


def _pins(lock: str) -> dict[str, set[str]]:
    """Each package with its versions: some have one for older Pythons and one for newer."""
    pins: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9._-]+)==(\S+)", _read(f"requirements/{lock}.txt"), re.MULTILINE):
        pins.setdefault(name, set()).add(version)
    return pins


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _files() -> list[Path]:
    """What git has or would take."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607  # git is where the user has it
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / name for name in listed.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_requirement_has_its_hashes(lock: str) -> None:
    lines = [line for line in _read(f"requirements/{lock}.txt").splitlines() if not line.lstrip().startswith("#")]
    requirements = re.split(r"\n(?=\S)", "\n".join(lines))

    assert len(requirements) == sum(map(len, _pins(lock).values())) > 0
    assert [text for text in requirements if not re.search(r"--hash=sha256:[0-9a-f]{64}", text)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_packages_and_neither_an_index_nor_a_folder(lock: str) -> None:
    text = _read(f"requirements/{lock}.txt")

    assert re.findall(r"^-.*|\S+ @ .*|.*://.*", text, re.MULTILINE) == []
    assert re.findall(r"(?<![\w.])/\S+", text) == []


def test_who_runs_and_who_develops_have_the_same_versions() -> None:
    run, dev = _pins("run"), _pins("dev")

    assert run == {name: dev.get(name) for name in run}


def test_all_that_is_declared_is_locked() -> None:
    project = _project()
    groups = project["dependency-groups"]
    run = [*project["project"]["dependencies"], *groups["build"]]

    assert {_name(requirement) for requirement in run} <= _pins("run").keys()
    assert {_name(requirement) for requirement in [*run, *groups["dev"]]} <= _pins("dev").keys()
    for apart in ("fuzz", "uv"):
        assert {_name(requirement) for requirement in groups[apart]} <= _pins(apart).keys()


def test_the_locked_backend_is_the_one_that_builds() -> None:
    project = _project()

    assert project["build-system"]["requires"] == project["dependency-groups"]["build"]


def test_every_dependency_has_a_lower_bound_and_a_reason() -> None:
    project = _project()
    for requirement in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]:
        assert re.search(rf'^ +"{re.escape(requirement)}", +# \S', _read("pyproject.toml"), re.MULTILINE), requirement
        assert ">=" in requirement


def test_no_file_names_the_host_of_a_registry() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {host}"
        for file in _files()
        for host in HOSTS
        if host in file.read_text(encoding="utf-8", errors="replace")
    ]

    assert found == []


def test_every_setting_is_explained_in_the_example_and_nothing_else_is() -> None:
    example = _read(".env.example")

    explained = re.findall(r"^# .+\n#GRAPPOLO_([A-Z_]+)=", example, re.MULTILINE)
    assert sorted(explained) == sorted(name.upper() for name in Settings.model_fields)


def test_the_example_says_what_holds_without_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    usual = Settings()

    Path(".env").write_text(_read(".env.example").replace("#GRAPPOLO_", "GRAPPOLO_"), encoding="utf-8")

    assert Settings() == usual


def test_the_changelog_tells_of_this_version_or_of_what_is_to_come() -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", _read("CHANGELOG.md"), re.MULTILINE)

    assert headings[0] in ("Unreleased", _project()["project"]["version"])
    assert set(re.findall(r"^### (\w+)", _read("CHANGELOG.md"), re.MULTILINE)) <= {
        "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security",
    }  # fmt: skip


def test_the_licence_is_whole() -> None:
    licence = _read("LICENSE")

    assert re.findall(r"^(\d+)\. ", licence, re.MULTILINE) == [str(article) for article in range(1, 16)]
    assert licence.lstrip().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")
    assert licence.endswith(
        "All other changes or additions to this Appendix require the production of a new\nEUPL version.\n"
    )


def test_publiccode_agrees_with_the_project() -> None:
    about, project = yaml.safe_load(_read("publiccode.yml")), _project()["project"]

    assert about["softwareVersion"] == project["version"]
    assert about["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert f">={about['dependsOn']['open'][0]['versionMin']}" == project["requires-python"]
    for description in about["description"].values():
        assert len(description["shortDescription"]) <= 150
        assert 150 <= len(description["longDescription"]) <= 10_000


def test_every_target_of_make_is_in_its_help() -> None:
    targets = re.search(r"^\.PHONY: (.*)$", _read("Makefile"), re.MULTILINE)
    helped = subprocess.run(
        ["make", "help"],  # noqa: S607  # make is where the user has it
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )

    assert targets
    assert re.findall(r"^  make (\w+) +\S", helped.stdout, re.MULTILINE) == targets[1].split()


def test_the_command_and_the_module_are_one() -> None:
    assert _project()["project"]["scripts"] == {"grappolo": "bot.cli:main"}
    assert "from bot.cli import main" in _read("bot/__main__.py")

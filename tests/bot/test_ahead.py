"""A first start has its base compiled ahead, by others; whatever goes wrong there costs only time."""

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from bot import ahead
from bot.ahead import compiled_ahead
from bot.apart import Apart
from bot.chosen import SHIPPED
from bot.compiled import CompiledOnce, key_of
from bot.fitted import fit_packed, fit_with
from bot.settings import Settings
from knowledge.loading.problems import InvalidBase
from knowledge.topics.training import Labelled

pytestmark = pytest.mark.slow

PROGRAM = """
import sys
from bot.cli import main

try:
    main(sys.argv[1:])
finally:
    print("knowledge.loading.loading" in sys.modules)
"""


@pytest.fixture
def settings(own_folders: Path) -> Settings:
    """With nothing kept, and a base that nobody has brought and a test may change."""
    folder = copytree(SHIPPED, own_folders / "base")
    (folder / "people" / "own.yaml").write_text("{id: own, name: Wyxo Ownman}\n", "utf-8")
    return Settings(knowledge=own_folders / "base", cache=own_folders / "cache", _env_file=None)


def kept_by(settings: Settings) -> list[str]:
    """What is kept."""
    assert settings.cache
    return sorted(path.name.partition("-")[0] for path in settings.cache.glob("*"))


def opened(settings: Settings) -> int:
    """How many entries the base has for who wants it, and may not fit it."""
    assert settings.cache
    assert settings.knowledge
    return len(CompiledOnce(settings.cache, _may_not_fit)(settings.knowledge).base.entries)


def _may_not_fit(samples: tuple[Labelled, ...]) -> bytes:
    raise AssertionError(f"it was to be fitted already: {len(samples)} samples")


def test_who_wants_the_base_finds_it_compiled(settings: Settings) -> None:
    """With its topics fitted."""
    with compiled_ahead(settings):
        pass

    assert kept_by(settings) == ["base", "topics"]
    assert opened(settings) > 0
    assert kept_by(settings) == ["base", "topics"]


@pytest.mark.parametrize("command", [["ask", "Silver Label?"], ["run"]], ids=["ask", "run"])
def test_the_first_start_does_not_compile_the_base_itself(
    own_folders: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    """It never even imports what loads one."""
    monkeypatch.setenv("GRAPPOLO_CACHE", str(own_folders / "cache"))
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM, *command], input="/quit\n", capture_output=True, text=True, check=True
    )

    assert said.stdout.splitlines()[-1] == "False"
    assert said.stderr == ""


def test_it_is_the_chosen_base(settings: Settings, own_folders: Path) -> None:
    """And not that of the settings."""
    other = copytree(SHIPPED, own_folders / "other")
    (other / "people" / "new.yaml").write_text("{id: new-one, name: Zyxo Newman}\n", "utf-8")
    with compiled_ahead(settings, other):
        pass
    assert settings.cache

    assert (settings.cache / f"base-{key_of(other)}.bin").exists()


def test_a_later_start_needs_nobody_for_it(settings: Settings) -> None:
    """It finds the topics, if not the base: what changed is compiled by who wants it."""
    assert settings.cache
    settings.cache.mkdir()
    (settings.cache / "topics-of-before.npz").touch()
    with compiled_ahead(settings):
        pass

    assert kept_by(settings) == ["topics"]


def test_what_was_brought_is_not_compiled_again(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The shipped base, where Grappolo was installed with it."""
    brought = own_folders / "brought"
    monkeypatch.setattr(ahead, "BROUGHT", brought)
    CompiledOnce(brought)(SHIPPED)
    with compiled_ahead(Settings(cache=own_folders / "cache", _env_file=None)):
        pass

    assert not (own_folders / "cache").exists()


def test_mistakes_are_told_to_who_wants_the_base(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    """Whichever process finds them first: it says nothing."""
    assert settings.knowledge
    (settings.knowledge / "topics" / "erdf.yaml").write_text("{id: erdf, name: ERDF, sections: nonsense}\n", "utf-8")
    with compiled_ahead(settings):
        pass

    assert capfd.readouterr() == ("", "")
    with pytest.raises(InvalidBase, match="sections"):
        opened(settings)


def test_what_could_not_be_kept_is_compiled_all_the_same(settings: Settings, capfd: pytest.CaptureFixture[str]) -> None:
    """By who wants it."""
    assert settings.cache
    assert settings.knowledge
    settings.cache.write_text("a file where the folder should be", "utf-8")
    with compiled_ahead(settings):
        pass

    assert capfd.readouterr() == ("", "")
    assert CompiledOnce(settings.cache)(settings.knowledge).base.entries


def test_topics_are_fitted_also_where_no_process_could_be_started() -> None:
    """The model is the same, wherever what solves was imported."""
    samples = tuple(
        Labelled.of(text, topic, "en") for topic in ("fees", "rooms", "joining") for text in (f"{topic} one", topic)
    )
    with Apart() as alive, Apart() as dead:
        dead.begin(os._exit, 1)

        assert fit_with(alive, samples) == fit_with(dead, samples) == fit_packed(samples)

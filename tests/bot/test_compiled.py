"""A compiled base is kept: the next start reads it again, and whatever is wrong with it costs only time."""

import os
import pickle
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from shutil import copytree

import pytest

from bot.chosen import SHIPPED
from bot.commands.service import precompile
from bot.compiled import MOST_KEPT, CompiledOnce, key_of
from bot.served import LARGE, ServedBase
from knowledge.answering.keeping import Damaged, pack, unpack
from knowledge.answering.outcomes import Answer, Gap
from knowledge.answering.snapshot import Snapshot
from knowledge.golden.running import FOLDER, ask_golden
from knowledge.language.cues import cues_of
from knowledge.loading.problems import InvalidBase
from knowledge.model.languages import LANGUAGES
from tests.bench.golden import questions_of

TODAY = date(2026, 11, 27)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache in which the shipped base is kept."""
    folder = tmp_path_factory.mktemp("cache")
    CompiledOnce(folder, brought=folder)(SHIPPED)
    return folder


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A small base of its own."""
    folder = tmp_path / "base"
    (folder / "projects").mkdir(parents=True)
    (folder / "base.yaml").write_text("name: Small\n", "utf-8")
    (folder / "projects" / "one.yaml").write_text("- {id: one, name: Zyxo, budget: 100 EUR}\n", "utf-8")
    return folder


def kept_in(cache: Path) -> list[Path]:
    """The compiled bases that a cache holds."""
    return sorted(cache.glob("base-*.bin"))


def budget(snapshot: Snapshot) -> object:
    """What it says of the budget of the one project."""
    return snapshot.ask("budget of Zyxo?", language="en", today=TODAY).parts[0].outcome


@pytest.mark.slow
def test_what_was_kept_answers_as_what_was_compiled(cache: Path) -> None:
    """Every golden question has the same outcome, with the same confidence and the same readings considered."""
    with kept_in(cache)[0].open("rb") as file:
        file.seek(len(key_of(SHIPPED) or ""))
        kept = unpack(file)
    compiled = CompiledOnce(cache / "elsewhere", brought=cache / "elsewhere")(SHIPPED)

    for question, language in list(questions_of(SHIPPED / FOLDER))[::7]:
        assert repr(ask_golden(kept, question, language)) == repr(ask_golden(compiled, question, language))


def test_a_second_start_reads_what_the_first_has_kept(base: Path, tmp_path: Path) -> None:
    """The file is used as it is: it is not written anew."""
    once = CompiledOnce(tmp_path / "cache")
    once(base)
    before = kept_in(tmp_path / "cache")[0].stat().st_ino
    once(base)

    assert [path.stat().st_ino for path in kept_in(tmp_path / "cache")] == [before]


def test_the_cues_are_kept_with_the_base(base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every start needs those of all languages, and their files take long to read."""
    read = {language: cues_of(language) for language in LANGUAGES}
    CompiledOnce(tmp_path / "cache")(base)
    CompiledOnce(tmp_path / "cache")(base)
    monkeypatch.setattr("knowledge.language.cues.FOLDER", tmp_path / "nowhere")
    cues_of.cache_clear()

    assert {language: cues_of(language) for language in LANGUAGES} == read


def test_what_was_brought_is_read_and_left_alone(base: Path, tmp_path: Path) -> None:
    """Whoever installed Grappolo has had it compiled: nothing is kept beside it."""
    CompiledOnce(tmp_path / "brought")(base)
    before = kept_in(tmp_path / "brought")[0].stat()
    (tmp_path / "brought").chmod(0o500)
    found = CompiledOnce(tmp_path / "cache", brought=tmp_path / "brought")(base)
    (tmp_path / "brought").chmod(0o700)

    assert isinstance(budget(found), Answer)
    assert not (tmp_path / "cache").exists()
    assert kept_in(tmp_path / "brought")[0].stat().st_ino == before.st_ino


@pytest.mark.slow
def test_what_is_brought_can_be_read_by_whoever_runs_the_bot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Mostly another user than who installed it."""
    monkeypatch.setattr("bot.chosen.BROUGHT", tmp_path / "brought")
    precompile()

    assert len(kept_in(tmp_path / "brought")) == 1
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "brought").iterdir()} == {0o644}


def test_a_changed_file_is_seen(base: Path, tmp_path: Path) -> None:
    """Whatever changes in the base, what was kept of it before does not answer."""
    once = CompiledOnce(tmp_path / "cache")
    first = budget(once(base))
    (base / "projects" / "one.yaml").write_text("- {id: one, name: Zyxo, budget: 200 EUR}\n", "utf-8")
    second = budget(once(base))

    assert isinstance(first, Answer)
    assert isinstance(second, Answer)
    assert "100" in repr(first.body)
    assert "200" in repr(second.body)


def test_a_file_too_many_is_a_mistake_though_the_base_was_kept(base: Path, tmp_path: Path) -> None:
    """A file that is not read would not change what is compiled; it is said all the same."""
    once = CompiledOnce(tmp_path / "cache")
    once(base)
    (base / "projects" / "two.yml").write_text("- {id: two, name: Two}\n", "utf-8")

    with pytest.raises(InvalidBase, match=r"two\.yml"):
        once(base)


def test_no_more_are_kept_than_a_few(base: Path, tmp_path: Path) -> None:
    """Who changes the base all day does not fill the disk."""
    for amount in range(MOST_KEPT + 2):
        (base / "projects" / "one.yaml").write_text(f"- {{id: one, name: Zyxo, budget: {amount} EUR}}\n", "utf-8")
        CompiledOnce(tmp_path / "cache")(base)

    assert len(kept_in(tmp_path / "cache")) == MOST_KEPT
    assert not list((tmp_path / "cache").glob(".base-*"))


def test_a_folder_that_cannot_be_written_costs_only_time(base: Path, tmp_path: Path) -> None:
    """A read-only system answers as any other."""
    (tmp_path / "cache").write_text("a file where the folder should be", "utf-8")

    assert isinstance(budget(CompiledOnce(tmp_path / "cache")(base)), Answer)


@pytest.mark.slow
async def test_a_large_base_that_changes_is_kept_by_the_next_start(base: Path, tmp_path: Path) -> None:
    """While questions are answered nobody waits until it is packed."""
    many = "".join(f"- {{id: p{number}, name: Projekta{number}}}\n" for number in range(LARGE))
    (base / "projects" / "many.yaml").write_text(many, "utf-8")
    served = ServedBase.open(base, tmp_path / "cache", every=0)
    (base / "projects" / "one.yaml").write_text("- {id: one, name: Zyxo, budget: 2000 EUR}\n", "utf-8")
    found = budget(await served.current())

    assert isinstance(found, Answer)
    assert "2000" in repr(found.body)
    assert len(kept_in(tmp_path / "cache")) == 1
    CompiledOnce(tmp_path / "cache")(base)
    assert len(kept_in(tmp_path / "cache")) == 2


class _Harmful:
    """What somebody could put into a pickle."""

    def __init__(self, told: Path) -> None:
        self.told = told

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.told),)


def _damaged(told: Path) -> Iterator[bytes]:
    yield pickle.dumps(_Harmful(told))
    # By a name that a module of ours imports, and through one.
    for name in ("Path", "os.mkdir"):
        yield b"\x80\x04\x8c\x17knowledge.loading.files\x8c" + bytes([len(name)]) + name.encode() + b"\x93."
    yield pickle.dumps("no snapshot")
    yield b""


def test_what_is_no_compiled_base_is_never_executed(tmp_path: Path) -> None:
    """A pickle may name anything to be called; here that ends the reading."""
    for content in _damaged(tmp_path / "harm"):
        with pytest.raises(Damaged):
            unpack(BytesIO(content))

    assert not (tmp_path / "harm").exists()


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="files have no owner here")
def test_what_others_may_write_is_not_read(base: Path, tmp_path: Path) -> None:
    """Also not what has the right name: the base is compiled."""
    other = copytree(base, tmp_path / "other")
    (other / "projects" / "one.yaml").write_text("- {id: one, name: Other}\n", "utf-8")
    once = CompiledOnce(tmp_path / "cache")
    once(base)
    path = kept_in(tmp_path / "cache")[0]
    with path.open("wb") as file:
        file.write((key_of(base) or "").encode())
        pack(CompiledOnce(tmp_path / "elsewhere")(other), file)
    planted = budget(once(base))
    path.chmod(0o666)

    assert isinstance(planted, Gap)
    assert isinstance(budget(once(base)), Answer)

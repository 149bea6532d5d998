"""The commands that a container or a service manager gives."""

import asyncio
import os
import shutil
import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Barrier

import pytest
from typer.testing import CliRunner, Result

from bot.chosen import SHIPPED
from bot.cli import main
from bot.doctor import examine
from bot.heartbeat import HEARTBEAT, LONGEST
from bot.kept import open_storage
from bot.prepared import DRAFT, fill
from bot.settings import Settings
from bot.storage.backups import backups_in
from bot.storage.keys import KEY_FILE, make_key
from tests.bot.storage.damages import spoil

KNOWN = "quando finisce AlpClusters?"
ANSWER = "30 aprile 2019"


def grappolo(*words: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, list(words))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in *folder*."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture
def knowledge(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder that is served from."""
    folder = own_folders / "knowledge"
    folder.mkdir()
    monkeypatch.setenv("GRAPPOLO_KNOWLEDGE", str(folder))
    return folder


def test_an_empty_folder_gets_the_shipped_base(knowledge: Path) -> None:
    """All of it, hidden files for editors as well, and nothing else."""
    result = grappolo("prepare")

    assert result.exit_code == 0, result.output
    assert contents(knowledge) == contents(SHIPPED)
    assert grappolo("check").exit_code == 0


def test_what_a_file_system_puts_into_an_empty_volume_is_nothing(knowledge: Path) -> None:
    """A disk of one's own is empty although it has a lost+found."""
    (knowledge / "lost+found").mkdir()
    grappolo("prepare")

    assert (knowledge / "base.yaml").is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
def test_of_several_that_start_at_once_one_fills_the_folder(knowledge: Path) -> None:
    """Replicas share it: none stumbles over what another one is copying."""
    ready = Barrier(8)

    def start(_: int) -> bool:
        ready.wait()
        return fill(knowledge)

    with ThreadPoolExecutor(8) as threads:
        filled = list(threads.map(start, range(8)))

    assert sorted(filled) == [False] * 7 + [True]
    assert contents(knowledge) == contents(SHIPPED)


@pytest.mark.parametrize("name", ["base.yaml", "events", ".git"])
def test_a_folder_with_anything_in_it_is_left_alone(knowledge: Path, name: str) -> None:
    """Not even what is missing is added: it may have been deleted on purpose."""
    (knowledge / name).mkdir() if "." not in name[1:] else (knowledge / name).write_text("name: Ours\n")
    before = sorted(knowledge.rglob("*")), contents(knowledge)

    assert grappolo("prepare").exit_code == 0
    assert (sorted(knowledge.rglob("*")), contents(knowledge)) == before


def test_what_was_changed_stays_changed(knowledge: Path) -> None:
    """The second start finds the base as the staff left it."""
    grappolo("prepare")
    (knowledge / "events" / "adw.yaml").unlink()
    (knowledge / "base.yaml").write_text("name: Ours\n", encoding="utf-8")
    before = contents(knowledge)
    grappolo("prepare")

    assert contents(knowledge) == before


def test_a_copy_that_was_cut_short_is_made_anew(knowledge: Path) -> None:
    """Nothing of half a copy is served: what was copied waits in a folder of its own until all is there."""
    (knowledge / DRAFT / "events").mkdir(parents=True)
    (knowledge / DRAFT / "events" / "adw.yaml").write_text("id: a", encoding="utf-8")
    grappolo("prepare")

    assert contents(knowledge) == contents(SHIPPED)


def test_a_whole_copy_that_was_not_yet_in_its_place_is_finished(knowledge: Path) -> None:
    """What is in its place already stays as it is."""
    shutil.copytree(SHIPPED, knowledge / DRAFT)
    (knowledge / DRAFT / "base.yaml").replace(knowledge / "base.yaml")
    grappolo("prepare")

    assert contents(knowledge) == contents(SHIPPED)
    assert not (knowledge / DRAFT).exists()


def test_without_a_folder_of_ones_own_nothing_is_prepared(own_folders: Path) -> None:
    """The shipped base is served from where it is."""
    assert grappolo("prepare").exit_code == 0
    assert not list(own_folders.iterdir())


def test_preparing_goes_on_with_another_command(knowledge: Path) -> None:
    """Its options are its own; what it answers is all that standard output gets."""
    result = grappolo("prepare", "ask", "--language", "it", KNOWN)

    assert result.exit_code == 0, result.output
    assert ANSWER in result.stdout
    assert "was empty" not in result.stdout
    assert (knowledge / "base.yaml").is_file()


def test_the_other_command_decides_the_exit_code(knowledge: Path) -> None:
    """A service manager sees that the start failed."""
    assert grappolo("prepare", "check", "nowhere").exit_code == 1
    assert grappolo("prepare", "walk").exit_code == 2


def test_all_is_well_once_the_bot_has_started(knowledge: Path) -> None:
    """The database is there, the base has no mistakes."""
    grappolo("prepare", "ask", "--log", KNOWN)
    result = grappolo("health")

    assert result.exit_code == 0, result.output
    assert "All is well" in result.output


def test_before_the_first_start_nothing_is_well_and_nothing_is_made(own_folders: Path) -> None:
    """Whoever looks changes nothing."""
    result = grappolo("health")

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert not list(own_folders.iterdir())


def test_a_base_with_mistakes_is_not_well(knowledge: Path) -> None:
    """The bot would not start again with it; the line is that of ``check``."""
    grappolo("prepare", "ask", "--log", KNOWN)
    (knowledge / "events" / "broken.yaml").write_text("id: broken\ncolour: red\n", encoding="utf-8")
    result = grappolo("health")

    assert result.exit_code == 1
    assert "broken.yaml:2" in result.stderr


@pytest.mark.parametrize("content", [b"", b"this is no database, it is a text of many words" * 100])
def test_a_file_that_is_no_database_is_not_well(own_folders: Path, content: bytes) -> None:
    """One line says which file."""
    (own_folders / "data").mkdir()
    (own_folders / "data" / "grappolo.sqlite").write_bytes(content)
    result = grappolo("health")

    assert result.exit_code == 1
    assert "grappolo.sqlite" in result.stderr
    assert "Traceback" not in result.output


def test_a_database_of_another_version_is_not_well(own_folders: Path) -> None:
    """Its tables are brought up to date when the bot starts, not when somebody looks."""
    grappolo("ask", "--log", KNOWN)
    with closing(sqlite3.connect(own_folders / "data" / "grappolo.sqlite")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    result = grappolo("health")

    assert result.exit_code == 1
    assert "another version" in result.stderr


def test_a_bot_that_hangs_is_not_well(own_folders: Path) -> None:
    """It has touched its heartbeat, and then no more; without one no bot is at work, and that is no illness."""
    assert grappolo("questions").exit_code == 0
    assert grappolo("health").exit_code == 0
    heartbeat = own_folders / "data" / HEARTBEAT
    heartbeat.touch()
    assert grappolo("health").exit_code == 0
    long_ago = heartbeat.stat().st_mtime - 2 * LONGEST
    os.utime(heartbeat, (long_ago, long_ago))
    result = grappolo("health")

    assert result.exit_code == 1
    assert "no sign of life for 1" in result.stderr


async def test_the_doctor_finds_nothing_wrong_where_the_bot_has_been(own_folders: Path) -> None:
    """Each line says how bad it is."""
    async with open_storage(Settings()):
        pass
    result = await asyncio.to_thread(grappolo, "doctor")

    assert result.exit_code == 0, result.output
    assert not [line for line in result.output.splitlines() if line.startswith("WRONG")]
    assert "the key lies beside the data" in result.output
    assert "the backups lie on the disk of the data" in result.output


def test_a_key_within_the_backups_is_wrong(own_folders: Path) -> None:
    """Who has stolen a backup has it with all that it needs."""
    keys = own_folders / "backups" / "keys"
    make_key(keys / KEY_FILE)
    found = [one for one in examine(Settings(keys=keys)) if one.text.startswith("the key lies")]

    assert [one.weight for one in found] == ["wrong"]
    assert "within the backups" in found[0].text


OTHER_DISK = Path("/dev/shm")  # noqa: S108  # nothing is written there


@pytest.mark.skipif(not OTHER_DISK.is_dir(), reason="no second file system on this machine")
def test_backups_on_another_disk_are_nothing_to_note(own_folders: Path) -> None:
    """Nor is a key that lies apart."""
    (own_folders / "data").mkdir()
    elsewhere = Settings(backups=OTHER_DISK / "not-made-yet", keys=own_folders / "apart" / "keys")
    make_key(elsewhere.keys / KEY_FILE)
    said = "".join(one.text for one in examine(elsewhere))

    assert "the disk of the data, and are lost" not in said
    assert "the key lies" not in said


async def test_the_doctor_says_how_a_damaged_database_is_put_right(own_folders: Path) -> None:
    """With the newest backup there is."""
    async with open_storage(Settings()):
        pass
    await asyncio.to_thread(grappolo, "backup")
    [backup] = backups_in(own_folders / "backups")
    spoil(own_folders / "data" / "grappolo.sqlite", "counts")
    result = await asyncio.to_thread(grappolo, "doctor")

    assert result.exit_code == 1
    [wrong] = [line for line in result.output.splitlines() if line.startswith("WRONG")]
    assert "grappolo.sqlite is damaged (" in wrong
    assert wrong.endswith(f"grappolo restore {backup}")


async def test_the_doctor_names_all_that_is_wrong(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At once, each with what to do."""
    async with open_storage(Settings()):
        pass
    (own_folders / "keys" / "grappolo.key").chmod(0o644)
    (own_folders / "backups").mkdir()
    (own_folders / "backups" / "20200101-000000.grappolo-backup").touch()
    (own_folders / "base").mkdir()
    monkeypatch.setenv("GRAPPOLO_KNOWLEDGE", str(own_folders / "base"))
    (own_folders / "data" / "heartbeat").touch()
    os.utime(own_folders / "data" / "heartbeat", (1, 1))
    result = await asyncio.to_thread(grappolo, "doctor")

    assert result.exit_code == 1
    wrong = [line for line in result.output.splitlines() if line.startswith("WRONG")]
    said = ("chmod 600", "more than a day old", "mistakes: grappolo check", "no sign of life")
    assert len(wrong) == len(said)
    assert all(any(words in line for line in wrong) for words in said)

"""The list of who was erased, beside the backups: with it no backup brings anybody back."""

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.storage import offline
from bot.storage.backups import backups_in, make_backup, read_backup, restore, rotate
from bot.storage.database import open_database
from bot.storage.erased import NOBODY, Erased, add_to_list, list_in, read_list, read_lists, together, told_by
from bot.storage.erasing import NAMING
from bot.storage.errors import StorageError
from bot.storage.inbox import Arrived, Inbox, opened
from bot.storage.keys import make_key, open_vault, vault_in
from bot.storage.replacing import replace
from bot.storage.tables import inbox
from bot.storage.vault import KEY_BYTES, Vault
from tests.bot.conftest import a_schema
from tests.bot.storage.examples import NOON
from tests.bot.storage.test_backups import everything_of, forget, naming, where

__all__ = ["where"]

DAY = timedelta(days=1)
ANNA, BEN = ("vicenza", "a" * 32), ("vicenza", "b" * 32)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """That of the backups."""
    return tmp_path / "backups"


@pytest.fixture
def kept(keys: Path) -> Vault:
    """The key of a bot, without a database."""
    make_key(keys / "grappolo.key")
    return vault_in(keys)


@pytest.fixture
def empty(where: Path | str, tmp_path: Path) -> Iterator[Sequence[Path | str]]:
    """Two databases with nothing in them, each of the kind that the test is about."""
    if isinstance(where, Path):
        yield tmp_path / "one.db", tmp_path / "another.db"
    else:
        with a_schema() as one, a_schema() as another:
            yield one, another


async def a_backup_from_before(where: Path | str, keys: Path, folder: Path) -> Path:
    """Everything of two people is in it; then one of them is erased, and the list beside it is brought up to date."""
    async with open_database(where) as database:
        vault = await open_vault(database, keys)
        for asker in ("gone", "other"):
            await everything_of(database, vault, asker)
        await everything_sent(Inbox(database, vault, "vicenza"))
        made = make_backup(where, vault, folder, NOON)
        await forget(database, vault, "gone", NOON + DAY)
        add_to_list(folder, vault, await database.read(lambda connection: dict(told_by(connection))))
    return made


async def everything_sent(box: Inbox) -> None:
    """Both people have sent something that was given up, something that waits, and something that is being answered."""
    for number, asker in enumerate(("gone", "other")):
        await box.add([Arrived(10 * number + more, f"{asker} {more}", None, asker) for more in range(2)], NOON)
        given_up, _ = await box.claim(NOON, 2)
        await box.dropped(given_up, f"A{number}", "a fault")
    await box.add([Arrived(20 + number, asker, None, asker) for number, asker in enumerate(("gone", "other"))], NOON)


def still_there(where: Path | str, vault: Vault) -> list[tuple[str, str | None]]:
    """What a bot that starts with a database would answer, or may try again, with its state."""
    with offline.open_offline(where) as engine, engine.begin() as connection:
        rows = connection.execute(select(inbox).where(inbox.c.body.is_not(None)).order_by(inbox.c.id)).all()
        return [(row.state, opened(row.body, vault, row.bot, row.update_id, "body")) for row in rows]


def put_back(made: Path, where: Path | str, vault: Vault, lists: Path) -> int:
    """Restore with the list in a folder, as ``grappolo restore`` does."""
    erased = together(*read_lists([lists], vault).values())
    if isinstance(where, Path):
        return replace(where, read_backup(made, vault), vault, erased, sender)[0]
    return restore(read_backup(made, vault), where, vault, erased, sender)


def sender(bot: str, body: str) -> str:
    """In these tests that is all the body says."""
    return body


async def test_who_was_erased_after_the_backup_is_not_in_what_an_empty_database_is_made(
    where: Path | str, empty: Sequence[Path | str], keys: Path, folder: Path, tmp_path: Path
) -> None:
    """Without the list they are back: nothing else tells of them there. Whoever else is in the backup is there."""
    made, vault = await a_backup_from_before(where, keys, folder), vault_in(keys)
    new, control = empty
    again, everywhere = put_back(made, new, vault, folder), [str(column) for column in NAMING]

    assert (again, naming(new, "gone"), naming(new, "other")) == (1, [], everywhere)
    assert put_back(made, control, vault, tmp_path / "without a list") == 0
    assert naming(control, "gone") == naming(control, "other") == everywhere


async def test_what_they_had_sent_before_is_not_answered_once_more(
    where: Path | str, empty: Sequence[Path | str], keys: Path, folder: Path, tmp_path: Path
) -> None:
    """It would be recorded again. That of others is answered, or may be tried again, as after any restore."""
    made, vault = await a_backup_from_before(where, keys, folder), vault_in(keys)
    new, control = empty
    put_back(made, new, vault, folder)
    put_back(made, control, vault, tmp_path / "without a list")

    assert sorted(still_there(new, vault)) == [(state, "other") for state in ("dead", "new", "running")]
    assert sorted(still_there(control, vault)) == [
        (state, asker) for state in ("dead", "new", "running") for asker in ("gone", "other")
    ]


async def test_what_the_list_tells_the_new_database_tells_as_well(
    where: Path | str, keys: Path, folder: Path, tmp_path: Path
) -> None:
    """So the next backups do, and the list beside them."""
    made, vault = await a_backup_from_before(where, keys, folder), vault_in(keys)
    new, elsewhere = tmp_path / "new.db", tmp_path / "elsewhere"
    put_back(made, new, vault, folder)
    make_backup(new, vault, elsewhere, NOON + 2 * DAY)

    assert read_list(list_in(elsewhere, vault), vault) == {("vicenza", vault.mark("vicenza", "gone")): NOON + DAY}


def test_the_list_tells_what_was_told_and_can_be_read_with_the_key_alone(folder: Path, kept: Vault) -> None:
    add_to_list(folder, kept, {ANNA: NOON, BEN: NOON})
    file = list_in(folder, kept)

    assert read_list(file, kept) == {ANNA: NOON, BEN: NOON}
    assert not any(word in file.read_bytes() for word in (b"vicenza", b"aaaa", b"2026"))
    with pytest.raises(StorageError, match="needs another key"):
        read_list(file, Vault({1: bytes(KEY_BYTES)}))


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such rights")
def test_nobody_else_may_read_the_list(folder: Path, kept: Vault) -> None:
    add_to_list(folder, kept, {ANNA: NOON})

    assert list_in(folder, kept).stat().st_mode & 0o077 == 0


TOLD: dict[str, tuple[Erased, Erased]] = {
    "another": ({BEN: NOON}, {ANNA: NOON, BEN: NOON}),
    "again": ({ANNA: NOON + DAY}, {ANNA: NOON + DAY}),
    "earlier": ({ANNA: NOON - DAY}, {ANNA: NOON}),
    "nobody": (NOBODY, {ANNA: NOON}),
}


@pytest.mark.parametrize(("told", "known"), TOLD.values(), ids=TOLD)
def test_what_is_on_the_list_stays_on_it(folder: Path, kept: Vault, told: Erased, known: Erased) -> None:
    """A database that was begun anew knows of nobody, and the backups are older."""
    add_to_list(folder, kept, {ANNA: NOON})
    add_to_list(folder, kept, told)

    assert read_list(list_in(folder, kept), kept) == known


def test_a_list_is_written_only_if_there_is_something_new(folder: Path, kept: Vault) -> None:
    """An empty one is: that nobody was erased is something to tell."""
    assert read_list(list_in(folder, kept), kept) is None
    add_to_list(folder, kept, NOBODY)
    assert read_list(list_in(folder, kept), kept) == NOBODY
    add_to_list(folder, kept, {ANNA: NOON})
    written = list_in(folder, kept).read_bytes()
    add_to_list(folder, kept, {ANNA: NOON})

    # Sealed again it would be other bytes.
    assert list_in(folder, kept).read_bytes() == written
    assert os.listdir(folder) == [list_in(folder, kept).name]  # noqa: PTH208


@pytest.mark.parametrize("left", [b"", b"my diary", None])
def test_a_damaged_list_is_not_taken_for_one_that_tells_nothing(
    folder: Path, kept: Vault, left: bytes | None, caplog: pytest.LogCaptureFixture
) -> None:
    """A restore is told what to do; a bot at work makes it anew."""
    add_to_list(folder, kept, {ANNA: NOON})
    file = list_in(folder, kept)
    file.write_bytes(file.read_bytes()[:-1] if left is None else left)

    with pytest.raises(StorageError, match=r"(is damaged: take another|is no) list of erasures.*, or move it away: "):
        read_lists([folder], kept)
    add_to_list(folder, kept, {BEN: NOON})
    assert read_list(file, kept) == {BEN: NOON}
    assert "is made anew" in caplog.text


def test_no_list_of_a_newer_program_is_overwritten(folder: Path, kept: Vault) -> None:
    add_to_list(folder, kept, {ANNA: NOON})
    file = list_in(folder, kept)
    newer = file.read_bytes().replace(b'"format": 1', b'"format": 2')
    file.write_bytes(newer)

    with pytest.raises(StorageError, match="made by a newer Grappolo"):
        add_to_list(folder, kept, {BEN: NOON})
    assert file.read_bytes() == newer


def test_each_key_has_a_list_of_its_own(folder: Path, kept: Vault) -> None:
    """Who began anew may have the backups of both keys in one folder."""
    another = Vault({1: bytes(KEY_BYTES)})
    add_to_list(folder, kept, {ANNA: NOON})
    add_to_list(folder, another, {BEN: NOON})

    assert read_lists([folder, folder / "nowhere"], kept) == {list_in(folder, kept): {ANNA: NOON}}
    assert read_lists([folder], another) == {list_in(folder, another): {BEN: NOON}}


def test_no_list_goes_with_old_backups(folder: Path, kept: Vault) -> None:
    """And it is none."""
    add_to_list(folder, kept, {ANNA: NOON})
    (folder / "20260101-000000.grappolo-backup").touch()
    rotate(folder, NOON)

    assert backups_in(folder) == []
    assert read_list(list_in(folder, kept), kept) == {ANNA: NOON}

"""The key file, and what is said when it is not as it must be."""

import asyncio
import base64
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from bot.storage.errors import StorageError
from bot.storage.keys import KEY_FILE, add_key, make_key, open_vault
from bot.storage.vault import Unreadable, Vault

ANOTHER = base64.b64encode(b"another key, as long as it must!")


def _rights(folder: Path) -> dict[str, int]:
    return {one.name: one.stat().st_mode & 0o777 for one in (folder, *folder.iterdir())}


async def test_the_first_start_makes_a_key_that_nobody_else_can_read(vault: Vault, keys: Path) -> None:
    assert _rights(keys) == {"keys": 0o700, KEY_FILE: 0o600}


async def test_the_next_start_finds_the_same_key(database: Database, vault: Vault, keys: Path) -> None:
    again = await open_vault(database, keys)

    assert again.open(vault.seal("ciao", "here"), "here") == "ciao"


async def test_two_first_starts_at_once_agree_on_one_key(file: Path, keys: Path) -> None:
    async with open_database(file) as one, open_database(file) as other:
        first, second = await asyncio.gather(open_vault(one, keys), open_vault(other, keys))

    assert first.fingerprint == second.fingerprint


def test_a_key_that_another_program_has_just_made_is_not_replaced(tmp_path: Path) -> None:
    file = tmp_path / KEY_FILE
    make_key(file)
    first = file.read_bytes()
    make_key(file)

    assert file.read_bytes() == first


async def test_every_key_is_another(database: Database, tmp_path: Path, vault: Vault) -> None:
    async with open_database(tmp_path / "other.db") as other:
        assert (await open_vault(other, tmp_path / "other-keys")).fingerprint != vault.fingerprint


async def test_a_key_that_was_there_before_the_data_is_used(database: Database, vault: Vault, keys: Path) -> None:
    async with open_database(keys.parent / "new.db") as new:
        assert (await open_vault(new, keys)).fingerprint == vault.fingerprint


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o601])
async def test_a_key_open_to_others_is_refused(database: Database, vault: Vault, keys: Path, mode: int) -> None:
    file = keys / KEY_FILE
    file.chmod(mode)

    with pytest.raises(StorageError) as refused:
        await open_vault(database, keys)

    assert str(refused.value) == f"{file} is open to other users of this machine: run chmod 600 {file}"


async def test_data_without_their_key_are_refused_and_no_new_key_is_made(
    database: Database, vault: Vault, keys: Path
) -> None:
    (keys / KEY_FILE).unlink()

    with pytest.raises(StorageError, match=r"grappolo\.key is missing.*put your copy of it there"):
        await open_vault(database, keys)

    assert _rights(keys) == {"keys": 0o700}


async def test_the_key_of_other_data_is_refused(database: Database, vault: Vault, keys: Path) -> None:
    (keys / KEY_FILE).write_bytes(b"1 " + ANOTHER)

    with pytest.raises(StorageError, match=r"grappolo\.key is the key of another database"):
        await open_vault(database, keys)


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"# only a comment\n",
        b"\x00\xff",
        b"1\n",
        b"1 !!!!\n",
        b"1 " + ANOTHER[:-5],
        b"0 " + ANOTHER,
        b"256 " + ANOTHER,
        b"1 " + ANOTHER + b"\n1 " + ANOTHER,
        b"1 " + ANOTHER + b"\n2 half of a lin",
    ],
)
async def test_a_damaged_key_is_refused(database: Database, vault: Vault, keys: Path, text: bytes) -> None:
    (keys / KEY_FILE).write_bytes(text)

    with pytest.raises(StorageError, match=r"grappolo\.key is damaged: put your copy of it there"):
        await open_vault(database, keys)


async def test_a_key_can_be_added(database: Database, vault: Vault, keys: Path) -> None:
    with (keys / KEY_FILE).open("ab") as opened:
        opened.write(b"\n2 " + ANOTHER + b"\n")

    assert (await open_vault(database, keys)).open(vault.seal("ciao", "here"), "here") == "ciao"


async def test_a_folder_that_cannot_be_used_is_named(database: Database, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("not a folder")

    with pytest.raises(StorageError, match=r"keys/grappolo\.key cannot be used: "):
        await open_vault(database, tmp_path / "keys")


async def test_a_key_that_is_added_encrypts_and_the_older_ones_still_open(database: Database, keys: Path) -> None:
    """People keep their pseudonyms, and the file its rights."""
    before = await open_vault(database, keys)
    sealed = before.seal("old", "here")
    assert add_key(keys) == 2
    after = await open_vault(database, keys)

    assert after.open(sealed, "here") == "old"
    assert after.seal("new", "here")[0] == 2
    assert (after.fingerprint, after.pseudonym("b", "1")) == (before.fingerprint, before.pseudonym("b", "1"))
    assert (keys / "grappolo.key").stat().st_mode & 0o777 == 0o600
    with pytest.raises(Unreadable):
        before.open(after.seal("new", "here"), "here")


def test_no_key_is_added_where_there_is_none(keys: Path) -> None:
    with pytest.raises(StorageError, match="is missing"):
        add_key(keys)

"""The key file: made at the first start, private, and never made anew for data that need the old one."""

import base64
import binascii
import os
import re
import secrets
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from bot.storage.database import Database
from bot.storage.errors import StorageError
from bot.storage.tables import insert, meta
from bot.storage.vault import KEY_BYTES, Vault

KEY_FILE: Final = "grappolo.key"

_MOST_KEYS: Final = 255

_PREFACE: Final = """\
# Grappolo reads what people asked with this key. Nobody can without it: keep a copy, but not beside the data.
# One key a line, with its number in front. The highest encrypts; the others are still needed for what is older.
"""


async def open_vault(database: Database, folder: Path) -> Vault:
    """The vault for *database*, with the key in *folder*; both are made if nothing was ever kept there.

    Raises StorageError if the key is missing, damaged, open to others, or the key of another database.
    """
    file = folder / KEY_FILE
    known = await database.read(_fingerprint)
    vault = Vault(_read_or_make(file, may_make=known is None))
    if known is None:
        known = await database.write(partial(_keep_fingerprint, vault.fingerprint))
    if known != vault.fingerprint:
        raise StorageError(f"{file} is the key of another database: put the one that belongs to this database there")
    return vault


def vault_in(folder: Path) -> Vault:
    """The vault with the key in *folder*, which must be there. Raises StorageError."""
    return Vault(_read_or_make(folder / KEY_FILE, may_make=False))


def _fingerprint(connection: Connection) -> str | None:
    return connection.scalar(select(meta.c.value).where(meta.c.name == "key"))


def _keep_fingerprint(fingerprint: str, connection: Connection) -> str | None:
    # Two programs may start at the same moment: the first one decides.
    connection.execute(insert(meta).values(name="key", value=fingerprint).on_conflict_do_nothing())
    return _fingerprint(connection)


def _read_or_make(file: Path, *, may_make: bool) -> Mapping[int, bytes]:
    try:
        if may_make and not file.exists():
            make_key(file)
        _refuse_if_open_to_others(file)
        return _parsed(file)
    except FileNotFoundError:
        raise StorageError(
            f"{file} is missing, and nothing that people asked can be read without it: put your copy of it there"
            " (or, if there is none, move the database away and begin anew)"
        ) from None
    except OSError as error:
        raise StorageError(f"{file} cannot be used: {error.strerror}") from error


def make_key(file: Path) -> None:
    """Make a key *file* in one step: whoever looks sees a whole key or none, and nobody replaces one that is there."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    line = f"1 {base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n"
    try:
        _write(draft, _PREFACE + line)
        os.link(draft, file)
    except FileExistsError:
        pass  # Another program was faster; its key is ours, too.
    finally:
        draft.unlink(missing_ok=True)
    _sync(file.parent)


def add_key(folder: Path) -> int:
    """Add a key to those in *folder*, in one step; its number. From then on it encrypts, the others still open.

    Raises StorageError if there is no key to add one to, or no number left.
    """
    file = folder / KEY_FILE
    known = _read_or_make(file, may_make=False)
    number = max(known) + 1
    if number > _MOST_KEYS:
        raise StorageError(f"{file} has {_MOST_KEYS} keys, which is all that fit")
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        line = f"{number} {base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()}\n"
        _write(draft, file.read_text("utf-8").rstrip("\n") + "\n" + line)
        draft.replace(file)
        _sync(file.parent)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StorageError(f"{file} cannot be changed: {error.strerror}") from error
    return number


def _write(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _refuse_if_open_to_others(file: Path) -> None:
    if os.name == "posix" and file.stat().st_mode & 0o077:
        raise StorageError(f"{file} is open to other users of this machine: run chmod 600 {file}")


def _parsed(file: Path) -> Mapping[int, bytes]:
    lines = [line for line in file.read_bytes().splitlines() if line.strip() and not line.startswith(b"#")]
    try:
        keys = dict(map(_key, lines))
    except (binascii.Error, ValueError):
        keys = {}
    if not keys or len(keys) != len(lines):
        raise StorageError(f"{file} is damaged: put your copy of it there")
    return keys


def _key(line: bytes) -> tuple[int, bytes]:
    found = re.fullmatch(rb"([1-9]\d{0,2}) (\S+)", line.strip())
    if found is None:
        raise ValueError
    number, key = int(found[1]), base64.b64decode(found[2], validate=True)
    if number > _MOST_KEYS or len(key) != KEY_BYTES:
        raise ValueError
    return number, key

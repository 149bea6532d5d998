"""Files that only the key opens: a line of JSON tells which key one needs, and the rest is sealed with that key."""

import gzip
import json
import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final

from bot.storage.errors import StorageError
from bot.storage.vault import Unreadable, Vault

FORMAT: Final = 1
DRAFT: Final = ".draft-"
"""How the name of a file begins that is not whole yet."""


class Damaged(StorageError):
    """A file is not what was once written there."""


def write_sealed(file: Path, vault: Vault, kind: str, plain: bytes, **told: str) -> None:
    """Write *plain* into a *file* of a *kind*, whole or not at all, and read it again to be sure of it.

    What is *told* stands readable in its first line. Raises StorageError.
    """
    head = json.dumps({"format": FORMAT, "key": vault.fingerprint, **told}).encode()
    sealed = vault.seal_bytes(gzip.compress(plain, mtime=0), kind, head.decode())
    draft: Path | None = None
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=file.parent, prefix=DRAFT, delete=False) as opened:
            draft = Path(opened.name)
            opened.write(head + b"\n" + sealed)
            opened.flush()
            os.fsync(opened.fileno())
        read_sealed(draft, vault, kind)
        draft.replace(file)
    except OSError as error:
        raise StorageError(f"{file.parent} cannot be used for backups: {error.strerror}") from error
    finally:
        # One that is whole is no longer there.
        if draft:
            with suppress(OSError):
                draft.unlink()


def read_sealed(file: Path, vault: Vault, kind: str) -> bytes:
    """What was written into a file of a kind. Raises StorageError if it needs another key, Damaged if it is damaged."""
    try:
        head, _, sealed = file.read_bytes().partition(b"\n")
    except OSError as error:
        raise StorageError(f"{file} cannot be read: {error.strerror}") from error
    told = _object(head)
    if told is None or "key" not in told:
        raise Damaged(f"{file} is no {kind} of Grappolo")
    if told.get("format") != FORMAT:
        raise StorageError(f"{file} was made by a newer Grappolo: restore it with that one")
    if told["key"] != vault.fingerprint:
        raise StorageError(f"{file} needs another key: put the key that belongs to it into GRAPPOLO_KEYS")
    try:
        return gzip.decompress(vault.open_bytes(sealed, kind, head.decode()))
    except (Unreadable, OSError, EOFError, UnicodeDecodeError):
        raise Damaged(f"{file} is damaged: take another {kind}") from None


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None

"""The commands for what is kept: back it up, put it back, move it to PostgreSQL."""

import json
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from bot.settings import Settings
    from bot.storage.vault import Vault


def backup(
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR", help="The folder; else GRAPPOLO_BACKUPS.")] = None,
) -> None:
    """Write an encrypted backup of all that is kept. The bot may be at work meanwhile."""
    from bot.kept import where_kept
    from bot.settings import read_settings
    from bot.storage.backups import make_backup, read_backup
    from bot.storage.keys import vault_in

    settings = read_settings()
    vault = vault_in(settings.keys)
    file = make_backup(where_kept(settings), vault, to or settings.backups, datetime.now(UTC))
    typer.echo(f"{file} holds: {_said(read_backup(file, vault).counts)}")


def restore(
    file: Annotated[Path, typer.Argument(help="The backup.")],
) -> None:
    """Put a backup back. The bot must be stopped; a file of SQLite that is there is kept beside the new one."""
    from bot.kept import where_kept
    from bot.settings import read_settings
    from bot.storage.backups import read_backup
    from bot.storage.backups import restore as put_back
    from bot.storage.erased import list_in, read_lists, together
    from bot.storage.keys import vault_in
    from bot.storage.replacing import replace

    settings = read_settings()
    _must_be_stopped(settings)
    vault = vault_in(settings.keys)
    found, lists = read_backup(file, vault), read_lists((file.parent, settings.backups), vault)
    erased, where = together(*lists.values()), where_kept(settings)
    if isinstance(where, Path):
        again, former = replace(where, found, vault, erased, partial(_sender, vault))
    else:
        again, former = put_back(found, where, vault, erased, partial(_sender, vault)), None
    typer.echo(f"Put back from {found.at:%Y-%m-%d %H:%M} UTC: {_said(found.counts)}")
    typer.echo(f"People erased again, as they had wished after the backup: {again}")
    for told in lists:
        typer.echo(f"Who was erased since is told by {told}")
    if not lists:
        missing = list_in(file.parent, vault)
        typer.echo(f"{missing} is missing: who was erased after the backup may be back, if only that list tells of it")
    if former:
        typer.echo(f"What was there before is in {former}: delete it when all is well")


def _sender(vault: "Vault", bot: str, body: str) -> str | None:
    """Who sent what waits in the inbox of a bot on Telegram."""
    from bot.telegram.incoming import name_of, sender_of

    try:
        person = sender_of(json.loads(body))
    except ValueError:
        # It was damaged.
        return None
    return None if person is None else vault.pseudonym(bot, name_of(person))


def copy_db() -> None:
    """Copy everything from the file of SQLite to GRAPPOLO_DATABASE. The bot must be stopped."""
    from bot.settings import read_settings
    from bot.storage.copying import copy
    from bot.storage.errors import StorageError

    settings = read_settings()
    if settings.database is None:
        raise StorageError("GRAPPOLO_DATABASE is empty: put the address of the new database into .env")
    _must_be_stopped(settings)
    for name, number, digest in copy(settings.data / "grappolo.sqlite", settings.database.get_secret_value()):
        typer.echo(f"{name}: {number} rows, the same on both sides (SHA-256 {digest[:16]})")
    typer.echo("All is copied. Start the bot: it works on GRAPPOLO_DATABASE now; the old file may be deleted later")


def _must_be_stopped(settings: "Settings") -> None:
    from bot.heartbeat import HEARTBEAT, is_beating
    from bot.storage.errors import StorageError

    if is_beating(settings.data / HEARTBEAT):
        raise StorageError("the bot is at work: stop it first, and try again a minute later")


def _said(counts: dict[str, int]) -> str:
    told = [f"{name} {number}" for name, number in sorted(counts.items()) if number and name != "meta"]
    return ", ".join(told) or "no rows"

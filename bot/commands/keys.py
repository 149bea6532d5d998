"""``grappolo keys``: which keys there are, and a new one."""

from typing import Annotated

import typer


def keys(
    new: Annotated[bool, typer.Option("--new", help="Add a key, which encrypts from the next start on.")] = False,
) -> None:
    """Tell which keys there are, without showing them; or add one."""
    from bot.settings import read_settings
    from bot.storage.keys import KEY_FILE, add_key, vault_in

    folder = read_settings().keys
    vault = vault_in(folder)
    if new:
        number = add_key(folder)
        typer.echo(f"Key {number} was added to {folder / KEY_FILE}.")
        typer.echo("Copy the file to where its copy is, then start the bot anew: from then on the new key encrypts.")
        typer.echo("The older keys stay: what they encrypted, backups among it, still needs them.")
    else:
        typer.echo(f"{folder / KEY_FILE} has {_said(vault.number)}; the fingerprint is {vault.fingerprint}")


def _said(number: int) -> str:
    return "1 key" if number == 1 else f"{number} keys"

"""The commands for who runs the bot as a service: make ready for the first start, and ask whether all is well."""

from typing import Annotated, Final

import typer

# What follows the name of another command is that command's own.
GOES_ON: Final = {"ignore_unknown_options": True, "allow_interspersed_args": False}


def prepare(
    context: typer.Context,
    then: Annotated[list[str] | None, typer.Argument(metavar="[COMMAND]...", help="What to do then, as: run.")] = None,
) -> None:
    """Copy the shipped base into an empty GRAPPOLO_KNOWLEDGE, and go on with another command."""
    from bot.prepared import fill
    from bot.settings import read_settings

    folder = read_settings().knowledge
    if folder is not None and fill(folder):
        typer.echo(f"{folder} was empty: it holds the base of Grappolo now, and is yours to change", err=True)
    if then:
        root = context.find_root()
        root.command.main(then, root.info_name)


def precompile() -> None:
    """Compile the shipped base where Grappolo is installed, so that no first start has to: for who installs it."""
    from bot.chosen import BROUGHT, SHIPPED
    from bot.compiled import CompiledOnce

    CompiledOnce(BROUGHT, brought=BROUGHT)(SHIPPED)
    # It is no secret, and whoever runs the bot is mostly another user than who installed it.
    for file in BROUGHT.iterdir():
        file.chmod(0o644)


def health() -> None:
    """Say whether the served base has no mistakes, the database can be read, and the bot lives; if not, end with 1."""
    from bot.chosen import folder_of, load
    from bot.heartbeat import HEARTBEAT, must_beat
    from bot.kept import where_kept
    from bot.settings import read_settings
    from bot.storage.readiness import must_be_readable

    settings = read_settings()
    must_be_readable(where_kept(settings))
    must_beat(settings.data / HEARTBEAT)
    base = load(folder_of(settings))
    typer.echo(f"All is well: {len(base.entries)} entries, and the database can be read")


def doctor() -> None:
    """Look over this machine and what is kept on it; end with 1 if something is wrong."""
    from bot.doctor import examine
    from bot.settings import read_settings

    marks = {"ok": "  ok   ", "note": "  note ", "wrong": "WRONG  "}
    found = list(examine(read_settings()))
    for finding in found:
        typer.echo(marks[finding.weight] + finding.text)
    if any(finding.weight == "wrong" for finding in found):
        raise typer.Exit(1)

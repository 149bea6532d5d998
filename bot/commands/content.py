"""The commands for who keeps a knowledge base: check it, ask its golden questions, help its editors, or start one."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path | None, typer.Argument(metavar="[DIR]", help="A knowledge base; else the served one.")]


def _folder(chosen: Path | None) -> Path:
    from bot.chosen import folder_of
    from bot.settings import read_settings

    return chosen or folder_of(read_settings())


def check(
    folder: Folder = None,
    holes: Annotated[bool, typer.Option("--holes", help="List the texts that a language lacks.")] = False,
) -> None:
    """Name every mistake of a knowledge base with its place."""
    from bot.chosen import load, near
    from knowledge.loading import completeness

    where = _folder(folder)
    base = load(where)
    typer.echo(f"{near(where)}: {len(base.entries)} entries, no mistakes")
    missing = list(completeness.holes(base))
    for hole in missing if holes else ():
        typer.echo(str(hole))
    by_language = Counter(hole.language for hole in missing)
    if by_language:
        listed = ", ".join(f"{language} {number}" for language, number in by_language.most_common())
        typer.echo(f"Texts that a language lacks: {listed}" + ("" if holes else " (--holes lists them)"))


def test(folder: Folder = None) -> None:  # noqa: PT028  # the command is called so; pytest never sees it
    """Ask the golden questions and name the wrong answers."""
    from bot.ahead import compiled_ahead
    from bot.chosen import cache_of, near
    from bot.settings import read_settings

    where, settings = _folder(folder), read_settings()
    with compiled_ahead(settings, where):
        from bot.served import ready
        from knowledge.golden.running import run_golden

    report = run_golden(ready(where, cache_of(settings)), Path(near(where)))
    for failure in report.failures:
        typer.echo(str(failure), err=True)
    typer.echo(str(report))
    if report.failures:
        raise typer.Exit(1)


def schema(folder: Folder = None) -> None:
    """Write the JSON Schemas that editors help with."""
    from bot.chosen import near
    from knowledge.loading.schema import write_schemas

    where = _folder(folder)
    if not where.is_dir():
        raise typer.BadParameter(f"{near(where)} is no folder")
    write_schemas(where)
    typer.echo(f"The schemas of {near(where)} are written")


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Where the knowledge base will be.")],
    empty: Annotated[bool, typer.Option("--empty", help="Without the example entries.")] = False,
) -> None:
    """Make a new knowledge base to start from."""
    from knowledge.loading.starter import make_base

    make_base(folder, empty)
    typer.echo(f"{folder} is a knowledge base now. Try: grappolo run --knowledge {folder}")

"""Rows for people, for programs and for spreadsheets."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

import typer
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.terminal.safety import harmless

Row = Mapping[str, Any]

# What a spreadsheet takes for a formula, full-width forms too: a question must stay a question.
_FORMULA: Final = tuple("=+-@\t\r\n\0＝＋－＠")


def show_json(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """One object a line, with everything that is known."""
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False))


def show_csv(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """RFC 4180 with a byte order mark, so that spreadsheets know it is UTF-8; no cell is a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows([guarded(_cell(row[column])) for column in columns] for row in rows)
    typer.get_binary_stream("stdout").write(text.getvalue().encode("utf-8-sig"))


def show_table(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """A table as wide as the terminal: what is long goes on in the next line, what is short stays whole."""
    table = Table(box=box.SIMPLE_HEAD)
    for column in columns:
        table.add_column(column, no_wrap=column not in _LONG, overflow="fold")
    for row in rows:
        table.add_row(*(Text(harmless(_short(_cell(row[column]), column))) for column in columns))
    Console().print(table if rows else "Nothing yet.")


def show_explained(rows: Sequence[Row], columns: Sequence[str]) -> None:
    """Each row in a line, and under it its trace: how the words of the question were taken."""
    for row in rows:
        typer.echo(harmless(f"{_short(_cell(row['at']), 'at')} · {row['type']} · {row['language']} · {row['text']}"))
        typer.echo("".join(f"    {harmless(line)}\n" for line in row["trace"].splitlines()))
    if not rows:
        typer.echo("Nothing yet.")


_LONG: Final = ("text", "guesses")


def _short(cell: str, column: str) -> str:
    return cell[: len("2026-01-31")] if column == "at" else cell


def guarded(cell: str) -> str:
    """*cell* with an apostrophe before it where a spreadsheet would compute.

    >>> guarded("=1+1")
    "'=1+1"
    """
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def _cell(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(f"{guess['id']} {guess['confidence']:.2f}" for guess in value)
        case _:
            return str(value)

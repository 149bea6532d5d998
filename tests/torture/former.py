"""Databases as former versions of Grappolo left them, with rows in every table that they had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Column, Connection, Date, Integer, LargeBinary, Table, inspect, select
from sqlalchemy.types import JSON

from bot.storage import offline, schema
from bot.storage.keys import KEY_FILE, make_key, vault_in
from bot.storage.tables import Moment, metadata
from tests.bot.storage.examples import NOON

ROWS: Final = 200
"""In each table."""

Contents = Mapping[str, Sequence[tuple[Any, ...]]]
"""Of the columns that a former version had, by table."""


@dataclass(frozen=True, slots=True)
class Former:
    """A database of a former version, and what is in it."""

    where: Path | str
    keys: Path
    version: str
    columns: Mapping[str, Sequence[str]]
    contents: Contents

    def contents_of(self, where: Path | str) -> Contents:
        """What is in the same columns somewhere."""
        with offline.open_offline(where) as engine, engine.begin() as connection:
            return {name: _rows(connection, metadata.tables[name], names) for name, names in self.columns.items()}


def a_former_one(where: Path | str, keys: Path, version: str) -> Former:
    """Make one."""
    if isinstance(where, Path):
        where.parent.mkdir(parents=True)
    make_key(keys / KEY_FILE)
    with offline.open_offline(where) as engine:
        offline.make_tables(engine, version)
        columns = _columns(inspect(engine))
        with engine.begin() as connection:
            for name, names in columns.items():
                table = metadata.tables[name]
                one = {"name": "key", "value": vault_in(keys).fingerprint}
                rows = [one] if name == "meta" else [_row(table, names, number) for number in range(1, ROWS + 1)]
                connection.execute(table.insert(), rows)
    found = Former(where, keys, version, columns, {})
    return Former(where, keys, version, columns, found.contents_of(where))


def revision_of(where: Path | str) -> str | None:
    """The version of its tables."""
    with offline.open_offline(where) as engine, engine.begin() as connection:
        return schema.revision(connection)


def tables_of(where: Path | str) -> Mapping[str, Sequence[str]]:
    """The columns of every table of ours that is there."""
    with offline.open_offline(where) as engine:
        return _columns(inspect(engine))


def _columns(found: Any) -> dict[str, list[str]]:
    names = sorted(set(found.get_table_names()) & set(metadata.tables))
    return {name: sorted(column["name"] for column in found.get_columns(name)) for name in names}


def _rows(connection: Connection, table: Table, names: Sequence[str]) -> list[tuple[Any, ...]]:
    wanted = select(*(table.c[name] for name in names)).order_by(*table.primary_key)
    return [tuple(row) for row in connection.execute(wanted)]


def _row(table: Table, names: Sequence[str], number: int) -> dict[str, Any]:
    return {name: _value(table.c[name], number) for name in names}


def _value(column: Column[Any], number: int) -> Any:
    """Another one for each row."""
    match column.type:
        case Moment():
            return NOON + timedelta(seconds=number)
        case Date():
            return date(2026, 1, 1) + timedelta(days=number)
        case LargeBinary():
            return f"{column.name} {number}".encode() * 20
        case Integer():
            return number
        case JSON():
            return [number]
        case _:
            return f"{column.name} {number}"

"""PostgreSQL for the tests: each has a schema of its own."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
import pytest

SERVER: Final = os.environ.get("POSTGRES_FOR_TESTS", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture
def address() -> Iterator[str]:
    """An empty schema on a PostgreSQL server. Without a server the test is skipped, unless there must be one."""
    try:
        psycopg.connect(SERVER, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if "POSTGRES_MUST_BE_THERE" in os.environ:
            raise
        pytest.skip(f"no PostgreSQL at POSTGRES_FOR_TESTS: {error}")
    with a_schema() as schema:
        yield schema


@contextmanager
def a_schema() -> Iterator[str]:
    """The address of an empty schema, until the end of the block."""
    schema = f"test_{secrets.token_hex(8)}"
    with psycopg.connect(SERVER, autocommit=True, connect_timeout=5) as server:
        server.execute(f"CREATE SCHEMA {schema}")
        yield f"{SERVER}?options=-csearch_path%3D{schema}"
        server.execute(f"DROP SCHEMA {schema} CASCADE")

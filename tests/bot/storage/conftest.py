"""A database and its vault, made anew for each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.database import Database, open_database
from bot.storage.keys import open_vault
from bot.storage.vault import Vault


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "grappolo.db"


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
async def database(file: Path) -> AsyncIterator[Database]:
    async with open_database(file) as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
async def each_database(request: pytest.FixtureRequest, file: Path) -> AsyncIterator[Database]:
    """What holds on one holds on the other."""
    where = file if request.param == "sqlite" else request.getfixturevalue("address")
    async with open_database(where) as database:
        yield database


@pytest.fixture
async def vault(database: Database, keys: Path) -> Vault:
    return await open_vault(database, keys)


@pytest.fixture
async def each_vault(each_database: Database, keys: Path) -> Vault:
    return await open_vault(each_database, keys)

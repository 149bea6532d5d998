"""The shipped base, compiled once for all tests of the domain."""

from datetime import date
from pathlib import Path
from typing import Final

import pytest

import knowledge
from bot.chosen import cache_of
from bot.compiled import CompiledOnce
from bot.fitted import FittedOnce
from bot.settings import Settings
from knowledge.answering.snapshot import Snapshot

_CACHE: Final = cache_of(Settings(_env_file=None))
FITTED: Final = FittedOnce(_CACHE)
"""What fitted the topics once need not fit them again for each test."""
SHIPPED: Final = Path(knowledge.__file__).parent / "base"
TODAY: Final = date(2026, 11, 21)


@pytest.fixture(scope="session")
def shipped() -> Snapshot:
    """The base that Grappolo brings, ready to answer."""
    return CompiledOnce(_CACHE)(SHIPPED)

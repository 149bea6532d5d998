"""The base with several entries of each kind, compiled once."""

import pytest

from knowledge.answering.snapshot import Snapshot
from tests.knowledge.several import several


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return several(tmp_path_factory.mktemp("several"))

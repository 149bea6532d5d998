"""The shipped base is here what it is for the tests of the domain."""

import pytest

from knowledge.answering.snapshot import Snapshot
from tests.knowledge.conftest import shipped

__all__ = ["shipped"]


@pytest.fixture(scope="session")
def base(shipped: Snapshot) -> Snapshot:
    """The base that people talk with."""
    return shipped

"""The shipped base is here what it is for the tests of the domain."""

from tests.knowledge.conftest import shipped

__all__ = ["shipped"]

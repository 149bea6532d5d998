"""Fields of entries with their captions and values, as an answer shows them."""

from typing import Final

from knowledge.answering.outcomes import Property
from knowledge.model.base import Base
from knowledge.stating.captions import caption
from knowledge.stating.fields import FIELDS
from knowledge.stating.statements import fields_of, statements

_STORIES: Final = frozenset(("summary", "long_name", "awarded", "source"))
"""Fields that are no facts beside others."""


def properties(base: Base, id: str, *, key: bool) -> tuple[Property, ...]:
    """The fields of an entry that the base states something of; with *key* those that a description shows."""
    entry = base[id]
    return tuple(
        property_of(base, entry.id, field)
        for field in fields_of(base, entry)
        if field not in _STORIES and (not key or field not in FIELDS or FIELDS[field].key)
    )


def property_of(base: Base, id: str, field: str) -> Property:
    """A field with its caption and values."""
    return Property(field, caption(base, field, base[id]), statements(base, base[id], field))

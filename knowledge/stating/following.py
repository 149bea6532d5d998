"""Following relations: from an entry to those that it, or that others, tie it to."""

from collections.abc import Iterator, Sequence

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.model.relations import RELATIONS
from knowledge.stating.fields import FIELDS
from knowledge.stating.leading import LEADING
from knowledge.stating.statements import FORWARD, INVERSE, statements
from knowledge.stating.values import Related

OTHER_SIDE = {
    field: frozenset(
        {relation.inverse for relation in RELATIONS if relation.field == field}
        | {relation.field for relation in RELATIONS if relation.inverse == field}
    )
    for field in {name for relation in RELATIONS for name in (relation.field, relation.inverse)}
}
"""What a relation is called on its other side."""


def leads_on(entry: AnyEntry, field: str) -> bool:
    """Whether a field of *entry* names other entries."""
    return (
        field in FIELDS and entry.kind in FIELDS[field].kinds and ((entry.kind, field) in FORWARD or field in INVERSE)
    )


def followed(base: Base, entry: AnyEntry, field: str) -> tuple[AnyEntry, ...]:
    """The entries that a field of *entry* names, each once; not those that no longer count."""
    values = (stated.value for stated in statements(base, entry, field))
    ids = dict.fromkeys(value.entry for value in values if isinstance(value, Related) and not value.former)
    return tuple(base[id] for id in ids)


def ways(base: Base, entry: AnyEntry, said: Sequence[tuple[int, str, str]]) -> Iterator[tuple[str, frozenset[int]]]:
    """The relations of *entry* that are spoken of, with the places that say so.

    *said* are places, each with ``field`` or ``kind`` and which. A kind alone tells a relation only if the entry has
    no other to entries of that kind; a cue may be that of the other side: the event "hosted by" X.
    """
    cues = [(place, value) for place, type, value in said if type == "field"]
    for place, field in cues:
        if leads_on(entry, field):
            yield field, frozenset((place,))
    for place, type, kind in said:
        if type != "kind":
            continue
        stated = [f for f in LEADING.get((entry.kind, kind), ()) if leads_on(entry, f) and followed(base, entry, f)]
        for field in stated:
            beside = frozenset(at for at, cue in cues if cue in OTHER_SIDE.get(field, ()))
            if beside or len(stated) == 1:
                yield field, frozenset((place, *beside))

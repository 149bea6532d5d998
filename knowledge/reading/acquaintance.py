"""What a reading has to do with an entry that is named beside what it asks for: nothing, or a reason to name it."""

from collections.abc import Iterator

from knowledge.language.normal import joined
from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry
from knowledge.model.facts import OpenFact
from knowledge.model.relations import ties_from
from knowledge.reading.readings import Reading
from knowledge.stating.fields import FIELDS, is_sum
from knowledge.stating.leading import PEERS
from knowledge.stating.statements import statements
from knowledge.stating.values import Related


def facts_asked(reading: Reading, base: Base) -> Iterator[OpenFact]:
    """The open facts that the reading asks for."""
    return (fact for id in reading.subjects for fact in base[id].facts if fact.id == reading.field)


def asked_about(reading: Reading, base: Base) -> tuple[AnyEntry, ...]:
    """The subjects, and the entries from which relations led to them."""
    return tuple(base[id] for id in (*reading.subjects, *(hop.entry for hop in reading.through)))


def in_conditions(reading: Reading, base: Base) -> Iterator[AnyEntry]:
    """The entries that conditions name."""
    values = (value for condition in reading.conditions for value in condition.values)
    return (base[value] for value in values if isinstance(value, str) and value in base)


def is_spoken_of(name: str, reading: Reading, base: Base) -> bool:
    """Whether somebody who was talked about says something of the named entry: "what did she say about X?"."""
    kinds = {base[id].kind for id in reading.subjects}
    if not reading.from_conversation or reading.field in FIELDS or kinds != {"person"}:
        return False
    letters = {joined(text) for fact in facts_asked(reading, base) for _, text in fact.text or ()}
    return any(joined(called) in text for _, called in base[name].name for text in letters)


def is_tied(name: str, reading: Reading, base: Base) -> bool:
    """Whether the base ties the named entry to one that the reading is about."""
    about = {entry.id for entry in (*asked_about(reading, base), *in_conditions(reading, base))}
    if name in about:
        return True
    ties = (*ties_from(base[name]), *base.ties_to(base[name].id))
    return any(
        {base[tie.source].id, base[tie.target].id} & about and not _competes(tie.relation.field, reading.field)
        for tie in ties
    )


def is_giver(name: str, reading: Reading, base: Base) -> bool:
    """Whether labels are asked for, and all that are told come from there: what X got from ESCA."""
    if reading.operator != "attribute" or reading.field not in ("labels", "awarded"):
        return False
    stated = (one.value for id in reading.subjects for one in statements(base, base[id], reading.field))
    givers = [ties_from(base[value.entry], "issued_by") for value in stated if isinstance(value, Related)]
    return bool(givers) and all(any(tie.target == base[name].id for tie in ties) for ties in givers)


def is_told(name: str, reading: Reading, base: Base) -> bool:
    """Whether what a field is asked for is this entry, which tells that it is so; of other readings, always."""
    return reading.operator not in ("attribute", "reverse") or base[name].id in told_by(reading, base)


def told_by(reading: Reading, base: Base) -> frozenset[str]:
    """The entries that a field is answered with."""
    if reading.operator not in ("attribute", "reverse"):
        return frozenset()
    stated = (one.value for id in reading.subjects for one in statements(base, base[id], reading.field or ""))
    return frozenset(value.entry for value in stated if isinstance(value, Related))


def is_acted_on(name: str, reading: Reading, base: Base) -> bool:
    """Whether it is asked what somebody does for one whose open facts name them: what ART-ER does for the Clust-ERs."""
    return reading.field == "activities" and any(set(fact.entries) & set(reading.subjects) for fact in base[name].facts)


def _competes(tied: str, asked: str | None) -> bool:
    """Whether the tie itself is a sum like the one that is asked for, or one of peers that was not asked for.

    The fund's part is not the whole budget; and "did EUCLES found ESCA?" does not name ESCA to say which EUCLES.
    """
    if tied in PEERS and asked not in PEERS[tied]:
        return True
    return tied != asked and is_sum(tied) and is_sum(asked or "")

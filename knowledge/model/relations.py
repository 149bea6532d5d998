"""Relations between entries: written on one side, read from both."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from knowledge.model.entries import AnyEntry, Kind, Organisation, Person, Project
from knowledge.model.facts import Fact, Provenance


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: the kind that states it, the field it is there, and the field it is on the other side."""

    kind: Kind
    field: str
    inverse: str


RELATIONS: Final = (
    Relation("project", "programme", "projects"),
    Relation("project", "contribution", "projects"),
    Relation("project", "lead_partner", "led_projects"),
    Relation("project", "partners", "projects"),
    Relation("event", "project", "events"),
    Relation("event", "host", "hosted_events"),
    Relation("event", "organisers", "organised_events"),
    Relation("event", "proposed_by", "proposed_events"),
    Relation("event", "preceded_by", "followed_by"),
    Relation("label", "levels", "family"),
    Relation("label", "issued_by", "issues"),
    Relation("label", "assessed_by", "assesses"),
    Relation("organisation", "labels", "holders"),
    Relation("organisation", "founded_by", "founder_of"),
    Relation("organisation", "funding", "funds"),
    Relation("organisation", "works_with", "works_with"),
    Relation("organisation", "members", "member_of"),
    Relation("person", "roles", "people"),
)


@dataclass(frozen=True, slots=True)
class Tie:
    """One statement that ties two entries: *source* says *relation* of *target*."""

    relation: Relation
    source: str
    target: str
    said: Provenance
    """The whole statement, such as a Holding or a Role, with its provenance."""


_OF_KIND: Final[Mapping[Kind, tuple[Relation, ...]]] = {
    kind: tuple(relation for relation in RELATIONS if relation.kind == kind) for kind in get_args(Kind)
}


def ties_from(entry: AnyEntry, field: str | None = None) -> Iterator[Tie]:
    """Every tie that *entry* states itself; with *field* only those of this field."""
    for relation in _OF_KIND[entry.kind]:
        if field is None or relation.field == field:
            for target, said in _stated(entry, relation.field):
                yield Tie(relation, entry.id, target, said)


def _stated(entry: AnyEntry, field: str) -> Iterator[tuple[str, Provenance]]:
    match entry, field:
        case Project(contributions=contributions), "contribution":
            yield from ((said.fund, said) for said in contributions)
        case Organisation(labels=holdings), "labels":
            yield from ((said.label, said) for said in holdings)
        case Person(roles=roles), "roles":
            yield from ((said.organisation, said) for said in roles)
        case _:
            match getattr(entry, field):
                case Fact(value=str() as target) as said:
                    yield target, said
                case Fact(value=tuple() as targets) as said:
                    yield from ((target, said) for target in targets)
                case tuple() as targets:
                    yield from ((target, Provenance()) for target in targets)

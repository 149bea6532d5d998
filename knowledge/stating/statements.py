"""Reading the values of a field off an entry, with provenance: a fact's own, else the entry's, else the source's."""

from collections.abc import Iterator

from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry, Contribution, Event, Holding, Label, Organisation, Project, Role, Topic
from knowledge.model.facts import Fact, OpenFact, Provenance
from knowledge.model.relations import RELATIONS, Tie, ties_from
from knowledge.model.texts import Text
from knowledge.model.values import AsOf, Link, Source
from knowledge.stating.fields import FIELDS
from knowledge.stating.values import Country, Days, Months, Named, Placed, Related, Stated, Value

FORWARD = frozenset((relation.kind, relation.field) for relation in RELATIONS)
INVERSE = frozenset(relation.inverse for relation in RELATIONS)
_LINKS = frozenset(("website", "publication", "information", "registration", "document", "contact"))
_PARTS_OF_PERIOD = frozenset(("start", "end", "duration"))
_PARTS_OF_PLACE = frozenset(("place", "venue", "city", "region", "country"))


def statements(base: Base, entry: AnyEntry, field: str) -> tuple[Stated, ...]:
    """The values of *field*, or of the open fact with this id; empty if the base does not say."""
    read = base.read_off
    found: tuple[Stated, ...] | None = read.get((entry.id, field))
    if found is None:
        found = read[entry.id, field] = _read(base, entry, field)
    return found


def standing(base: Base, entry: AnyEntry, field: str) -> tuple[Stated, ...]:
    """What is stated and holds now: a label that was followed by a higher one is none of these."""
    found = statements(base, entry, field)
    return tuple(one for one in found if not (isinstance(one.value, Related) and one.value.former))


def _read(base: Base, entry: AnyEntry, field: str) -> tuple[Stated, ...]:
    if field not in FIELDS:
        return tuple(stated for fact in entry.facts if fact.id == field for stated in _open(base, entry, fact))
    values = _values(base, entry, field)
    return tuple(base.once(Stated, value, *_provenance(base, entry, said)) for value, said in values)


def fields_of(base: Base, entry: AnyEntry) -> Iterator[str]:
    """The fields and open facts of which the base states something, in the order of the table."""
    known = (id for id, field in FIELDS.items() if entry.kind in field.kinds)
    yield from (id for id in known if statements(base, entry, id))
    yield from (fact.id for fact in entry.facts)


def provenance(base: Base, entry: AnyEntry) -> tuple[AsOf | None, tuple[Source, ...]]:
    """As of when what is said of an entry holds, and where it comes from."""
    return _provenance(base, entry, Provenance())[:2]


def _provenance(base: Base, entry: AnyEntry, said: Provenance) -> "_Where":
    named = base.settings.sources
    sources = said.sources or entry.sources
    found = tuple(named[source] if isinstance(source, str) else source for source in sources)
    dates = (named[source].as_of for source in sources if isinstance(source, str))
    as_of = said.as_of or entry.as_of or next((date for date in dates if date), None)
    return as_of, found, said.scope, said.note


_Where = tuple[AsOf | None, tuple[Source, ...], Text | None, Text | None]


def _values(base: Base, entry: AnyEntry, field: str) -> Iterator[tuple[Value, Provenance]]:
    if field == "awarded":
        yield from _relations(base, entry, "labels")
    elif (entry.kind, field) in FORWARD or field in INVERSE:
        yield from _relations(base, entry, field)
    elif field in _LINKS:
        yield from ((link, Provenance()) for link in entry.links if link.purpose == field)
    elif field in _PARTS_OF_PLACE:
        yield from _place(base, entry, field)
    elif field in _PARTS_OF_PERIOD:
        yield from _period(entry, field)
    elif field == "validity":
        if isinstance(entry, Label) and entry.validity:
            yield Months(entry.validity.value.months), entry.validity
    elif field == "name":
        yield Related(entry.id), Provenance()  # what a list may leave out
    elif field == "source":
        yield from _sources(base, entry)
    elif field in ("type", "sectors"):
        yield from _terms(base, entry, field)
    else:
        yield from _own(entry, field)


def _relations(base: Base, entry: AnyEntry, field: str) -> Iterator[tuple[Value, Provenance]]:
    """A relation that is stated here, and one that others state; ``works_with`` is both."""
    yield from ((_related(base, tie, tie.target), tie.said) for tie in ties_from(entry, field))
    incoming = [tie for tie in base.ties_to(entry.id) if tie.relation.inverse == field]
    if isinstance(entry, Label) and field == "holders":
        incoming += _of_levels(base, entry)
    yield from ((_related(base, tie, tie.source), tie.said) for tie in incoming)


def _of_levels(base: Base, family: Label) -> Iterator[Tie]:
    """Who holds a level of a family holds a label of it: each once, as it stands now."""
    ties = [
        tie
        for tie in ties_from(family, "levels")
        for tie in base.ties_to(tie.target)
        if tie.relation.inverse == "holders"
    ]
    first: dict[str, Tie] = {}
    for tie in sorted(ties, key=lambda tie: (isinstance(tie.said, Holding) and tie.said.former, tie.source)):
        first.setdefault(tie.source, tie)
    yield from (first[holder] for holder in sorted(first))


def _own(entry: AnyEntry, field: str) -> Iterator[tuple[Value, Provenance]]:
    said = entry.answer if isinstance(entry, Topic) and field == "summary" else getattr(entry, field, None)
    match said:
        case Fact(value=tuple() as values):
            yield from ((value, said) for value in values)
        case Fact(value=value):
            yield value, said
        case Text():
            yield said, Provenance()


def _terms(base: Base, entry: AnyEntry, field: str) -> Iterator[tuple[Value, Provenance]]:
    if field == "type" and isinstance(entry, Organisation):
        terms = base.vocabulary.organisation_types
        yield from ((base.once(Named, id, terms[id].name), Provenance()) for id in entry.type)
    elif isinstance(entry, Organisation | Label) and entry.sectors:
        terms = base.vocabulary.sectors
        yield from ((base.once(Named, id, terms[id].name), entry.sectors) for id in entry.sectors.value)


def _sources(base: Base, entry: AnyEntry) -> Iterator[tuple[Value, Provenance]]:
    """Where the entry's facts come from: a link where there is an address, else the title."""
    for source in _provenance(base, entry, Provenance())[1]:
        if source.url:
            yield Link(purpose="information", url=source.url, title=source.title), Provenance()
        elif source.title:
            yield source.title, Provenance()


def _period(entry: AnyEntry, field: str) -> Iterator[tuple[Value, Provenance]]:
    if not isinstance(entry, Project | Event) or entry.period is None:
        return
    period = entry.period.value
    match field:
        case "start" if period.start:
            yield period.start, entry.period
        case "end" if period.end:
            yield period.end, entry.period
        case "duration" if period.days is not None and period.months == 0:
            yield Days(period.days), entry.period
        case "duration" if period.months:
            yield Months(period.months), entry.period


def _place(base: Base, entry: AnyEntry, field: str) -> Iterator[tuple[Value, Provenance]]:
    placed, said = _placed(base, entry)
    if said is None:
        return
    match field:
        case "place":
            yield placed, said
        case "venue" if placed.venue:
            yield placed.venue, said
        case "country" if placed.country:
            yield placed.country, said
        case "city" | "region":
            terms = base.vocabulary.cities if field == "city" else base.vocabulary.regions
            yield from ((part, said) for part in placed.parts if part.term in terms)


def _placed(base: Base, entry: AnyEntry) -> tuple[Placed, Provenance | None]:
    match entry:
        case Event(place=Fact(value=where) as said):
            return base.once(_located, base, where.place, where.venue), said
        case Organisation(region=Fact(value=region) as said):
            return base.once(_located, base, region, None), said
        case Organisation(country=Fact(value=code) as said):
            return base.once(Placed, None, (), base.once(Country, code)), said
        case _:
            return Placed(), None


def _located(base: Base, place: str, venue: Text | None) -> Placed:
    city = base.vocabulary.cities.get(place)
    region_id = city.region if city else place
    region = base.vocabulary.regions.get(region_id or "")
    parts = [base.once(Named, place, city.name)] if city else []
    if region and region_id:
        parts.append(base.once(Named, region_id, region.name))
    code = region.country if region else city.country if city else None
    return Placed(venue, tuple(parts), base.once(Country, code) if code else None)


def _related(base: Base, tie: Tie, other: str) -> Related:
    match tie.said:
        case Holding() as holding:
            family = _family(base, tie.target) if other == tie.target else None
            return Related(
                base[other].id, since=holding.since, until=holding.until, former=holding.former, family=family
            )
        case Role() as role:
            return Related(base[other].id, role=base.vocabulary.roles[role.role].name, role_id=role.role)
        case Contribution(amount=money):
            return Related(base[other].id, money=money)
        case _:
            return base.once(Related, base[other].id)


def _family(base: Base, label: str) -> str | None:
    return next((tie.source for tie in base.ties_to(label) if tie.relation.field == "levels"), None)


def _open(base: Base, entry: AnyEntry, fact: OpenFact) -> Iterator[Stated]:
    where = _provenance(base, entry, fact)
    single = (fact.text, fact.number, fact.money, fact.date)
    yield from (Stated(value, *where) for value in single if value is not None)
    yield from (Stated(text, *where) for text in fact.texts)
    yield from (Stated(Related(base[id].id), *where) for id in fact.entries)
    if fact.link is not None:
        yield Stated(Link(purpose="information", url=fact.link, title=fact.caption), *where)

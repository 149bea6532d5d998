"""The kinds of entries, as staff write them. The docstring under a field is what an editor shows while typing."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field

from knowledge.model.facts import Fact, OpenFact, Provenance, SourceOrId
from knowledge.model.languages import Language
from knowledge.model.strict import Strict
from knowledge.model.texts import NO_ALIASES, Aliases, Name, Text
from knowledge.model.values import AsOf, CountryCode, Id, Link, Money, PartialDate, Period, Source

Kind = Literal["project", "event", "label", "organisation", "person", "topic"]

EntryId = Annotated[Id, Field(description="The id of another entry.")]
TermId = Annotated[Id, Field(description="The id of a term in vocabulary.yaml.")]


class Entry(Strict):
    """What every kind of entry has."""

    id: Id
    """Never changes: links, logs and conversations refer to it."""
    former_ids: tuple[Id, ...] = ()
    """Ids it had before; they keep working."""
    name: Name
    """The name people know it by. A plain name is the same in all languages."""
    long_name: Name | None = None
    """What the name stands for in full, if the sources say so."""
    aliases: Aliases = NO_ALIASES
    """Other names and spellings, in all languages or by language."""
    summary: Text | None = None
    """Two or three sentences: what it is."""
    links: tuple[Link, ...] = ()
    sources: tuple[SourceOrId, ...] = ()
    """Where the facts come from; a fact may name its own."""
    as_of: AsOf | None = None
    """When the facts held; a fact may say its own."""
    facts: tuple[OpenFact, ...] = ()
    """Further facts that no field foresees."""

    @property
    def kind(self) -> Kind:
        """Which kind of entry it is."""
        return KIND_OF[type(self)]


class Contribution(Provenance):
    """What one fund contributes."""

    fund: EntryId
    amount: Money


class Project(Entry):
    """A project."""

    programme: Fact[EntryId] | None = None
    period: Fact[Period] | None = None
    budget: Fact[Money] | None = None
    """The total budget."""
    contributions: tuple[Contribution, ...] = ()
    aim: Fact[Text] | None = None
    """What it is for, in one sentence."""
    objectives: Fact[tuple[Text, ...]] | None = None
    phases: Fact[tuple[Text, ...]] | None = None
    results: Fact[tuple[Text, ...]] | None = None
    lead_partner: Fact[EntryId] | None = None
    partners: Fact[tuple[EntryId, ...]] | None = None


class Where(Strict):
    """A place: its venue, and the city or region from vocabulary.yaml."""

    venue: Text | None = None
    place: TermId
    """The city, or the smallest place that is known."""


class Event(Entry):
    """An event."""

    period: Fact[Period] | None = None
    """Its first and last day; for one day both are the same."""
    place: Fact[Where] | None = None
    project: Fact[EntryId] | None = None
    host: Fact[EntryId] | None = None
    """Who gave the room."""
    organisers: Fact[tuple[EntryId, ...]] | None = None
    proposed_by: Fact[EntryId] | None = None
    theme: Fact[Text] | None = None
    aim: Fact[Text] | None = None
    """What it was for."""
    method: Fact[Text] | None = None
    """How it was run."""
    audience: Fact[tuple[Text, ...]] | None = None
    """Who it is for, or who was in the room."""
    outcome: Fact[Text] | None = None
    follow_up: Fact[Text] | None = None
    """What comes after it."""
    preceded_by: Fact[EntryId] | None = None
    """The event before it."""


class Validity(Strict):
    """How long a label is valid, from the day since which it is held."""

    months: Annotated[int, Field(ge=1, le=1200)]


class Label(Entry):
    """A label, or a family of labels with its levels in their order."""

    level: Fact[Name] | None = None
    levels: tuple[EntryId, ...] = ()
    """Of a family: its labels from the lowest to the highest."""
    issued_by: Fact[tuple[EntryId, ...]] | None = None
    assessed_by: Fact[tuple[EntryId, ...]] | None = None
    criteria: Fact[Text] | None = None
    """Who gets it, and for what."""
    sectors: Fact[tuple[TermId, ...]] | None = None
    validity: Fact[Validity] | None = None
    """The rule for how long it is valid, if the sources say so."""


class Holding(Provenance):
    """A label that an organisation holds or held."""

    label: EntryId
    since: PartialDate | None = None
    until: PartialDate | None = None
    former: bool = False
    """True if it was held before and no longer counts, for example because a higher level followed."""


class Organisation(Entry):
    """An organisation: a cluster, a network, a public authority, a consortium …"""

    type: tuple[TermId, ...] = ()
    """What it is, from vocabulary.yaml: cluster, network …"""
    region: Fact[TermId] | None = None
    country: Fact[CountryCode] | None = None
    sectors: Fact[tuple[TermId, ...]] | None = None
    founded: Fact[PartialDate] | None = None
    founded_by: Fact[tuple[EntryId, ...]] | None = None
    funding: Fact[tuple[EntryId, ...]] | None = None
    """The funds or programmes that pay for it."""
    activities: Fact[tuple[Text, ...]] | None = None
    """What it does."""
    works_with: Fact[tuple[EntryId, ...]] | None = None
    members: Fact[tuple[EntryId, ...]] | None = None
    labels: tuple[Holding, ...] = ()
    """The labels it holds or held."""


class Role(Provenance):
    """What a person is in an organisation."""

    role: TermId
    organisation: EntryId


class Person(Entry):
    """A person in a public role."""

    roles: tuple[Role, ...] = ()


class Topic(Entry):
    """A free question with its written answer, or a notion that members ask about."""

    answer: Text
    """What the member reads."""
    samples: Aliases = NO_ALIASES
    """Ways people ask this, by language."""
    related: tuple[EntryId, ...] = ()
    """Entries that the answer speaks of."""


AnyEntry = Project | Event | Label | Organisation | Person | Topic

KIND_OF: Final[dict[type[Entry], Kind]] = {
    Project: "project",
    Event: "event",
    Label: "label",
    Organisation: "organisation",
    Person: "person",
    Topic: "topic",
}

FOLDERS: Final[dict[str, type[AnyEntry]]] = {
    "projects": Project,
    "events": Event,
    "labels": Label,
    "organisations": Organisation,
    "people": Person,
    "topics": Topic,
}


class Term(Strict):
    """A word of the vocabulary: a place, a sector, a type of organisation, a role."""

    name: Name
    aliases: Aliases = NO_ALIASES


class City(Term):
    """A city or another place in a region."""

    region: TermId | None = None
    country: CountryCode | None = None


class Region(Term):
    """A region of a country."""

    country: CountryCode


class Vocabulary(Strict):
    """vocabulary.yaml: places, sectors, types of organisations and roles that entries refer to by id."""

    cities: Mapping[Id, City] = Field(default_factory=dict)
    regions: Mapping[Id, Region] = Field(default_factory=dict)
    sectors: Mapping[Id, Term] = Field(default_factory=dict)
    organisation_types: Mapping[Id, Term] = Field(default_factory=dict)
    roles: Mapping[Id, Term] = Field(default_factory=dict)


class NamedSource(Source):
    """A source that entries refer to by id, with the date as of which it holds."""

    as_of: AsOf | None = None


Care = Annotated[
    Literal["careful", "balanced", "helpful"],
    Field(description="Careful rather asks back or admits a gap; helpful rather answers."),
]


class Settings(Strict):
    """base.yaml: what holds for the whole base."""

    name: Name
    main_language: Language = "it"
    complete_languages: tuple[Language, ...] = ()
    """Languages in which no text may be missing; default: the main language only."""
    care: Care = "balanced"
    """How sure the bot must be before it answers."""
    sources: Mapping[Id, NamedSource] = Field(default_factory=dict)
    """Sources that entries refer to by id."""

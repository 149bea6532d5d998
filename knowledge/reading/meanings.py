"""Phrases and what they mean: those that the base names, and those that every base understands."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from babel import Locale

from knowledge.language.cues import Cues, cues_of
from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry, Term
from knowledge.model.languages import LANGUAGES, Language
from knowledge.model.texts import Spoken
from knowledge.stating.conditions import Span, Wanted
from knowledge.stating.naming import cities
from knowledge.stating.territories import WIDER
from knowledge.stating.values import Amount
from knowledge.stating.yearly import Yearly

MeaningType = Literal[
    "name", "field", "beside", "kind", "question", "operator", "place", "type", "sector", "role", "period",
    "amount", "courtesy", "polite", "function", "glue", "title", "language",
]  # fmt: skip

T = TypeVar("T", bound=str)


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that a phrase can mean."""

    type: MeaningType
    value: str
    language: Spoken = "any"
    plural: bool = False
    """Of a kind: whether several are meant; a word that is the same in both has two meanings."""
    span: Span | None = None
    """Of a period: its days."""
    yearly: Yearly | None = None
    """Of a period without a year: what comes back every year; its days are then the nearest."""
    weekday: int | None = None
    """Of a bare day of the week: which, 0 is Monday; its days are then the coming one."""
    amount: Amount | None = None
    """Of an amount: how much."""
    field: str | None = None
    """Of an amount: the field that its own words tell, as "longer than" and "euros" do."""
    parts: int = 1
    """How many words the phrase has."""

    @property
    def stands_for(self) -> Wanted:
        """Its days, its size, else its value."""
        return self.span or self.amount or self.value

    @property
    def kind(self) -> str | None:
        """The kind of entries that it says, if any: a cluster is an organisation."""
        return {"kind": self.value, "type": "organisation"}.get(self.type)


def of_base(base: Base) -> Iterator[tuple[str, Meaning]]:
    """What the base names: entries, their open facts, the terms of its vocabulary."""
    for entry in base.entries.values():
        yield from _names(entry)
        yield from _open_facts(entry)
    vocabulary = base.vocabulary
    for terms, type in (
        (vocabulary.cities, "place"),
        (vocabulary.regions, "place"),
        (vocabulary.sectors, "sector"),
        (vocabulary.organisation_types, "type"),
        (vocabulary.roles, "role"),
    ):
        yield from _terms(terms, type)  # type: ignore[arg-type]  # the tuple's literals widen to str


def of_languages() -> Iterator[tuple[str, Meaning]]:
    """What every base understands: the cues of all languages, the countries and the larger cities."""
    for language in LANGUAGES:
        yield from _cues(cues_of(language), language)
        for code, country in Locale(language).territories.items():
            if (len(code) == 2 and code.isalpha()) or code in WIDER:
                yield country, Meaning("place", code, language)
        for zone, city in cities(language):
            yield city, Meaning("place", zone, language)


def _names(entry: AnyEntry) -> Iterator[tuple[str, Meaning]]:
    for named in (entry.name, entry.long_name, entry.aliases):
        for language, name in named or ():
            yield name, Meaning("name", entry.id, language)


def _open_facts(entry: AnyEntry) -> Iterator[tuple[str, Meaning]]:
    for fact in entry.facts:
        for named in (fact.caption, fact.cues):
            for language, cue in named:
                yield cue, Meaning("field", fact.id, language)


def _terms(terms: Mapping[str, Term], type: MeaningType) -> Iterator[tuple[str, Meaning]]:
    for id, term in terms.items():
        for named in (term.name, term.aliases):
            for language, name in named:
                yield name, Meaning(type, id, language)


def _cues(cues: Cues, language: Language) -> Iterator[tuple[str, Meaning]]:
    for id, of_field in cues.fields.items():
        yield from _each((of_field.caption, *of_field.cues), Meaning("field", id, language))
        yield from _each(of_field.with_, Meaning("beside", id, language))
    for kind, called in cues.kinds.items():
        yield from _each(called.one, Meaning("kind", kind, language))
        yield from _each(called.many, Meaning("kind", kind, language, plural=True))
    tables: tuple[tuple[MeaningType, Mapping[str, tuple[str, ...]]], ...] = (
        ("question", _by_text(cues.questions)),
        ("operator", _by_text(cues.operators)),
        ("courtesy", _by_text(cues.courtesy)),
        ("language", _by_text(cues.languages)),
        ("place", cues.demonyms),
    )
    for type, table in tables:
        for value, phrases in table.items():
            yield from _each(phrases, Meaning(type, value, language))
    yield from _each(cues.polite, Meaning("polite", "", language))
    yield from _each(cues.function, Meaning("function", "", language))
    yield from _each(cues.glue, Meaning("glue", "", language))
    yield from _each(cues.deeds, Meaning("glue", "deed", language))
    yield from _each(cues.titles, Meaning("title", "", language))


def _by_text(table: Mapping[T, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {str(key): phrases for key, phrases in table.items()}


def _each(phrases: Iterable[str], meaning: Meaning) -> Iterator[tuple[str, Meaning]]:
    return ((phrase, meaning) for phrase in phrases)

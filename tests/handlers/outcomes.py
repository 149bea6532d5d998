"""A small base, and an outcome of each kind about it: what replies are made of."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final

from knowledge.answering.outcomes import (
    Alike,
    Answer,
    Body,
    Candidate,
    Choice,
    Comparison,
    Courtesy,
    Description,
    Elapsed,
    Gap,
    Listing,
    Outcome,
    Property,
    Share,
    State,
    Tally,
    Total,
    Values,
    Verdict,
    Written,
)
from knowledge.answering.snapshot import Snapshot
from knowledge.model.base import Base
from knowledge.model.entries import AnyEntry, Label, Organisation, Project, Settings, Topic, Vocabulary
from knowledge.model.texts import Name, Text
from knowledge.model.values import AsOf, Link, Money, PartialDate, Period, Quantity, Source
from knowledge.reading.readings import Considered, Hop, Reading, WordUse
from knowledge.stating.conditions import Condition, Span
from knowledge.stating.values import Amount, Country, Days, Lapse, Mean, Months, Named, Placed, Related, Stated, Value

HOME: Final = Link(purpose="website", url="https://alp.example/home")
NEWS: Final = Source(title=Text({"it": "Newsletter"}), url="https://alp.example/news")


def captioned(**by_language: str) -> Text:
    """A caption; the languages that are not given fall back to Italian."""
    return Text.model_validate(by_language)


BUDGET: Final = captioned(it="budget", en="budget", de="Budget", fr="budget", sl="proračun")
END: Final = captioned(it="fine", en="end", de="Ende", fr="fin", sl="konec")
LABELS: Final = captioned(it="label", en="labels", de="Labels", fr="labels", sl="oznake")


def when(text: str) -> PartialDate:
    """A date as staff write it."""
    return PartialDate.model_validate(text)


def euros(amount: int) -> Money:
    """An amount in euros."""
    return Money(amount=Decimal(amount), currency="EUR")


def _entries() -> tuple[AnyEntry, ...]:
    written: tuple[tuple[type[AnyEntry], dict[str, Any]], ...] = (
        (Label, {"id": "gold-label", "name": "Gold Label"}),
        (
            Organisation,
            {
                "id": "health",
                "name": "Clust-ER Health",
                "links": [{"purpose": "website", "url": "https://health.example/"}],
                "labels": [{"label": "silver-label", "since": 2022}],
                "type": ["cluster"],
            },
        ),
        (Organisation, {"id": "stcc", "name": "STCC"}),
        (
            Project,
            {
                "id": "alp",
                "name": "AlpClusters",
                "summary": "Un progetto che unisce i cluster delle Alpi.",
                "links": [HOME],
                "sources": [NEWS],
                "as_of": "not before 2018-07-05",
                "period": {"start": "2016-11-01", "end": "2019-04-30"},
            },
        ),
        (Project, {"id": "bio", "name": "BioAlp"}),
        (Label, {"id": "silver-label", "name": "Silver Label"}),
        (Topic, {"id": "s3", "name": "S3", "answer": "S3 è la specializzazione intelligente.", "sources": [NEWS]}),
    )
    return tuple(kind.model_validate(data, context={"main_language": "it"}) for kind, data in written)


@cache
def a_snapshot() -> Snapshot:
    """A small base in Italian, compiled."""
    vocabulary = Vocabulary.model_validate(
        {"organisation_types": {"cluster": {"name": {"it": "cluster", "sl": "grozd"}}}}, context={"main_language": "it"}
    )
    entries = {entry.id: entry for entry in sorted(_entries(), key=lambda entry: entry.id)}
    return Snapshot.compile(Base(Settings(name=Name({"any": "Prova"})), vocabulary, entries))


def stated(value: Value) -> Stated:
    """A value with its source."""
    return Stated(value, AsOf(date=when("2022"), not_before=True), (NEWS,))


def values_of(field: str, caption: Text, *values: Value) -> Values:
    """The body of an answer about AlpClusters."""
    return Values("alp", Property(field, caption, tuple(map(stated, values))))


VALUES: Final[Mapping[str, Value]] = {
    "a text": Text({"it": "Un testo."}),
    "a name": Name({"any": "Un nome"}),
    "a day": when("2019-04-30"),
    "a month": when("2019-04"),
    "a year": when("2019"),
    "a period": Period(start=when("2018-07-05"), end=when("2018-07-06")),
    "an open period": Period(start=when("2018-07-08")),
    "months": Months(30),
    "a day long": Days(1),
    "more than an amount": Amount(Decimal(24), None, "month", is_beyond=True),
    "less than an amount": Amount(None, Decimal(3), is_beyond=True),
    "at least an amount": Amount(Decimal(2000000), None, "EUR"),
    "at most an amount": Amount(None, Decimal(7), "day"),
    "between two amounts": Amount(Decimal(2), Decimal(3), "EUR"),
    "an average": Mean(Decimal("2.5"), "month"),
    "money": euros(2521964),
    "a quantity": Quantity(number=200, qualifier="about"),
    "a country": Country("DE"),
    "a term": Named("milano", Name({"it": "Milano", "de": "Mailand"})),
    "a place": Placed(Text({"any": "Sala 1"}), (Named("milano", Name({"any": "Milano"})),), Country("IT")),
    "a relation": Related("health", role=Name({"it": "capofila"}), since=when("2016"), former=True, money=euros(5)),
    "a link": HOME,
}

_FACTS: Final = (Property("budget", BUDGET, (stated(euros(5)),)), Property("website", LABELS, (stated(HOME),)))
_SILVER: Final = Property("labels", LABELS, (stated(Related("silver-label")),))
_GOLD: Final = Property("labels", LABELS, (Stated(Related("gold-label")),))
_STARTED: Final = Property("start", Text({"it": "inizio", "en": "start"}), (stated(when("2016-11-01")),))
_IN_2020: Final = Span(date(2020, 1, 1), date(2020, 12, 31))
_FOUND: Final = (Related("health"), Related("stcc"))

BODIES: Final[Mapping[str, tuple[Reading, Body]]] = {
    "values": (
        Reading("attribute", ("alp",), "budget", from_conversation=True),
        values_of("budget", BUDGET, euros(2521964)),
    ),
    "several values": (
        Reading("attribute", ("alp",), "partners"),
        values_of("partners", BUDGET, *_FOUND),
    ),
    "description": (
        Reading("describe", ("alp",)),
        Description("alp", Text({"it": "Un progetto che unisce i cluster delle Alpi."}), _FACTS),
    ),
    "sum": (
        Reading("sum", field="budget", kind="project", measure="total"),
        Total("budget", BUDGET, "total", (euros(7),), (("alp", (stated(euros(7)),)),), ("stcc",), "project"),
    ),
    "average of many": (
        Reading("sum", field="budget", kind="project", measure="average"),
        Total(
            "budget", BUDGET, "average", (euros(7),), (("alp", (stated(euros(7)),)),) * 12, ("stcc",) * 12, "project"
        ),
    ),
    "share": (
        Reading("share", ("alp",), "contribution"),
        Share("alp", (stated(euros(3)),), stated(euros(7)), Decimal(3) / 7, euros(4)),
    ),
    "rest": (
        Reading("share", ("alp",), "contribution", measure="rest"),
        Share("alp", (stated(euros(3)), stated(euros(1))), stated(euros(7)), Decimal(4) / 7, euros(3)),
    ),
    "how long ago": (
        Reading("elapsed", ("alp",), "end"),
        Elapsed("alp", Property("end", END, (stated(when("2019-04-30")),)), stated(when("2019-04-30")), Lapse(7, 6)),
    ),
    "how many days ago": (
        Reading("elapsed", ("alp",), "end"),
        Elapsed("alp", Property("end", END, (stated(when("2019-04")),)), stated(when("2019-04")), Lapse(0, 0, 2, True)),
    ),
    "tally": (
        Reading("tally", field="country", kind="organisation", direction="most"),
        Tally(
            "organisation",
            "country",
            Text({"it": "Paese", "sl": "država"}),
            ((Country("IT"), ("health",)), (Country("DE"), ("stcc",)), (Country("PL"), ("stcc",) * 12)),
            "most",
            ("alp",),
            (),
        ),
    ),
    "validity": (
        Reading("state", ("health",), "validity", conditions=(Condition("labels", "silver-label"),)),
        State("health", "going_on", stated(Period(start=when("2024"), end=when("2026"))), "silver-label", 24),
    ),
    "validity that is stated": (
        Reading("state", ("health",), "validity", conditions=(Condition("labels", "silver-label"),)),
        State("health", "over", stated(Period(end=when("2020"))), "silver-label"),
    ),
    "reached by a relation": (
        Reading("attribute", ("alp",), "budget", through=(Hop("health", "projects"),)),
        values_of("budget", BUDGET, euros(2521964)),
    ),
    "list of others": (
        Reading(
            "filter",
            kind="organisation",
            conditions=(
                Condition("country", "DE", ("IT",)),
                Condition("labels", "silver-label", ("gold-label",), negated=True),
            ),
        ),
        Listing("organisation", (Related("health"),)),
    ),
    "list": (
        Reading(
            "filter",
            kind="organisation",
            conditions=(
                Condition("type", "cluster"),
                Condition("country", "DE"),
                Condition("labels", "silver-label"),
                Condition("founded", Span(date(2018, 7, 1), date(2018, 7, 31))),
            ),
        ),
        Listing(
            "organisation", _FOUND, scope=Text({"it": "in Europa"}), note=Text({"it": "Una nota."}), sources=(NEWS,)
        ),
    ),
    "empty list": (Reading("filter", kind="event"), Listing("event", ())),
    "count": (
        Reading("count", kind="organisation", conditions=(Condition("labels", "silver-label"),)),
        Listing("organisation", _FOUND, counted=True),
    ),
    "zero": (
        Reading("count", kind="organisation", conditions=(Condition("labels", "gold-label"),)),
        Listing("organisation", (), counted=True),
    ),
    "over": (
        Reading("state", ("alp",)),
        State("alp", "over", stated(Period(start=when("2016-11-01"), end=when("2019-04-30")))),
    ),
    "going on": (Reading("state", ("alp",)), State("alp", "going_on", stated(Period(start=when("2016-11"))))),
    "over then": (
        Reading("state", ("alp",), conditions=(Condition("period", _IN_2020),)),
        State("alp", "over", stated(Period(start=when("2016-11-01"), end=when("2019-04-30"))), then=_IN_2020),
    ),
    "yes, on those days": (
        Reading("exists", ("alp",), "start", conditions=(Condition("start", Span(None, date(2018, 7, 4))),)),
        Verdict("alp", True, _STARTED, _STARTED),
    ),
    "to come": (Reading("state", ("alp",)), State("alp", "to_come", stated(Period(start=when("2036"))))),
    "yes": (Reading("exists", ("health",), "labels"), Verdict("health", True, _SILVER, _SILVER)),
    "no": (Reading("exists", ("health",), "labels"), Verdict("health", False, _GOLD, _SILVER)),
    "not in our data": (Reading("exists", ("stcc",), "labels"), Verdict("stcc", False, _GOLD, None)),
    "the same": (
        Reading("exists", ("health", "stcc"), "labels", measure="same"),
        Alike(False, (("health", _SILVER), ("stcc", _GOLD))),
    ),
    "comparison": (
        Reading("compare", ("alp", "bio"), "budget", direction="most"),
        Comparison(
            "budget", BUDGET, (("alp", stated(euros(9))), ("bio", stated(euros(5))), ("s3", None)), "most", euros(4)
        ),
    ),
    "topic": (Reading("topic", ("s3",)), Written("s3", Text({"it": "S3 è la specializzazione intelligente."}))),
    "greeting": (Reading("courtesy", manner="greeting"), Courtesy("greeting")),
    "thanks": (Reading("courtesy", manner="thanks"), Courtesy("thanks")),
    "goodbye": (Reading("courtesy", manner="goodbye"), Courtesy("goodbye")),
    "who are you": (Reading("courtesy", manner="who_are_you"), Courtesy("who_are_you")),
}

CONSIDERED: Final = (
    Considered(
        Reading("attribute", ("alp",), "budget"),
        0.97,
        (WordUse("budget", "field", "budget", 0.8), WordUse("alpclusers", "name", "alp", 1, 0.92)),
        confidence=0.97,
    ),
    Considered(Reading("describe", ("alp",)), 0.4, (WordUse("budget", "unexplained", "", 0.8),), confidence=0.4),
)

CHOICE: Final = Choice(
    (
        Candidate("alp", Name({"any": "AlpClusters"}), Reading("attribute", ("alp",), "end"), 0.6, END),
        Candidate("health", Name({"any": "Clust-ER Health"}), Reading("describe", ("health",)), 0.5),
    ),
    CONSIDERED,
)

GAPS: Final[Mapping[str, Gap]] = {
    "missing field": Gap(
        "missing_field",
        Reading("attribute", ("alp",), "end", from_conversation=True),
        entry="alp",
        caption=END,
        offered=_FACTS,
        links=(HOME,),
    ),
    "missing without a field": Gap("missing_field", Reading("attribute", ("alp",)), entry="alp"),
    "unknown subject": Gap("unknown_subject", unknown="AlpGov2"),
    "unknown subject without a name": Gap("unknown_subject"),
    "not understood": Gap("not_understood", considered=CONSIDERED),
    "out of scope": Gap("out_of_scope"),
}


def answered(name: str) -> Answer:
    """The answer with this body."""
    reading, body = BODIES[name]
    return Answer(reading, body, 0.97, (HOME,), reading.subjects, CONSIDERED)


OUTCOMES: Final[Mapping[str, Outcome]] = {
    **{name: answered(name) for name in BODIES},
    **GAPS,
    "choice": CHOICE,
}

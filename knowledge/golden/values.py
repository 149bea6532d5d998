"""Values of an answer in the plain form in which golden questions expect them."""

from collections.abc import Iterator

from knowledge.answering.outcomes import (
    Alike,
    Answer,
    Comparison,
    Elapsed,
    Listing,
    Share,
    State,
    Tally,
    Total,
    Values,
    Verdict,
    Written,
)
from knowledge.model.texts import Text
from knowledge.model.values import Link, Money, PartialDate, Period, Quantity
from knowledge.stating.amounts import written
from knowledge.stating.values import Amount, Country, Days, Lapse, Level, Mean, Months, Named, Placed, Related, Value


def values_in(answer: Answer) -> Iterator[str]:
    """Every value in the answer: dates and ids as staff write them, texts in all their languages."""
    match answer.body:
        case Values(property=found):
            for stated in found.values:
                yield from _plain(stated.value)
            yield str(len(found.values))
        case Listing(entries=entries):
            yield str(len(entries))
            yield from (related.entry for related in entries)
        case Verdict(holds=holds, asked=asked):
            yield "yes" if holds else "no"
            for stated in asked.values if holds else ():
                yield from _plain(stated.value) if isinstance(stated.value, Text) else ()
        case Total(results=results):
            yield from (words for value in results for words in _plain(value))
        case Alike(holds=holds, rows=rows):
            yield "yes" if holds else "no"
            yield from (words for _, row in rows for stated in row.values for words in _plain(stated.value))
        case Comparison(rows=rows, difference=difference):
            yield from (id for id, _ in rows[:1])
            yield from _plain(difference) if difference else ()
        case Share(parts=parts, fraction=fraction, rest=rest):
            yield f"{fraction * 100:.1f} %"
            yield from (words for value in (rest, *(part.value for part in parts)) for words in _plain(value))
        case Elapsed(lapse=lapse):
            yield from _plain(lapse)
        case Tally(rows=rows):
            yield from (words for value, _ in rows[:1] for words in _plain(value))
            yield from (str(len(ids)) for _, ids in rows)
        case State(state=state):
            yield state
        case Written(answer=text):
            yield from (words for _, words in text)


def _plain(value: Value) -> Iterator[str]:
    match value:
        case Text():
            yield from (words for _, words in value)
        case Period(start=start, end=end):
            yield from (str(day) for day in (start, end) if day)
        case Months(number=number) | Days(number=number):
            yield str(number)
        case Level(name=name):
            yield from (words for _, words in name)
        case Amount():
            yield written(value)
        case Lapse(years=years, months=months):
            yield f"{years} years {months} months"
        case Mean(number=number):
            yield str(number)
        case Money(amount=amount, currency=currency):
            yield f"{amount} {currency}"
        case Quantity(number=number, qualifier=qualifier):
            yield from (str(number), f"{qualifier} {number}")
        case Country(code=code):
            yield code
        case Named(term=term):
            yield term
        case Placed(venue=venue, parts=parts, country=country):
            yield from (part.term for part in parts)
            yield from (words for _, words in venue or ())
            yield from _plain(country) if country else ()
        case Related():
            yield from _related(value)
        case Link(url=url):
            yield url
        case PartialDate():
            yield str(value)


def _related(related: Related) -> Iterator[str]:
    yield related.entry
    yield from (part for part in (related.role_id, related.since and str(related.since)) if part)
    yield from _plain(related.money) if related.money else ()

"""Who puts values of the base into words: names, texts, dates, places and the rest, in one language."""

from dataclasses import dataclass
from decimal import Decimal
from typing import assert_never

from handlers.texts.texts import Texts
from knowledge.answering.snapshot import Snapshot
from knowledge.model.languages import Language
from knowledge.model.texts import Name, Text
from knowledge.model.values import Link, Money, PartialDate, Period, Quantity
from knowledge.stating.conditions import Condition, Span, Wanted
from knowledge.stating.editions import apart
from knowledge.stating.saying import Said
from knowledge.stating.territories import is_territory
from knowledge.stating.values import Amount, Country, Days, Lapse, Level, Mean, Months, Named, Placed, Related, Value


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells what *snapshot* knows in the language of *texts*."""

    texts: Texts
    snapshot: Snapshot

    @property
    def main(self) -> Language:
        """The language that texts fall back to."""
        return self.snapshot.base.settings.main_language

    def title(self, id: str) -> str:
        """What to call an entry or a term; one that shares its name is told from the others: RubyConf (2014)."""
        name = self.name(self.snapshot.title(id))
        telling = apart(self.snapshot.base, id) if id in self.snapshot.base else None
        return name if telling is None else f"{name} ({self.value(telling)})"

    def caption(self, field: str) -> str:
        """What to call a field."""
        return self.name(self.snapshot.caption(field))

    def name(self, name: Text) -> str:
        """A name or a caption: it needs no remark when it falls back to another language."""
        return name.said_in(self.texts.language, self.main).text

    def text(self, text: Text) -> str:
        """A text; one that falls back to another language says so."""
        wording = text.said_in(self.texts.language, self.main)
        if wording.language == "any" or wording.language == self.texts.language:
            return wording.text
        return f"{wording.text} {self.texts.in_language(wording.language)}"

    def value(self, value: Value) -> str:
        """Any value, in words."""
        match value:
            case Name():
                return self.name(value)
            case Text():
                return self.text(value)
            case PartialDate() | Period() | Months() | Days():
                return self._time(value)
            case Money():
                return self.texts.money(value)
            case Lapse():
                return self._lapse(value)
            case Amount():
                return self.amount(value)
            case Level(name=name):
                return self.text(name)
            case Mean(number=number, unit=unit):
                return self.texts.measure(number, unit)
            case Quantity():
                return self._quantity(value)
            case Country():
                return self.texts.country(value.code)
            case Named():
                return self.name(value.name)
            case Placed():
                return self._place(value)
            case Related(money=Money() as money):
                return f"{self.texts.money(money)} ({self.title(value.entry)})"
            case Related():
                return self.title(value.entry) + self.remarks(value)
            case Link():
                return self.link(value)
            case _:
                assert_never(value)

    def link(self, link: Link) -> str:
        """What a link is called: its title, else what it is for."""
        if link.title:
            return self.text(link.title)
        match link.purpose:
            case "website":
                return self.texts.say("Website")
            case "information":
                return self.texts.say("Further information")
            case "publication":
                return self.texts.say("Publication")
            case "registration":
                return self.texts.say("Registration")
            case "document":
                return self.texts.say("Document")
            case "contact":
                return self.texts.say("Contact")

    def remarks(self, related: Related) -> str:
        """What is said of a tie to another entry, in brackets; empty if nothing is."""
        remarks = (
            self.name(related.role) if related.role else "",
            self.texts.period(Period(start=related.since, end=related.until)),
            self.texts.say("formerly") if related.former else "",
        )
        said = ", ".join(filter(None, remarks))
        return f" ({said})" if said else ""

    def condition(self, condition: Condition) -> str:
        """What entries had to meet, as it was understood."""
        values = self.texts.any_of(map(self.condition_value, condition.values))
        if condition.negated:
            values = self.texts.say("not {values}", values=values)
        return self.pair(self.caption(condition.field), values)

    def condition_value(self, value: Wanted) -> str:
        """The name of what was understood."""
        if isinstance(value, Amount):
            return self.amount(value)
        if isinstance(value, Span):
            return self.texts.span(value.first, value.last)
        if isinstance(value, Said):
            return self.texts.say("“{words}”", words=value.words)
        return self.texts.country(value) if is_territory(value) else self.title(value)

    def amount(self, amount: Amount) -> str:
        """A size that was supposed: "more than 24 months", in words."""
        least, most = (self._size(one, amount.unit) for one in (amount.least, amount.most))
        match amount:
            case Amount(least=None, is_beyond=True):
                return self.texts.say("under {number}", number=most)
            case Amount(most=None, is_beyond=True):
                return self.texts.say("over {number}", number=least)
            case Amount(least=None):
                return self.texts.say("at most {number}", number=most)
            case Amount(most=None):
                return self.texts.say("at least {number}", number=least)
            case _ if least == most:
                return least
            case _:
                return self.texts.say("{least} to {most}", least=least, most=most)

    def _size(self, size: Decimal | None, unit: str | None) -> str:
        match size, unit:
            case None, _:
                return ""
            case Decimal() as number, ("month" | "day") as time:
                return self.texts.measure(number, time)
            case Decimal() as number, str() as currency:
                return self.texts.money(Money(amount=number, currency=currency))
            case Decimal() as number, _:
                return self.texts.number(number)

    def pair(self, caption: str, value: str) -> str:
        """A caption and its value."""
        return self.texts.say("{caption}: {value}", caption=caption, value=value)

    def _time(self, value: PartialDate | Period | Months | Days) -> str:
        match value:
            case PartialDate():
                return self.texts.date(value)
            case Period():
                return self.texts.period(value)
            case Months(number):
                return self.texts.plural("{number} month", "{number} months", number)
            case Days(number):
                return self.texts.plural("{number} day", "{number} days", number)

    def _lapse(self, lapse: Lapse) -> str:
        years = [self.texts.plural("{number} year", "{number} years", lapse.years)] if lapse.years else []
        months = [self._time(Months(lapse.months))] if lapse.months else []
        days = [self._time(Days(lapse.days))] if lapse.days or not (years or months) else []
        time = self.texts.all_of([*years, *months, *days])
        return self.texts.say("about {number}", number=time) if lapse.is_rough else time

    def _quantity(self, value: Quantity) -> str:
        number = self.texts.number(value.number)
        match value.qualifier:
            case "exactly":
                return number
            case "about":
                return self.texts.say("about {number}", number=number)
            case "over":
                return self.texts.say("over {number}", number=number)
            case "under":
                return self.texts.say("under {number}", number=number)

    def _place(self, place: Placed) -> str:
        venue = [self.text(place.venue)] if place.venue else []
        country = [self.texts.country(place.country.code)] if place.country else []
        # Milano is a city and a province: what has the same name is said once.
        return ", ".join(dict.fromkeys([*venue, *(self.name(part.name) for part in place.parts), *country]))

"""What is said in one language: messages, numbers, amounts, dates and lists."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from babel import Locale
from babel.dates import format_datetime
from babel.lists import format_list
from babel.numbers import format_currency, format_decimal, format_percent

from handlers.texts import dates
from handlers.texts.catalogues import catalogue, message
from knowledge.model.languages import Language
from knowledge.model.values import Money, PartialDate, Period

_AS_FRACTION = 3
"""A number whose plural is that of fractions, in all five languages: 2.5 months, 2,5 meseci."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one language.

    >>> Texts("it").say("Source:"), Texts("sl").plural("{number} month", "{number} months", 2)
    ('Fonte:', '2 meseca')
    """

    language: Language

    def say(self, text: str, /, **values: str) -> str:
        """The message *text* in this language, with *values* in their places."""
        return catalogue(self.language).gettext(text).format(**values)

    def plural(self, one: str, many: str, count: int, /, **values: str) -> str:
        """The message in the form that *count* asks for; ``{number}`` in it is *count*."""
        form = catalogue(self.language).ngettext(one, many, count)
        return form.format(number=self.number(count), **values)

    def number(self, number: int | Decimal) -> str:
        """A number, grouped as usual in this language."""
        return format_decimal(number, locale=self.language)

    def percent(self, share: float, *, places: int = 0) -> str:
        """A share from 0 to 1, in hundredths with so many decimal places."""
        return format_percent(round(share, 2 + places), locale=self.language, decimal_quantization=False)

    def measure(self, number: Decimal, unit: Literal["day", "month"]) -> str:
        """A number of days or months that need not be whole.

        >>> Texts("it").measure(Decimal("2.5"), "month")
        '2,5 mesi'
        """
        many = int(number) if number == int(number) else _AS_FRACTION
        translations = catalogue(self.language)
        if unit == "day":
            form = translations.ngettext("{number} day", "{number} days", many)
        else:
            form = translations.ngettext("{number} month", "{number} months", many)
        return form.format(number=self.number(number.normalize()))

    def money(self, money: Money) -> str:
        """An amount; without decimals if it has none.

        >>> Texts("it").money(Money(amount=Decimal(2521964), currency="EUR"))
        '2.521.964\\xa0€'
        """
        pattern = Locale(self.language).currency_formats["standard"].pattern
        whole = money.amount == money.amount.to_integral_value()
        pattern = pattern.replace("0.00", "0") if whole else pattern
        return format_currency(money.amount, money.currency, pattern, self.language, currency_digits=False)

    def date(self, when: PartialDate | datetime.date) -> str:
        """A date as exactly as it is known."""
        if isinstance(when, PartialDate):
            return dates.partial(when, self.language)
        return dates.day(when, self.language)

    def moment(self, when: datetime.datetime) -> str:
        """A day and the time of it, in the zone of *when*.

        >>> Texts("it").moment(datetime.datetime(2026, 11, 27, 10, 45))
        '27/11/26, 10:45'
        """
        return format_datetime(when, "short", locale=self.language)

    def since(self, when: PartialDate) -> str:
        """From a date on."""
        return self._phrase(when, message("since {year}"), message("since {month}"), message("since {day}"))

    def until(self, when: PartialDate) -> str:
        """Up to a date."""
        return self._phrase(when, message("until {year}"), message("until {month}"), message("until {day}"))

    def not_before(self, when: PartialDate) -> str:
        """At a date or later: of an undated source."""
        texts = message("not before {year}"), message("not before {month}"), message("not before {day}")
        return self._phrase(when, *texts)

    def _phrase(self, when: PartialDate, in_year: str, in_month: str, on_day: str) -> str:
        text = in_year if when.month is None else in_month if when.day is None else on_day
        name = "year" if when.month is None else "month" if when.day is None else "day"
        return dates.after_preposition(self.say(text, **{name: self.date(when)}), self.language)

    def period(self, period: Period) -> str:
        """A period; empty if neither its start nor its end is known."""
        match period:
            case Period(start=PartialDate() as start, end=PartialDate() as end):
                return dates.interval(start, end, self.language)
            case Period(start=PartialDate() as start):
                return self.since(start)
            case Period(end=PartialDate() as end):
                return self.until(end)
            case _:
                return ""

    def span(self, first: datetime.date | None, last: datetime.date | None) -> str:
        """From a first to a last day; a whole month or year by its name."""
        if first and last:
            return dates.interval(*dates.exact(first, last), self.language)
        start, end = dates.whole(first) if first else None, dates.whole(last) if last else None
        return self.period(Period(start=start, end=end))

    def all_of(self, items: Iterable[str]) -> str:
        """A list in one sentence: a, b and c."""
        return format_list(list(items), locale=self.language)

    def any_of(self, items: Iterable[str]) -> str:
        """A list of which one is enough: a, b or c."""
        return format_list(list(items), style="or", locale=self.language)

    def country(self, code: str) -> str:
        """The name of the country with this ISO 3166-1 code; the code itself if it has none."""
        return str(Locale(self.language).territories.get(code, code))

    def in_language(self, language: Language) -> str:
        """The remark that a text is in another language than the one spoken."""
        match language:
            case "it":
                return self.say("(in Italian)")
            case "en":
                return self.say("(in English)")
            case "de":
                return self.say("(in German)")
            case "fr":
                return self.say("(in French)")
            case "sl":
                return self.say("(in Slovene)")


def own_name(language: Language) -> str:
    """What a language is called by those who speak it.

    >>> own_name("sl")
    'Slovenščina'
    """
    return str(Locale(language).get_display_name(language)).capitalize()

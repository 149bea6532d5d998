"""Values as an answer can state them."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from knowledge.model.texts import Name, Text
from knowledge.model.values import AsOf, Link, Money, PartialDate, Period, Quantity, Source
from knowledge.stating.territories import around


@dataclass(frozen=True, slots=True)
class Months:
    """A duration in whole months."""

    number: int


@dataclass(frozen=True, slots=True)
class Days:
    """A duration in days."""

    number: int


@dataclass(frozen=True, slots=True)
class Lapse:
    """How far two days lie apart, in whole years and months; where it is less than a year, in months and days."""

    years: int
    months: int = 0
    days: int = 0
    is_rough: bool = False
    """Whether one of the dates is known to the year or the month only."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A size that a question supposes, from a least to a most; None is open."""

    least: Decimal | None
    most: Decimal | None
    unit: str | None = None
    """``month``, ``day``, the ISO 4217 code of a currency; None: whatever the value is measured in."""
    is_beyond: bool = False
    """Whether the bounds themselves are left out: "more than"."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a label, and which of its family's it is, the lowest 0."""

    name: Text
    rank: int


@dataclass(frozen=True, slots=True)
class Mean:
    """The average of some durations, to a tenth."""

    number: Decimal
    unit: Literal["day", "month"]


@dataclass(frozen=True, slots=True)
class Country:
    """A country by its ISO 3166-1 code; its name comes from CLDR."""

    code: str


@dataclass(frozen=True, slots=True)
class Named:
    """A term of the vocabulary: a type, a sector, a city, a region."""

    term: str
    name: Name


@dataclass(frozen=True, slots=True)
class Placed:
    """A place from the smallest to the largest part that is known."""

    venue: Text | None = None
    parts: tuple[Named, ...] = ()
    """City, region."""
    country: Country | None = None

    def lies_in(self, place: str) -> bool:
        """Whether it is in this city, region (ids), country or wider territory (codes)."""
        return any(part.term == place for part in self.parts) or (
            self.country is not None and place in (self.country.code, *around(self.country.code))
        )


@dataclass(frozen=True, slots=True)
class Related:
    """Another entry, and what is said of the tie."""

    entry: str
    role: Name | None = None
    role_id: str | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    former: bool = False
    money: Money | None = None
    """What the entry, a fund, contributes."""
    family: str | None = field(default=None, compare=False)
    """The family of a label that is held: who holds a level of it holds a label of it."""


Value = (
    Text
    | PartialDate
    | Period
    | Months
    | Days
    | Lapse
    | Amount
    | Level
    | Mean
    | Money
    | Quantity
    | Country
    | Named
    | Placed
    | Related
    | Link
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A value with where it comes from and when it held."""

    value: Value
    as_of: AsOf | None = None
    sources: tuple[Source, ...] = ()
    scope: Text | None = None
    note: Text | None = None
    """What a reader should know beside the value."""

"""Typed values of facts: dates that may be partial, money, quantities, links; each with a short form for staff."""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from functools import total_ordering
from typing import Annotated, Any, Final, Literal, Self, cast

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    ValidationInfo,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from knowledge.model.memory import Memory
from knowledge.model.strict import Strict
from knowledge.model.texts import Text

Id = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$", description="Small letters, digits and hyphens, at most 40.")]
CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$", description="Two capital letters, as in IT (ISO 3166-1).")]


MOST_KNOWN: Final = 10_000
_known: Final = Memory[tuple[type, str], Any](MOST_KNOWN)
"""Values by how they were written last."""


class Written(Strict):
    """A value that staff write as one short text; subclasses read it in ``_read``."""

    @classmethod
    def _read(cls, text: str) -> dict[str, Any]:
        raise ValueError(text)

    @classmethod
    def _form(cls) -> JsonSchemaValue:
        return {"type": "string"}

    @model_validator(mode="wrap")
    @classmethod
    def _once(cls, data: object, handler: ModelWrapValidatorHandler[Self]) -> Self:
        # A hundred thousand dates are the same few thousand days: each is read and kept once.
        if not isinstance(data, str):
            return handler(data)
        if (known := _known.get((cls, data))) is None:
            known = _known[cls, data] = handler(data)
        return cast(Self, known)

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: object, info: ValidationInfo) -> object:
        if isinstance(data, Mapping) and info.context is not None:
            raise ValueError("is a mapping, expected one text")  # its parts are ours, staff write the short form
        return cls._read(str(data).strip()) if isinstance(data, str | int) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {**cls._form(), "description": " ".join((cls.__doc__ or "").split())}


@total_ordering
class PartialDate(Written):
    """A day (2018-07-05), a month (2018-07) or a year (2018)."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def _read(cls, text: str) -> dict[str, Any]:
        found = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text, re.ASCII)
        if found is None:
            raise ValueError(f'"{text}" is not a date: write 2018-07-05, 2018-07 or 2018')
        return {
            key: int(part)
            for key, part in zip(("year", "month", "day"), found.groups(), strict=True)
            if part is not None
        }

    @classmethod
    def _form(cls) -> JsonSchemaValue:
        return {"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}

    @model_validator(mode="after")
    def _exists(self) -> Self:
        try:
            date(self.year, self.month or 1, self.day or 1)
        except ValueError:
            raise ValueError(f'"{self}" is not in the calendar: correct the date') from None
        return self

    @classmethod
    def on(cls, day: date) -> Self:
        """The date of one day."""
        return cls(year=day.year, month=day.month, day=day.day)

    @property
    def first(self) -> date:
        """The first day it covers."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The last day it covers."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.first, self.last) < (other.first, other.last)

    def __str__(self) -> str:
        return "-".join(f"{part:02d}" for part in (self.year, self.month, self.day) if part is not None)


class Period(Strict):
    """From a start to an end; one of them may be unknown."""

    start: PartialDate | None = None
    end: PartialDate | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.start and self.end and self.end.last < self.start.first:
            raise ValueError(f"it ends ({self.end}) before it starts ({self.start}): swap or correct the dates")
        return self

    @property
    def days(self) -> int | None:
        """Days from start to end, both included, if both are known to the day."""
        if not (self.start and self.end and self.start.day and self.end.day):
            return None
        return (self.end.last - self.start.first).days + 1

    @property
    def months(self) -> int | None:
        """Whole months from start to end, both days included, if both are known at least to the month.

        >>> Period.model_validate({"start": "2016-11-01", "end": "2019-04-30"}).months
        30
        """
        if not (self.start and self.end and self.start.month and self.end.month):
            return None
        first, after = self.start.first, self.end.last + timedelta(days=1)
        return (after.year - first.year) * 12 + after.month - first.month - (after.day < first.day)


class AsOf(Written):
    """When a fact held: a date, "not before" a date (an undated source), or "unknown"."""

    date: PartialDate | None = None
    not_before: bool = False

    @classmethod
    def _read(cls, text: str) -> dict[str, Any]:
        if text == "unknown":
            return {}
        bare = text.removeprefix("not before").strip()
        return {"date": bare, "not_before": bare != text}

    @classmethod
    def _form(cls) -> JsonSchemaValue:
        return {"type": ["string", "integer"], "pattern": r"^(unknown|(not before )?\d{4}(-\d{2}(-\d{2})?)?)$"}


class Money(Written):
    """An amount and its currency: 2521964 EUR."""

    amount: Decimal
    currency: str

    @classmethod
    def _read(cls, text: str) -> dict[str, Any]:
        found = re.fullmatch(r"(\d{1,15}(?:\.\d{1,2})?) ([A-Z]{3})", text, re.ASCII)
        if found is None:
            raise ValueError(f'"{text}" is not an amount: write it like 2521964 EUR, without separators')
        return {"amount": Decimal(found[1]), "currency": found[2]}

    @classmethod
    def _form(cls) -> JsonSchemaValue:
        return {"type": "string", "pattern": r"^\d{1,15}(\.\d{1,2})? [A-Z]{3}$"}


class Quantity(Written):
    """A number, if need be with a qualifier: 200, about 200, over 30, under 5."""

    number: int
    qualifier: Literal["exactly", "about", "over", "under"] = "exactly"

    @classmethod
    def _read(cls, text: str) -> dict[str, Any]:
        found = re.fullmatch(r"(?:(about|over|under) )?(0|[1-9]\d{0,14})", text, re.ASCII)
        if found is None:
            raise ValueError(f'"{text}" is not a number: write 200, about 200, over 30 or under 5')
        return {"number": int(found[2]), "qualifier": found[1] or "exactly"}

    @classmethod
    def _form(cls) -> JsonSchemaValue:
        return {"type": ["string", "integer"], "pattern": r"^((about|over|under) )?(0|[1-9]\d*)$"}


def _web_address(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"https?://[^\s/?#@]+\.[^\s@]+", value):
        raise ValueError(f'"{value}" is not a web address: write it whole, with http:// or https://')
    return value


Url = Annotated[str, BeforeValidator(_web_address, json_schema_input_type=str)]

Purpose = Literal["website", "information", "publication", "registration", "document", "contact"]


class Link(Strict):
    """An address and what it is for."""

    purpose: Purpose
    url: Url
    title: Text | None = None


class Source(Strict):
    """Where a fact comes from: a title, an address, or both."""

    title: Text | None = None
    url: Url | None = None

    @model_validator(mode="after")
    def _something(self) -> Self:
        if self.title is None and self.url is None:
            raise ValueError("a source has neither title nor url: write one of them")
        return self

"""Facts: a value with its provenance, and the open facts that no field foresees."""

from collections.abc import Mapping
from typing import Annotated, Generic, Self, TypeVar

from pydantic import Discriminator, GetJsonSchemaHandler, Tag, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from knowledge.model.strict import Strict
from knowledge.model.texts import NO_ALIASES, Aliases, Name, Text
from knowledge.model.values import AsOf, Id, Money, PartialDate, Quantity, Source, Url

T = TypeVar("T")


def _form_of_source(written: object) -> str:
    return "id" if isinstance(written, str) else "source"


# The form decides which of the two is meant, so a mistake is a mistake in that one only.
SourceOrId = Annotated[Annotated[Source, Tag("source")] | Annotated[Id, Tag("id")], Discriminator(_form_of_source)]


class Provenance(Strict):
    """Where a statement comes from, when it held, and for which set ("in European life science") it is meant."""

    as_of: AsOf | None = None
    sources: tuple[SourceOrId, ...] = ()
    scope: Text | None = None
    """For which set the statement is meant; a list or a count repeats it."""
    note: Text | None = None
    """What a reader should know beside the value."""


class Fact(Provenance, Generic[T]):
    """A value; written plainly, or with `value:` and where it comes from."""

    value: T

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: object) -> object:
        if not isinstance(data, Mapping):
            return {"value": data}
        beside = next((name for name in Provenance.model_fields if name in data), None)
        if beside is not None and "value" not in data:
            raise ValueError(f'where "{beside}" is given, the value itself stands beside it under "value:"')
        return data if "value" in data else {"value": data}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        whole = handler.resolve_ref_schema(handler(core_schema))
        return {"anyOf": [whole["properties"]["value"], dict(whole)]}


class OpenFact(Provenance):
    """A fact that no field foresees, with its own name and cues; just as askable."""

    id: Id
    caption: Name
    """How the fact is called, for example "experts"."""
    cues: Aliases = NO_ALIASES
    """How people ask for it, beside its caption."""
    text: Text | None = None
    texts: tuple[Text, ...] = ()
    number: Quantity | None = None
    money: Money | None = None
    date: PartialDate | None = None
    link: Url | None = None
    entries: tuple[Id, ...] = ()
    """Ids of other entries."""

    @model_validator(mode="after")
    def _one_value(self) -> Self:
        given = [name for name in OPEN_VALUES if getattr(self, name) not in (None, ())]
        if len(given) != 1:
            raise ValueError(f"a fact has exactly one of {', '.join(OPEN_VALUES)}; this one has {len(given) or 'none'}")
        return self


OPEN_VALUES = ("text", "texts", "number", "money", "date", "link", "entries")

"""Texts and names in several languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import ConfigDict, GetJsonSchemaHandler, RootModel, ValidationInfo, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from knowledge.model.languages import Language
from knowledge.model.templates import Phrases

Spoken = Literal[Language, "any"]


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it was found: its words and the language they are in (``any``: the same in all)."""

    text: str
    language: Spoken


class _Translated(RootModel[Any]):
    model_config = ConfigDict(frozen=True, str_strip_whitespace=True)

    def __hash__(self) -> int:
        # A default that has no hash would be copied for each of the entries that leave it out.
        return hash(frozenset(self.root.items()))

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        # Staff may write the plain form or the one with languages: editors must accept both.
        # A name may be all digits, which editors take for a number.
        inner = handler.resolve_ref_schema(handler(core_schema))
        plain: JsonSchemaValue = {"type": ["string", "number"]}
        if inner.get("additionalProperties", {}).get("type") == "array":
            plain = {"type": "array", "items": plain}
        translations = {key: value for key, value in inner.items() if key not in ("title", "description")}
        translations["additionalProperties"] = plain
        return {"anyOf": [plain, translations], "description": " ".join((cls.__doc__ or "").split())}


class Text(_Translated):
    """A text by language. A plain text is in the base's main language."""

    root: Mapping[Spoken, str]

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: object, info: ValidationInfo) -> object:
        if isinstance(data, str):
            main: Spoken = (info.context or {}).get("main_language", "any")
            return {main: data}
        return data

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not self.root or not all(self.root.values()):
            raise ValueError("the text is empty: write it, or delete the key")
        return self

    def said_in(self, language: Language, main: Language) -> Wording:
        """The text in *language*; else in the *main* language; else in whichever there is."""
        for wanted in (language, "any", main):
            if (text := self.root.get(wanted)) is not None:
                return Wording(text, wanted)
        found, text = next(iter(self.root.items()))
        return Wording(text, found)

    def has(self, language: Language) -> bool:
        """Whether nobody has to fall back to another language."""
        return language in self.root or "any" in self.root

    def __iter__(self) -> Iterator[tuple[Spoken, str]]:  # type: ignore[override]  # pairs, not fields: it has only a root
        return iter(self.root.items())


class Name(Text):
    """A name by language. A plain name is the same in all languages."""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: object, info: ValidationInfo) -> object:
        return {"any": data} if isinstance(data, str) else data


class Aliases(_Translated):
    """Other names by language. A plain list holds in all languages. One line may stand for several: (of|for) health."""

    root: Mapping[Spoken, Phrases]

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, data: object) -> object:
        return {"any": data} if isinstance(data, list | tuple) else data

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if not all(alias for aliases in self.root.values() for alias in aliases):
            raise ValueError("one of the texts is empty: write it, or delete it")
        return self

    def __iter__(self) -> Iterator[tuple[Spoken, str]]:  # type: ignore[override]  # pairs, not fields: it has only a root
        return ((language, alias) for language, aliases in self.root.items() for alias in aliases)


NO_ALIASES = Aliases({})

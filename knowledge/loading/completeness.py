"""Texts that are missing in a language: a problem where the base promises it, else a hole that staff may fill."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from knowledge.loading.documents import Place
from knowledge.loading.files import SETTINGS, VOCABULARY
from knowledge.loading.problems import Problem
from knowledge.loading.sheets import Sheet
from knowledge.loading.wording import quoted
from knowledge.model.base import Base
from knowledge.model.entries import Settings
from knowledge.model.languages import LANGUAGES, Language
from knowledge.model.texts import Aliases, Text
from knowledge.model.values import Written


@dataclass(frozen=True, slots=True)
class Hole:
    """A text that is not there in *language*: nobody is shown another language for it without being told."""

    entry: str
    """The id of the entry; the name of the file for base.yaml and vocabulary.yaml."""
    field: str
    language: Language

    def __str__(self) -> str:
        return f"{self.entry}: {self.field} ({self.language})"


def holes(base: Base) -> Iterator[Hole]:
    """The texts that are missing in languages in which they may be missing."""
    may_miss = tuple(language for language in LANGUAGES if language not in complete_languages(base.settings))
    owners: list[tuple[str, Any]] = [*base.entries.items(), (SETTINGS, base.settings), (VOCABULARY, base.vocabulary)]
    for owner, content in owners:
        for place, text in texts_in(content):
            yield from (Hole(owner, _dotted(place), language) for language in may_miss if not text.has(language))


def complete_languages(settings: Settings) -> tuple[Language, ...]:
    """The languages in which no text may be missing."""
    return settings.complete_languages or (settings.main_language,)


def missing_texts(sheet: Sheet, languages: Collection[Language]) -> Iterator[Problem]:
    """The texts of one entry or file that are missing in *languages*."""
    for place, text in texts_in(sheet.model):
        missing = [language for language in languages if not text.has(language)]
        if missing:
            message = f"{quoted(_dotted(place))} is missing in {', '.join(missing)}: add it"
            yield sheet.problem(_as_written(sheet.raw, place), message)


def texts_in(value: Any, place: Place = ()) -> Iterator[tuple[Place, Text]]:
    """Every text and name in a part of the model, and where it stands there."""
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, BaseModel) and not isinstance(value, (Aliases, Written)):
        for name in type(value).model_fields:
            yield from texts_in(getattr(value, name), (*place, name))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts_in(item, (*place, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(item, (*place, key))


def _dotted(place: Place) -> str:
    return ".".join(str(part) for part in place if part != "value")


def _as_written(raw: Any, place: Place) -> Place:
    """The same place in the text, where a fact may be written without ``value:``."""
    written: Place = ()
    for part in place:
        if part != "value" or (isinstance(raw, dict) and "value" in raw):
            written, raw = (*written, part), raw[part]
    return written

"""Validation errors in plain words: one problem for each mistake, with the place of the key in question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.loading.annotations import bare, branch, called, expected, is_a, is_choice, part_of
from knowledge.loading.documents import Place, Plain
from knowledge.loading.reader import MOST_MISTAKES
from knowledge.loading.wording import did_you_mean, nearest, quoted, shape
from knowledge.model.facts import Fact
from knowledge.model.languages import LANGUAGES
from knowledge.model.texts import Aliases, Text

_NOT_AN_ID: Final = "is not an id: write small letters, digits and hyphens, at most 40"
_WRONG_FORM: Final = frozenset(("literal_error", "string_pattern_mismatch", "bool_parsing"))


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an error lies: in the text as written, and in the types of the model."""

    place: Place
    raw: Any
    type: Any
    owner: Any
    """The type that the last key of the place belongs to."""

    @property
    def key(self) -> str:
        return str(self.place[-1]) if self.place else ""

    @property
    def field(self) -> str:
        return _dotted(self.place)


def explain(error: ValidationError, model: type[BaseModel], raw: Plain) -> Iterator[tuple[Place, str]]:
    """Each mistake in *raw*: where, and what to do."""
    all_details = error.errors(include_url=False, include_input=False)[:MOST_MISTAKES]
    found = [(details, _locate(model, raw, details["loc"])) for details in all_details]
    misspelt = {_meant(spot) for details, spot in found if details["type"] == "extra_forbidden"}
    for details, spot in found:
        # Who misspells a key that must not be missing makes one mistake, not two.
        if details["type"] != "missing" or spot.place not in misspelt:
            yield spot.place, _message(details, spot)


def _locate(model: type[BaseModel], raw: Any, loc: Sequence[str | int]) -> _Spot:
    """Follow pydantic's way; it also names branches of unions and the ``value`` of a fact that was written plainly."""
    place: Place = ()
    owner: Any = None
    here: Any = model
    for part in loc:
        if part == "[key]":
            break
        if is_choice(here):
            here = branch(here, raw)
            continue
        owner, here = here, part_of(here, part)
        if _holds(raw, part):
            place, raw = (*place, part), raw[part]
        elif isinstance(raw, dict) and not is_a(owner, Fact):
            place = (*place, part)
    return _Spot(place, raw, bare(here), owner)


def _holds(raw: Any, part: str | int) -> bool:
    return part in raw if isinstance(raw, dict) else isinstance(raw, list) and isinstance(part, int)


def _message(details: ErrorDetails, spot: _Spot) -> str:
    kind, is_key = details["type"], "[key]" in details["loc"]
    if kind == "extra_forbidden":
        return _unknown_key(spot)
    if kind == "missing":
        return f"{quoted(spot.field)} is missing: add it"
    if is_key:
        return _bad_key(spot)
    if kind in _WRONG_FORM and isinstance(spot.raw, str):
        return _about(spot, _bad_form(spot, details))
    if kind == "value_error" and (spot.type is not str or isinstance(spot.raw, str)):
        return _about(spot, str(details["ctx"]["error"]))
    return _about(spot, f"is {shape(spot.raw)}, expected {expected(spot.type)}")


def _about(spot: _Spot, message: str) -> str:
    name = quoted(spot.field) if spot.field else called(spot.type) or "this"
    return f"{name} {message}" if message.startswith("is ") else f"{name}: {message}"


def _fields(spot: _Spot) -> tuple[str, ...]:
    return tuple(spot.owner.model_fields) if is_a(spot.owner, BaseModel) else ()


def _meant(spot: _Spot) -> Place:
    return (*spot.place[:-1], nearest(spot.key, _fields(spot)) or "")


def _unknown_key(spot: _Spot) -> str:
    of = called(spot.owner) or quoted(_dotted(spot.place[:-1]))
    meant = did_you_mean(spot.key, _fields(spot))
    return f"{quoted(spot.key)} is not a field of {of}{meant or ': its fields are ' + ', '.join(_fields(spot))}"


def _bad_key(spot: _Spot) -> str:
    if is_a(spot.owner, (Text, Aliases)):
        languages = f"write {', '.join(LANGUAGES)}, or any for all"
        return f"{quoted(_dotted(spot.place[:-1]))}: {quoted(spot.key)} is not a language: {languages}"
    return f"{quoted(spot.key)} {_NOT_AN_ID}"


def _bad_form(spot: _Spot, details: ErrorDetails) -> str:
    if get_origin(spot.type) is Literal:
        allowed = [str(value) for value in get_args(spot.type)]
        return f"{quoted(spot.raw)} is not known: write one of {', '.join(allowed)}"
    if spot.type is bool:
        return f"{quoted(spot.raw)} is neither true nor false: write one of them"
    if "A-Z" in str(details.get("ctx", {}).get("pattern")):
        return f"{quoted(spot.raw)} is not a country: write two capital letters, as in IT"
    return f"{quoted(spot.raw)} {_NOT_AN_ID}"


def _dotted(place: Place) -> str:
    return ".".join(part for part in place if isinstance(part, str) and part != "value")

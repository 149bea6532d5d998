"""The way through the types of the model that an error of pydantic describes, and what is expected there."""

from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from pydantic import BaseModel, RootModel

from knowledge.model.entries import KIND_OF, Settings, Vocabulary
from knowledge.model.facts import Fact
from knowledge.model.golden import GoldenFile, GoldenQuestion
from knowledge.model.texts import Aliases, Text
from knowledge.model.values import Written

_CALLED: Final[dict[Any, str]] = {
    **{model: f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for model, kind in KIND_OF.items()},
    Settings: "base.yaml",
    Vocabulary: "vocabulary.yaml",
    GoldenFile: "a file of golden questions",
    GoldenQuestion: "a golden question",
}


def called(annotation: Any) -> str | None:
    """How a whole entry or file of this type is called; None for a part of one."""
    return _CALLED.get(annotation)


def bare(annotation: Any) -> Any:
    """The type without metadata and without None."""
    while get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if is_choice(annotation):
        branches = [branch for branch in get_args(annotation) if branch is not type(None)]
        return bare(branches[0]) if len(branches) == 1 else annotation
    return annotation


def is_choice(annotation: Any) -> bool:
    """Whether the type is one of several."""
    return get_origin(annotation) in (Union, UnionType)


def branch(annotation: Any, written: object) -> Any:
    """The one of several types that is meant by what is written."""
    return next(bare(one) for one in get_args(annotation) if (bare(one) is str) == isinstance(written, str))


def is_a(annotation: Any, model: type | tuple[type, ...]) -> bool:
    """Whether the type is a class below *model*."""
    return isinstance(annotation, type) and issubclass(annotation, model)


def part_of(annotation: Any, key: str | int) -> Any:
    """The type of what stands under *key*; None where nothing can stand."""
    if is_a(annotation, RootModel):
        annotation = annotation.model_fields["root"].annotation
    if is_a(annotation, BaseModel):
        return bare(annotation.model_fields[key].annotation) if key in annotation.model_fields else None
    if get_origin(annotation) is tuple:
        return bare(get_args(annotation)[0])
    return bare(get_args(annotation)[1]) if _is_mapping(annotation) else None


def expected(annotation: Any) -> str:
    """What staff are expected to write for this type."""
    if is_a(annotation, Fact):
        annotation = part_of(annotation, "value")
    if is_choice(annotation):
        return "the id of a source, or its title and url"
    if get_origin(annotation) is tuple:
        return "a list"
    if is_a(annotation, Aliases):
        return "a list, or one for each language"
    if is_a(annotation, Text):
        return "one text, or one for each language"
    has_keys = _is_mapping(annotation) or (is_a(annotation, BaseModel) and not is_a(annotation, Written))
    return "a mapping (key: value)" if has_keys else "one text"


def _is_mapping(annotation: Any) -> bool:
    return is_a(get_origin(annotation), Mapping)

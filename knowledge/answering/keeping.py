"""A compiled base as bytes and back: what takes long to work out is there again in a moment.

The bytes are a pickle, and a pickle may name anything to be called. This one makes values of ours and nothing else.
"""

import pickle
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from sys import implementation
from typing import IO, Any, Final, TypeVar, cast, get_args

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

import knowledge
from knowledge.answering.snapshot import Snapshot
from knowledge.language.cues import FOLDER, Cues, cues_of, keep
from knowledge.model.building import building
from knowledge.model.entries import FOLDERS, Entry
from knowledge.model.facts import Fact
from knowledge.model.languages import LANGUAGES
from knowledge.model.memory import Memory

_TABLES: Final = ("babel", "numpy", "pydantic", "PyStemmer", "wordfreq")
"""What a compiled base takes words, names and forms from, beside our own code."""
_PLAIN: Final = (("datetime", "date"), ("decimal", "Decimal"))
_DAMAGES: Final = (
    pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, KeyError, MemoryError, TypeError,
    ValueError,
)  # fmt: skip

_NONE_SET: Final[set[str]] = set()
"""Nobody asks which fields were written and which were not: one set for all."""
_new: Final = object.__new__
_put_values, _put_fields_set, _put_extra, _put_private = (
    vars(BaseModel)[slot].__set__
    for slot in ("__dict__", "__pydantic_fields_set__", "__pydantic_extra__", "__pydantic_private__")
)

M = TypeVar("M", bound=BaseModel)


class Damaged(Exception):
    """The bytes are no compiled base."""


@cache
def made_by() -> str:
    """What tells the versions apart that would compile the same base differently."""
    said = sha256(implementation.cache_tag.encode() if implementation.cache_tag else b"")
    for name in _TABLES:
        said.update(f"{name} {version(name)}".encode())
    ours = Path(knowledge.__file__).parent
    for path in sorted((*ours.rglob("*.py"), *FOLDER.glob("*.yaml"))):
        said.update(path.relative_to(ours).as_posix().encode() + path.read_bytes())
    return said.hexdigest()


def pack(snapshot: Snapshot, file: IO[bytes]) -> None:
    """Write the compiled base, and the cues that it was compiled with: each start would read them anew."""
    _Packer(file, pickle.HIGHEST_PROTOCOL).dump((snapshot, {language: cues_of(language) for language in LANGUAGES}))


def unpack(file: IO[bytes]) -> Snapshot:
    """Read it again. Raises *Damaged*."""
    try:
        with building():
            found, cues = _Unpacker(file).load()
            kept = {language: cues[language] for language in LANGUAGES}
    except _DAMAGES as error:
        raise Damaged(str(error)) from error
    if not isinstance(found, Snapshot) or not all(isinstance(one, Cues) for one in kept.values()):
        raise Damaged("it is something else")
    keep(kept)
    return found


class _Packer(pickle.Pickler):
    """Writes models and dataclasses as their fields, and what was worked out of them once."""

    def reducer_override(self, one: Any) -> Any:
        if isinstance(one, type):
            return (_fact, place) if (place := _places().get(one)) else NotImplemented
        if isinstance(one, BaseModel):
            return _model, (type(one), {name: getattr(one, name) for name in type(one).model_fields})
        if isinstance(one, np.ndarray):
            return _array, (one.tobytes(), one.dtype.str, one.shape)
        if is_dataclass(one):
            names = [field.name for field in fields(one)]
            return type(one), tuple(getattr(one, name) for name in names), _worked_out(one, names)
        return NotImplemented


def _worked_out(one: object, names: list[str]) -> dict[str, Any] | None:
    """The tables that a dataclass made of its fields; not what it only remembers of the questions."""
    made = getattr(one, "__dict__", {})
    return {name: made[name] for name in made.keys() - names if not isinstance(made[name], Memory)} or None


class _Unpacker(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN and not (module.startswith("knowledge.") and name.isidentifier()):
            raise pickle.UnpicklingError(f"{module}.{name} is no value of ours")
        found = super().find_class(module, name)
        # What a module of ours imports is not ours.
        if found.__module__ != module or not (isinstance(found, type) or found in (_model, _fact, _array)):
            raise pickle.UnpicklingError(f"{module}.{name} is no value of ours")
        return found


def _model(kind: type[M], values: dict[str, Any]) -> M:
    """A model that was checked when its base was loaded, as it was."""
    if values.keys() != kind.__pydantic_fields__.keys():
        raise ValueError(f"these are not the fields of {kind.__name__}")
    made = _new(kind)
    # Half a million times: so it is written out.
    _put_values(made, values)
    _put_fields_set(made, _NONE_SET)
    _put_extra(made, None)
    _put_private(made, None)
    return made


def _array(content: bytes, kind: str, shape: tuple[int, ...]) -> NDArray[Any]:
    return np.frombuffer(content, dtype=kind).reshape(shape)


def _fact(model: str, field: str) -> type[Fact[Any]]:
    """The kind of fact that a field holds: a generic class has no name to be found by."""
    return next(fact for fact, place in _places().items() if place == (model, field))


@cache
def _places() -> dict[type[Any], tuple[str, str]]:
    """Each kind of fact with a model and a field of it that holds it."""
    found: dict[type[Any], tuple[str, str]] = {}
    for model in cast(list[type[Entry]], list(FOLDERS.values())):
        for name, field in model.model_fields.items():
            for kind in _kinds_in(field.annotation):
                found.setdefault(kind, (model.__name__, name))
    return found


def _kinds_in(annotation: Any) -> Iterator[type[Any]]:
    if isinstance(annotation, type) and issubclass(annotation, Fact):
        yield annotation
    for part in get_args(annotation):
        yield from _kinds_in(part)

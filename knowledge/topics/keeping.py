"""A fitted model as bytes and back: arrays and plain text, nothing in it is ever executed."""

import json
from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO
from zipfile import BadZipFile

import numpy as np
from pydantic import ValidationError

from knowledge.topics.features import VERSION, VIEWS
from knowledge.topics.model import TopicModel
from knowledge.topics.refusal import Refusal
from knowledge.topics.training import Labelled

_ARRAYS = ("rarities", "weights", "bias")


class Damaged(Exception):
    """The bytes are no model."""


def key_of(samples: Sequence[Labelled]) -> str:
    """What tells models apart: the same samples and features give the same key, in whichever order."""
    said = sorted((one.topic, one.language, *one.said) for one in samples)
    return sha256(json.dumps([VERSION, said]).encode()).hexdigest()[:32]


def pack(model: TopicModel) -> bytes:
    """The model as bytes."""
    plain = {
        "topics": model.topics,
        "vocabulary": {view: list(model.vocabulary[view]) for view in VIEWS},
        "refusal": model.refusal.model_dump(),
        "classes": model.classes,
    }
    kept = BytesIO()
    np.savez(
        kept,
        plain=np.frombuffer(json.dumps(plain).encode(), dtype=np.uint8),
        seen=np.array(sorted(model.seen), dtype=np.int64),
        **{name: getattr(model, name) for name in _ARRAYS},
    )
    return kept.getvalue()


def unpack(packed: bytes) -> TopicModel:
    """The model again. Raises *Damaged*."""
    try:
        with np.load(BytesIO(packed), allow_pickle=False) as kept:
            plain = json.loads(kept["plain"].tobytes())
            arrays = {name: kept[name] for name in _ARRAYS}
            seen = frozenset(kept["seen"].tolist())
        vocabulary, rows = {}, 0
        for view in VIEWS:
            names = plain["vocabulary"][view]
            vocabulary[view] = {name: rows + place for place, name in enumerate(names)}
            rows += len(names)
        topics = tuple(plain["topics"])
        classes = {str(word): str(one) for word, one in plain["classes"].items()}
        refusal = Refusal.model_validate_json(json.dumps(plain["refusal"]))
    except (ValueError, KeyError, TypeError, AttributeError, OSError, EOFError, BadZipFile, ValidationError) as error:
        raise Damaged(str(error)) from error
    if arrays["weights"].shape != (rows, len(topics)) or arrays["rarities"].shape != (rows,):
        raise Damaged("its parts do not belong together")
    if arrays["bias"].shape != (len(topics),):
        raise Damaged("its parts do not belong together")
    return TopicModel(topics, vocabulary, seen=seen, refusal=refusal, classes=classes, **arrays)

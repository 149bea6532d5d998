"""JSON Schemas (draft 2020-12), so that editors complete, explain and check entries while staff type."""

import json
import re
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from knowledge.model.entries import FOLDERS, KIND_OF, Settings, Vocabulary

FOLDER: Final = ".schema"


def write_schemas(folder: Path) -> None:
    """Write the schemas of the base in *folder* to where the first lines of its files look for them."""
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


def schemas() -> dict[str, str]:
    """The schemas by the names of their files: one for each kind of entry, for base.yaml and for vocabulary.yaml."""
    found = {"base.json": _schema(Settings, "base.yaml"), "vocabulary.json": _schema(Vocabulary, "vocabulary.yaml")}
    for folder, model in FOLDERS.items():
        title = f"One of the {folder}, or a list of {folder}"
        found[f"{KIND_OF[model]}.json"] = _schema(model | list[model], title)  # type: ignore[valid-type]
    return found


def _schema(model: Any, title: str) -> str:
    raw = TypeAdapter(model).json_schema()
    definitions = raw.pop("$defs", {})
    tidied = _tidy(raw, definitions)
    kept = {name: _tidy(part, definitions) for name, part in sorted(definitions.items()) if not _is_fact(name)}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    body = {key: part for key, part in tidied.items() if key != "title"}
    whole = {**head, **body, **({"$defs": kept} if kept else {})}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _tidy(part: Any, definitions: dict[str, Any]) -> Any:
    """The same without what is meant for programs: null, defaults, and the long names of generic types."""
    if isinstance(part, list):
        return [_tidy(item, definitions) for item in part]
    if not isinstance(part, dict):
        return part
    part = _inlined(_without_null(part), definitions)
    if "patternProperties" in part:  # pydantic allows the keys that match; nothing else may stand there
        part = {**part, "additionalProperties": False}
    tidied = {key: _tidy(value, definitions) for key, value in part.items() if key != "default"}
    for name, field in tidied.get("properties", {}).items():
        field["title"] = name.replace("_", " ").capitalize()
    return tidied


def _without_null(part: dict[str, Any]) -> dict[str, Any]:
    """A field that may be left out is not one that may be empty."""
    branches = [branch for branch in part.get("anyOf", ()) if branch != {"type": "null"}]
    rest = {key: value for key, value in part.items() if key != "anyOf"}
    if len(branches) == 1:
        return {**branches[0], **rest}
    return {"anyOf": branches, **rest} if branches else rest


def _inlined(part: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    name = str(part.get("$ref", "")).removeprefix("#/$defs/")
    if not _is_fact(name):
        return part
    fact = {
        "anyOf": [{key: value for key, value in form.items() if key != "title"} for form in definitions[name]["anyOf"]]
    }
    return {**fact, **{key: value for key, value in part.items() if key != "$ref"}}


def _is_fact(name: str) -> bool:
    # Of two with the same name, pydantic puts the module before it.
    return re.search(r"(^|__)Fact_", name) is not None

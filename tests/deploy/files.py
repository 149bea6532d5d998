"""The files that say how Grappolo is run, read."""

import json
import re
import sys
from collections.abc import Iterator, Mapping
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
PROGRAM = Path(sys.executable).with_name("grappolo")


def text_of(name: str) -> str:
    """A file of the repository."""
    return (ROOT / name).read_text(encoding="utf-8")


def instructions() -> list[tuple[str, str]]:
    """Those of the Dockerfile in order, each on one line."""
    text = re.sub(r"^#.*\n", "", text_of("Dockerfile"), flags=re.MULTILINE).replace("\\\n", " ")
    return [
        (name, " ".join(rest.split())) for name, _, rest in (line.partition(" ") for line in text.splitlines() if line)
    ]


def final_stage() -> list[tuple[str, str]]:
    """The instructions that make the image; those before it only build."""
    every = instructions()
    last = max(number for number, (name, _) in enumerate(every) if name == "FROM")
    return every[last:]


def image(name: str) -> Any:
    """What the image says by an instruction in JSON: ENTRYPOINT, CMD, HEALTHCHECK."""
    [said] = [rest for instruction, rest in final_stage() if instruction == name]
    return json.loads(said[said.index("[") :])


def image_environment() -> dict[str, str]:
    """The variables that the image sets."""
    said = " ".join(rest for name, rest in final_stage() if name == "ENV")
    return dict(pair.split("=", 1) for pair in said.split())


def copied() -> Iterator[str]:
    """What of the repository the Dockerfile copies."""
    for name, rest in instructions():
        if name == "COPY" and not rest.startswith("--from"):
            yield from rest.split()[:-1]


def services() -> dict[str, dict[str, Any]]:
    """Those of docker-compose.yml, by name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(text_of("docker-compose.yml"))["services"]
    return found


def service() -> dict[str, Any]:
    """The one that starts without a profile: the bot alone, or the first of its replicas."""
    [found] = [found for found in services().values() if "profiles" not in found]
    return found


def replicas() -> dict[str, dict[str, Any]]:
    """The services that are the bot."""
    return {name: found for name, found in services().items() if found["image"] == service()["image"]}


def settings_of(found: Mapping[str, Any], dotenv: Mapping[str, str]) -> dict[str, str]:
    """The variables that a container of the bot gets, where .env holds *dotenv*."""
    stated = {name: filled(value, dotenv) for name, value in found["environment"].items()}
    return {**image_environment(), **dotenv, **stated}


def filled(value: str, dotenv: Mapping[str, str]) -> str:
    """A value of Compose, with its variables put in.

    >>> filled("${A:-none} ${B:+b is ${B}} ${C:+c}", {"B": "2"})
    'none b is 2 '
    """
    innermost = re.search(r"\$\{(\w+)(?::([-+?])([^${}]*))?\}", value)
    if innermost is None:
        return value
    name, how, otherwise = innermost.groups(default="")
    given = dotenv.get(name, "")
    if how == "?" and not given:
        raise KeyError(otherwise)
    put = {"": given, "?": given, "-": given or otherwise, "+": otherwise if given else ""}[how]
    return filled(value[: innermost.start()] + put + value[innermost.end() :], dotenv)


def unit() -> ConfigParser:
    """The unit of systemd; of a key that stands there more than once, all values in lines."""

    class Lines(dict[str, Any]):
        def __setitem__(self, key: str, value: Any) -> None:
            if isinstance(value, list) and key in self:
                value = [*self[key], *value]
            super().__setitem__(key, value)

    parser = ConfigParser(strict=False, interpolation=None, dict_type=Lines, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # the way that configparser documents
    parser.read_string(text_of("deploy/grappolo.service"))
    return parser

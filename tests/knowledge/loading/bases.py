"""Small bases for the tests of loading."""

from collections.abc import Mapping
from pathlib import Path

from knowledge.loading.loading import load_base
from knowledge.loading.problems import InvalidBase

SETTINGS = "name: Base\nsources:\n  site: {title: Sito}\n"
VOCABULARY = """\
cities:
  bologna: {name: Bologna, region: emilia-romagna}
regions:
  emilia-romagna: {name: Emilia-Romagna, country: IT}
sectors:
  health: {name: salute}
organisation_types:
  cluster: {name: cluster}
roles:
  director: {name: direttore}
"""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write a base of these files; settings and vocabulary are there unless given."""
    for name, content in {"base.yaml": SETTINGS, "vocabulary.yaml": VOCABULARY, **files}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def problems_of(folder: Path, files: Mapping[str, str | bytes]) -> list[str]:
    """What is said of a base of these files."""
    try:
        load_base(write(folder, files))
    except InvalidBase as error:
        return [str(problem) for problem in error.problems]
    return []

"""Texts that a language lacks: a problem where the base promises it, a hole elsewhere."""

from pathlib import Path

from knowledge.loading.completeness import holes
from knowledge.loading.loading import load_base
from tests.knowledge.loading.bases import problems_of, write

FAIR = """\
id: fair
name: Fair
summary: {it: Una fiera.}
aim:
  value: {it: Uno scopo., en: An aim.}
audience:
  - it: Tutti.
  - {it: Nessuno., en: Nobody.}
"""


def test_a_text_may_be_missing_where_nothing_is_promised(tmp_path: Path) -> None:
    base = load_base(write(tmp_path, {"events/fair.yaml": FAIR}))

    assert [str(hole) for hole in holes(base) if hole.language == "en"] == [
        "fair: summary (en)",
        "fair: audience.0 (en)",
        "base.yaml: sources.site.title (en)",
    ]


def test_a_text_that_a_promised_language_lacks_is_a_problem_in_its_line(tmp_path: Path) -> None:
    files = {
        "base.yaml": "name: Base\ncomplete_languages: [it, en, de]\n",
        "events/fair.yaml": FAIR,
    }

    assert problems_of(tmp_path, files) == [
        'events/fair.yaml:3: fair: "summary" is missing in en, de: add it',
        'events/fair.yaml:5: fair: "aim" is missing in de: add it',
        'events/fair.yaml:7: fair: "audience.0" is missing in en, de: add it',
        'events/fair.yaml:8: fair: "audience.1" is missing in de: add it',
    ]


def test_no_text_may_be_missing_in_the_main_language(tmp_path: Path) -> None:
    files = {
        "base.yaml": "name: Base\nmain_language: de\n",
        "events/fair.yaml": "id: fair\nname: Fair\nsummary: Eine Messe.\naim: {it: Uno scopo.}\n",
    }

    assert problems_of(tmp_path, files) == ['events/fair.yaml:4: fair: "aim" is missing in de: add it']


def test_a_plain_text_is_in_the_main_language_and_a_plain_name_in_all(tmp_path: Path) -> None:
    files = {
        "base.yaml": "name: Base\nmain_language: en\n",
        "events/fair.yaml": "id: fair\nname: Fair\nsummary: A fair.\n",
    }
    fair = load_base(write(tmp_path, files))["fair"]

    assert dict(fair.name) == {"any": "Fair"}
    assert fair.summary is not None
    assert dict(fair.summary) == {"en": "A fair."}

"""No file, however hostile, takes long or brings the program down."""

import time
from pathlib import Path

import pytest
import yaml

from knowledge.loading.reader import PARSER, read
from tests.knowledge.loading.bases import problems_of

pytestmark = pytest.mark.slow

MIB = 1 << 20
SECONDS = 10
"""Each takes a second or two of an idle machine; a loop within a loop over a megabyte would take minutes."""
FAIR = "id: fair\nname: Fair\n"


def _laughs(levels: int) -> str:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, levels))]
    return "\n".join(lines)


def _merges(levels: int) -> str:
    lines = ["m0: &m0 {x: y}", *(f"m{n}: &m{n} {{<<: [*m{n - 1}, *m{n - 1}]}}" for n in range(1, levels))]
    return "\n".join(lines)


def _filled(text: str) -> str:
    """The text again and again, to just below the largest file."""
    return text * ((MIB - 200) // len(text.encode()))


BOMBS = {
    "100,000 open brackets": "[" * 100_000,
    "100,000 open braces": "{" * 100_000,
    "a million open brackets": "[" * 1_000_000,
    "brackets open and closed": "[" * 500_000 + "]" * 500_000,
    "brackets on lines of their own": "[\n" * 500_000,
    "braces with keys": "{a: " * 200_000,
    "pairs within lists": "[a: " * 200_000,
    "dashes": "- " * 500_000,
    "dashes on lines of their own": "-\n" * 500_000,
    "question marks": "? " * 500_000,
    "colons": ": " * 500_000,
    "colons without spaces": ":" * 1_000_000,
    "steps of indentation": "\n".join(" " * depth + "a:" for depth in range(1400)),
    "a key in brackets": "? " + "[" * 100_000 + "\n: a",
    "laughs": _laughs(10),
    "a thousand laughs": _laughs(1000),
    "an alias of itself": "a: &a [*a]",
    "a mapping that is its own key": "&a ? *a\n: b",
    "nested merges": _merges(30),
    "a thousand merges": _merges(1000),
    "repeated merges": "m: &m {x: y}\nn: {" + "<<: *m, " * 5000 + "}",
    "anchors": _filled("&a "),
    "a long anchor": "&" + "a" * 1_000_000 + " b",
    "aliases": _filled("- *a\n"),
    "a huge number": "a: " + "9" * 1_000_000,
    "a huge number of minutes": "a: " + "1:" * 300_000 + "1",
    "a huge float": "a: 1e" + "9" * 1_000_000,
    "a day after all days": "a: !!timestamp 9999-99-99",
    "an integer that is none": "a: !!int x",
    "binary that is none": "a: !!binary '%'",
    "a call": "a: !!python/object/apply:os.system ['true']",
    "a new object": "a: !!python/object/new:type {args: [x]}",
    "a module": "a: !!python/module:os",
    "a long tag": "a: !" + "x" * 1_000_000 + " y",
    "tags": _filled("- !x y\n"),
    "directives": "".join(f"%TAG !a{number}! tag:x\n" for number in range(50_000)) + "---\na: b",
    "documents": _filled("---\n"),
    "document ends": _filled("...\n"),
    "the same key": _filled("a: b\n"),
    "a million keys": "".join(f"{number}: a\n" for number in range(90_000)),
    "keys without values": "".join(f"{number}:\n" for number in range(90_000)),
    "one long key": "a" * 1_000_000 + ": b",
    "one long unclosed quote": '"' + "a" * 1_000_000,
    "escapes": '"' + "\\n" * 500_000 + '"',
    "an escape beyond Unicode": '"\\UFFFFFFFF"',
    "half a character": '"\\ud800"',
    "a comment": "#" * 1_000_000,
    "empty lines": "\n" * 1_000_000,
    "spaces": " " * 1_000_000,
    "tabs": "\t" * 1_000_000,
    "zero bytes": "\0" * 1_000_000,
    "a folded text": "a: >\n" + _filled(" x\n\n"),
    "items": "[" + "a," * 500_000 + "]",
    "lists": _filled("- [a, b]\n"),
}
ENTRIES = {
    "unknown fields": FAIR + "".join(f"field{number}: a\n" for number in range(45_000)),
    "long unknown fields": FAIR + "".join(f"{number}{'summary' * 30}: a\n" for number in range(4_500)),
    "unknown languages": FAIR + "summary:\n" + "".join(f"  x{number}: a\n" for number in range(45_000)),
    "aliases": FAIR + "aliases:\n" + "".join(f"  - {number}\n" for number in range(90_000)),
    "a long alias": FAIR + "aliases: [" + "a b " * 250_000 + "]\n",
    "a long id": "id: " + "a" * 1_000_000 + "\nname: Fair\n",
    "bad ids": FAIR + "former_ids:\n" + "".join(f"  - {number} x\n" for number in range(90_000)),
    "unknown partners": FAIR + "organisers:\n" + "".join(f"  - nobody{number}\n" for number in range(60_000)),
    "unknown sources": FAIR + "sources:\n" + "".join(f"  - nobody{number}\n" for number in range(60_000)),
    "texts instead of entries": "".join(f"- {number}\n" for number in range(90_000)),
    "empty entries": "".join("- {a: b}\n" for _ in range(30_000)),
    "the same entry": "".join("- {id: a, name: A}\n" for _ in range(18_000)),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_in_time(name: str, tmp_path: Path) -> None:
    start = time.process_time()
    problems = problems_of(tmp_path, {"events/fair.yaml": BOMBS[name]})

    assert time.process_time() - start < SECONDS
    assert problems
    assert all(problem.startswith("events/fair.yaml:") and len(problem) < 500 for problem in problems)


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_full_of_mistakes_is_refused_in_time(name: str, tmp_path: Path) -> None:
    start = time.process_time()
    problems = problems_of(tmp_path, {"events/fair.yaml": ENTRIES[name]})

    assert time.process_time() - start < SECONDS
    assert all(len(problem) < 500 for problem in problems)


@pytest.mark.skipif(PARSER is yaml.SafeLoader, reason="PyYAML has no parser in C here")
@pytest.mark.parametrize(
    "name", ["100,000 open brackets", "laughs", "a thousand merges", "steps of indentation", "directives"]
)
def test_the_parser_without_c_refuses_the_same(name: str) -> None:
    content = BOMBS[name].encode()

    assert read(content, yaml.SafeLoader).mistakes == read(content).mistakes

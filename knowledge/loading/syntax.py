"""PyYAML's messages about syntax, made plain: where, what, what to do."""

import re
from typing import Final

from yaml import MarkedYAMLError

from knowledge.loading.raw import Unreadable
from knowledge.loading.wording import quoted

_TAB: Final = "a tab stands where spaces are expected: indent with spaces only"
_UNREADABLE: Final = "cannot be read as YAML: check the indentation and the quotes here and in the line above"

# PyYAML has two parsers with slightly different words; a part that both use, or one pattern for each.
_PLAIN: Final = (
    (
        r"mapping values are not allowed",
        'a ": " where none can stand: put a text that contains ": " in quotes, or correct the indentation',
    ),
    (r"expected ',' or '\]'", 'a list that starts with "[" is not closed: add "]", and "," between its items'),
    (r"expected ',' or '\}'", 'a mapping that starts with "{" is not closed: add "}", and "," between its keys'),
    (
        r"could not find expected ':'",
        'a key without ":": add ": " and a value, or indent the line as part of the text above',
    ),
    (r"escape", 'a backslash between double quotes has a special meaning: use single quotes, or write "\\\\"'),
    (
        r"hexadecimal|hexdecimal",
        'a backslash between double quotes has a special meaning: use single quotes, or write "\\\\"',
    ),
    (r"'-' indicator", 'this line is not an item of the list above: start it with "- ", or correct the indentation'),
    (r"block scalar", 'after "|" or ">" the text starts on the next line, indented'),
    (
        r"(expected|find) (expected )?(key|<block end>)",
        "this does not fit the lines above: give keys that belong together the same indentation, and close all quotes",
    ),
    (r"document start", "this does not belong to anything above: correct the indentation, or delete it"),
    (
        r"block (mapping|sequence) entries are not allowed|sequence entries are not allowed",
        "a new line is needed before this list or mapping",
    ),
    (r"tag", "a tag (!…) is not read: delete it, or put the text in quotes"),
    (r"anchor|alias", "a text cannot start with & or *: put it in quotes"),
    (r"node content", "a value is missing or a bracket is not closed: complete it, or put the text in quotes"),
)


def plainly(error: MarkedYAMLError, text: str) -> Unreadable:
    """The same error in plain words, with its line."""
    mark = error.problem_mark or error.context_mark
    line = 0 if mark is None else mark.line
    said = f"{error.context or ''} {error.problem or ''}"
    if "quoted scalar" in said and ("end of stream" in said or "document" in said) and error.context_mark:
        return Unreadable(error.context_mark.line + 1, "a quote is opened here and never closed: close it")
    written = text.split("\n")[line : line + 1]
    if written and "\t" in written[0][: len(written[0]) - len(written[0].lstrip())]:
        return Unreadable(line + 1, _TAB)
    if "cannot start any token" in said and mark is not None and written:
        return Unreadable(line + 1, _bad_start(written[0][mark.column : mark.column + 1]))
    message = next((plain for pattern, plain in _PLAIN if re.search(pattern, said)), _UNREADABLE)
    return Unreadable(line + 1, message)


def _bad_start(character: str) -> str:
    return _TAB if character == "\t" else f"a text cannot start with {quoted(character)}: put it in quotes"

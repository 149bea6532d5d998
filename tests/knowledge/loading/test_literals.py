"""A text is what was typed: YAML's own ideas of numbers, dates and truth surprise nobody."""

import pytest

from knowledge.loading.reader import read

AS_TYPED = [
    "no", "yes", "on", "off", "y", "n", "true", "False", "12:30", "12:30:45", "017", "0o17", "0x1F", "0b101", "1_000",
    "1e3", "1.50", "+39 051 000000", ".5", ".inf", ".NaN", "-0", "2018", "2018-07-05", "2018-07-05T10:00:00Z", "=",
    "NO", "nullable", "none", "undefined", "007", "9" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("literal", AS_TYPED)
def test_a_plain_literal_stays_the_text_that_was_typed(literal: str) -> None:
    document = read(f"value: {literal}\nlist: [{literal}]\n{literal[:50]}: key\n".encode())

    assert document.mistakes == []
    assert document.value == {"value": literal, "list": [literal], literal[:50]: "key"}


@pytest.mark.parametrize("literal", ["'null'", '"~"', "'NULL'", '"null"'])
def test_quotes_make_a_text_of_nothing(literal: str) -> None:
    assert read(f"value: {literal}\n".encode()).value == {"value": literal[1:-1]}


@pytest.mark.parametrize("literal", ["", "~", "null", "Null", "NULL", "[]", "{}"])
def test_no_value_is_a_mistake(literal: str) -> None:
    assert read(f"a: b\nvalue: {literal}\n".encode()).mistakes == [
        (2, '"value" has no value: write one or delete the key')
    ]

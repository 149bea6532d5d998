"""Nothing of what people are called and write, and no secret, lies open anywhere."""

import base64
import gzip
from pathlib import Path

import pytest

from tests.torture import canaries
from tests.torture.searching import Search, forms_of

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("own_folders")]


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
async def test_no_secret_lies_open(tmp_path: Path, guarded: bool) -> None:
    """A bot that seals nothing, and leaves out nothing, shows what the search finds."""
    row = await canaries.torture(tmp_path, "short", commands=[], guarded=guarded)

    assert row.problems() == []
    assert guarded or {"log", "grappolo.sqlite"} <= set(str(row.figures["where"]).split(", "))


def test_each_form_of_a_word_is_found() -> None:
    """Whatever stands around it."""
    for form in forms_of("Ünlockanarie"):
        search = Search({"name": "Ünlockanarie"})
        search.look("here", b"\x00" + form + b"\xff")

        assert search.found == {("name", "here")}, form


@pytest.mark.parametrize("before", range(3))
def test_a_word_is_found_in_base64_and_in_what_is_packed(before: int) -> None:
    """Wherever in it the word stands."""
    search = Search({"name": "Ünlockanarie"})
    whole = b"x" * before + "Ünlockanarie".encode() + b"yz"
    search.look("base64", base64.b64encode(whole))
    search.look("gzip", b"head" + gzip.compress(whole) + b"tail")

    assert search.found == {("name", "base64"), ("name", "gzip")}


def test_what_is_meant_to_be_there_is_no_find() -> None:
    search = Search({"name": "kanarie", "text": "frage"})
    search.look("here", b"kanarie frage", but=["text"])

    assert search.found == {("name", "here")}

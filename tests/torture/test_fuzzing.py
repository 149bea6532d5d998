"""A fuzzer that sees the bot's own code finds nothing in it, and finds what was made wrong."""

from pathlib import Path

import pytest

from bot.telegram.splitting import Formatted
from handlers.turns import Bold, Plain
from tests.telegram_server.errors import ApiError
from tests.torture.fuzzed import TARGETS
from tests.torture.fuzzing import Fuzzed, is_there, seeds_of
from tests.torture.judging import Wrong, judge_parts, judge_text

with_a_fuzzer = pytest.mark.skipif(not is_there(), reason="no Atheris in .venv/fuzz: it is made for few machines")


@pytest.mark.slow
@with_a_fuzzer
@pytest.mark.parametrize("target", TARGETS)
async def test_what_grows_out_of_the_code_does_not_go_wrong(tmp_path: Path, target: str) -> None:
    row = await Fuzzed(target, tmp_path / target).run("short", 3, seeds_of(target, most=20))

    assert row.problems() == []
    assert int(row.figures["branches seen"]) > 50


@pytest.mark.slow
@with_a_fuzzer
async def test_a_splitter_that_counts_letters_is_found_out(tmp_path: Path) -> None:
    row = await Fuzzed("messages", tmp_path / "control", counts_letters=True).run("short", 10, [])

    assert row.problems() == []


@pytest.mark.parametrize("target", TARGETS)
def test_what_a_fuzzer_begins_with_does_not_go_wrong(target: str) -> None:
    """Nor does anything of it where there is no fuzzer."""
    work = TARGETS[target]()
    for seed in seeds_of(target, most=20):
        work(seed)


@pytest.mark.parametrize(
    ("pieces", "why"),
    [
        ([Plain("abc")], "what is sent is not what was to be said"),
        ([Bold("ab")], "what is marked is not what was to be marked"),
    ],
    ids=["text", "form"],
)
def test_what_is_lost_is_seen(pieces: list[Plain | Bold], why: str) -> None:
    with pytest.raises(Wrong, match=why):
        judge_parts(Formatted("ab"), pieces, 10, 10)


def test_what_telegram_does_not_take_is_seen() -> None:
    with pytest.raises(Wrong, match="3 letters where 2 may be"):
        judge_text("abc", [], 2, 10)
    with pytest.raises(Wrong, match="1 entities where 0 may be"):
        judge_text("abc", [{"type": "bold", "offset": 0, "length": 1}], 10, 0)
    with pytest.raises(ApiError, match="in a middle of a UTF-16 symbol"):
        judge_text("🍇", [{"type": "bold", "offset": 0, "length": 1}], 10, 10)

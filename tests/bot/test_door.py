"""The machine-readable door: what goes in, what comes out, and that its form holds."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bot.chosen import BOT
from bot.cli import main
from bot.kept import open_storage
from bot.settings import Settings

BUDGET = "qual è il budget di S3-4AlpClusters?"
NONSENSE = "quanti unicorni blu ballano sul tetto?"


pytestmark = pytest.mark.usefixtures("own_folders")


def ask(*words: str, lines: str | bytes | None = None) -> Result:
    """Run ``grappolo ask`` in this process."""
    return CliRunner().invoke(main, ["ask", "--today", "2026-11-21", *words], input=lines)


def objects(*words: str, lines: str | bytes | None = None) -> list[dict[str, Any]]:
    """The objects that ``grappolo ask --json`` prints."""
    result = ask("--json", *words, lines=lines)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_an_answer_has_the_promised_form() -> None:
    """The keys, their order and their types are what programs rely on."""
    [found] = objects(BUDGET)

    assert list(found) == ["text", "outcome", "language", "elapsed_ms", "links", "choices", "answers"]
    assert (found["outcome"], found["language"], found["choices"]) == ("answer", "it", [])
    assert found["elapsed_ms"] >= 0
    [part] = found["answers"]
    assert list(part) == ["outcome", "gap", "text", "confidence", "links", "reading"]
    assert (part["outcome"], part["gap"]) == ("answer", None)
    assert 0 <= part["confidence"] <= 1
    assert part["reading"] == {
        "operator": "attribute",
        "subjects": ["s3-4alpclusters"],
        "fields": ["budget"],
        "filters": {},
    }
    assert "2.521.964" in part["text"]
    assert part["text"] in found["text"]


def test_links_are_those_in_the_text() -> None:
    """Whoever reads the text alone sees every address."""
    [found] = objects("mi dai il sito di S3-4AlpClusters?")

    assert found["links"]
    assert all(link in found["text"] for link in found["links"])


def test_a_filter_is_given_by_field() -> None:
    """What was understood of the set is a value for each field."""
    [found] = objects("eventi a luglio 2018")

    [part] = found["answers"]
    assert part["reading"]["subjects"] == ["adw"]
    assert "2018-07-01/2018-07-31" in part["reading"]["filters"].values()


def test_a_gap_has_its_type() -> None:
    """Not answered is an outcome, not an error."""
    [found] = objects(NONSENSE)

    assert found["outcome"] == "gap"
    assert {part["gap"] for part in found["answers"]} <= {"unknown_subject", "not_understood", "out_of_scope"}
    assert found["text"]


def test_several_parts_have_an_answer_each_and_the_worst_outcome() -> None:
    """A question in two parts is two answers, in their order."""
    [found] = objects("quando e dove si è tenuto l'ADW?")

    assert [part["reading"]["fields"] for part in found["answers"]] == [["period"], ["place"]]
    assert found["outcome"] == "answer"


def test_each_line_of_standard_input_is_one_question_in_order() -> None:
    """As many lines come out as went in, empty ones among them."""
    found = objects("-", lines=f"{BUDGET}\n\n{NONSENSE}\r\nwhen was the ADW held?\n")

    assert len(found) == 4
    assert [one["outcome"] for one in found] == ["answer", "gap", "gap", "answer"]
    assert found[3]["language"] == "en"


def test_without_a_question_standard_input_is_read() -> None:
    """``echo … | grappolo ask`` needs no dash."""
    for words in ([], ["-"]):
        [found] = objects(*words, lines=BUDGET)
        assert found["outcome"] == "answer"


def test_lines_of_the_same_chat_are_one_conversation() -> None:
    """Those of another chat, or of none, share nothing with it."""
    lines = [
        {"text": BUDGET, "chat": "a"},
        {"text": "e quando finisce?", "chat": "b"},
        {"text": "e quando finisce?"},
        {"text": "e quando finisce?", "chat": "a"},
    ]
    found = objects("-", lines="\n".join(map(json.dumps, lines)))

    assert [one["outcome"] == "answer" for one in found] == [True, False, False, True]
    assert found[3]["answers"][0]["reading"]["subjects"] == ["s3-4alpclusters"]


def test_not_even_a_chosen_language_is_shared() -> None:
    """What one conversation chose for good holds in that one only."""
    lines = [{"text": "/language de", "chat": "a"}, {"text": "ADW?", "chat": "b"}, {"text": "ADW?", "chat": "a"}]
    found = objects("-", "--language", "fr", lines="\n".join(map(json.dumps, lines)))

    assert [one["language"] for one in found[1:]] == ["fr", "de"]


def test_a_line_may_say_its_language() -> None:
    """A short question is in the language of who asks; that of the line goes before the option."""
    lines = [{"text": "ADW?", "language": "de"}, {"text": "ADW?", "language": "xx"}, {"text": "ADW?"}]
    found = objects("-", "--language", "fr", lines="\n".join(map(json.dumps, lines)))

    assert [one["language"] for one in found] == ["de", "fr", "fr"]


STRANGE = (
    '{"text": ',
    "{ciao}",
    "{ {} }",
    "[1]",
    '{"a":' * 50_000,
    '"text"',
    '{"text": "\\ud800 ADW"}',
    "\x00\x1b[2J",
)


def test_whatever_a_line_holds_it_gets_its_answer() -> None:
    """What looks like an object and is none is plain text; nothing stops the lines behind it."""
    found = objects("-", lines="\n".join([*STRANGE, BUDGET]))

    assert len(found) == len(STRANGE) + 1
    assert found[-1]["outcome"] == "answer"


@pytest.mark.parametrize("mistaken", ["{}", '{"text": 5}', ' {"question": "ciao"}', '{"text": null, "chat": "a"}'])
def test_an_object_that_asks_nothing_is_a_mistake(mistaken: str) -> None:
    """It is said in its place, and whoever gave the command sees it from the exit code; the others are answered."""
    told = 'an object needs a "text", and that must be a string'
    in_json = ask("--json", "-", lines=f"{BUDGET}\n{mistaken}\n{BUDGET}\n")
    in_text = ask("-", lines=f"{mistaken}\n{BUDGET}\n{BUDGET}\n")
    first, second, third = map(json.loads, in_json.stdout.splitlines())

    assert (in_json.exit_code, in_text.exit_code) == (1, 1)
    assert (first["outcome"], second, third["outcome"]) == ("answer", {"error": f"line 2: {told}"}, "answer")
    assert in_text.stderr == f"line 1: {told}\n"
    assert in_text.stdout == ask("-", lines=f"{BUDGET}\n{BUDGET}\n").stdout


def test_what_is_no_utf_8_stops_nothing() -> None:
    """Bytes from an older program are replaced; a byte order mark is not part of the question."""
    found = objects("-", lines=b"\xe8\xff\n\xef\xbb\xbf" + BUDGET.encode())

    assert found[1]["outcome"] == "answer"


def test_without_json_it_is_what_a_member_reads() -> None:
    """Plain text; of many, an empty line between two."""
    [found] = objects(BUDGET)

    assert found["text"] + "\n" == ask(BUDGET).stdout
    assert f"{found['text']}\n\n{found['text']}\n" == ask("-", lines=f"{BUDGET}\n{BUDGET}").stdout


def test_explain_says_how_each_word_was_taken() -> None:
    """Behind the text, or beside it in JSON; the rest stays as it is."""
    assert "budget" in ask("--explain", BUDGET).stdout.removeprefix(ask(BUDGET).stdout.strip())
    [found] = objects("--explain", BUDGET)
    assert found["answers"][0]["explanation"]


def test_asking_records_nothing() -> None:
    """No folder is made, no file is written."""
    ask(NONSENSE)

    assert list(Path.cwd().iterdir()) == []


def test_with_log_it_records_what_the_bot_would() -> None:
    """A gap with its text, an answer as a count."""
    result = ask("--log", "-", lines=f"{NONSENSE}\n{BUDGET}\n")
    assert result.exit_code == 0, result.output
    rows = CliRunner().invoke(main, ["questions", "--json"]).stdout.splitlines()
    counts = CliRunner().invoke(main, ["questions", "--counts", "--json"]).stdout.splitlines()

    assert [json.loads(row)["text"] for row in rows] == [NONSENSE]
    assert [json.loads(row) for row in counts] == [{"operator": "attribute", "language": "it", "number": 1}]


async def test_an_asker_is_a_pseudonym() -> None:
    """What is recorded says nothing of the machine or of who sits at it."""
    program = [sys.executable, "-m", "bot", "ask", "--log", NONSENSE]
    root = Path(__file__).parents[2]
    subprocess.run(program, check=True, capture_output=True, cwd=root)  # noqa: ASYNC221  # nothing else runs
    async with open_storage(Settings()) as storage:
        [record] = await storage.log.records(BOT)

    assert len(record.asker) == 32
    assert record.asker != "terminal user"


def test_the_day_of_the_question_can_be_set() -> None:
    """The same question on the same day gets the same answer, whatever the calendar says."""
    question = "il progetto S3-4AlpClusters è ancora attivo?"
    during = CliRunner().invoke(main, ["ask", "--today", "2018-01-01", question]).stdout
    after = CliRunner().invoke(main, ["ask", "--today", "2020-01-01", question]).stdout

    assert during != after
    assert after == CliRunner().invoke(main, ["ask", "--today", "2020-01-01", question]).stdout


def test_a_base_with_mistakes_answers_nothing(own_folders: Path) -> None:
    """The mistakes are said instead, on standard error."""
    (own_folders / "broken").mkdir()
    (own_folders / "broken" / "base.yaml").write_text("nam: x\n", encoding="utf-8")
    result = ask("--knowledge", "broken", BUDGET)

    assert (result.exit_code, result.stdout) == (1, "")
    assert "base.yaml:1: " in result.stderr


@pytest.mark.slow
def test_answers_come_while_questions_still_come() -> None:
    """A program may hold a conversation through the pipe: each answer is there before the next question."""
    command = [sys.executable, "-m", "bot", "ask", "--json", "-"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
    ) as door:
        assert door.stdin
        assert door.stdout
        for _ in range(2):
            door.stdin.write(BUDGET + "\n")
            door.stdin.flush()
            assert json.loads(door.stdout.readline())["outcome"] == "answer"
        door.stdin.close()
        assert door.wait() == 0

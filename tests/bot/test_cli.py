"""The command line, as a person at a keyboard or a script meets it."""

import asyncio
import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.chosen import BOT, SHIPPED
from bot.cli import main
from bot.kept import bot_on_telegram, open_storage
from bot.settings import Settings
from bot.storage.backups import backups_in
from bot.storage.inbox import Arrived
from handlers.promises import Count, Guess, Record

# Pydantic is not among them: Typer reads the words of a command with it.
HEAVY = ("babel", "cryptography", "numpy", "prompt_toolkit", "rapidfuzz", "rich", "sqlalchemy", "wordfreq", "yaml")


def grappolo(*words: str) -> Result:
    """Run a command in this process, on a wide screen."""
    return CliRunner(env={"COLUMNS": "160"}).invoke(main, list(words))


pytestmark = pytest.mark.usefixtures("own_folders")


@pytest.mark.parametrize("words", [["--version"], ["version"], ["--help"], ["questions", "--help"], ["ask", "--help"]])
def test_light_commands_import_nothing_heavy(words: list[str]) -> None:
    """What only says something about the program itself starts at once."""
    program = (
        "import sys\nfrom bot.cli import main\n"
        f"try:\n    main({words!r})\nfinally:\n    print(sorted(set({HEAVY!r}) & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=SHIPPED.parents[1]
    )

    assert done.stdout
    assert done.stderr.strip() == "[]"


def test_version_is_said_in_two_ways() -> None:
    """Scripts know the option, people try the word."""
    assert grappolo("--version").output == grappolo("version").output
    assert grappolo("version").output.startswith("grappolo ")


def test_the_shipped_base_has_no_mistakes() -> None:
    """``check`` without a folder checks what is served, and counts it."""
    result = grappolo("check")

    assert result.exit_code == 0, result.output
    assert "no mistakes" in result.output


def test_each_mistake_of_a_base_is_one_line_with_its_place(own_folders: Path) -> None:
    """The path is the one to type from here; there is no traceback."""
    assert grappolo("init", "mine").exit_code == 0
    broken = own_folders / "mine" / "events" / "broken.yaml"
    broken.parent.mkdir(exist_ok=True)
    broken.write_text("id: broken\nname: Broken\nperiod: {start: 2018-13-01}\ncolour: red\n", encoding="utf-8")
    result = grappolo("check", "mine")

    assert result.exit_code == 1
    assert "mine/events/broken.yaml:3: " in result.stderr
    assert "mine/events/broken.yaml:4: " in result.stderr
    assert "Traceback" not in result.output


def test_a_folder_that_is_no_base_is_said_to_be_so(own_folders: Path) -> None:
    """A slip of the keyboard gives a line, not a traceback."""
    result = grappolo("check", "nowhere")

    assert result.exit_code == 1
    assert "nowhere" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("options", [[], ["--empty"]])
def test_a_new_base_has_no_mistakes(options: list[str]) -> None:
    """Who starts anew starts from something that works."""
    assert grappolo("init", "mine", *options).exit_code == 0

    for command in ("check", "test"):
        result = grappolo(command, "mine")
        assert result.exit_code == 0, result.output


def test_a_base_is_never_made_over_another(own_folders: Path) -> None:
    """A second ``init`` changes nothing and says why."""
    assert grappolo("init", "mine").exit_code == 0
    before = {path: path.read_bytes() for path in (own_folders / "mine").rglob("*") if path.is_file()}
    result = grappolo("init", "mine")

    assert result.exit_code == 1
    assert result.stderr
    assert before == {path: path.read_bytes() for path in (own_folders / "mine").rglob("*") if path.is_file()}


def test_schemas_are_written_where_they_are_wanted(own_folders: Path) -> None:
    """Editors find one for each kind of entry."""
    grappolo("init", "mine")
    result = grappolo("schema", "mine")

    assert result.exit_code == 0, result.output
    assert (own_folders / "mine" / ".schema" / "event.json").is_file()
    assert grappolo("schema", "mien").exit_code == 2
    assert not (own_folders / "mien").exists()


@pytest.mark.slow
def test_the_golden_questions_of_the_shipped_base_hold() -> None:
    """``test`` asks them all and counts them."""
    result = grappolo("test")

    assert result.exit_code == 0, result.output


def test_mistakes_in_the_settings_are_said_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two wrong settings: two lines."""
    monkeypatch.setenv("GRAPPOLO_LANGUAGE", "la")
    monkeypatch.setenv("GRAPPOLO_RETENTION_DAYS", "0")
    result = grappolo("questions")

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 2


def test_a_missing_key_is_said_in_a_line(own_folders: Path) -> None:
    """The data are there, their key is not: nobody gets a new key for old data, nor a traceback."""
    assert grappolo("questions").exit_code == 0
    (own_folders / "keys" / "grappolo.key").unlink()
    result = grappolo("questions")

    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1
    assert "grappolo.key" in result.stderr


TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


async def record(*records: Record, counts: tuple[Count, ...] = ()) -> None:
    """Put records into the question log, as the bot would."""
    async with open_storage(Settings()) as storage:
        for one in records:
            await storage.log.add(one)
        for count in counts:
            await storage.log.count(count)


def gap(text: str, *, id: str = "1", day: int = 1) -> Record:
    """A question that was not answered, in January 2026."""
    at = datetime(2026, 1, day, 12, tzinfo=UTC)
    guesses = (Guess("s3-4alpclusters", 0.612),)
    return Record(id, BOT, at, "somebody", "it", text, "gap", "unknown_subject", guesses, "how it was read")


async def test_open_questions_come_first(own_folders: Path) -> None:
    """A choice that was taken needs nobody; what is open does, the newest first."""
    taken = Record("3", BOT, datetime(2026, 1, 3, tzinfo=UTC), "x", "it", "preso", "choice", None, (), "", "adw")
    left = Record("4", BOT, datetime(2026, 1, 1, 8, tzinfo=UTC), "x", "it", "lasciato", "choice", None)
    await record(gap("vecchio"), gap("nuovo", id="2", day=2), taken, left)
    rows = [json.loads(line) for line in await in_thread("questions", "--json")]

    assert [row["text"] for row in rows] == ["nuovo", "vecchio", "lasciato", "preso"]
    assert [row["open"] for row in rows] == [True, True, True, False]
    assert [row["type"] for row in rows] == ["unknown_subject", "unknown_subject", "not_understood", "choice"]
    assert rows[0]["guesses"] == [{"id": "s3-4alpclusters", "confidence": 0.61}]


async def test_the_questions_of_telegram_are_listed_as_well(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the bot whose token is set."""
    monkeypatch.setenv("GRAPPOLO_TOKEN", TOKEN)
    await record(
        gap("qui"), replace(gap("lì", id="2"), bot="telegram:110201543"), replace(gap("x", id="3"), bot="telegram:5")
    )
    rows = [json.loads(line) for line in await in_thread("questions", "--json")]

    assert {row["text"] for row in rows} == {"qui", "lì"}


async def test_a_key_is_added_and_none_is_shown(own_folders: Path) -> None:
    """What was kept before is still read."""
    await record(gap("prima"))
    [before] = await in_thread("keys")
    added = await in_thread("keys", "--new")
    await record(gap("dopo", id="2"))
    [after] = await in_thread("keys")

    assert "has 1 key;" in before
    assert added[0].startswith("Key 2 was added")
    assert after == before.replace("has 1 key;", "has 2 keys;")
    secrets = [line.split()[1] for line in (own_folders / "keys" / "grappolo.key").read_text().splitlines()[-2:]]
    assert not any(secret in line for secret in secrets for line in (before, *added, after))
    assert {json.loads(line)["text"] for line in await in_thread("questions", "--json")} == {"prima", "dopo"}


async def test_what_was_done_with_roles_is_shown(own_folders: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRAPPOLO_TOKEN", TOKEN)
    assert await in_thread("audit") == ["Nothing was done yet.\n"]
    async with open_storage(Settings()) as storage:
        code = await storage.roles.invite("telegram:110201543", "owner", "the start of the bot", NOW)
        await storage.roles.accept("telegram:110201543", code, "a1b2c3d4e5f6", NOW)
    shown = [line.rstrip() for line in await in_thread("audit")]

    assert shown == [
        "a1b2c3 is owner since 2026-11-27",
        "2026-11-27 13:00 · the start of the bot invited owner",
        "2026-11-27 13:00 · a1b2c3 became owner by the start of the bot",
    ]


async def test_nothing_of_who_asked_is_shown(own_folders: Path) -> None:
    """Not even the pseudonym: staff need the question."""
    await record(gap("chi è?"))

    assert "somebody" not in "".join(await in_thread("questions", "--json"))


async def test_what_was_given_up_is_listed_and_tried_once_more(
    own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the incident that the person was told."""
    refused = await asyncio.to_thread(grappolo, "dead")
    assert refused.stderr.startswith("GRAPPOLO_TOKEN is empty")
    monkeypatch.setenv("GRAPPOLO_TOKEN", TOKEN)
    assert await in_thread("dead") == ["Nothing was given up.\n"]
    async with open_storage(Settings()) as storage:
        inbox = storage.inbox_of(Settings())
        await inbox.add([Arrived(1, "lane", None, "{}")], NOW)
        [row] = await inbox.claim(NOW, 1)
        await inbox.dropped(row, "A1B2C3", "KeyError at take, line 7")
    [listed] = await in_thread("dead")

    assert listed.endswith("· 1 attempts · KeyError at take, line 7\n")
    assert listed.startswith("A1B2C3 · 2026-")
    assert await in_thread("dead", "--retry", "a1b2c3") == [
        "Tried once more: 1. A bot at work answers within a minute\n"
    ]


async def test_what_may_not_have_arrived_is_listed_and_sent_again(
    own_folders: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To whom by a pseudonym's first letters; its text is not shown."""
    refused = await asyncio.to_thread(grappolo, "outbox")
    assert refused.stderr.startswith("GRAPPOLO_TOKEN is empty")
    monkeypatch.setenv("GRAPPOLO_TOKEN", TOKEN)
    assert await in_thread("outbox") == ["Nothing is in doubt.\n"]
    async with open_storage(Settings()) as storage:
        bot = bot_on_telegram(Settings())
        for purpose in ("reminder", "digest"):
            await storage.outbox.put(bot, "a1b2c3d4", purpose, "a letter", NOW)
        await storage.outbox.take(bot, NOW)
        await storage.outbox.doubt_what_was_cut(bot, NOW)
    [listed] = await in_thread("outbox")

    assert re.fullmatch(r"1 · 2026-[-\d: ]+ · reminder · to a1b2c3\n", listed)
    assert await in_thread("outbox", "--again", "2") == ["Sent again: 0. A bot at work does it within seconds\n"]
    assert await in_thread("outbox", "--again-all") == ["Sent again: 1. A bot at work does it within seconds\n"]
    assert await in_thread("outbox") == ["Nothing is in doubt.\n"]


async def test_a_backup_brings_everything_back(own_folders: Path) -> None:
    """On the same machine: the former file stays beside the one that was put back."""
    await record(gap("una domanda"))
    [said] = await in_thread("backup")
    [made] = backups_in(own_folders / "backups")
    await record(gap("un'altra", id="2"))
    again = await in_thread("restore", str(made))

    assert said.rstrip() == f"{made} holds: records 1"
    assert again[0].startswith("Put back from ")
    assert [json.loads(line)["text"] for line in await in_thread("questions", "--json")] == ["una domanda"]
    assert len(list((own_folders / "data").glob("grappolo.sqlite.2*"))) == 1


async def test_for_a_backup_from_elsewhere_the_list_of_who_was_erased_counts_as_well(own_folders: Path) -> None:
    """The one beside it may be older, or missing."""
    await record(gap("una domanda"))
    await in_thread("backup")
    [made] = backups_in(own_folders / "backups")
    moved = made.rename(own_folders / made.name)
    [known] = (own_folders / "backups").iterdir()

    assert f"Who was erased since is told by {known}\n" in await in_thread("restore", str(moved))


async def test_nothing_is_put_back_while_the_bot_is_at_work(own_folders: Path) -> None:
    """Nor copied to a server: what comes in meanwhile would be lost."""
    await record(gap("una domanda"))
    await in_thread("backup")
    (own_folders / "data" / "heartbeat").touch()
    [made] = backups_in(own_folders / "backups")
    result = grappolo("restore", str(made))

    assert (result.exit_code, result.stderr.splitlines()) == (
        1,
        ["the bot is at work: stop it first, and try again a minute later"],
    )


async def test_everything_moves_to_a_server(own_folders: Path, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the commands work there as before."""
    await record(gap("una domanda"))
    assert grappolo("copy-db").stderr.startswith("GRAPPOLO_DATABASE is empty")
    monkeypatch.setenv("GRAPPOLO_DATABASE", address)
    copied = await in_thread("copy-db")

    assert any(line.startswith("records: 1 rows, the same on both sides") for line in copied)
    assert [json.loads(line)["text"] for line in await in_thread("questions", "--json")] == ["una domanda"]
    assert (await in_thread("backup"))[0].rstrip().endswith("holds: records 1")
    assert grappolo("health").exit_code == 0


async def test_each_question_can_be_explained(own_folders: Path) -> None:
    """Under each stands how its words were taken, and neither the one nor the other steers the terminal."""
    await record(gap("chi è?\x1b[2J"))
    question, trace, *_ = await in_thread("questions", "--explain")

    assert question.startswith("2026-01-01 · unknown_subject · it · chi è?")
    assert trace.rstrip() == "    how it was read"
    assert "\x1b" not in question


async def test_questions_may_begin_with_a_day(own_folders: Path) -> None:
    """``--since`` leaves out what is older."""
    await record(gap("vecchio"), gap("nuovo", id="2", day=9))

    [only] = await in_thread("questions", "--json", "--since", "2026-01-05")
    assert json.loads(only)["text"] == "nuovo"


async def test_a_question_is_never_a_formula(own_folders: Path) -> None:
    """In a spreadsheet a question stays text, accents and all."""
    hostile = [
        '=HYPERLINK("http://evil.example")',
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "＝1+1",
        "perché?",
        'due "virgolette"\nqui',
    ]
    await record(*(gap(text, id=str(number)) for number, text in enumerate(hostile)))
    text = "".join(await in_thread("questions", "--csv"))
    cells = [row["text"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))]

    assert text.startswith("\ufefftype,")
    assert sorted(f"'{text}" for text in hostile[:6]) == sorted(cell for cell in cells if cell.startswith("'"))
    assert {"perché?", 'due "virgolette"\nqui'} < set(cells)


async def test_the_table_shows_a_question_without_obeying_it(own_folders: Path) -> None:
    """Neither colours of Rich nor control characters of a terminal."""
    await record(gap("[bold]ciao[/bold]\x1b[2J"))

    assert "[bold]ciao[/bold][2J" in "".join(await in_thread("questions"))


async def test_answered_questions_are_counted_by_operator_and_language(own_folders: Path) -> None:
    """Days, entries and fields are added up."""
    one = Count(BOT, date(2026, 1, 1), "it", "attribute", "adw", "period", "answer")
    other = Count(BOT, date(2026, 1, 2), "it", "attribute", "edw", "period", "answer")
    english = Count(BOT, date(2026, 1, 2), "en", "count", "", "", "answer")
    await record(counts=(one, one, other, english))

    assert [json.loads(line) for line in await in_thread("questions", "--counts", "--json")] == [
        {"operator": "attribute", "language": "it", "number": 3},
        {"operator": "count", "language": "en", "number": 1},
    ]


def test_one_form_at_a_time() -> None:
    """JSON and CSV together is a slip."""
    assert grappolo("questions", "--json", "--csv").exit_code == 2


async def in_thread(*words: str) -> list[str]:
    """The lines that a command prints; it runs a loop of its own, so not in that of the test."""
    import asyncio

    result = await asyncio.to_thread(grappolo, *words)
    assert result.exit_code == 0, result.output
    return result.stdout_bytes.decode("utf-8").splitlines(keepends=True)

"""A chat on the terminal, piped and typed."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console
from typer.testing import CliRunner, Result

from bot.app import open_app
from bot.cli import main
from bot.settings import Settings
from bot.terminal.chat import Chat, converse
from bot.terminal.lines import typed_lines
from bot.terminal.render import plain, shown_on, styled
from handlers.turns import Bold, Button, File, Linked, Plain, Quiet, Say

BUDGET = "qual è il budget di S3-4AlpClusters?"


pytestmark = pytest.mark.usefixtures("own_folders")


def run(lines: str) -> Result:
    """``echo … | grappolo run``, in this process."""
    result = CliRunner().invoke(main, ["run"], input=lines)
    assert result.exit_code == 0, result.output
    return result


def test_a_piped_question_is_answered() -> None:
    """After a greeting, as plain text."""
    output = run(f"{BUDGET}\n").stdout

    assert "2.521.964" in output
    assert "\x1b" not in output


def test_the_conversation_goes_on_from_line_to_line() -> None:
    """A follow-up knows what the talk is about, also in the next run."""
    assert "30 aprile 2019" in run(f"{BUDGET}\ne quando finisce?\n").stdout
    assert "30 aprile 2019" in run("e quando finisce?\n").stdout


def test_quit_ends_it_before_the_lines_do() -> None:
    """What stands behind it is not asked any more."""
    assert "2.521.964" not in run(f"/quit\n{BUDGET}\n").stdout


def test_no_lines_at_all_are_a_short_conversation() -> None:
    """It greets and leaves."""
    assert run("").stdout.strip()


def test_it_greets_in_the_language_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before anybody wrote, nothing else is known of their language."""
    italian = run("").stdout
    monkeypatch.setenv("GRAPPOLO_LANGUAGE", "sl")

    assert italian != run("").stdout


def test_a_number_takes_a_choice() -> None:
    """The languages are a choice; three is German in the order that is shown."""
    first, second = (line for line in run("/language\n3\n").stdout.splitlines() if "Deutsch" in line)

    assert first.strip() == "3. Deutsch"
    assert "Deutsch" in second


def test_addresses_are_visible() -> None:
    """Nobody needs a terminal that can link."""
    assert (
        "http://www.alpine-space.eu/projects/s3-4alpclusters/en/home"
        in run("mi dai il sito di S3-4AlpClusters?\n").stdout
    )


def test_what_is_no_utf_8_ends_nothing() -> None:
    """Strange bytes are a strange question."""
    result = CliRunner().invoke(main, ["run"], input=b"\xff\xfe\n" + BUDGET.encode())

    assert "2.521.964" in result.stdout


def test_another_base_can_be_talked_to(own_folders: Path) -> None:
    """``--knowledge`` goes before the settings and the shipped one."""
    assert CliRunner().invoke(main, ["init", "mine", "--empty"]).exit_code == 0
    result = CliRunner().invoke(main, ["run", "--knowledge", "mine"], input=f"{BUDGET}\n")

    assert result.exit_code == 0, result.output
    assert "2.521.964" not in result.stdout


@pytest.mark.slow
def test_no_line_of_the_log_stands_in_the_conversation() -> None:
    """Not even on the standard error that a terminal shows among the replies."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run"],
        input=f"{BUDGET}\n",
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        cwd=Path(__file__).parents[2],
    )

    assert "2.521.964" in done.stdout
    assert done.stderr == ""


SAY = Say(
    (Bold("2.521.964 €"), Plain("\nbudget "), Quiet("a luglio"), Plain(" "), Linked("Sito", "https://example.org")),
    (Button("ADW", "1"), Button("EDW", "2")),
)


def test_a_terminal_shows_weight_links_and_numbers() -> None:
    """Bold is bold, quiet is dim, a link can be clicked, and its address is there for those who cannot."""
    shown = io.StringIO()
    shown_on(Console(file=shown, force_terminal=True, color_system="standard", width=80))(SAY)

    assert "\x1b[1m2.521.964 €\x1b[0m" in shown.getvalue()
    assert "\x1b[2ma luglio\x1b[0m" in shown.getvalue()
    assert "\x1b]8;" in shown.getvalue()
    assert "https://example.org" in plain(SAY)
    assert "  1. ADW\n  2. EDW" in plain(SAY)


def test_a_terminal_is_never_commanded_by_a_text() -> None:
    """Neither marks of Rich nor control characters do anything, wherever they come from."""
    hostile = Say(
        (Plain("[bold]\x1b[2J\x9b2J\u202e"), Linked("\x1b]8;;x", "https://example.org/\x07")), (Button("\x1b[2J", "1"),)
    )
    shown = io.StringIO()
    shown_on(Console(file=shown, force_terminal=True, color_system=None, width=80))(hostile)

    assert "[bold][2J2J" in shown.getvalue()
    assert "\x1b[2J" not in shown.getvalue()
    assert not set("\x1b\x9b\x07\u202e") & set(plain(hostile))


@pytest.mark.parametrize("leave", ["/quit\r", "\x04", "\x03"], ids=["quit", "ctrl-d", "ctrl-c"])
async def test_a_typed_conversation_is_left_politely(leave: str) -> None:
    """The word and both keys end it without a complaint."""
    shown = io.StringIO()
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text(f"{BUDGET}\r{leave}")
        async with open_app(Settings()) as app:
            await converse(Chat(app, shown_on(Console(file=shown))), typed_lines())

    assert "2.521.964" in shown.getvalue()


def test_what_was_typed_is_kept_in_no_file(own_folders: Path) -> None:
    """Questions are personal: only the question log has them, encrypted."""
    run("quanti unicorni blu ballano?\n")

    files = [path for path in own_folders.rglob("*") if path.is_file()]
    assert {"grappolo.key"} == {path.name for path in files if not path.name.startswith("grappolo.sqlite")}
    assert not any(b"unicorni" in path.read_bytes() for path in files)


def test_what_is_stored_is_shown_and_written_nowhere(own_folders: Path) -> None:
    """A file's contents stand under its caption, with numbers for its buttons, if it has any."""
    shown = run("/language it\n/mydata\n").stdout

    assert '"language": "it"' in shown
    assert not list(own_folders.rglob("mydata.json"))
    file = File("mydata.json", b'{\n  "a": "\x1b[2J"\n}', "application/json", (Bold("Ecco"),), (Button("ADW", "1"),))
    assert plain(file) == 'Ecco\n{\n  "a": "[2J"\n}\n  1. ADW'
    assert styled(file).plain == plain(file)


def test_what_is_stored_is_erased_by_a_number() -> None:
    """One is to erase it; the next run knows nothing of the one before."""
    shown = run("quanti unicorni blu ballano?\n/language de\n/forgetme\n1\n/mydata\n").stdout

    assert "  1. Ja, löschen" in shown
    assert "Alles, was über Sie gespeichert war, ist gelöscht." in shown
    assert "Su di te non è conservato nulla." in shown
    assert "unicorni" not in run("/mydata\n").stdout

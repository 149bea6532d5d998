"""What docs/telegram.md tells a person to do, and to expect, is what the program does."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import main
from bot.settings import PREFIX, Settings
from handlers.commands import COMMANDS
from tests.deploy.files import ROOT, text_of

GUIDE = text_of("docs/telegram.md")


def rows(heading: str) -> dict[str, str]:
    """The table whose first column is called so."""
    table = re.search(rf"^\| {heading} \|.*\n\|[- |]+\|\n((?:\|.*\n)+)", GUIDE, re.MULTILINE)
    assert table
    cells = (line.strip("|").split("|") for line in table[1].splitlines())
    return {row[0].strip(): row[1].strip() for row in cells}


def test_every_line_that_the_log_is_said_to_hold_is_in_the_program() -> None:
    """Who looks for it finds it."""
    program = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "bot").rglob("*.py"))
    said = re.findall(r"`([^`]+)`", "\n".join(cell for cell in rows("the log says") if cell.startswith("`")))

    assert len(said) >= 6
    assert [line for line in said if line not in program] == []
    assert "The bot @%s is at work" in program


def test_the_first_conversation_goes_as_it_is_told(own_folders: Path) -> None:
    """Each question gets the answer that stands beside it; commands are those that the bot has."""
    told = {asked.strip("`"): answer for asked, answer in rows("you").items()}
    questions = [asked for asked in told if not asked.startswith("/")]
    said = (
        CliRunner()
        .invoke(main, ["run"], input="\n".join(questions))
        .stdout.replace("\xa0", " ")
        .strip()
        .split("\n\n")[1:]
    )

    assert {asked[1:] for asked in told if asked.startswith("/")} <= set(COMMANDS)
    for asked, reply in zip(questions, said, strict=True):
        assert all(value in reply for value in re.findall(r"`([^`]+)`", told[asked])), reply


def test_every_setting_in_the_guide_exists() -> None:
    """A slip in a name would cost somebody an hour."""
    assert set(re.findall(r"GRAPPOLO_[A-Z_]+", GUIDE)) <= {PREFIX + name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("words", [["telegram", "setup"], ["questions"], ["check"], ["ask"]])
def test_every_command_in_the_guide_exists(words: list[str]) -> None:
    """Those that are told to be given, in a container or without."""
    assert "grappolo " + " ".join(words) in GUIDE
    assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0


def test_what_only_botfather_can_set_is_in_the_guide() -> None:
    """``telegram setup`` ends with the same list."""
    from bot.telegram.setup import BY_HAND

    assert set(re.findall(r"/set\w+", BY_HAND)) <= set(re.findall(r"/set\w+", GUIDE))


def test_links_lead_somewhere() -> None:
    """To a file, and to a heading in it."""
    for target in re.findall(r"\]\(([^)]+)\)", GUIDE):
        name, _, anchor = target.partition("#")
        text = (ROOT / "docs" / name).read_text(encoding="utf-8")
        headings = {
            line.lstrip("# ").casefold().replace(" ", "-") for line in text.splitlines() if line.startswith("#")
        }
        assert not anchor or anchor in headings, target

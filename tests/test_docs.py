"""What the README claims holds: commands, settings and fields are those of the program, and its examples work."""

import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.chosen import SHIPPED
from bot.cli import main
from bot.settings import PREFIX
from bot.settings import Settings as BotSettings
from knowledge.model.entries import FOLDERS, Entry, Settings, Vocabulary
from knowledge.model.golden import GoldenQuestion

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def rows(first_heading: str) -> dict[str, str]:
    """The table whose first column is called *first_heading*: first cell, without its marks, to the second."""
    table = re.search(rf"^ *\| {first_heading} \|.*\n *\|[- |]+\|\n((?: *\|.*\n)+)", README, re.MULTILINE)
    assert table, f"no table of {first_heading}s"
    cells = (line.strip().strip("|").split("|") for line in table[1].splitlines())
    return {row[0].strip().strip("`").split(" ")[0].rstrip("/`") or row[0].strip(): row[1].strip() for row in cells}


def test_every_command_stands_in_the_readme_and_nothing_else() -> None:
    """The table of commands is that of the command line."""
    commands = {command.name or command.callback.__name__ for command in main.registered_commands if command.callback}

    assert commands == set(rows("command"))


def test_every_option_in_the_readme_exists() -> None:
    """Each ``--option`` that the table of commands names is one that the command's help explains."""
    for command, text in rows("command").items():
        said = CliRunner().invoke(main, [command, "--help"]).output
        for option in re.findall(r"`(--[a-z-]+)`", text):
            if option != "--help":
                assert option in said, f"{command} has no {option}"


def test_every_setting_stands_in_the_readme_and_nothing_else() -> None:
    """The table of settings is that of the program."""
    assert {PREFIX + name.upper() for name in BotSettings.model_fields} == set(rows("setting"))


def test_the_readme_gives_the_defaults_of_the_settings() -> None:
    """What holds where nothing is set is what the table says."""
    for setting, default in rows("setting").items():
        field = BotSettings.model_fields[setting.removeprefix(PREFIX).lower()]
        if field.default is not None and field.default_factory is None:
            assert default == f"`{field.default}`"


def test_every_field_stands_in_the_readme_and_nothing_else() -> None:
    """For each folder its own fields, for all of them the common ones, and those of the two files beside them."""
    wanted = {folder: set(model.model_fields) - set(Entry.model_fields) for folder, model in FOLDERS.items()}
    wanted |= {
        "each": set(Entry.model_fields),
        "vocabulary.yaml": set(Vocabulary.model_fields),
        "base.yaml": set(Settings.model_fields),
    }
    found = {folder: set(re.findall(r"`([a-z_]+)`", fields)) for folder, fields in rows("folder").items()}

    assert wanted == found


def test_every_part_of_a_golden_question_is_explained() -> None:
    """Who writes one finds all that can be stated."""
    section = README.partition("## Golden questions")[2].partition("\n## ")[0]

    assert set(GoldenQuestion.model_fields) <= set(re.findall(r"`([a-z]+)`", section))


def test_the_conversation_of_the_readme_is_a_real_one(own_folders: Path) -> None:
    """Whoever asks the same questions in the same order reads the same replies."""
    block = re.search(r"```text\n(.*?)\n```", README, re.DOTALL)
    assert block
    turns = [turn.partition("\n") for turn in block[1].removeprefix("› ").split("\n\n› ")]
    said = CliRunner().invoke(main, ["run"], input="\n".join(question for question, _, _ in turns)).stdout

    assert said.strip().split("\n\n")[1:] == [reply for _, _, reply in turns]


@pytest.fixture
def base_of_the_readme(own_folders: Path) -> Path:
    """The shipped base with the entry and the golden questions that the README adds to it."""
    folder = own_folders / "base"
    shutil.copytree(SHIPPED, folder)
    shutil.rmtree(folder / "questions", ignore_errors=True)
    (folder / "questions").mkdir()
    blocks = re.findall(r"^( *)```yaml\n(.*?)^ *```", README, re.MULTILINE | re.DOTALL)
    for name, (indent, block) in zip(("events", "questions"), blocks, strict=True):
        lines = (line.removeprefix(indent) for line in block.splitlines())
        (folder / name / "open-lab.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_entry_of_the_readme_loads(base_of_the_readme: Path) -> None:
    """Who follows the steps gets no mistakes."""
    result = CliRunner().invoke(main, ["check", str(base_of_the_readme)])

    assert result.exit_code == 0, result.output


def test_the_entry_of_the_readme_answers(base_of_the_readme: Path) -> None:
    """The question of step 3 is answered from the new file."""
    command = re.search(r'grappolo ask "(.+?)"', README)
    assert command
    result = CliRunner().invoke(main, ["ask", "--knowledge", str(base_of_the_readme), command[1]])

    assert "18" in result.output
    assert "2027" in result.output


def test_the_golden_questions_of_the_readme_hold(base_of_the_readme: Path) -> None:
    """They are asked of the new entry, and come out as they say."""
    result = CliRunner().invoke(main, ["test", str(base_of_the_readme)])

    assert result.exit_code == 0, result.output
    assert "3 of 3" in result.output


ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name
)
def test_links_within_the_repository_lead_somewhere(page: Path) -> None:
    """Each relative link names a file, each anchor a heading in it."""
    for target in re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8")):
        name, _, anchor = target.partition("#")
        if "://" not in target:
            led_to = page.parent / name if name else page
            assert led_to.exists(), target
            assert not anchor or anchor in headings_of(led_to), target


def headings_of(page: Path) -> set[str]:
    """The anchors of a page."""
    lines = page.read_text("utf-8").splitlines()
    return {line.lstrip("# ").casefold().replace(" ", "-") for line in lines if line.startswith("#")}

"""The whole bot, opened and closed; and the base that it serves while somebody edits it."""

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.app import App, open_app
from bot.chosen import BOT, SHIPPED, cache_of
from bot.kept import open_storage
from bot.served import ServedBase
from bot.settings import Settings
from handlers.promises import Record
from handlers.turns import Turn
from knowledge.loading.problems import InvalidBase
from knowledge.loading.starter import STARTER

ENTRY = "id: open-lab\nname: Open Lab\nsummary: {it: Un laboratorio aperto., en: An open laboratory.}\n"


@pytest.fixture
def settings(own_folders: Path) -> Settings:
    """A base that this test may change."""
    shutil.copytree(SHIPPED, own_folders / "base")
    return Settings(knowledge=own_folders / "base")


@pytest.fixture
def served(own_folders: Path) -> ServedBase:
    """A small base, looked at before every turn."""
    folder = shutil.copytree(STARTER, own_folders / "small")
    return ServedBase.open(folder, cache_of(Settings()), every=0)


def write(base: ServedBase, name: str, text: str) -> None:
    """Save a file of the base at a time of its own: two saves within a tick of the clock are two saves."""
    path = base.folder / name
    path.write_text(text, encoding="utf-8")
    stamp = path.stat().st_mtime + len(text)
    os.utime(path, (stamp, stamp))


async def says(app: App, text: str, asker: str = "somebody") -> str:
    """What the whole bot says to a line."""
    base = await app.base.current()
    turn = Turn(BOT, asker, asker, datetime.now(UTC), "it", base, text)
    return "\n".join(say.plain for say in await app.take(turn))


async def test_the_whole_bot_answers(settings: Settings) -> None:
    """Everything is there once it is open, and folders are made if they are not."""
    async with open_app(settings) as app:
        assert "2.521.964" in await says(app, "qual è il budget di S3-4AlpClusters?")

    assert settings.data.is_dir()
    assert settings.keys.is_dir()


async def test_what_was_not_answered_is_there_after_a_restart(settings: Settings) -> None:
    """The question log lives longer than the process."""
    async with open_app(settings) as app:
        await says(app, "quanti unicorni blu ballano?")
    async with open_storage(settings) as storage:
        [record] = await storage.log.records(BOT)

    assert record.text == "quanti unicorni blu ballano?"


async def test_the_whole_bot_works_on_a_server(settings: Settings, address: str) -> None:
    """The same code, and nothing of it in a file."""
    on_server = settings.model_copy(update={"database": SecretStr(address)})
    async with open_app(on_server) as app:
        await says(app, "quanti unicorni blu ballano?")
        assert "Clust-ER" in await says(app, "Chi ha la Silver Label?")
    async with open_storage(on_server) as storage:
        [record] = await storage.log.records(BOT)

    assert record.text == "quanti unicorni blu ballano?"
    assert not list(settings.data.glob("*.sqlite*"))


async def test_what_is_too_old_is_forgotten_at_the_start(settings: Settings) -> None:
    """By the days of the settings: 90 are kept, 91 are not."""
    now = datetime.now(UTC)
    async with open_storage(settings) as storage:
        for days in (89, 91):
            await storage.log.add(
                Record(str(days), BOT, now - timedelta(days=days), "x", "it", "?", "gap", "not_understood")
            )
    async with open_app(settings) as app:
        assert [record.id for record in await app.storage.log.records(BOT)] == ["89"]


async def test_a_base_with_mistakes_does_not_start(settings: Settings) -> None:
    """There is no former one yet; the mistakes are said with their places."""
    assert settings.knowledge
    (settings.knowledge / "events" / "broken.yaml").write_text("id: broken\ncolour: red\n", encoding="utf-8")

    with pytest.raises(InvalidBase) as raised:
        async with open_app(settings):
            pass
    assert any(str(problem).startswith(str(Path("base", "events", "broken.yaml"))) for problem in raised.value.problems)


async def test_an_unchanged_base_stays_the_same_object(served: ServedBase) -> None:
    """Nothing is compiled for nothing."""
    assert await served.current() is await served.current()


async def test_a_new_entry_is_served_without_a_restart(served: ServedBase) -> None:
    """Added, changed or deleted: the next turn has it, a turn before it keeps what it had."""
    before = await served.current()
    write(served, "events/open-lab.yaml", ENTRY)
    after = await served.current()
    (served.folder / "events" / "open-lab.yaml").unlink()

    assert "open-lab" not in before.base
    assert "open-lab" in after.base
    assert "open-lab" not in (await served.current()).base


async def test_a_broken_base_never_replaces_the_working_one(
    served: ServedBase, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged once, with its mistakes; when they are mended, it is served."""
    caplog.set_level("WARNING", logger="bot")
    working = await served.current()
    write(served, "events/open-lab.yaml", ENTRY + "colour: red\n")

    assert await served.current() is working
    assert await served.current() is working
    [warning] = [record for record in caplog.records if record.levelname == "WARNING"]
    assert "open-lab.yaml:4: " in warning.getMessage()
    assert "open-lab.yaml:4: " in served.problems[0]

    write(served, "events/open-lab.yaml", ENTRY)
    assert "open-lab" in (await served.current()).base
    assert served.problems == ()


async def test_a_base_that_vanishes_goes_on_answering(served: ServedBase) -> None:
    """A folder that is being replaced is not there for a moment."""
    working = await served.current()
    shutil.rmtree(served.folder)

    assert await served.current() is working


async def test_files_are_not_looked_at_for_every_turn(settings: Settings) -> None:
    """Once a second is enough, however many people ask."""
    assert settings.knowledge
    base = ServedBase.open(settings.knowledge, cache_of(settings), every=3600)
    write(base, "events/open-lab.yaml", ENTRY)

    assert "open-lab" not in (await base.current()).base

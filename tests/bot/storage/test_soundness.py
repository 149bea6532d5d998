"""What is noticed of a damaged file, before anything of it is used."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.kept import open_storage
from bot.settings import Settings
from bot.storage.backups import backups_in, make_backup, read_backup
from bot.storage.errors import StorageError
from bot.storage.keys import vault_in
from bot.storage.replacing import replace
from bot.storage.soundness import damage_at_start, damage_in
from tests.bot.storage.damages import log_of_another, spoil
from tests.bot.storage.examples import NOON
from tests.bot.storage.test_backups import fill, records_in

Harm = Callable[[Path], object]


def start() -> None:
    """As every start does."""

    async def open_and_close() -> None:
        async with open_storage(Settings()):
            pass

    asyncio.run(open_and_close())


def execute(file: Path, *statements: str) -> None:
    """Change the file as another program does."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def anew(file: Path, statement: str) -> None:
    """Put another database in its place."""
    file.unlink()
    execute(file, statement)


HARMS: dict[str, tuple[Harm, str]] = {
    "a table's page": (lambda file: spoil(file, "records"), "btreeInitPage"),
    "an index": (lambda file: spoil(file, "sqlite_autoindex_records_1"), "btreeInitPage"),
    "cut short": (lambda file: file.write_bytes(file.read_bytes()[:-4096]), "malformed"),
    "the end of its first page": (lambda file: file.write_bytes(file.read_bytes()[:2000]), "malformed"),
    "a text": (lambda file: file.write_text("my diary\n" * 1000), "file is not a database"),
    "empty": (lambda file: file.write_bytes(b""), "it is empty"),
    "no tables": (lambda file: anew(file, "VACUUM"), "it is empty"),
    "another program's": (lambda file: anew(file, "CREATE TABLE songs (name)"), "another program"),
    "a table": (lambda file: execute(file, "DROP TABLE inbox"), "its table inbox is missing"),
    "a column": (
        lambda file: execute(file, "ALTER TABLE counts RENAME number TO numbers"),
        "table counts lacks number",
    ),
    "the version": (lambda file: execute(file, "DELETE FROM alembic_version"), "of which version"),
    "a byte of the header": (lambda file: file.write_bytes(_with(file.read_bytes(), 18, 3)), "its header"),
}


def _with(whole: bytes, place: int, byte: int) -> bytes:
    return whole[:place] + bytes([byte]) + whole[place + 1 :]


@pytest.fixture
def kept(own_folders: Path) -> Path:
    """A file with a row of everything, and a backup of it."""
    settings = Settings()
    file = settings.data / "grappolo.sqlite"
    asyncio.run(fill(file, settings.keys))
    make_backup(file, vault_in(settings.keys), settings.backups, NOON)
    assert damage_at_start(file, was_used=True) == ""
    return file


@pytest.mark.parametrize(("harm", "said"), HARMS.values(), ids=HARMS)
def test_a_damaged_file_is_refused_with_what_to_do_and_left_as_it_is(kept: Path, harm: Harm, said: str) -> None:
    harm(kept)
    before = kept.read_bytes()
    with pytest.raises(StorageError) as refused:
        start()

    [backup] = backups_in(Settings().backups)
    assert str(refused.value).startswith(f"{kept} is damaged (")
    assert said in str(refused.value)
    assert str(refused.value).endswith(f"put the newest backup back: grappolo restore {backup}")
    assert kept.read_bytes() == before


def test_the_log_of_a_file_that_is_empty_or_gone_is_not_thrown_away(kept: Path) -> None:
    """SQLite would delete it, and it may be all that is left."""
    log = kept.with_name(f"{kept.name}-wal")
    log.write_bytes(b"what was written last")
    for harm in (lambda: kept.write_bytes(b""), kept.unlink):
        harm()
        with pytest.raises(StorageError, match="its write-ahead log is not"):
            start()

    assert log.read_bytes() == b"what was written last"


def test_without_a_backup_it_is_said_what_else_can_be_done(kept: Path) -> None:
    backups_in(Settings().backups)[0].unlink()
    kept.write_text("my diary\n" * 1000)

    with pytest.raises(StorageError, match=r"there is no backup in .*: put a copy of the file there, or move it away"):
        start()


def test_the_log_of_another_bot_is_not_written_into_the_file(kept: Path, tmp_path: Path) -> None:
    """It may hold all of that bot's database; what stands in the file itself is still ours."""
    log = asyncio.run(log_of_another(tmp_path / "other"))
    kept.with_name(f"{kept.name}-wal").write_bytes(log)
    before = kept.read_bytes()
    with pytest.raises(StorageError, match=r"(is damaged|is the key of another database).* grappolo restore "):
        start()

    assert kept.read_bytes() == before


def test_a_first_start_that_was_cut_short_is_no_damage(own_folders: Path) -> None:
    """The file may be there already, and nothing in it."""
    file = Settings().data / "grappolo.sqlite"
    file.parent.mkdir()
    file.touch()
    start()

    assert damage_in(file) == ""


def test_no_backup_is_made_of_damage(kept: Path) -> None:
    """It would take the place of a good one."""
    spoil(kept, "counts")
    with pytest.raises(StorageError, match="is damaged"):
        make_backup(kept, vault_in(Settings().keys), Settings().backups, NOON)


def test_what_is_replaced_stays_byte_for_byte(kept: Path) -> None:
    """Its log as well, whether or not the file is still there."""
    vault = vault_in(Settings().keys)
    backup = read_backup(backups_in(Settings().backups)[0], vault)
    log = kept.with_name(f"{kept.name}-wal")
    for content in (b"", b"my diary\n" * 1000, None):
        kept.unlink() if content is None else kept.write_bytes(content)
        log.write_bytes(b"what was written last")
        _, former = replace(kept, backup, vault)
        assert former
        assert former.with_name(f"{former.name}-wal").read_bytes() == b"what was written last"
        assert content is None or former.read_bytes() == content
        assert damage_at_start(kept, was_used=True) == ""
        for part in kept.parent.glob(f"{former.name}*"):
            part.unlink()

    assert len(asyncio.run(records_in(kept, Settings().keys))) == 2

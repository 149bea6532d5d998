"""Nothing on the disk says who asked or what, and what is forgotten is gone."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.storage.database import Database
from bot.storage.dialogues import SqlDialogues
from bot.storage.inbox import Arrived, Inbox
from bot.storage.questions import SqlQuestionLog
from bot.storage.tables import dialogues, erasures, metadata, records
from bot.storage.vault import Vault
from tests.bot.storage.examples import CANARY, NOON, a_choice, a_gap, a_memory

ALLOWED = {
    "records": "bot id at asker language text outcome gap guesses trace chosen closed_at",
    "counts": "bot day language operator entry field outcome number",
    "dialogues": "bot chat asker memory at",
    "languages": "bot asker language",
    "erasures": "bot mark at",
    "inbox": "id bot update_id lane question received_at body replies sent state attempt not_before lease lease_until "
    "incident reason",
    "roles": "bot asker role since contact",
    "outbox": "id bot asker purpose at letter state not_before lease lease_until reason",
    "blocked": "bot asker at",
    "alerts": "bot name since seen",
    "invitations": "bot mark role by until",
    "audit": "id bot at who what whom",
    "meta": "name value",
}


def _on_disk(file: Path) -> bytes:
    return b"".join(one.read_bytes() for one in file.parent.iterdir())


def test_no_column_is_kept_beyond_those_that_are_needed() -> None:
    """Whoever adds a column here has asked first whether it is needed, and for how long."""
    assert {name: " ".join(table.c.keys()) for name, table in metadata.tables.items()} == ALLOWED


def test_every_row_says_which_bot_it_belongs_to() -> None:
    assert [name for name, table in metadata.tables.items() if "bot" not in table.c] == ["meta"]


async def test_what_was_asked_cannot_be_read_on_the_disk(file: Path, database: Database, vault: Vault) -> None:
    await SqlQuestionLog(database, vault).add(a_gap(trace="canary: unexplained"))
    await SqlDialogues(database, vault).remember("vicenza", "chat", "3f1c", a_memory("canary"), NOON)

    written = _on_disk(file)

    assert b"3f1c" in written
    assert CANARY.encode() not in written
    assert b"canary" not in written


@pytest.mark.parametrize("length", [1, 10_000])
async def test_what_is_forgotten_is_nowhere_on_the_disk(
    file: Path, database: Database, vault: Vault, length: int
) -> None:
    log = SqlQuestionLog(database, vault)
    await log.add(a_choice(id="a-forgotten-id", text=CANARY * length))
    sealed: bytes = await database.read(lambda connection: connection.scalars(select(records.c.text)).one())
    await database.checkpoint()
    await log.close("vicenza", "a-forgotten-id", "esca", NOON)
    assert sealed[:28] in _on_disk(file)

    assert await log.forget(NOON + timedelta(seconds=1)) == 1

    left = _on_disk(file)
    assert not any(
        sealed[start : start + 16] in left for start in range(0, len(sealed) - 15, max(16, len(sealed) // 500))
    )
    assert b"a-forgotten-id" not in left


async def test_nothing_of_a_person_who_was_erased_is_on_the_disk(file: Path, database: Database, vault: Vault) -> None:
    """Not even the pseudonym, among many other people, and when all is erased in one transaction."""
    log, kept = SqlQuestionLog(database, vault), SqlDialogues(database, vault)
    asker = vault.pseudonym("vicenza", "12")
    for number in range(300):
        own = number % 7 == 0
        who = asker if own else vault.pseudonym("vicenza", f"other {number}")
        await log.add(a_choice(id=f"{'erased' if own else 'kept'}-{number}", asker=who, text=CANARY * (number % 50)))
        await kept.remember("vicenza", f"chat {number}", who, a_memory(), NOON)
        await kept.choose_language("vicenza", who, "sl")
    own_texts = select(records.c.text).where(records.c.asker == asker)
    sealed = await database.read(lambda connection: connection.scalars(own_texts).all())
    assert asker.encode() in _on_disk(file)

    async def erase() -> None:
        await log.forget_asker("vicenza", asker, NOON)
        await kept.forget_asker("vicenza", asker)

    await database.transaction(erase)

    left = _on_disk(file)
    assert asker.encode() not in left
    assert b"erased-" not in left
    assert len(sealed) == 43
    assert not any(one[:24] in left or one[-24:] in left for one in sealed)
    assert len(await log.records("vicenza")) == 300 - 43


async def test_an_erasure_leaves_a_mark_by_which_a_backup_can_be_erased_again(database: Database, vault: Vault) -> None:
    log, asker = SqlQuestionLog(database, vault), vault.pseudonym("vicenza", "12")
    await log.add(a_gap(asker=asker))
    for later in (timedelta(0), timedelta(days=1)):
        await log.forget_asker("vicenza", asker, NOON + later)

    marks = await database.read(lambda connection: connection.execute(select(erasures)).all())

    assert [tuple(one) for one in marks] == [("vicenza", vault.mark("vicenza", asker), NOON + timedelta(days=1))]
    assert asker not in vault.mark("vicenza", asker)
    assert vault.mark("vicenza", asker) != Vault({1: b"k" * 32}).mark("vicenza", asker)


async def test_conversations_that_are_over_are_deleted(database: Database, vault: Vault) -> None:
    kept = SqlDialogues(database, vault, minutes=10)
    await kept.remember("vicenza", "chat", "3f1c", a_memory(), NOON)
    await kept.remember("trento", "chat", "9b", a_memory(), NOON + timedelta(minutes=11))

    left = await database.read(lambda connection: connection.scalars(select(dialogues.c.bot)).all())

    assert left == ["trento"]


@pytest.mark.parametrize("memory", ["", "[]", '{"context": {"reading": {"operator": "divine"}}}', "half a memo"])
async def test_a_memory_that_cannot_be_understood_is_forgotten(database: Database, vault: Vault, memory: str) -> None:
    kept = SqlDialogues(database, vault)
    await kept.remember("vicenza", "chat", "3f1c", a_memory(), NOON)
    sealed = vault.seal(memory, "dialogues", "vicenza", "chat", "3f1c")
    await database.write(lambda connection: connection.execute(update(dialogues).values(memory=sealed)))

    assert await kept.recall("vicenza", "chat", "3f1c", NOON) is None


async def test_a_memory_of_another_key_is_forgotten(database: Database, vault: Vault) -> None:
    await SqlDialogues(database, Vault({1: b"k" * 32})).remember("vicenza", "chat", "3f1c", a_memory(), NOON)

    assert await SqlDialogues(database, vault).recall("vicenza", "chat", "3f1c", NOON) is None


async def test_a_text_put_into_another_record_is_not_shown_as_its_own(
    database: Database, vault: Vault, caplog: pytest.LogCaptureFixture
) -> None:
    log = SqlQuestionLog(database, vault)
    for record_id in ("r1", "r2", "r3"):
        await log.add(a_gap(id=record_id))
    swapped = select(records.c.text).where(records.c.id == "r1").scalar_subquery()
    await database.write(lambda c: c.execute(update(records).where(records.c.id == "r2").values(text=swapped)))

    assert [record.id for record in await log.records("vicenza")] == ["r1", "r3"]
    assert "The record r2 of vicenza cannot be read" in caplog.text


async def test_what_was_given_up_goes_with_who_is_erased(database: Database, vault: Vault) -> None:
    """It is kept for another try, and nobody may try it then; that of others stays."""
    kept, inbox = SqlDialogues(database, vault), Inbox(database, vault, "vicenza")
    await inbox.add([Arrived(1, "her chat", None, "hers"), Arrived(2, "his chat", None, "his")], NOON)
    for row in await inbox.claim(NOON, 9):
        await inbox.dropped(row, f"A{row.update_id}", "it rained")
    await kept.remember("vicenza", "her chat", "3f1c", a_memory(), NOON)
    await kept.forget_asker("vicenza", "3f1c")

    assert [(one.incident, one.is_kept) for one in await inbox.dead()] == [("A2", True), ("A1", False)]

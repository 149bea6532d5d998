"""Whoever asks sees what is stored about them and has it erased; nobody else's data are touched."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from handlers.commands import Privacy
from handlers.conversation import Conversation
from handlers.memory import MemoryDialogues, MemoryOutbox, MemoryQuestionLog, MemoryRoles, MemoryWatch
from handlers.promises import Posted
from handlers.turns import File, Reply, Turn
from knowledge.answering.snapshot import Snapshot
from knowledge.model.languages import LANGUAGES, Language

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)

UNKNOWN = "quanti unicorni blu ballano?"
AMBIGUOUS = "quando finisce?"
PEOPLE = ("anna", "bruno")
NOTHING = "Su di te non è conservato nulla."


@dataclass
class Town:
    """People who talk with the same bot; a minute passes with each turn."""

    base: Snapshot
    log: MemoryQuestionLog = field(default_factory=MemoryQuestionLog)
    dialogues: MemoryDialogues = field(default_factory=MemoryDialogues)
    roles: MemoryRoles = field(default_factory=MemoryRoles)
    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    now: datetime = NOW

    async def hears(
        self,
        text: str = "",
        tapped: str | None = None,
        *,
        asker: str = "anna",
        chat: str = "anna's chat",
        private: bool = True,
        language: Language = "it",
    ) -> Reply:
        self.now += timedelta(minutes=1)
        turn = Turn("bot", asker, chat, self.now, language, self.base, text, tapped, private)
        replies = await Conversation(self.log, self.dialogues, Privacy(), self.roles, self.outbox, MemoryWatch()).take(
            turn
        )
        return replies[0]

    async def data_of(self, asker: str) -> dict[str, Any]:
        """What the file says; nothing if there is none."""
        reply = await self.hears("/mydata", asker=asker)
        return json.loads(reply.content) if isinstance(reply, File) else {}


@pytest.fixture
async def town(base: Snapshot) -> Town:
    """Anna and Bruno have asked and chosen."""
    town = Town(base)
    for asker in PEOPLE:
        await town.hears("/language it", asker=asker)
        await town.hears(f"dove balla {asker} Pincopallo?", asker=asker, chat=f"{asker}'s chat")
        await town.hears(AMBIGUOUS, asker=asker, chat="group", private=False)
    return town


async def test_all_that_is_stored_comes_in_a_file_of_json(town: Town) -> None:
    reply = await town.hears("/mydata")

    assert isinstance(reply, File)
    assert (reply.name, reply.media_type) == ("mydata.json", "application/json")
    assert "/forgetme" in reply.plain
    found = json.loads(reply.content)
    first, second = found["records"]
    chat, group = found["conversations"]
    assert (found["bot"], found["pseudonym"], found["language"]) == ("bot", "anna", "it")
    assert datetime.fromisoformat(found["at"]) == town.now
    assert (first["text"], first["outcome"]) == ("dove balla anna Pincopallo?", "gap")
    assert first["trace"]
    assert datetime.fromisoformat(first["at"]) == NOW + timedelta(minutes=2)
    assert (second["text"], second["outcome"]) == (AMBIGUOUS, "choice")
    assert [guess["id"] for guess in second["guesses"]]
    assert (chat["chat"], group["chat"]) == ("anna's chat", "group")
    assert group["memory"]["record"] == second["id"]


async def test_every_field_of_a_record_is_in_the_file(town: Town) -> None:
    [record, *_] = await town.log.of_asker("bot", "anna")

    [shown, *_] = (await town.data_of("anna"))["records"]

    assert list(shown) == list(record.__dataclass_fields__)


async def test_letters_to_a_person_are_theirs_to_see_and_to_erase(town: Town) -> None:
    """Those to others are not."""
    letters = [Posted(number, asker, "reminder", NOW, "ready", f"for {asker}") for number, asker in enumerate(PEOPLE)]
    town.outbox = MemoryOutbox(*(("bot", letter) for letter in letters))

    assert [one["letter"] for one in (await town.data_of("anna"))["letters"]] == ["for anna"]
    question = await town.hears("/forgetme")
    await town.hears(tapped=question.buttons[0].data)
    assert await town.outbox.of_asker("bot", "anna") == []
    assert [one["letter"] for one in (await town.data_of("bruno"))["letters"]] == ["for bruno"]


async def test_nothing_of_anybody_else_is_in_the_file(town: Town) -> None:
    assert "bruno" in json.dumps(await town.data_of("bruno"))
    assert "bruno" not in json.dumps(await town.data_of("anna"))


async def test_who_helped_to_run_the_bot_sees_their_part_in_it_and_has_it_erased(town: Town) -> None:
    """Also when the role is gone; who gave and took it is not theirs to see."""
    code = await town.roles.invite("bot", "staff", "bruno", town.now)
    await town.hears(f"/start {code}", asker="carla")
    assert (await town.data_of("carla"))["role"] == "staff"
    await town.roles.revoke("bot", "carla", "bruno", town.now)
    found = await town.data_of("carla")

    assert found["role"] is None
    assert [(deed["who"], deed["what"], deed["whom"]) for deed in found["deeds"]] == [
        ("carla", "became staff by", "somebody else"),
        ("somebody else", "took staff from", "carla"),
    ]
    yes = (await town.hears("/forgetme", asker="carla")).buttons[0]
    await town.hears(tapped=yes.data, asker="carla")
    assert await town.data_of("carla") == {}


async def test_a_text_that_no_file_can_hold_is_there_as_well(town: Town) -> None:
    await town.hears("chi è \ud83c \N{GRAPES} Pincopallo?", asker="carla")

    reply = await town.hears("/mydata", asker="carla")

    assert isinstance(reply, File)
    assert "\\ud83c \N{GRAPES}" in reply.content.decode()
    assert "\ud83c \N{GRAPES}" in json.loads(reply.content)["records"][0]["text"]


async def test_who_has_nothing_stored_is_told_so(town: Town) -> None:
    for command in ("/mydata", "/forgetme"):
        reply = await town.hears(command, asker="nobody")
        assert (reply.plain, reply.buttons) == (NOTHING, ())


async def test_in_a_group_nothing_is_shown(town: Town) -> None:
    reply = await town.hears("/mydata", chat="group", private=False)

    assert not isinstance(reply, File)
    assert "chat privata" in reply.plain


async def test_what_will_be_erased_is_said_and_nothing_is_erased_before_it_is_confirmed(town: Town) -> None:
    reply = await town.hears("/forgetme")

    assert [button.title for button in reply.buttons] == ["Sì, cancella", "No, conserva"]
    assert "La lingua che hai scelto." in reply.plain
    assert "/mydata" in reply.plain
    assert (await town.data_of("anna"))["records"]


@pytest.mark.parametrize("said", ["tapped", "1", "1.", "sì,  CANCELLA"])
async def test_all_is_erased_once_it_is_confirmed(town: Town, said: str) -> None:
    counts = await town.log.counts("bot")
    yes = (await town.hears("/forgetme")).buttons[0]
    reply = await (town.hears(tapped=yes.data) if said == "tapped" else town.hears(said))

    assert reply.plain == "Tutto ciò che era conservato su di te è stato cancellato."
    assert await town.data_of("anna") == {}
    assert (await town.hears("/forgetme")).plain == NOTHING
    assert await town.log.counts("bot") == counts


async def test_others_keep_what_is_stored_about_them(town: Town) -> None:
    before = await town.data_of("bruno")
    yes = (await town.hears("/forgetme")).buttons[0]
    await town.hears(tapped=yes.data)

    after = await town.data_of("bruno")
    assert after | {"at": ""} == before | {"at": ""}


@pytest.mark.parametrize("said", ["tapped", "2", "no, conserva"])
async def test_who_does_not_confirm_keeps_everything(town: Town, said: str) -> None:
    no = (await town.hears("/forgetme")).buttons[1]
    reply = await (town.hears(tapped=no.data) if said == "tapped" else town.hears(said))

    assert reply.plain == "Non è stato cancellato nulla."
    assert len((await town.data_of("anna"))["records"]) == 2


async def test_the_conversation_goes_on_where_it_was_when_nothing_is_erased(town: Town) -> None:
    await town.hears("qual è il budget di S3-4AlpClusters?")
    await town.hears("/forgetme")
    await town.hears("2")

    assert (await town.hears("e quando finisce?")).plain.startswith("30 aprile 2019")


async def test_another_person_cannot_use_the_button(town: Town) -> None:
    yes = (await town.hears("/forgetme", chat="group", private=False)).buttons[0]
    reply = await town.hears(tapped=yes.data, asker="bruno", chat="group", private=False)

    assert "non è stato cancellato nulla" in reply.plain
    assert await town.data_of("anna")
    assert await town.data_of("bruno")


async def test_a_button_serves_once(town: Town) -> None:
    yes = (await town.hears("/forgetme")).buttons[0]
    await town.hears(tapped=yes.data)
    await town.hears(UNKNOWN)
    await town.hears(tapped=yes.data)

    assert len((await town.data_of("anna"))["records"]) == 1


@pytest.mark.parametrize("meanwhile", ["time", "another question", "another /forgetme"])
async def test_a_button_that_is_too_old_erases_nothing(town: Town, meanwhile: str) -> None:
    yes = (await town.hears("/forgetme")).buttons[0]
    if meanwhile == "time":
        town.now += timedelta(minutes=20)
    else:
        await town.hears("ciao" if meanwhile == "another question" else "/forgetme")
    reply = await town.hears(tapped=yes.data)

    assert "/forgetme" in reply.plain
    assert await town.data_of("anna")


@pytest.mark.parametrize("data", ["erase::yes", "erase:0123456789abcdef:yes", "erase:x:perhaps", "erase:x"])
async def test_a_button_that_was_made_up_erases_nothing(town: Town, data: str) -> None:
    await town.hears("/forgetme")
    await town.hears(tapped=data)

    assert await town.data_of("anna")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_both_are_said_in_every_language(base: Snapshot, language: Language) -> None:
    town = Town(base)
    await town.hears("/language", language=language)
    await town.hears(f"/language {language}")
    shown, offer = await town.hears("/mydata"), await town.hears("/forgetme")

    assert isinstance(shown, File)
    assert len(offer.plain.splitlines()) == 9
    # A button is no longer than a line of a telephone, and its data fit into the 64 bytes of any channel.
    assert all(len(button.title) < 20 and len(button.data.encode()) <= 64 for button in offer.buttons)
    assert (await town.hears(offer.buttons[0].title)).plain
    assert await town.data_of("anna") == {}

"""Whole conversations with the base that Grappolo brings."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from handlers.commands import COMMANDS, Privacy
from handlers.conversation import Conversation
from handlers.memory import MemoryDialogues, MemoryOutbox, MemoryQuestionLog, MemoryRoles, MemoryWatch
from handlers.promises import Count, Record
from handlers.replies.courtesies import examples
from handlers.replies.replies import reply_to
from handlers.replies.teller import Teller
from handlers.texts.texts import Texts
from handlers.turns import Bold, Reply, Turn
from knowledge.answering.outcomes import Answer
from knowledge.answering.snapshot import Snapshot
from knowledge.model.languages import LANGUAGES, Language

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


@dataclass
class Chat:
    """A member who talks with Grappolo; a minute passes with each turn."""

    base: Snapshot
    asker: str = "member"
    language: Language = "it"
    log: MemoryQuestionLog = field(default_factory=MemoryQuestionLog)
    dialogues: MemoryDialogues = field(default_factory=MemoryDialogues)
    now: datetime = NOW

    async def takes(self, text: str = "", tapped: str | None = None) -> list[Reply]:
        self.now += timedelta(minutes=1)
        turn = Turn("bot", self.asker, "chat", self.now, self.language, self.base, text, tapped)
        privacy = Privacy(retention_days=30, remember_minutes=5)
        return await Conversation(self.log, self.dialogues, privacy, MemoryRoles(), MemoryOutbox(), MemoryWatch()).take(
            turn
        )

    async def says(self, text: str) -> str:
        return "\n\n".join(reply.plain for reply in await self.takes(text)).replace("\xa0", " ")

    async def taps(self, data: str) -> str:
        return "\n\n".join(reply.plain for reply in await self.takes(tapped=data)).replace("\xa0", " ")

    async def is_offered(self, text: str) -> Reply:
        """Say something that leads to a choice."""
        (reply,) = await self.takes(text)
        assert reply.buttons, reply.plain
        return reply

    async def records(self) -> list[Record]:
        return list(await self.log.records("bot"))

    async def counts(self) -> list[Count]:
        return [count for count, _ in await self.log.counts("bot")]


@pytest.fixture
def chat(base: Snapshot) -> Chat:
    return Chat(base)


AMBIGUOUS = "quando finisce?"
"""Several entries could be meant."""


async def test_a_question_is_answered_and_counted_without_its_text(chat: Chat) -> None:
    reply = await chat.says("qual è il budget di S3-4AlpClusters?")

    assert reply.startswith("2.521.964 €\n")
    assert await chat.records() == []
    assert await chat.counts() == [Count("bot", NOW.date(), "it", "attribute", "s3-4alpclusters", "budget", "answer")]


async def test_the_value_stands_out(chat: Chat) -> None:
    (reply,) = await chat.takes("qual è il budget di S3-4AlpClusters?")

    assert isinstance(reply.pieces[0], Bold)


async def test_a_follow_up_keeps_the_subject_and_says_so(chat: Chat) -> None:
    await chat.says("qual è il budget di S3-4AlpClusters?")
    reply = await chat.says("e quando finisce?")

    assert reply.startswith("30 aprile 2019\n")
    assert "(dalla conversazione: " in reply
    assert "S3-4AlpClusters)" in reply


async def test_a_follow_up_is_forgotten_after_some_minutes(chat: Chat) -> None:
    await chat.says("qual è il budget di S3-4AlpClusters?")
    chat.now += timedelta(minutes=20)

    assert "30 aprile 2019" not in await chat.says("e quando finisce?")


async def test_two_members_of_one_chat_do_not_share_what_is_remembered(chat: Chat) -> None:
    await chat.says("qual è il budget di S3-4AlpClusters?")
    chat.asker = "another"

    assert "30 aprile 2019" not in await chat.says("e quando finisce?")


async def test_a_gap_is_admitted_and_recorded_with_its_trace(chat: Chat) -> None:
    reply = await chat.says("qual è il budget del progetto AlpGov2?")

    (record,) = await chat.records()
    assert "AlpGov2" in reply
    assert "Ho annotato la domanda" in reply
    assert (record.text, record.outcome, record.gap) == (
        "qual è il budget del progetto AlpGov2?",
        "gap",
        "unknown_subject",
    )
    assert record.trace
    assert await chat.counts() == []


UNTOLD = "quanti anni ha Sauro Vicini?"
"""Somebody is known of whom the base does not say that."""


async def test_what_is_known_instead_can_be_tapped_one_after_the_other(chat: Chat) -> None:
    offer = await chat.is_offered(UNTOLD)
    role, opinion = offer.buttons
    told = await chat.taps(role.data), await chat.taps(opinion.data)

    (record,) = await chat.records()
    assert f"{role.title} e {opinion.title}" in offer.plain
    assert told[0].startswith("Clust-ER Health (manager)\n")
    assert "riconoscimento" in told[1]
    assert (record.outcome, record.chosen, record.open_gap(chat.now)) == ("gap", None, "missing_field")
    assert [count.field for count in await chat.counts()] == ["roles", "statement"]


async def test_what_is_known_instead_can_be_typed_and_nothing_was_asked_back(chat: Chat) -> None:
    await chat.is_offered(UNTOLD)
    assert (await chat.says("1")).startswith("Clust-ER Health (manager)\n")
    assert (await chat.says("RUOLO")).startswith("Clust-ER Health (manager)\n")

    for said in ("no", "sì", "9", "3"):
        assert "Ho annotato" in await chat.says(said), said
        await chat.is_offered(UNTOLD)


async def test_a_choice_goes_before_what_is_only_offered(chat: Chat) -> None:
    """Of two questions in one message, what was asked back is what a number means."""
    first, second = await chat.takes(f"{UNTOLD} E {AMBIGUOUS}")
    assert first.buttons
    assert second.buttons
    assert "non è più aperta" in await chat.taps(first.buttons[0].data)


async def test_a_turn_that_is_taken_twice_is_recorded_once(chat: Chat) -> None:
    await chat.says("qual è il budget del progetto AlpGov2?")
    chat.now -= timedelta(minutes=1)
    await chat.says("qual è il budget del progetto AlpGov2?")

    assert len(await chat.records()) == 1


async def test_a_choice_is_recorded_and_closed_by_a_tap(chat: Chat) -> None:
    offer = await chat.is_offered(AMBIGUOUS)
    (offered,) = await chat.records()
    reply = await chat.taps(offer.buttons[0].data)

    (closed,) = await chat.records()
    assert (offered.outcome, offered.chosen) == ("choice", None)
    assert closed.chosen == closed.guesses[0].id
    assert closed.open_gap(NOW + timedelta(days=1)) is None
    assert reply
    assert [count.outcome for count in await chat.counts()] == ["choice"]


@pytest.mark.parametrize("written", ["number", "title", "TITLE"])
async def test_a_choice_can_be_typed(chat: Chat, written: str) -> None:
    offer = await chat.is_offered(AMBIGUOUS)
    title = offer.buttons[0].title
    await chat.says({"number": "1", "title": title, "TITLE": title.upper()}[written])

    (closed,) = await chat.records()
    assert closed.chosen == closed.guesses[0].id


async def test_what_was_chosen_can_be_asked_on(chat: Chat) -> None:
    await chat.is_offered(AMBIGUOUS)
    await chat.says("S3-4AlpClusters · fine")

    assert (await chat.says("e il budget?")).startswith("2.521.964 €\n")


@pytest.mark.parametrize("written", ["tapped", "number", "title"])
async def test_none_of_these_leaves_a_gap_for_the_staff(chat: Chat, written: str) -> None:
    offer = await chat.is_offered(AMBIGUOUS)
    none = offer.buttons[-1]
    if written == "tapped":
        reply = await chat.taps(none.data)
    else:
        reply = await chat.says(str(len(offer.buttons)) if written == "number" else none.title)

    (closed,) = await chat.records()
    assert closed.chosen == ""
    assert closed.open_gap(chat.now) == "not_understood"
    assert "staff" in reply


async def test_a_new_question_goes_on_without_the_choice(chat: Chat) -> None:
    offer = await chat.is_offered(AMBIGUOUS)
    reply = await chat.says("qual è il budget di S3-4AlpClusters?")

    assert reply.startswith("2.521.964 €")
    assert "non è più aperta" in await chat.taps(offer.buttons[0].data)


async def test_a_choice_is_answered_in_the_language_it_was_offered_in(base: Snapshot) -> None:
    chat = Chat(base, language="it")
    offer = await chat.is_offered("when does it end?")
    reply = await chat.says("2")

    assert offer.buttons[-1].title == "None of these"
    assert reply.startswith("April 30, 2019\n")


async def test_after_a_choice_the_next_question_is_answered_in_its_own_language(base: Snapshot) -> None:
    chat = Chat(base, language="en")
    await chat.is_offered("when does it end?")
    await chat.says("2")

    assert (await chat.says("e qual è il budget del progetto?")).startswith("2.521.964 €\n")


@pytest.mark.parametrize("data", ["choice:nothing:1", "choice:nothing:99", "pizza", ""])
async def test_a_button_that_leads_nowhere_says_so(chat: Chat, data: str) -> None:
    assert await chat.taps(data) == "Questa scelta non è più aperta. Per favore, ripeti la domanda."


async def test_two_questions_get_two_replies(chat: Chat) -> None:
    replies = await chat.takes("Qual è il budget di S3-4AlpClusters? E quando finisce?")

    assert [reply.plain.splitlines()[0] for reply in replies] == ["2.521.964\xa0€", "30 aprile 2019"]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_an_empty_message_gets_a_hint(chat: Chat, text: str) -> None:
    reply = await chat.says(text)

    assert reply.startswith("Scrivimi una domanda")
    assert "/help" in reply


@pytest.mark.parametrize("text", ["ciao", "grazie", "arrivederci", "chi sei?"])
async def test_courtesy_is_answered(chat: Chat, text: str) -> None:
    assert await chat.says(text)
    assert [count.operator for count in await chat.counts()] == ["courtesy"]
    assert await chat.records() == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", COMMANDS)
async def test_every_command_answers_in_every_language(base: Snapshot, name: str, language: Language) -> None:
    chat = Chat(base, language=language)
    reply = await chat.says(f"/{name}")

    assert reply
    assert await chat.says(f"/{name.upper()}@grappolo_bot") == reply


async def test_the_help_lists_every_command(chat: Chat) -> None:
    reply = await chat.says("/help")

    assert [f"/{name}" in reply for name in COMMANDS] == [True] * len(COMMANDS)


async def test_of_a_name_without_end_only_the_beginning_is_said_back(chat: Chat) -> None:
    said = await chat.says("qual è il budget del progetto " + 1000 * "zor" + "?")

    assert f"Non conosco «{26 * 'zor'}zo…»." in said


async def test_an_unknown_command_says_so(chat: Chat) -> None:
    reply = await chat.says("/pizza")

    assert reply.startswith("Non conosco il comando /pizza.")
    assert "/help" in reply


async def test_privacy_tells_what_the_settings_say(chat: Chat) -> None:
    reply = await chat.says("/privacy")

    assert "Dopo 30 giorni" in reply
    assert "per 5 minuti" in reply
    assert "/mydata" in reply
    assert "/forgetme" in reply


async def test_a_language_is_chosen_by_a_button_and_kept(chat: Chat) -> None:
    (offer,) = await chat.takes("/language")
    titles = {button.title: button.data for button in offer.buttons}

    assert list(titles) == ["Italiano", "English", "Deutsch", "Français", "Slovenščina"]
    assert (await chat.taps(titles["Slovenščina"])).startswith("Odslej govorim slovensko")
    assert (await chat.says("/help")).startswith("Vprašajte")


async def test_a_language_can_be_written_behind_the_command(chat: Chat) -> None:
    assert (await chat.says("/language de")).startswith("Ab jetzt spreche ich Deutsch")
    assert (await chat.says("/language klingon")).startswith("Welche Sprache")


async def test_the_answer_is_in_the_language_of_the_question(chat: Chat) -> None:
    reply = await chat.says("What is the budget of S3-4AlpClusters?")

    assert reply.startswith("€2,521,964\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_questions_shown_as_examples_have_answers(base: Snapshot, language: Language) -> None:
    questions = list(examples(Teller(Texts(language), base)))
    outcomes = [base.ask(question, language=language, today=NOW.date()).parts[0].outcome for question in questions]

    assert len(questions) == 3
    assert [type(outcome) for outcome in outcomes] == [Answer] * 3
    assert "Medical Valley EMN" in reply_to(outcomes[2], Texts(language), base).plain

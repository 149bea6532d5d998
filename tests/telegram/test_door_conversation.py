"""A conversation on Telegram, as the people see it."""

import shutil
import time
from functools import partial
from pathlib import Path

from bot.heartbeat import HEARTBEAT
from knowledge.loading.starter import STARTER
from tests.telegram.door import Running, bot_at_work, settings_for
from tests.telegram_server import TelegramServer

BUDGET = "qual è il budget di S3-4AlpClusters?"
CHOICE = "Qual è il budget annuale di S3-4AlpClusters?"


async def test_two_people_are_answered_in_their_languages(grappolo: Running) -> None:
    """Each talk is one of its own, follow-ups too."""
    anna, ben = grappolo.telegram.user("Anna", "it"), grappolo.telegram.user("Ben", "en-GB")

    assert "Ti do il benvenuto!" in (await grappolo.ask(anna, "/start")).text
    assert "Welcome!" in (await grappolo.ask(ben, "/start")).text
    assert "2.521.964" in (await grappolo.ask(anna, BUDGET)).text
    assert "€2,521,964" in (await grappolo.ask(ben, "what is the budget of S3-4AlpClusters?")).text
    assert "30 aprile 2019" in (await grappolo.ask(anna, "e quando finisce?")).text


async def test_the_heart_beats_while_the_bot_is_at_work(grappolo: Running) -> None:
    """Whoever watches the file sees a bot that hangs; one that was stopped has none."""
    heartbeat = grappolo.app.settings.data / HEARTBEAT
    await grappolo.ask(grappolo.telegram.user(), "/start")

    assert heartbeat.exists()
    await grappolo.stop()
    assert not heartbeat.exists()


async def test_an_answer_has_its_weight_and_its_links_and_no_preview(grappolo: Running) -> None:
    """The value is bold, the source is a link, and nothing is shown of the page behind it."""
    anna = grappolo.telegram.user()

    reply = await grappolo.ask(anna, BUDGET)

    kinds = {entity["type"] for entity in reply.entities}
    assert {"bold", "text_link"} <= kinds
    [call] = grappolo.telegram.calls_of("sendMessage")
    assert call.parameters.json("link_preview_options", "") == {"is_disabled": True}


async def test_a_choice_is_made_by_a_button_and_the_message_becomes_the_answer(grappolo: Running) -> None:
    """The tap is answered first, the buttons vanish."""
    anna = grappolo.telegram.user()
    reply = await grappolo.ask(anna, CHOICE)
    assert reply.labels[-1] == "Nessuna di queste"

    click = grappolo.telegram.click(anna, reply, reply.labels[0])
    await grappolo.telegram.until(lambda: not reply.buttons)

    assert click.answer is not None
    assert reply.edited
    methods = [call.method for call in grappolo.telegram.calls if call.method not in ("getUpdates", "getMe")]
    assert methods == ["sendMessage", "answerCallbackQuery", "editMessageText"]
    assert [record.chosen for record in await grappolo.records()] == ["s3-4alpclusters"]


async def test_none_of_these_is_a_choice_too(grappolo: Running) -> None:
    """It is recorded for the staff."""
    anna = grappolo.telegram.user()
    reply = await grappolo.ask(anna, CHOICE)

    grappolo.telegram.click(anna, reply, "Nessuna di queste")
    await grappolo.telegram.until(lambda: not reply.buttons)

    assert [record.chosen for record in await grappolo.records()] == [""]


async def test_a_language_is_chosen_by_a_button(grappolo: Running) -> None:
    """From then on it is spoken."""
    anna = grappolo.telegram.user()
    reply = await grappolo.ask(anna, "/language")

    grappolo.telegram.click(anna, reply, "Deutsch")
    await grappolo.telegram.until(lambda: reply.edited)

    assert "Willkommen!" in (await grappolo.ask(anna, "/start")).text


async def test_a_message_without_a_number_cannot_be_changed(grappolo: Running) -> None:
    """Telegram may send a message later, and has none for it until then."""
    anna = grappolo.telegram.user()
    reply = await grappolo.ask(anna, "/language")
    reply.id = 0

    click = grappolo.telegram.click(anna, reply, "Deutsch")
    await grappolo.telegram.until(lambda: click.answer is not None)

    assert grappolo.telegram.calls_of("editMessageText") == []


async def test_buttons_that_are_made_up_or_no_longer_open_change_nothing(grappolo: Running) -> None:
    """Who taps is told so, and the message stays."""
    anna = grappolo.telegram.user()
    reply = await grappolo.ask(anna, CHOICE)
    await grappolo.ask(anna, BUDGET)

    for data, forged in (("choice:0123456789abcdef:1", True), ("pizza", True), (reply.labels[0], False)):
        click = grappolo.telegram.click(anna, reply, data, forged=forged)
        await grappolo.telegram.until(partial(getattr, click, "answer"))
        answer = click.answer or {}
        assert "non è più aperta" in answer["text"]
        assert answer["show_alert"]

    assert reply.buttons
    assert [record.chosen for record in await grappolo.records()] == [None]


async def test_somebody_elses_choice_cannot_be_made(grappolo: Running) -> None:
    """In a group the message shows whose question it answers."""
    anna, ben = grappolo.telegram.user(), grappolo.telegram.user("Ben", "en")
    group = grappolo.telegram.group("Clusters", anna, ben)
    grappolo.telegram.bot.privacy = False
    reply = await grappolo.ask(anna, f"@grappolo_bot {CHOICE}", group)

    click = grappolo.telegram.click(ben, reply, reply.labels[0])
    answer = await grappolo.telegram.until(lambda: click.answer) or {}
    assert answer["text"] == "Only the person who asked can choose here."
    assert reply.buttons

    grappolo.telegram.click(anna, reply, reply.labels[0])
    await grappolo.telegram.until(lambda: not reply.buttons)


async def test_a_group_is_answered_only_when_it_asks_the_bot(grappolo: Running) -> None:
    """Commands, its name and replies to it; the rest is neither answered nor kept."""
    telegram = grappolo.telegram
    anna, other = telegram.user(), telegram.world.add_bot("Other", "other_bot")
    group = telegram.group("Clusters", anna, bots=(telegram.bot, other))
    telegram.bot.privacy = False
    for chatter in ("ciao a tutti", BUDGET, "/help@other_bot", "/ban", "say /help", "mail to x@grappolo_bot"):
        telegram.message(anna, group, chatter)
    reply = await grappolo.ask(anna, f"@Grappolo_Bot {BUDGET}", group)
    asked = telegram.message(anna, group, "e quando finisce?", reply_to=reply)
    follow_up = await telegram.reply(asked)
    command = await grappolo.ask(anna, "/help@grappolo_bot", group)

    assert "2.521.964" in reply.text
    assert reply.reply_to is not None
    assert reply.reply_to.text.startswith("@Grappolo_Bot")
    assert "30 aprile 2019" in follow_up.text
    assert follow_up.reply_to is asked
    assert "/privacy" in command.text
    assert len(group.said()) == 3
    assert len(await grappolo.rows()) == 3
    other.updates.drop()


async def test_each_thread_of_a_forum_is_a_talk_of_its_own(grappolo: Running) -> None:
    """The answer is where the question is, and what was talked about stays there."""
    telegram = grappolo.telegram
    anna = telegram.user()
    forum = telegram.group("Forum", anna, forum=True)
    telegram.bot.privacy = False
    projects, events = telegram.thread(forum, "Projects"), telegram.thread(forum, "Events")

    reply = await grappolo.ask(anna, f"@grappolo_bot {BUDGET}", forum, thread=projects)
    elsewhere = await grappolo.ask(anna, "@grappolo_bot e quando finisce?", forum, thread=events)

    assert (reply.thread, elsewhere.thread) == (projects, events)
    assert "2.521.964" in reply.text
    assert "30 aprile 2019" not in elsewhere.text


async def test_who_edits_a_question_gets_the_answer_edited(grappolo: Running) -> None:
    """In the place of the first one; an edit that comes late is none of our business."""
    telegram = grappolo.telegram
    anna = telegram.user()
    question = telegram.message(anna, telegram.private(anna), BUDGET)
    reply = await telegram.reply(question)

    telegram.edit(anna, question, "quando finisce S3-4AlpClusters?")
    await telegram.until(lambda: "30 aprile 2019" in reply.text)
    telegram.edit(anna, question, BUDGET)
    await telegram.until(lambda: "2.521.964" in reply.text)
    await grappolo.idle()
    telegram.clock.advance(180)
    telegram.edit(anna, question, "quando finisce S3-4AlpClusters?")
    await grappolo.ask(anna, "/help")

    assert "2.521.964" in reply.text
    assert len(telegram.private(anna).said()) == 2


async def test_who_deletes_the_answer_and_edits_the_question_gets_a_new_one(grappolo: Running) -> None:
    """What cannot be edited is sent."""
    telegram = grappolo.telegram
    anna = telegram.user()
    chat = telegram.private(anna)
    question = telegram.message(anna, chat, BUDGET)
    reply = await telegram.reply(question)
    await grappolo.idle()
    del chat.messages[reply.id]

    telegram.edit(anna, question, "quando finisce S3-4AlpClusters?")

    assert "30 aprile 2019" in (await telegram.said(chat))[0].text


async def test_what_is_no_text_gets_a_hint(grappolo: Running) -> None:
    """A caption is a text."""
    telegram = grappolo.telegram
    anna = telegram.user()
    chat = telegram.private(anna)

    hint = await telegram.reply(telegram.photo(anna, chat, b"jpeg"))
    answer = await telegram.reply(telegram.photo(anna, chat, b"jpeg", BUDGET))

    assert "Scrivimi una domanda" in hint.text
    assert "2.521.964" in answer.text


async def test_a_long_answer_comes_in_several_messages(own_folders: Path, telegram_server: TelegramServer) -> None:
    """Each as long as Telegram allows, cut at line ends."""
    shutil.copytree(STARTER, own_folders / "base")
    lines = "\n".join(f"    riga {number} 🍇 {'x' * 80}" for number in range(100))
    topic = f"""\
id: grapes
name: Uva
samples:
  en: [how do you grow wine?]
  it: [come si coltiva la vite?]
answer:
  en: Patiently.
  it: |
{lines}
"""
    (own_folders / "base" / "topics" / "grapes.yaml").write_text(topic, encoding="utf-8")
    settings = settings_for(telegram_server, knowledge=own_folders / "base")
    async with bot_at_work(telegram_server, settings) as grappolo:
        anna = telegram_server.user()
        telegram_server.message(anna, telegram_server.private(anna), "come si coltiva la vite?")
        said = await telegram_server.said(telegram_server.private(anna), 3)

    assert [len(message.text) <= 4096 for message in said] == [True] * 3
    assert [message.text.splitlines()[0].split()[:2] for message in said[1:]] == [["riga", "45"], ["riga", "90"]]
    assert grappolo.serving.result() == 0


async def test_an_answer_that_comes_late_says_so(own_folders: Path) -> None:
    """A question that waited while the bot was away."""
    async with TelegramServer(start=time.time() - 300) as telegram:
        anna = telegram.user("Anna", "en")
        question = telegram.message(anna, telegram.private(anna), "what is the budget of S3-4AlpClusters?")
        async with bot_at_work(telegram):
            reply = await telegram.reply(question)
    assert telegram.problems == []

    assert reply.text.startswith("I am sorry that I answer only now")
    assert "€2,521,964" in reply.text


async def test_what_is_stored_comes_as_a_file_and_is_erased_by_a_button(grappolo: Running) -> None:
    """The file is sent to who asks, in private alone."""
    telegram = grappolo.telegram
    anna = telegram.user("Anna", "en")
    group = telegram.group("Clusters", anna)
    await grappolo.ask(anna, "how many blue unicorns dance?")

    file = await grappolo.ask(anna, "/mydata")
    in_public = await grappolo.ask(anna, "/mydata", group)
    question = await grappolo.ask(anna, "/forgetme")
    telegram.click(anna, question, question.labels[0])
    await telegram.until(lambda: question.edited)

    assert file.document is not None
    assert file.document.name == "mydata.json"
    assert b"blue unicorns" in file.document.data
    assert in_public.document is None
    assert await grappolo.records() == []

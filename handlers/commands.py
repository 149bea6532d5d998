"""The commands: one table that drives what is done and what the help lists."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from handlers.replies.courtesies import for_example, introduction
from handlers.replies.layout import Line, bullet, plain, under_each_other
from handlers.replies.teller import Teller
from handlers.taps import Spoken
from handlers.texts.catalogues import message
from handlers.texts.texts import own_name
from handlers.turns import Bold, Button, Say
from knowledge.model.languages import LANGUAGES


@dataclass(frozen=True, slots=True)
class Privacy:
    """What the settings say about keeping: shown by /privacy."""

    retention_days: int = 90
    remember_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Command:
    """What one can write after a slash."""

    name: str
    summary: str
    """A message: what it does, in a few words."""
    reply: Callable[[Teller, Privacy], Say] | None = None
    """None: it depends on what is stored about who writes it."""


def start(teller: Teller, _: Privacy) -> Say:
    """The first words."""
    say = teller.texts.say
    lines = [
        (Bold(say("Welcome!")),),
        *introduction(teller),
        *for_example(teller),
        plain(say("Everything I can do: {command}", command="/help")),
        plain(say("What is stored: {command}", command="/privacy")),
    ]
    return Say(under_each_other(lines))


def help(teller: Teller, _: Privacy) -> Say:
    """How to ask, and every command."""
    say = teller.texts.say
    lines = [
        plain(say("Ask in your own words, in the language you like.")),
        *for_example(teller),
        plain(say("Afterwards you can go on briefly: “{question}”", question=say("And the budget?"))),
        *list_of_commands(teller),
    ]
    return Say(under_each_other(lines))


def language(teller: Teller, _: Privacy) -> Say:
    """The languages, each under its own name."""
    buttons = tuple(Button(own_name(language), Spoken(language).data) for language in LANGUAGES)
    return Say(plain(teller.texts.say("Which language shall I speak?")), buttons)


def privacy(teller: Teller, kept: Privacy) -> Say:
    """What is stored, for how long, and what is not."""
    say, plural = teller.texts.say, teller.texts.plural
    asked = say(
        "Questions that I could not answer at once: the text, encrypted; the language, the time and a pseudonym. "
        "The staff read them to complete the data."
    )
    days = plural("They are deleted after {number} day.", "They are deleted after {number} days.", kept.retention_days)
    remembered = plural(
        "What we are talking about, for {number} minute, so that you can ask on.",
        "What we are talking about, for {number} minutes, so that you can ask on.",
        kept.remember_minutes,
    )
    counted = say(
        "Of answered questions only their number, by day, language and subject: neither their text nor who asked."
    )
    chosen = say("The language that you have chosen, with your pseudonym.")
    failed = say("What I could not answer for a fault of mine: the text, encrypted, for a day at most.")
    sent = say("What I send you by myself: encrypted until it is sent, then for 90 days only that it was.")
    role = say(
        "Of who helps to run this bot: the role, where I reach them, encrypted, and what was done with the role."
    )
    mark = say("After an erasure: a mark without your pseudonym, so that no old backup brings anything back.")
    lines: list[Line] = [
        (Bold(say("What is stored")),),
        *(bullet(plain(line)) for line in (f"{asked} {days}", failed, counted, remembered, chosen, sent, role, mark)),
        plain(say("Your name is never stored. Please do not write personal data in your questions.")),
        plain(say("See what is stored about you: {command}", command="/mydata")),
        plain(say("Have it erased: {command}", command="/forgetme")),
    ]
    return Say(under_each_other(lines))


def unknown(teller: Teller, written: str) -> Say:
    """That there is no such command, and which there are."""
    text = teller.texts.say("I do not know the command {command}.", command=written)
    return Say(under_each_other([plain(text), *list_of_commands(teller)]))


def list_of_commands(teller: Teller) -> list[Line]:
    """Every command with what it does."""
    lines = (f"/{command.name} – {teller.texts.say(command.summary)}" for command in COMMANDS.values())
    return [plain(teller.texts.say("The commands:")), *(bullet(plain(line)) for line in lines)]


COMMANDS: Final[Mapping[str, Command]] = MappingProxyType(
    {
        command.name: command
        for command in (
            Command("start", message("begin"), start),
            Command("help", message("what you can ask"), help),
            Command("language", message("choose the language"), language),
            Command("privacy", message("what is stored"), privacy),
            Command("mydata", message("see what is stored about you")),
            Command("forgetme", message("erase what is stored about you")),
        )
    }
)

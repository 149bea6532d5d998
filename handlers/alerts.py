"""What those who own the bot are told without asking: that something is wrong with it, and that it is over."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from handlers.replies.layout import plain, under_each_other
from handlers.texts.catalogues import message
from handlers.texts.texts import Texts
from handlers.turns import Bold, Say

TroubleName = Literal["token", "backlog", "base", "disk", "dead", "backup", "damaged"]
NAMES: Final[tuple[TroubleName, ...]] = get_args(TroubleName)


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is wrong."""

    name: TroubleName
    number: int = 0
    """How much of it: minutes, mistakes, megabytes or questions."""


def begun(trouble: Trouble, texts: Texts) -> Say:
    """That it has begun, and what to do."""
    title = (Bold(texts.say("Something is wrong")),)
    return Say(under_each_other([title, plain(wrong(trouble, texts))]))


def over(name: TroubleName, since: datetime, texts: Texts) -> Say:
    """That it is over; *since* when it was so, in the time zone of the bot."""
    began = texts.say("It began: {when}", when=texts.moment(since))
    return Say(under_each_other([(Bold(texts.say("It is over")),), plain(_well(name, texts)), plain(began)]))


def wrong(trouble: Trouble, texts: Texts) -> str:
    """What is wrong, and what to do."""
    say, plural, number = texts.say, texts.plural, trouble.number
    match trouble.name:
        case "token":
            return say("Telegram did not accept the token of this bot: it needs the one that @BotFather shows now.")
        case "backlog":
            return plural(
                "The oldest question has been waiting for {number} minute.",
                "The oldest question has been waiting for {number} minutes.",
                number,
            )
        case "base":
            return plural(
                "The changed knowledge base has {number} mistake, the former one answers. To see it: {command}",
                "The changed knowledge base has {number} mistakes, the former one answers. To see them: {command}",
                number,
                command="grappolo check",
            )
        case "disk":
            return say("Only {number} MB are free on the disk of the data.", number=texts.number(number))
        case "dead":
            return plural(
                "{number} question could not be answered for a fault of mine. To see it and try again: {command}",
                "{number} questions could not be answered for a fault of mine. To see them and try again: {command}",
                number,
                command="grappolo dead",
            )
        case "backup":
            return say("The last day has no backup. The log says why.")
        case "damaged":
            return say(
                "The database is damaged. Stop the bot and put the newest backup back. To see how: {command}",
                command="grappolo doctor",
            )


def _well(name: TroubleName, texts: Texts) -> str:
    match name:
        case "token":
            return texts.say("Telegram accepts the token of this bot.")
        case "backlog":
            return texts.say("No question is waiting for long any more.")
        case "base":
            return texts.say("The knowledge base has no mistakes any more, the new one answers.")
        case "disk":
            return texts.say("There is room on the disk again.")
        case "dead":
            return texts.say("No question is left that could not be answered for a fault of mine.")
        case "backup":
            return texts.say("There is a new backup.")
        case "damaged":
            return texts.say("The database is sound again.")


_SHORT: Final[dict[TroubleName, str]] = {
    "token": message("the token"),
    "backlog": message("questions that wait"),
    "base": message("the knowledge base"),
    "disk": message("the disk"),
    "dead": message("questions that failed"),
    "backup": message("the backups"),
    "damaged": message("the database"),
}


def standing(name: str, since: datetime, texts: Texts) -> str:
    """What was told to be wrong, in a few words; *since* in the time zone of the bot."""
    known = next((texts.say(_SHORT[one]) for one in NAMES if one == name), name)
    return texts.say("Wrong since {when}: {what}", when=texts.moment(since), what=known)

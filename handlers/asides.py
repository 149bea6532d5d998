"""What is said beside the conversation: that an answer is late or lost, whose buttons these are, who the bot is."""

from collections.abc import Mapping
from dataclasses import replace

from handlers.commands import COMMANDS
from handlers.replies.layout import plain
from handlers.texts.texts import Texts
from handlers.turns import Plain, Quiet, Reply, Say


def late(reply: Reply, texts: Texts) -> Reply:
    """The same, after an excuse that it comes late."""
    excuse = texts.say("I am sorry that I answer only now: I could not be reached when you asked.")
    return replace(reply, pieces=(Quiet(excuse), Plain("\n\n"), *reply.pieces))


def apology(incident: str, texts: Texts) -> Say:
    """That there will be no answer, and under which number the staff find out why."""
    text = texts.say(
        "I am sorry, a fault of mine keeps me from answering. The staff find it under {incident}. Please ask again.",
        incident=incident,
    )
    return Say(plain(text))


def not_yours(texts: Texts) -> str:
    """To who taps a button under the question of somebody else."""
    return texts.say("Only the person who asked can choose here.")


def closed(texts: Texts) -> str:
    """To who taps a button that is too old."""
    return texts.say("This choice is no longer open. Please ask your question again.")


def introduction(texts: Texts) -> str:
    """Who the bot is, in one sentence."""
    return texts.say("I am Grappolo, a bot: I answer questions about projects, events, labels and organisations.")


def description(texts: Texts) -> str:
    """What somebody reads who has never talked with the bot."""
    lines = (
        introduction(texts),
        texts.say("I only say what is in our knowledge base, and I show you the source."),
        texts.say("Your name is never stored. Please do not write personal data in your questions."),
    )
    return "\n\n".join(lines)


def summaries(texts: Texts) -> Mapping[str, str]:
    """Each command, and what it does in a few words."""
    return {command.name: texts.say(command.summary) for command in COMMANDS.values()}

"""Replies to courtesy, and questions that work as examples."""

from collections.abc import Iterator

from handlers.replies.layout import Line, bullet, plain
from handlers.replies.teller import Teller
from knowledge.model.entries import AnyEntry, Event, Holding, Project
from knowledge.reading.readings import Manner


def courtesy(teller: Teller, manner: Manner) -> list[Line]:
    """What is said to a greeting, to thanks, to a goodbye and to "who are you?"."""
    say = teller.texts.say
    match manner:
        case "greeting":
            return [plain(say("Hello! What would you like to know?")), *for_example(teller)]
        case "thanks":
            return [plain(say("You are welcome! If you would like to know more, just ask."))]
        case "goodbye":
            return [plain(say("Goodbye! I am here whenever you have a question."))]
        case "who_are_you":
            return [
                *introduction(teller),
                *for_example(teller),
                plain(say("Everything I can do: {command}", command="/help")),
            ]


def introduction(teller: Teller) -> list[Line]:
    """Who speaks, and what it is good for."""
    return [
        plain(
            teller.texts.say(
                "I am Grappolo, a bot: I answer questions about projects, events, labels and organisations."
            )
        ),
        plain(teller.texts.say("I only say what is in our knowledge base, and I show you the source.")),
    ]


def for_example(teller: Teller) -> list[Line]:
    """Questions that the base can answer, one on a line; nothing if the base is empty."""
    questions = [bullet(plain(question)) for question in examples(teller)]
    return [plain(teller.texts.say("For example:")), *questions] if questions else []


def examples(teller: Teller) -> Iterator[str]:
    """Questions that the base can answer: they ask for what some entry has."""
    entries = teller.snapshot.base.entries.values()
    say, title = teller.texts.say, teller.title
    if described := next((entry for entry in entries if isinstance(entry, Project | Event) and entry.summary), None):
        yield say("What is {name}?", name=title(described.id))
    if ended := next(
        (entry for entry in entries if isinstance(entry, Project) and entry.period and entry.period.value.end), None
    ):
        yield say("When does {name} end?", name=title(ended.id))
    if held := next((entry for entry in entries if _is_held(teller, entry)), None):
        yield say("Who holds {name}?", name=title(held.id))


def _is_held(teller: Teller, entry: AnyEntry) -> bool:
    said = (tie.said for tie in teller.snapshot.base.ties_to(entry.id))
    return any(isinstance(holding, Holding) and not holding.former for holding in said)

"""Lists and counts: the understood filter is said back, then the entries."""

from handlers.replies.facts import related
from handlers.replies.layout import Line, bullet, plain
from handlers.replies.teller import Teller
from handlers.texts.texts import Texts
from handlers.turns import Bold, Plain, Quiet
from knowledge.answering.outcomes import Listing
from knowledge.model.entries import Kind
from knowledge.reading.readings import Reading
from knowledge.stating.conditions import CLOSED


def listing(teller: Teller, body: Listing, reading: Reading) -> list[Line]:
    """What was looked for, and what was found; of a count, the number first."""
    lines = [
        _heading(teller, body, conditions(teller, reading)),
        *(bullet(related(teller, entry)) for entry in body.entries),
    ]
    if not body.entries:
        lines.append((Quiet(teller.texts.say("This does not mean that there are none.")),))
    denied = {condition.field for condition in reading.conditions if condition.negated} - {"name"}
    if denied & CLOSED:
        lines.append((Quiet(teller.texts.say("What our data do not say counts as “not” here.")),))
    if denied - CLOSED:
        lines.append((Quiet(teller.texts.say("Left out is what has no country in our data.")),))
    return lines


def conditions(teller: Teller, reading: Reading) -> str:
    """What entries had to meet, said back after what it is said of; empty if nothing."""
    return "".join(f" · {teller.condition(condition)}" for condition in reading.conditions)


def _heading(teller: Teller, body: Listing, met: str) -> Line:
    in_data = teller.texts.say("in our data")
    if not body.entries:
        # Of a count as well: a bare 0 would be a claim about the world.
        return (
            Bold(teller.texts.say("No results")),
            Plain(f" {in_data} · {heading(teller.texts, body.kind)}{met}"),
        )
    if body.counted:
        number = len(body.entries)
        text = f" {noun(teller.texts, body.kind, number)} {in_data}{met}"
        return Bold(teller.texts.number(number)), Plain(text)
    return plain(heading(teller.texts, body.kind) + met)


def heading(texts: Texts, kind: Kind) -> str:
    """What the entries of a kind are called above a list of them."""
    match kind:
        case "project":
            return texts.say("Projects")
        case "event":
            return texts.say("Events")
        case "label":
            return texts.say("Labels")
        case "organisation":
            return texts.say("Organisations")
        case "person":
            return texts.say("People")
        case "topic":
            return texts.say("Topics")


def noun(texts: Texts, kind: Kind, number: int) -> str:
    """What *number* entries of a kind are called, without the number.

    >>> noun(Texts("sl"), "project", 2)
    'projekta'
    """
    match kind:
        case "project":
            return texts.plural("project", "projects", number)
        case "event":
            return texts.plural("event", "events", number)
        case "label":
            return texts.plural("label", "labels", number)
        case "organisation":
            return texts.plural("organisation", "organisations", number)
        case "person":
            return texts.plural("person", "people", number)
        case "topic":
            return texts.plural("topic", "topics", number)

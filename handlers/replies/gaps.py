"""What is said when there is no answer: politely, plainly, and always with a way on."""

from typing import Final, assert_never

from handlers.replies.bodies import conversation
from handlers.replies.courtesies import examples
from handlers.replies.layout import Line, plain
from handlers.replies.sources import links
from handlers.replies.teller import Teller
from knowledge.answering.outcomes import Gap

LONGEST_NAME: Final = 80
"""Characters of a name that nobody knows: more of it would tell nobody anything."""


def gap_lines(teller: Teller, gap: Gap) -> list[Line]:
    """What is missing, that it was noted, and what to do now."""
    say = teller.texts.say
    match gap.type:
        case "missing_field":
            lines = _missing(teller, gap)
        case "unknown_subject" if gap.unknown:
            lines = [plain(say("I do not know “{name}”.", name=_short(gap.unknown)))]
        case "unknown_subject":
            lines = [plain(say("I do not know the name in your question."))]
        case "not_understood":
            lines = [plain(say("I am sorry, I have not understood the question."))]
        case "out_of_scope":
            lines = [plain(say("I cannot help with this: I know about projects, events, labels and organisations."))]
        case _:
            assert_never(gap.type)
    lines.append(plain(say("I have noted the question for the staff.")))
    return [*lines, *_elsewhere(teller, gap), *([] if gap.offered else way_on(teller))]


def _short(name: str) -> str:
    """As much of a name as tells which one is meant."""
    return name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"


def way_on(teller: Teller) -> list[Line]:
    """A question that works, and where to find the others."""
    example = next(examples(teller), None)
    if example is None:
        return [plain(teller.texts.say("Everything I can do: {command}", command="/help"))]
    text = teller.texts.say("You can ask, for example: “{question}” More: {command}", question=example, command="/help")
    return [plain(text)]


def _missing(teller: Teller, gap: Gap) -> list[Line]:
    say = teller.texts.say
    name = teller.title(gap.entry) if gap.entry else ""
    if gap.caption:
        missing = say(
            "I know {name}, but this is not in our data: {caption}.", name=name, caption=teller.name(gap.caption)
        )
    else:
        missing = say("I know {name}, but I have no answer to this question about it.", name=name)
    lines = [plain(missing), *(conversation(teller, gap.reading) if gap.reading else ())]
    if gap.offered:
        captions = teller.texts.all_of(teller.name(property.caption) for property in gap.offered)
        lines.append(plain(say("What I can tell you about it: {captions}.", captions=captions)))
    return lines


def _elsewhere(teller: Teller, gap: Gap) -> list[Line]:
    found = links(teller, gap.links)
    return [plain(teller.texts.say("You may find it here:")), *found] if found else []

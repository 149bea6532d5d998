"""What an answer says, by its body: the value first, then what it belongs to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import assert_never

from handlers.replies.comparisons import MOST_ROWS, comparison, share, tally, total
from handlers.replies.courtesies import courtesy
from handlers.replies.facts import in_one_line, notes, values_first
from handlers.replies.layout import Line, bullet, plain
from handlers.replies.listings import listing
from handlers.replies.sources import links, sources
from handlers.replies.teller import Teller
from handlers.turns import Bold, Plain, Quiet
from knowledge.answering.outcomes import (
    Alike,
    Answer,
    Comparison,
    Courtesy,
    Description,
    Elapsed,
    Listing,
    Property,
    Share,
    State,
    Tally,
    Total,
    Values,
    Verdict,
    Written,
)
from knowledge.model.values import Link
from knowledge.reading.readings import Reading
from knowledge.stating.conditions import Span
from knowledge.stating.statements import statements
from knowledge.stating.values import Months, Stated


def answer_lines(teller: Teller, answer: Answer) -> list[Line]:
    """The whole answer, its links and its sources."""
    lines, values = _body(teller, answer)
    lines += notes(teller, values)
    lines += conversation(teller, answer.reading)
    lines += links(teller, answer.links, lines)
    return lines + sources(teller, values)


def conversation(teller: Teller, reading: Reading) -> list[Line]:
    """How the subject was found, and what was taken over from the conversation, said visibly."""
    return [*_through(teller, reading), *_taken_over(teller, reading)]


def _through(teller: Teller, reading: Reading) -> list[Line]:
    """How the subject was reached, if it was not named itself."""
    names = ", ".join(map(teller.title, reading.subjects))
    ways = [f"{teller.title(hop.entry)} · {teller.caption(hop.field)}" for hop in reading.through]
    return [(Quiet(f"({teller.pair(' · '.join(ways), names)})"),)] if ways else []


def _taken_over(teller: Teller, reading: Reading) -> list[Line]:
    if not reading.from_conversation:
        return []
    names = " · ".join(map(teller.title, reading.subjects))
    if not names:
        return [(Quiet(teller.texts.say("(from the conversation)")),)]
    return [(Quiet(teller.texts.say("(from the conversation: {names})", names=names)),)]


def _body(teller: Teller, answer: Answer) -> tuple[list[Line], Sequence[Stated | Listing]]:
    """What is said, and the statements that it rests on."""
    match answer.body:
        case Description() as body:
            return _description(teller, body)
        case Values(entry, property):
            lines = [*values_first(teller, property.values), _heading(teller, property, entry)]
            return lines, property.values
        case Listing() as body:
            return listing(teller, body, answer.reading), [body]
        case State() as body:
            return _state(teller, body), [body.period]
        case Verdict() as body:
            return _verdict(teller, body, answer.reading)
        case Alike() as body:
            return _alike(teller, body), _unnoted([stated for _, row in body.rows for stated in row.values])
        case Comparison() as body:
            return comparison(teller, body, answer.reading), [stated for _, stated in body.rows[:MOST_ROWS] if stated]
        case Total() as body:
            values = [stated for _, found in body.rows[:MOST_ROWS] for stated in found]
            return total(teller, body, answer.reading), values
        case Share() as body:
            return share(teller, body, answer.reading), [body.whole, *body.parts]
        case Elapsed() as body:
            return _elapsed(teller, body), [body.stated]
        case Tally() as body:
            return tally(teller, body, answer.reading), body.said
        case Written(topic, text):
            return [plain(teller.text(text))], _summary(teller, topic)
        case Courtesy(manner):
            return courtesy(teller, manner), []
        case _:
            assert_never(answer.body)


def _heading(teller: Teller, property: Property, entry: str) -> Line:
    return plain(f"{teller.name(property.caption)} · {teller.title(entry)}")


def _summary(teller: Teller, entry: str) -> list[Stated]:
    base = teller.snapshot.base
    return list(statements(base, base[entry], "summary"))


def _description(teller: Teller, body: Description) -> tuple[list[Line], list[Stated]]:
    summary = plain(teller.text(body.summary)) if body.summary else ()
    lines: list[Line] = [(Bold(teller.title(body.entry)),), summary]
    lines += [bullet(_key_fact(teller, property)) for property in body.properties]
    values = [stated for property in body.properties for stated in property.values]
    return lines, [*_summary(teller, body.entry), *_unnoted(values)]


def _unnoted(values: Iterable[Stated]) -> list[Stated]:
    # The notes stand beside their facts: under the whole they would belong to none.
    return [replace(stated, note=None, scope=None) for stated in values]


def _key_fact(teller: Teller, property: Property) -> Line:
    if all(isinstance(stated.value, Link) for stated in property.values):
        return in_one_line(teller, property.values)
    return _fact(teller, property)


def _fact(teller: Teller, property: Property) -> Line:
    caption = teller.pair(teller.name(property.caption), "")
    return Plain(caption), *in_one_line(teller, property.values)


def _state(teller: Teller, body: State) -> list[Line]:
    if body.label is not None:
        return _validity(teller, body, body.label)
    say = teller.texts.say
    match body.state:
        case "to_come":
            state, rule = say("Still to come"), say("worked out from the dates: the first day is yet to come")
        case "going_on":
            state, rule = say("Going on"), say("worked out from the dates: it has begun and its end has not passed")
        case "over":
            state, rule = say("Over"), say("worked out from the dates: the last day has passed")
    period = teller.value(body.period.value)
    told = plain(f"{teller.title(body.entry)} · {period}")
    if body.then is not None:
        return [(Bold(state), Plain(f" · {teller.texts.span(body.then.first, body.then.last)}")), told]
    return [(Bold(state),), told, (Quiet(rule),)]


def _validity(teller: Teller, body: State, label: str) -> list[Line]:
    say = teller.texts.say
    state = say("No longer valid") if body.state == "over" else say("Valid")
    rule = say("worked out from the dates of the label")
    if body.months is not None:
        rule = say(
            "worked out from the date of the label: it is valid for {months}", months=teller.value(Months(body.months))
        )
    period = teller.value(body.period.value)
    return [
        (Bold(state),),
        plain(f"{teller.title(body.entry)} · {teller.title(label)} · {period}"),
        (Quiet(f"({rule})"),),
    ]


def _elapsed(teller: Teller, body: Elapsed) -> list[Line]:
    date = replace(body.property, values=(replace(body.stated, note=None),))
    rule = teller.texts.say("worked out from the date, up to today")
    return [
        (Bold(teller.value(body.lapse)),),
        (*plain(f"{teller.title(body.entry)} · "), *_fact(teller, date)),
        (Quiet(f"({rule})"),),
    ]


def _verdict(teller: Teller, body: Verdict, reading: Reading) -> tuple[list[Line], list[Stated]]:
    shown = body.known if body.holds and body.known else body.asked
    lines: list[Line] = [_yes_or_no(teller, holds=body.holds)]
    lines.append((*plain(f"{teller.title(body.entry)} · "), *_fact(teller, shown), *_days(teller, body, reading)))
    if not body.holds:
        lines.append(_instead(teller, body.known))
    return lines, _unnoted((body.known or body.asked).values)


def _alike(teller: Teller, body: Alike) -> list[Line]:
    rows = (bullet((*plain(f"{teller.title(entry)} · "), *_fact(teller, row))) for entry, row in body.rows)
    return [_yes_or_no(teller, holds=body.holds), *rows]


def _yes_or_no(teller: Teller, *, holds: bool) -> Line:
    say = teller.texts.say
    return Bold(say("Yes") if holds else say("No")), Plain(", " + say("according to our data"))


def _days(teller: Teller, body: Verdict, reading: Reading) -> Line:
    """Of what holds the days that were supposed, beside those that are known."""
    supposed = next((one.value for one in reading.conditions if isinstance(one.value, Span)), None)
    return plain(f" ({teller.condition_value(supposed)})") if body.holds and body.known and supposed else ()


def _instead(teller: Teller, known: Property | None) -> Line:
    if known is None:
        return plain(teller.texts.say("This is not in our data."))
    return Plain(teller.texts.say("Our data say:") + " "), *_fact(teller, known)

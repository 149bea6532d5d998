"""Comparisons and sums: the result first, then what it was worked out from, and what had no value."""

from collections.abc import Sequence
from typing import Final

from handlers.replies.facts import emphasised, own_notes
from handlers.replies.layout import Line, bullet, plain
from handlers.replies.listings import conditions, heading
from handlers.replies.teller import Teller
from handlers.turns import Bold, Plain, Quiet
from knowledge.answering.outcomes import Comparison, Share, Tally, Total
from knowledge.reading.readings import Reading
from knowledge.stating.amounts import measure
from knowledge.stating.values import Stated

MOST_ROWS: Final = 10
"""Entries that are shown one by one; of more only the number is said."""


def comparison(teller: Teller, body: Comparison, reading: Reading) -> list[Line]:
    """The values in their order; all that are as high as the highest of their currency stand out."""
    say = teller.texts.say
    having = [(entry, stated) for entry, stated in body.rows if stated]
    if any((size := measure(stated.value)) and size[0] == "date" for _, stated in having):
        order = say("latest first") if body.direction == "most" else say("earliest first")
    else:
        order = say("highest first") if body.direction == "most" else say("lowest first")
    shown = [stated for _, stated in having[:MOST_ROWS]]
    lines: list[Line] = [
        (*_value(teller, stated, shown), *plain(f" · {teller.title(entry)}"), *own_notes(teller, stated, shown))
        for entry, stated in having[:MOST_ROWS]
    ]
    lines += _further(teller, len(having) - len(shown))
    lines.append(plain(f"{teller.name(body.caption)} · {order}{_of(teller, reading)}"))
    if len({size[0] for one in shown if (size := measure(one.value))}) > 1:
        lines.append(plain(say("Different currencies are not compared with each other.")))
    if body.difference is not None:
        said = say("Difference: {value}", value=teller.value(body.difference))
        lines = [(Bold(said),), *lines] if reading.measure == "difference" else [*lines, plain(said)]
    return lines + _without(teller, [entry for entry, stated in body.rows if not stated])


def _value(teller: Teller, stated: Stated, among: Sequence[Stated]) -> Line:
    sizes = [size for one in among if (size := measure(one.value))]
    own = measure(stated.value)
    leads = own is not None and own == next((size for size in sizes if size[0] == own[0]), None)
    return emphasised(teller, stated) if leads else plain(teller.value(stated.value))


def total(teller: Teller, body: Total, reading: Reading) -> list[Line]:
    """The sum or the average, of how many, and each of them."""
    plural = teller.texts.plural
    number = len(body.rows)
    if body.measure == "total":
        rule = plural("sum of {number} entry", "sum of {number} entries", number)
    else:
        rule = plural("average of {number} entry", "average of {number} entries", number)
    lines: list[Line] = [(Bold(teller.value(value)),) for value in body.results]
    lines.append(plain(f"{teller.name(body.caption)} · {rule}{_of(teller, reading)}"))
    for entry, found in body.rows[:MOST_ROWS]:
        values = teller.texts.all_of(teller.value(stated.value) for stated in found)
        lines.append(bullet(plain(teller.pair(teller.title(entry), values))))
    return [*lines, *_further(teller, number - MOST_ROWS), *_without(teller, body.without)]


def share(teller: Teller, body: Share, reading: Reading) -> list[Line]:
    """The percentage, of what it is one, and how much remains; what was asked for stands out."""
    say = teller.texts.say
    parts = teller.texts.all_of(teller.value(part.value) for part in body.parts)
    of = say("{part} of {whole}", part=parts, whole=teller.value(body.whole.value))
    percentage = teller.texts.percent(float(body.fraction), places=1)
    rest = say("Remaining: {value}", value=teller.value(body.rest))
    if reading.measure == "rest":
        return [(Bold(rest),), plain(f"{teller.title(body.entry)} · {of} ({percentage})")]
    return [(Bold(percentage),), plain(f"{teller.title(body.entry)} · {of}"), plain(rest)]


def tally(teller: Teller, body: Tally, reading: Reading) -> list[Line]:
    """How many have each value, and which; those that were asked for stand out."""
    leading = len(body.rows[0][1]) if body.direction else 0
    lines: list[Line] = []
    for value, ids in body.rows[:MOST_ROWS]:
        name, number = teller.value(value), teller.texts.number(len(ids))
        pair = teller.pair(name, number)
        lines.append(((Bold(pair) if len(ids) == leading else Plain(pair)), *_named(teller, ids)))
    lines += _further(teller, len(body.rows) - MOST_ROWS)
    lines.append(plain(f"{teller.name(body.caption)}{_of(teller, reading)}"))
    return lines + _without(teller, body.without)


def _named(teller: Teller, ids: Sequence[str]) -> Line:
    return (Quiet(f" ({teller.texts.all_of(map(teller.title, ids))})"),) if len(ids) <= MOST_ROWS else ()


def _of(teller: Teller, reading: Reading) -> str:
    """Of what: the kind and the conditions, as they were understood."""
    kind = f" · {heading(teller.texts, reading.kind)}" if reading.kind else ""
    return kind + conditions(teller, reading)


def _further(teller: Teller, number: int) -> list[Line]:
    return [plain(teller.texts.plural("and {number} more", "and {number} more", number))] if number > 0 else []


def _without(teller: Teller, entries: Sequence[str]) -> list[Line]:
    if not entries:
        return []
    number = teller.texts.number(len(entries))
    names = teller.texts.all_of(map(teller.title, entries)) if len(entries) <= MOST_ROWS else number
    return [plain(teller.texts.say("Without a value in our data: {names}", names=names))]

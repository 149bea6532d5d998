"""Where an answer comes from, and where to read on."""

from collections.abc import Iterable, Sequence

from handlers.replies.layout import Line, between
from handlers.replies.teller import Teller
from handlers.turns import Linked, Quiet
from knowledge.answering.outcomes import Listing
from knowledge.model.values import AsOf, Link, PartialDate, Source
from knowledge.stating.values import Stated


def links(teller: Teller, found: Iterable[Link], shown: Sequence[Line] = ()) -> list[Line]:
    """The links, one on a line; those that were *shown* above are left out."""
    seen = {piece.url for line in shown for piece in line if isinstance(piece, Linked)}
    fresh = {link.url: link for link in found if link.url not in seen}
    return [(Linked(teller.link(link), link.url),) for link in fresh.values()]


def sources(teller: Teller, values: Iterable[Stated | Listing]) -> list[Line]:
    """One quiet line for each source, or group of sources, with the date as of which it holds."""
    lines = (_source(teller, stated.sources, stated.as_of) for stated in values)
    return list(dict.fromkeys(line for line in lines if line))


def _source(teller: Teller, named: Sequence[Source], as_of: AsOf | None) -> Line:
    date = _as_of(teller, as_of)
    if not named:
        return (Quiet(date),) if date else ()
    names = between(", ", [_named(teller, source) for source in named])
    return (
        Quiet(teller.texts.say("Source:") + " "),
        *names,
        *((Quiet(teller.texts.say("; {date}", date=date)),) if date else ()),
    )


def _named(teller: Teller, source: Source) -> Line:
    title = teller.name(source.title) if source.title else source.url or ""
    return (Linked(title, source.url),) if source.url else (Quiet(title),)


def _as_of(teller: Teller, as_of: AsOf | None) -> str:
    match as_of:
        case None:
            return ""
        case AsOf(date=PartialDate() as date, not_before=True):
            return teller.texts.say("the source bears no date, {not_before}", not_before=teller.texts.not_before(date))
        case AsOf(date=PartialDate() as date):
            return teller.texts.say("as of {date}", date=teller.texts.date(date))
        case AsOf():
            return teller.texts.say("the source bears no date")

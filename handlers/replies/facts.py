"""Values as they stand in an answer: what is bold, what is a link, and what a reader should know beside them."""

from collections.abc import Sequence
from typing import Final

from handlers.replies.layout import Line, between, bullet, plain
from handlers.replies.teller import Teller
from handlers.turns import Bold, Linked, Plain, Quiet
from knowledge.answering.outcomes import Listing
from knowledge.model.values import Link
from knowledge.stating.values import Related, Stated

BOLD_LETTERS: Final = 120
"""Longer texts are not bold: a whole paragraph in bold stands out no more."""


def emphasised(teller: Teller, stated: Stated) -> Line:
    """A value that answers the question."""
    match stated.value:
        case Link() as link:
            return (Linked(teller.link(link), link.url),)
        case value:
            text = teller.value(value)
            return (Bold(text),) if len(text) <= BOLD_LETTERS else (Plain(text),)


def values_first(teller: Teller, values: Sequence[Stated]) -> list[Line]:
    """The values of one field, each on a line of its own if there are several."""
    if len(values) == 1:
        return [emphasised(teller, values[0])]
    return [bullet((*_of_many(teller, stated), *own_notes(teller, stated, values))) for stated in values]


def _of_many(teller: Teller, stated: Stated) -> Line:
    tie = stated.value if isinstance(stated.value, Related) else None
    return related(teller, tie) if tie and not tie.money else emphasised(teller, stated)


def related(teller: Teller, tie: Related) -> Line:
    """Another entry, with a link to its page if the base has one."""
    title = teller.title(tie.entry)
    links = teller.snapshot.base[tie.entry].links
    name = Linked(title, links[0].url) if links else Bold(title)
    return name, *plain(teller.remarks(tie))


def in_one_line(teller: Teller, values: Sequence[Stated]) -> Line:
    """All values of a field beside its caption; links stay links."""
    parts = [(*_beside(teller, stated), *own_notes(teller, stated, values)) for stated in values]
    return *between(", ", parts), *_bracketed(_shared(teller, values))


def _beside(teller: Teller, stated: Stated) -> Line:
    return emphasised(teller, stated) if isinstance(stated.value, Link) else plain(teller.value(stated.value))


def notes(teller: Teller, values: Sequence[Stated | Listing]) -> list[Line]:
    """What a reader should know beside all the values: for which set they hold, and the notes."""
    return [plain(text) for text in _shared(teller, values)]


def own_notes(teller: Teller, stated: Stated, among: Sequence[Stated]) -> Line:
    """What a reader should know beside this value and not beside every one *among* which it stands."""
    shared = _shared(teller, among)
    return _bracketed([text for text in _notes(teller, stated) if text not in shared])


def _shared(teller: Teller, values: Sequence[Stated | Listing]) -> list[str]:
    each = [_notes(teller, stated) for stated in values]
    return [text for text in (each[0] if each else ()) if all(text in texts for texts in each)]


def _notes(teller: Teller, stated: Stated | Listing) -> list[str]:
    return [teller.text(text) for text in (stated.scope, stated.note) if text]


def _bracketed(texts: Sequence[str]) -> Line:
    return (Quiet(f" ({'; '.join(texts)})"),) if texts else ()

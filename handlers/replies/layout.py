"""Lines of pieces, and how they are put under each other."""

from collections.abc import Iterable, Sequence

from handlers.turns import Piece, Plain

Line = tuple[Piece, ...]


def plain(text: str) -> Line:
    """A line of plain text; none at all if the text is empty."""
    return (Plain(text),) if text else ()


def bullet(line: Line) -> Line:
    """A line of a list."""
    return (Plain("• "), *line)


def between(mark: str, parts: Sequence[Line]) -> Line:
    """The parts in one line, with *mark* between them.

    >>> between(", ", [plain("a"), plain("b")])
    (Plain(text='a'), Plain(text=', '), Plain(text='b'))
    """
    filled = [part for part in parts if part]
    return tuple(piece for part in filled for piece in (Plain(mark), *part))[1:]


def under_each_other(lines: Iterable[Line]) -> tuple[Piece, ...]:
    """The lines as one text; empty lines are left out."""
    return between("\n", list(lines))

"""Templates: one line for many phrases, in the notation that sentence templates of voice assistants have.

``(my|our) boss [also] wants to know``: of what stands in round brackets one, what stands in square ones or not.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Annotated, Final

from pydantic import AfterValidator

MOST: Final = 200
"""Phrases of one template: who needs more means something else."""
_INNERMOST: Final = re.compile(r"\(([^()\[\]]*\|[^()\[\]]*)\)|\[([^()\[\]]*)\]")
_NOTATION: Final = frozenset("[]|")


def phrases(template: str) -> tuple[str, ...]:
    """The phrases that a template stands for, each once; round brackets without a bar are plain text.

    Raises ValueError where brackets and bars do not fit together, or stand for more than *MOST* phrases.

    >>> phrases("(my|our) boss[es]")
    ('my boss', 'my bosses', 'our boss', 'our bosses')
    >>> phrases("cluster [for [public] health]"), phrases("ESCA (Berlin)")
    (('cluster', 'cluster for health', 'cluster for public health'), ('ESCA (Berlin)',))
    """
    if _NOTATION.isdisjoint(template):
        return (template,)
    found = tuple(islice(_phrases(template), MOST + 1))
    if any(not _NOTATION.isdisjoint(phrase) for phrase in found):
        raise ValueError(f'the brackets of "{template}" do not fit: write (one|another) and [what may be left out]')
    if len(found) > MOST:
        raise ValueError(f'"{template}" stands for more than {MOST} phrases: make several of it')
    return tuple(dict.fromkeys(" ".join(phrase.split()) for phrase in found))


def _phrases(template: str) -> Iterator[str]:
    if (group := _INNERMOST.search(template)) is None:
        yield template
        return
    choices = ("", *group[2].split("|")) if group[1] is None else group[1].split("|")
    for choice in choices:
        yield from _phrases(template[: group.start()] + choice + template[group.end() :])


def _checked(template: str) -> str:
    phrases(template)
    return template


def _all(templates: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(phrase for template in templates for phrase in phrases(template)))


# Each is checked by itself, so that every mistake in a list is named.
Phrases = Annotated[tuple[Annotated[str, AfterValidator(_checked)], ...], AfterValidator(_all)]
"""Phrases, some of them written as templates; read, they are all there."""

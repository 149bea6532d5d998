"""The first start: its base is compiled in a process of its own, while this one still imports what it needs.

What fits topics is large and slow to import, and what compiling needs beside it is not all given back. Both go with
their processes, so that the first start keeps no more memory than the next ones.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.apart import Apart
from bot.chosen import BROUGHT, SHIPPED, cache_of, folder_of
from knowledge.model.building import building

if TYPE_CHECKING:
    from bot.settings import Settings


@contextmanager
def compiled_ahead(settings: "Settings", chosen: Path | None = None) -> Iterator[None]:
    """Compile the served base, and keep it, beside what the block imports; nothing if it was brought or anything kept.

    Whatever goes wrong costs only time: who wants the base compiles it then, and tells what is wrong with it.
    """
    base, cache = folder_of(settings, chosen), cache_of(settings)
    with Apart() as process, building():
        with suppress(OSError):
            brought = base == SHIPPED and any(BROUGHT.glob("*"))
            if (base / "topics").is_dir() and not brought and not any(cache.glob("*")):
                process.begin(_compile, base, cache)
        yield


def _compile(base: Path, cache: Path) -> None:
    with Apart() as solving, building():
        # To import what solves takes longer than all the rest, so it is begun first and goes on beside it.
        solving.begin(_import_what_solves)
        from bot.compiled import CompiledOnce
        from bot.fitted import fit_with
        from knowledge.loading.problems import InvalidBase

        with suppress(InvalidBase):
            CompiledOnce(cache, partial(fit_with, solving))(base)


def _import_what_solves() -> None:
    with building():
        from knowledge.topics.solving import get_ready

        get_ready()

"""The served base: the newest state of a folder that has no mistakes."""

import asyncio
import gc
import logging
import time
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from bot.compiled import CompiledOnce
from bot.dismantling import let_go, pieces_of
from knowledge.answering.snapshot import Snapshot
from knowledge.loading.problems import InvalidBase
from knowledge.model.building import building

_log = logging.getLogger(__name__)

LARGE: Final = 2_000
"""From so many entries on a base that changes is not kept before the next start: whoever asks would have to wait."""

Signature = frozenset[tuple[str, int, int]]


@dataclass(slots=True)
class ServedBase:
    """The base that answers, always the newest one without mistakes: files may change while the bot runs."""

    folder: Path
    cache: Path
    snapshot: Snapshot
    seen: Signature
    """The files as they were when they were last read, well or badly."""
    every: float = 1.0
    """Seconds between two looks at the files, at least."""
    problems: tuple[str, ...] = ()
    """What keeps the files, as they are now, from being served."""
    looked: float = field(default_factory=time.monotonic)

    @classmethod
    def open(cls, folder: Path, cache: Path, every: float = 1.0) -> Self:
        """Load and compile *folder*, with the help of *cache*.

        Raises *InvalidBase* if it has mistakes: there is nothing else to serve yet.
        """
        # Looked at before it is read: what changes while it is read is read again.
        seen = signature(folder)
        return cls(folder, cache, _ready(folder, seen, cache), seen, every)

    async def current(self) -> Snapshot:
        """The snapshot for a turn; it stays the same for the whole turn, whatever happens to the files meanwhile."""
        if time.monotonic() - self.looked >= self.every:
            self.looked = time.monotonic()
            seen = await asyncio.to_thread(signature, self.folder)
            if seen != self.seen:
                self.seen = seen
                await self._reload()
        return self.snapshot

    async def _reload(self) -> None:
        former = await asyncio.to_thread(pieces_of, self.snapshot)
        anew = len(self.snapshot.base.entries) >= LARGE
        try:
            self.snapshot = await asyncio.to_thread(_ready, self.folder, self.seen, self.cache, anew=anew)
        except InvalidBase as broken:
            self.problems = tuple(map(str, broken.problems))
            _log.warning("The new knowledge base has mistakes, the former one answers: %s", "; ".join(self.problems))
        else:
            self.problems = ()
            _log.info("The knowledge base has changed, the new one answers")
            await asyncio.to_thread(let_go, former)


# Files that are as they were need not be read again.
@lru_cache(maxsize=1)
def _ready(folder: Path, seen: Signature, cache: Path, *, anew: bool = False) -> Snapshot:
    """The compiled base, asked once: whoever asks first need not wait for tables that are read when they are needed."""
    with building():
        once = CompiledOnce(cache)
        snapshot = once.anew(folder) if anew else once(folder)
        snapshot.ask("Grappolo?", language=snapshot.base.settings.main_language, today=date.min)
        settle()
    return snapshot


def settle() -> None:
    """What was built stays: from now on the garbage collector leaves it alone, and no question waits for it."""
    # No collection before it: that would go through all of it in one go, and whoever asks meanwhile would wait.
    gc.freeze()


def ready(folder: Path, cache: Path) -> Snapshot:
    """The compiled base in *folder*, as its files are now. Raises *InvalidBase*."""
    return _ready(folder, signature(folder), cache)


def signature(folder: Path) -> Signature:
    """What changes when a file of the base does: names, sizes, times. A file that vanishes meanwhile is left out."""
    return frozenset(found for path in folder.rglob("*.y*ml") if (found := _stamp(path)) is not None)


def _stamp(path: Path) -> tuple[str, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return str(path), stat.st_mtime_ns, stat.st_size

"""The base: all entries, immutable, with the relations read from both sides."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

from knowledge.model.entries import AnyEntry, Kind, Settings, Vocabulary
from knowledge.model.languages import Language
from knowledge.model.memory import Memory
from knowledge.model.relations import Tie, ties_from

MOST_REMEMBERED: Final = 50_000

V = TypeVar("V")


# Compared and hashed by identity: a base is immutable and large, too large to be written out in a log.
@dataclass(frozen=True, eq=False, repr=False)
class Base:
    """A checked knowledge base: every id that occurs in it exists in it."""

    settings: Settings
    vocabulary: Vocabulary
    entries: Mapping[str, AnyEntry]
    """By id, in the order of ids: nothing may depend on the order of files."""
    refused: tuple[tuple[Language, str], ...] = ()
    """Golden questions that must not be answered: from them topics learn where to stop."""

    def __getitem__(self, entry_id: str) -> AnyEntry:
        """The entry with this id or former id. Raises KeyError."""
        found = self.entries.get(entry_id)
        return found if found is not None else self.entries[self._former[entry_id]]

    def __contains__(self, entry_id: str) -> bool:
        return entry_id in self.entries or entry_id in self._former

    def get_ready(self) -> None:
        """Make the tables now that are otherwise made when they are needed first."""
        for made in (self._by_kind, self._by_name, self._former, self._incoming, self._by_fact):
            len(made)

    def of_kind(self, kind: Kind) -> Iterator[AnyEntry]:
        """All entries of *kind*, in the order of ids."""
        return iter(self._by_kind.get(kind, ()))

    def number_of(self, kind: Kind) -> int:
        """How many entries of *kind* there are."""
        return len(self._by_kind.get(kind, ()))

    @cached_property
    def _by_kind(self) -> Mapping[Kind, tuple[AnyEntry, ...]]:
        found: dict[Kind, list[AnyEntry]] = {}
        for entry in self.entries.values():
            found.setdefault(entry.kind, []).append(entry)
        return {kind: tuple(entries) for kind, entries in found.items()}

    @cached_property
    def columns(self) -> dict[tuple[Kind, str], Any]:
        """What is stated of a field by all entries of a kind, as it is worked out."""
        return {}

    @cached_property
    def having_few(self) -> dict[str, tuple[AnyEntry, ...]]:
        """The first entries that state a field, as they are looked for."""
        return {}

    def ties_to(self, entry_id: str) -> tuple[Tie, ...]:
        """What other entries say about this one."""
        return self._incoming.get(entry_id, ())

    def with_fact(self, fact_id: str) -> tuple[AnyEntry, ...]:
        """The entries of which an open fact is stated."""
        return self._by_fact.get(fact_id, ())

    @cached_property
    def _by_fact(self) -> Mapping[str, tuple[AnyEntry, ...]]:
        stating: dict[str, list[AnyEntry]] = {}
        for entry in self.entries.values():
            for fact in entry.facts:
                stating.setdefault(fact.id, []).append(entry)
        return {id: tuple(entries) for id, entries in stating.items()}

    @cached_property
    def read_off(self) -> "Memory[tuple[str, str], Any]":
        """What was read off entries already, by id and field: questions come back to the same few."""
        return Memory(MOST_REMEMBERED)

    def once(self, make: Callable[..., V], *parts: Any) -> V:
        """What *make* makes of these *parts*, which it must hold: what many entries state alike is kept once."""
        made_of = (make, *(part if isinstance(part, str | int) else id(part) for part in parts))
        found: V | None = self._made.get(made_of)
        if found is None:
            found = self._made[made_of] = make(*parts)
        return found

    @cached_property
    def _made(self) -> "Memory[tuple[Any, ...], Any]":
        return Memory(MOST_REMEMBERED)

    def namesakes(self, entry_id: str) -> tuple[str, ...]:
        """The ids of all entries that are called like this one, itself among them."""
        return self._by_name[self[entry_id].name.model_dump_json()]

    @cached_property
    def _by_name(self) -> Mapping[str, tuple[str, ...]]:
        called: dict[str, list[str]] = {}
        for entry in self.entries.values():
            called.setdefault(entry.name.model_dump_json(), []).append(entry.id)
        return {name: tuple(ids) for name, ids in called.items()}

    @cached_property
    def _former(self) -> Mapping[str, str]:
        return {former: entry.id for entry in self.entries.values() for former in entry.former_ids}

    @cached_property
    def _incoming(self) -> Mapping[str, tuple[Tie, ...]]:
        incoming: dict[str, list[Tie]] = {}
        for entry in self.entries.values():
            for tie in ties_from(entry):
                incoming.setdefault(self[tie.target].id, []).append(tie)
        return {target: tuple(ties) for target, ties in incoming.items()}

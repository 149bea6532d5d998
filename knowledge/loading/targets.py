"""What entries may refer to: one table of relations, one of terms."""

from typing import Final

from knowledge.model.entries import KIND_OF, Kind

ANY: Final[tuple[Kind, ...]] = tuple(KIND_OF.values())

_GROUPS: Final[tuple[Kind, ...]] = ("organisation", "project")
_ACTORS: Final[tuple[Kind, ...]] = ("organisation", "person", "project")
_FUNDS: Final[tuple[Kind, ...]] = ("organisation", "topic", "project")

TARGETS: Final[dict[tuple[Kind, tuple[str, ...]], tuple[Kind, ...]]] = {
    ("project", ("programme",)): _FUNDS,
    ("project", ("contributions", "fund")): _FUNDS,
    ("project", ("lead_partner",)): ("organisation",),
    ("project", ("partners",)): ("organisation",),
    ("event", ("project",)): ("project",),
    ("event", ("host",)): ("organisation",),
    ("event", ("organisers",)): _ACTORS,
    ("event", ("proposed_by",)): _ACTORS,
    ("event", ("preceded_by",)): ("event",),
    ("label", ("levels",)): ("label",),
    ("label", ("issued_by",)): ("organisation",),
    ("label", ("assessed_by",)): ("organisation", "person"),
    ("organisation", ("founded_by",)): _ACTORS,
    ("organisation", ("funding",)): _FUNDS,
    ("organisation", ("works_with",)): _GROUPS,
    ("organisation", ("members",)): ("organisation", "person"),
    ("organisation", ("labels", "label")): ("label",),
    ("person", ("roles", "organisation")): _GROUPS,
    ("topic", ("related",)): ANY,
    **{(kind, ("facts", "entries")): ANY for kind in ANY},
}
"""Which kinds of entries each relation may name."""

TERMS: Final[dict[tuple[Kind, tuple[str, ...]], tuple[str, ...]]] = {
    ("event", ("place", "place")): ("cities", "regions"),
    ("label", ("sectors",)): ("sectors",),
    ("organisation", ("type",)): ("organisation_types",),
    ("organisation", ("region",)): ("regions",),
    ("organisation", ("sectors",)): ("sectors",),
    ("person", ("roles", "role")): ("roles",),
}
"""In which parts of vocabulary.yaml each field finds its terms."""

REPEATABLE: Final = frozenset(
    (("contributions", "fund"), ("labels", "label"), ("roles", "organisation"), ("facts", "entries"))
)
"""Relations that may name the same entry more than once."""

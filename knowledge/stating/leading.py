"""Which fields lead from one kind of entry to another: "the events of the project", "who holds the label"."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

LEADING: Final[Mapping[tuple[str, str], tuple[str, ...]]] = MappingProxyType(
    {
        ("project", "event"): ("events",),
        ("project", "organisation"): ("partners", "lead_partner"),
        ("project", "topic"): ("programme", "contribution"),
        ("event", "project"): ("project",),
        ("event", "event"): ("preceded_by", "followed_by"),
        ("event", "organisation"): ("host", "organisers", "proposed_by"),
        ("label", "organisation"): ("holders", "issued_by", "assessed_by"),
        ("label", "label"): ("levels", "family"),
        ("organisation", "label"): ("labels", "issues", "assesses"),
        ("organisation", "person"): ("people",),
        ("organisation", "event"): ("hosted_events", "organised_events", "proposed_events"),
        ("organisation", "project"): ("projects", "led_projects"),
        ("organisation", "organisation"): ("members", "member_of", "works_with", "founded_by", "founder_of"),
        ("organisation", "topic"): ("funding",),
        ("person", "organisation"): ("roles",),
        ("topic", "project"): ("projects",),
        ("topic", "organisation"): ("funds",),
    }
)
"""From the first kind to the second, the most telling field first."""

PEERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"works_with": ("works_with",), "founded_by": ("founded_by", "founder_of")}
)
"""Ties between entries of one kind, and the fields that ask for them: two names in a row do not."""

FIELD_OF: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        ("place", "organisation"): "place",
        ("place", "event"): "place",
        ("sector", "organisation"): "sectors",
        ("sector", "label"): "sectors",
        ("type", "organisation"): "type",
        ("role", "person"): "roles",
        ("role", "organisation"): "people",
        ("period", "event"): "period",
        ("period", "project"): "period",
        ("period", "organisation"): "founded",
    }
)
"""By type of a value and kind of an entry: the field in which the entry has it."""

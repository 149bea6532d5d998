"""The words for what is asked, and for why something was not answered."""

from typing import Literal

Operator = Literal[
    "describe",
    "attribute",
    "state",
    "reverse",
    "filter",
    "count",
    "compare",
    "superlative",
    "sum",
    "share",
    "tally",
    "elapsed",
    "exists",
    "expand",
    "topic",
    "courtesy",
]

GapType = Literal["unknown_subject", "missing_field", "not_understood", "out_of_scope"]

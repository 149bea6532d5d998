"""All families of faults, in the order of the page."""

from collections.abc import Mapping
from typing import Final

from tests.torture import (
    api,
    backups,
    canaries,
    damage,
    endings,
    fuzzing,
    hostile,
    kills,
    migrations,
    outages,
    repeats,
    storage,
)
from tests.torture.family import Family

FAMILIES: Final[Mapping[str, Family]] = {
    module.FAMILY.name: module.FAMILY
    for module in (
        kills,
        endings,
        repeats,
        outages,
        storage,
        damage,
        backups,
        migrations,
        api,
        hostile,
        fuzzing,
        canaries,
    )
}

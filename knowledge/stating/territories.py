"""Countries and the wider territories that they lie in, by CLDR's codes: what is in Italy is in Europe as well."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

EUROPE: Final = "150"
"""Its number in UN M49, which CLDR names it by."""
EUROPEAN_UNION: Final = "EU"

# fmt: off
_OF_THE_UNION: Final = frozenset((
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT",
    "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
))
_BESIDE_THE_UNION: Final = frozenset((
    "AD", "AL", "AX", "BA", "BY", "CH", "FO", "GB", "GG", "GI", "IM", "IS", "JE", "LI", "MC", "MD", "ME",
    "MK", "NO", "RS", "RU", "SJ", "SM", "UA", "VA", "XK",
))
# fmt: on

WIDER: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {EUROPE: _OF_THE_UNION | _BESIDE_THE_UNION, EUROPEAN_UNION: _OF_THE_UNION}
)
"""The countries of each territory that is none itself: Europe as in UN M49 with Cyprus, and the Union as of 2020."""


def is_territory(code: str) -> bool:
    """Whether this is the code of a country or of a wider territory, and no id: those are in small letters.

    >>> is_territory("IT"), is_territory("150"), is_territory("biowin")
    (True, True, False)
    """
    return code.isupper() or code in WIDER


def around(country: str) -> Iterator[str]:
    """The wider territories that a country lies in.

    >>> list(around("IT")), list(around("CH"))
    (['150', 'EU'], ['150'])
    """
    return (wider for wider, countries in WIDER.items() if country in countries)

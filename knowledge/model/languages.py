"""The languages that Grappolo speaks."""

from typing import Final, Literal, get_args

Language = Literal["it", "en", "de", "fr", "sl"]

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


def known(code: str | None) -> Language | None:
    """The language that a code such as ``de-AT`` or ``sl`` stands for, or None if Grappolo does not speak it."""
    prefix = (code or "").casefold().replace("_", "-").split("-")[0]
    return next((language for language in LANGUAGES if language == prefix), None)

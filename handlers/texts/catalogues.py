"""The message catalogues: read from their ``.po`` files when a language is first spoken, so they are never stale.

A message's id is its English sentence in the code; what is said stands in the catalogue, in English as well.
After a new message:

    pybabel extract -k say -k plural:1,2 -k message --add-location file -o messages.pot handlers
    pybabel update -i messages.pot -d handlers/texts --no-fuzzy-matching -w 120
"""

from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from knowledge.model.languages import Language

FOLDER: Final = Path(__file__).parent


def path_of(language: Language) -> Path:
    """The catalogue of *language*."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(language: Language) -> GNUTranslations:
    """The messages of *language*, ready to be said."""
    compiled = BytesIO()
    with path_of(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return GNUTranslations(compiled)


def message(text: str) -> str:
    """Mark *text* as a message that is said elsewhere.

    >>> message("Website")
    'Website'
    """
    return text

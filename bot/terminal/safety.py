"""Text that a terminal shows and does not obey."""

import re
from typing import Final

# A terminal obeys control characters wherever they come from: a text of the base must not move the cursor.
_OBEYED: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    r"""*text* without what a terminal would obey; line breaks and tabs stay.

    >>> harmless("Silver\x1b[2J Label")
    'Silver[2J Label'
    """
    return _OBEYED.sub("", text)

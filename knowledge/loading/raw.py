"""From the bytes of a file to its text, before any parser sees it: size, encoding, deceptive characters."""

import re
from typing import Final

MOST_BYTES: Final = 1 << 20

# Direction marks make a reader see something else than what is written; the others are invisible or unprintable,
# and some of them are line breaks for YAML but for no editor.
_DECEPTIVE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
_DIRECTIVE: Final = re.compile(r"^%", re.MULTILINE)


class Unreadable(Exception):
    """The text cannot be read further than this line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def text_of(content: bytes) -> str:
    """The text of a file, with plain line ends. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(1, f"the file has more than {MOST_BYTES >> 20} MiB: split it into several files")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(line, "the text is not UTF-8: save the file with the encoding UTF-8") from None
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    _refuse(_DIRECTIVE.search(text), text, 'a line starts with "%", which is an instruction to the parser: delete it')
    if (found := _DECEPTIVE.search(text)) is not None:
        _refuse(found, text, deception(found[0]) or "")
    return text


def deception(text: str) -> str | None:
    """What is wrong if the text holds a character that no reader sees as what it is."""
    found = _DECEPTIVE.search(text)
    return None if found is None else f"U+{ord(found[0]):04X} is an invisible control character: delete it"


def _refuse(found: re.Match[str] | None, text: str, message: str) -> None:
    if found is not None:
        raise Unreadable(text.count("\n", 0, found.start()) + 1, message)

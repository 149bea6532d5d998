"""Making text fit to be shown in a log or an error: without secrets, and without characters that deceive the reader."""

import json
import re
from typing import Final
from urllib.parse import quote

# The shape of a bot token; its colon may have been percent-encoded on its way through a URL.
_SHAPE: Final = r"[0-9]{6,12}(?::|%3[Aa])[A-Za-z0-9_-]{30,}"

# Controls, line separators, invisible characters, text direction, lone surrogates, tags.
_DECEIVING: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)

_known: set[str] = set()
_secrets = re.compile(_SHAPE)


def keep_secret(value: str) -> None:
    """Never let *value* be shown again by ``redact``, in whichever way it is quoted. An empty value is ignored.

    >>> keep_secret("correct horse")
    >>> redact("GET /?password=correct%20horse")
    'GET /?password=[secret]'
    """
    global _secrets
    if not value:
        return
    _known.update(_spellings(value))
    longest_first = sorted(_known, key=len, reverse=True)
    _secrets = re.compile("|".join([*map(re.escape, longest_first), _SHAPE]))


def is_like_a_token(text: str) -> bool:
    """Whether *text* has the shape of a bot token: 6 to 12 digits, a colon, 30 or more letters, digits, - and _."""
    return ":" in text and re.fullmatch(_SHAPE, text) is not None


def redact(text: str) -> str:
    """*text* with ``[secret]`` for everything that looks like a bot token or was given to ``keep_secret``."""
    return _secrets.sub("[secret]", text)


def escape(text: str) -> str:
    r"""*text* on one line, with invisible and direction-changing characters written out as JSON would.

    >>> print(escape("Anna\n2026-11-02 error \u202eforged"))
    Anna\n2026-11-02 error \u202eforged
    """
    return _DECEIVING.sub(lambda found: json.dumps(found[0])[1:-1], text)


def _spellings(value: str) -> set[str]:
    plain = {value, repr(value)[1:-1], quote(value), quote(value, safe="")}
    in_json = {json.dumps(text, ensure_ascii=ascii_only)[1:-1] for text in plain for ascii_only in (True, False)}
    return {*plain, *in_json, *map(escape, plain | in_json)}

"""Searching for words that nobody may find, in every form in which bytes may hold them."""

import json
import unicodedata
import zlib
from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

_GZIP: Final = b"\x1f\x8b\x08"


def forms_of(word: str) -> frozenset[bytes]:
    """How *word* may be written: its letters as they are, small or without accents, and each of that encoded."""
    bare = "".join(letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter))
    written = {word, word.casefold(), bare, bare.casefold(), unicodedata.normalize("NFD", word)}
    return frozenset(form for text in written for form in _encoded(text))


def _encoded(text: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
        plain = text.encode(encoding)
        yield plain
        yield plain.hex().encode()
        yield from (_in_base64(plain, before) for before in range(3))
    yield quote(text, safe="").encode()
    yield json.dumps(text)[1:-1].encode()
    if text.isdecimal():
        # As a database keeps a number.
        yield from (int(text).to_bytes(length, "big") for length in (6, 8))


def _in_base64(plain: bytes, before: int) -> bytes:
    """What stands in Base64 for sure, with so many bytes *before* it."""
    whole = b64encode(b"\0" * before + plain)
    return whole[(0, 2, 3)[before] : len(whole) - 4]


@dataclass(slots=True)
class Search:
    """Looks for secret words, and remembers where one was found."""

    secrets: Mapping[str, str]
    """The words, by what they are."""
    found: set[tuple[str, str]] = field(default_factory=set)
    """What it is, and where."""
    looked: int = 0
    """Through so many bytes."""
    places: int = 0
    _forms: dict[str, frozenset[bytes]] = field(init=False)

    def __post_init__(self) -> None:
        self._forms = {what: forms_of(word) for what, word in self.secrets.items()}

    def look(self, where: str, content: bytes, *, but: Collection[str] = ()) -> None:
        """Look through *content* and what is packed in it, *but* not for what is meant to be there."""
        self.looked += len(content)
        self.places += 1
        for part in (content, *_unpacked(content)):
            for what, forms in self._forms.items():
                if what not in but and any(form in part for form in forms):
                    self.found.add((what, where))

    def look_into(self, folder: Path) -> None:
        """Look through all files in *folder*."""
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                self.look(file.name, file.read_bytes())


def _unpacked(content: bytes) -> Iterator[bytes]:
    at = content.find(_GZIP)
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(content[at:])
        at = content.find(_GZIP, at + 1)

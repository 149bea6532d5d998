"""Texts that only the key opens, and pseudonyms that only the key makes."""

import hmac
import json
import secrets
from collections.abc import Mapping
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12


class Unreadable(Exception):
    """A sealed text was changed, moved from its place, or sealed with a key that is not here."""


class Vault:
    """Seals texts with the newest of its keys, opens them with whichever sealed them, and names people.

    *keys* are 32 random bytes each, by their number from 1 to 255. Nothing is encrypted with a key itself: each purpose
    has one derived from it. Pseudonyms come from the oldest key, so that a person keeps theirs when a key is added.
    """

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        oldest, self._newest = keys[min(keys)], max(keys)
        self._ciphers = {number: AESGCM(_derived(key, "texts")) for number, key in keys.items()}
        self._naming, self._marking = _derived(oldest, "pseudonyms"), _derived(oldest, "erasures")
        self.number: Final = len(keys)
        """How many keys there are."""
        self._secrets = _derived(oldest, "secrets")
        self.fingerprint: Final = _derived(oldest, "fingerprint").hex()[:16]
        """Tells this key from others, and nothing about it."""

    def pseudonym(self, bot: str, channel_id: str) -> str:
        """The name under which *bot* knows a person or a chat: always the same, for each bot another."""
        return hmac.digest(self._naming, _joined(bot, channel_id), "sha256").hex()[:32]

    def mark(self, bot: str, pseudonym: str) -> str:
        """What may stay when a pseudonym is erased: the pseudonym leads to its mark, and the mark leads nowhere."""
        return hmac.digest(self._marking, _joined(bot, pseudonym), "sha256").hex()[:32]

    def secret(self, purpose: str) -> str:
        """What only those know who have the key: the same in every process, for each purpose another."""
        return hmac.digest(self._secrets, purpose.encode(), "sha256").hex()

    def seal(self, text: str, *place: str) -> bytes:
        """*text* encrypted; it opens only at *place*, such as the table, row and column where it is kept."""
        # A message may hold half of a surrogate pair, and still is a question to keep.
        return self.seal_bytes(text.encode("utf-8", "surrogatepass"), *place)

    def seal_bytes(self, plain: bytes, *place: str) -> bytes:
        """*plain* encrypted; it opens only at *place*."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        return bytes([self._newest]) + nonce + self._ciphers[self._newest].encrypt(nonce, plain, _joined(*place))

    def open(self, sealed: bytes, *place: str) -> str:
        """The text that was sealed for *place*. Raises Unreadable."""
        return self.open_bytes(sealed, *place).decode("utf-8", "surrogatepass")

    def open_bytes(self, sealed: bytes, *place: str) -> bytes:
        """What was sealed for *place*. Raises Unreadable."""
        number, nonce, rest = sealed[:1], sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        try:
            return self._ciphers[ord(number)].decrypt(nonce, rest, _joined(*place))
        except (InvalidTag, KeyError, TypeError, ValueError) as error:
            raise Unreadable from error


def _derived(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"grappolo {purpose}".encode()).derive(key)


def _joined(*parts: str) -> bytes:
    # JSON, because ("ab", "c") must not be the same as ("a", "bc").
    return json.dumps(parts).encode()

"""Telling the owners that the database is damaged: what it cannot keep is sent without it."""

from collections.abc import Iterable
from datetime import datetime

from bot.telegram.outgoing import Letter
from bot.telegram.sending import Sender


class Outcry:
    """Letters that lie ready as long as the database is sound: later nobody could read whom they are for."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender
        self._letters: list[Letter] = []
        self._since: datetime | None = None

    def prepare(self, letters: Iterable[Letter]) -> datetime | None:
        """Have these ready; since when the database was damaged until now, if it was."""
        since, self._since = self._since, None
        self._letters = list(letters)
        return since

    async def out(self, now: datetime) -> None:
        """Send each of them once; those that cannot be sent yet wait for the next time."""
        self._since = self._since or now
        waiting, self._letters = self._letters, []
        for letter in waiting:
            sent = await self._sender.send(letter)
            if sent.wait is not None:
                self._letters.append(sent.letter)

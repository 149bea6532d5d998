"""Calling an address as long as all is well: who watches it from outside notices when nobody calls any more."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final, NoReturn

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.telegram.readiness import Readiness

_log = logging.getLogger(__name__)

_PATIENCE: Final = ClientTimeout(total=10.0)


@dataclass(slots=True)
class Pulse:
    """Calls an address again and again; that is a secret, and no log line shows it."""

    readiness: Readiness
    url: str
    every: float
    """Seconds from one call to the next."""
    told: str = ""
    """The trouble that was logged last: what lasts is said once."""

    async def run(self) -> NoReturn:
        """Call until it is cancelled; not while something is wrong."""
        async with ClientSession(timeout=_PATIENCE) as session:
            while True:
                if not any((await self.readiness.wrong()).values()):
                    self._tell(await self._call(session))
                await asyncio.sleep(self.every)

    async def _call(self, session: ClientSession) -> str:
        """What went wrong with the call, without the words of the error: they may show the address."""
        try:
            async with session.get(self.url, allow_redirects=False) as answer:
                return "" if answer.status < 300 else f"it answers {answer.status}"
        except (ClientError, TimeoutError, OSError, ValueError) as error:
            return type(error).__name__

    def _tell(self, trouble: str) -> None:
        if trouble and trouble != self.told:
            _log.warning("GRAPPOLO_HEARTBEAT_URL cannot be called (%s); trying again", trouble)
        self.told = trouble

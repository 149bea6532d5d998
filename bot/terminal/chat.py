"""One conversation on the terminal, line by line."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.app import App
from bot.chosen import BOT
from handlers.turns import Button, Quiet, Reply, Say, Turn

PERSON: Final = "terminal user"
"""Who sits at the terminal, whoever it is: the system's user name is nothing to keep."""

NextLine = Callable[[], Awaitable[str | None]]
"""The next line that a person wrote, or None when there is none any more."""

Show = Callable[[Reply], None]


@dataclass(slots=True)
class Chat:
    """Hands lines to the conversation and shows what it says. The number of a choice stands for a tap on it."""

    app: App
    show: Show
    buttons: tuple[Button, ...] = ()
    """Of the choice that was shown last."""
    told: tuple[str, ...] = ()
    """The mistakes of the base that were shown last."""

    async def greet(self) -> None:
        """Say hello, as any channel does when somebody comes in."""
        await self.hear("/start")

    async def hear(self, line: str) -> None:
        """Take one line and show all replies to it."""
        tapped = self._choice(line)
        replies = await self.app.take(await self._turn("" if tapped else line, tapped))
        self.buttons = next((say.buttons for say in reversed(replies) if say.buttons), ())
        for say in (*replies, *self._mistakes()):
            self.show(say)

    def _mistakes(self) -> list[Say]:
        # Who edits the base with a terminal open beside it looks here, not into a log.
        found, before = self.app.base.problems, self.told
        self.told = found
        text = "\n".join(["The changed knowledge base has mistakes, the former one answers:", *found])
        return [Say((Quiet(text),))] if found and found != before else []

    def _choice(self, line: str) -> str | None:
        numbers = {str(number): button.data for number, button in enumerate(self.buttons, 1)}
        return numbers.get(line.strip().rstrip(".)"))

    async def _turn(self, text: str, tapped: str | None) -> Turn:
        settings, asker = self.app.settings, self.app.storage.vault.pseudonym(BOT, PERSON)
        return Turn(
            bot=BOT,
            asker=asker,
            chat=asker,
            at=datetime.now(settings.timezone),
            language=settings.language,
            base=await self.app.base.current(),
            text=text,
            tapped=tapped,
        )


async def converse(chat: Chat, next_line: NextLine) -> None:
    """Greet, then answer line after line until the person leaves: ``/quit``, or no more lines."""
    await chat.greet()
    while (line := await next_line()) is not None and line.strip() != "/quit":
        if line.strip():
            await chat.hear(line)

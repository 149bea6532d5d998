"""A conversation with a bot at the keyboard: a line is a message, ``/click N`` taps a button."""

import asyncio
from collections.abc import Callable
from typing import Final

from tests.telegram_server.people import Chat, Message, User
from tests.telegram_server.server import TelegramServer

HELP: Final = """\
A line is a message to the bot. Besides:
  /click N        tap button N
  /inline TEXT    ask in inline mode
  /language CODE  change the language of your client
  /group          talk in a group from now on, or in private again
  /problems       what the bot did that no correct bot does
  /quit           end"""


class Console:
    """What one person types and sees."""

    def __init__(self, server: TelegramServer, say: Callable[[str], None]) -> None:
        self._server = server
        self._say = say
        self._user: User = server.user("You", language_code="en", username="you")
        self._chat: Chat = server.private(self._user)
        self._group: Chat = server.group("Group", self._user)
        self._buttons: list[tuple[Message, str]] = []
        self._shown: dict[Message, str] = {}

    async def take(self, line: str) -> bool:
        """Do what a line says; False ends the conversation."""
        word, _, rest = line.strip().partition(" ")
        match word:
            case "":
                pass
            case "/quit":
                return False
            case "/help?":
                self._say(HELP)
            case "/click":
                await self._click(rest)
            case "/inline":
                await self._inline(rest)
            case "/language":
                self._user.language_code = rest or None
            case "/group":
                self._chat = self._group if self._chat.is_private else self._server.private(self._user)
                self._say(f"-- {self._chat.title or 'private'}")
            case "/problems":
                self._say("\n".join(self._server.problems) or "none")
            case _:
                self._server.message(self._user, self._chat, line)
        return True

    async def watch(self) -> None:
        """Show what the bot says and changes, as it does."""
        while True:
            self.show()
            await self._server.world.change()

    def show(self) -> None:
        for chat in (self._server.private(self._user), self._group):
            for message in chat.said():
                seen = repr([message.text, message.buttons])
                if self._shown.get(message) != seen:
                    changed = "(changed) " if message in self._shown else ""
                    self._shown[message] = seen
                    self._say(f"bot: {changed}{self._written(message)}")

    def _written(self, message: Message) -> str:
        lines = [message.text]
        if message.document is not None:
            lines.insert(0, f"<file {message.document.name}, {len(message.document.data)} bytes>")
        if message.photo is not None:
            lines.insert(0, "<photo>")
        for button in (button for row in message.buttons for button in row):
            self._buttons.append((message, button["text"]))
            target = f" -> {button['url']}" if "url" in button else ""
            lines.append(f"  [{len(self._buttons)}] {button['text']}{target}")
        return "\n".join(lines)

    async def _click(self, number: str) -> None:
        if not number.isdecimal() or not 1 <= int(number) <= len(self._buttons):
            self._say("-- there is no such button")
            return
        try:
            click = self._server.click(self._user, *self._buttons[int(number) - 1])
            answer = await self._server.until(lambda: click.answer)
        except (AssertionError, TimeoutError) as error:
            self._say(f"-- {error or 'no answer'}")
            return
        if answer and answer["text"]:
            self._say(f"-- {answer['text']}")

    async def _inline(self, text: str) -> None:
        asked = self._server.inline(self._user, text)
        try:
            await self._server.until(lambda: asked.results is not None)
        except TimeoutError:
            self._say("-- no answer")
            return
        for number, result in enumerate(asked.results or [], 1):
            content = (result["content"] or {}).get("text", "")
            self._say(f"-- {number}. {result.get('title', '')}: {content}")


async def converse(port: int, read: Callable[[], str], say: Callable[[str], None]) -> None:
    """Serve, and let somebody type until the input ends."""
    async with TelegramServer(port=port) as server:
        say(f"base URL {server.base_url}\ntoken    {server.bot.token}\n/help? tells what can be typed here")
        console = Console(server, say)
        watching = asyncio.create_task(console.watch())
        try:
            while await console.take(await asyncio.to_thread(read)):
                pass
        except EOFError:
            pass
        finally:
            watching.cancel()

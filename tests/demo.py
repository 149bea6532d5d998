"""``make demo``: a scripted conversation with the real bot, over HTTP and long polling, with a Telegram of our own.

The bot is a process like any other; it has folders of its own, which are gone afterwards.
"""

import asyncio
import tempfile
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.telegram.program import Place, at_work
from tests.telegram_server import Chat, Message, TelegramServer, User

Print = Callable[[str], object]


@dataclass(slots=True)
class Talk:
    """One person with the bot, written down while they talk."""

    telegram: TelegramServer
    user: User
    show: Print

    @property
    def chat(self) -> Chat:
        return self.telegram.private(self.user)

    async def say(self, text: str) -> Message:
        """Write to the bot, and wait for what it says."""
        self.show(f"\n{self.user.first_name}: {text}")
        reply = await self.telegram.reply(self.telegram.message(self.user, self.chat, text), seconds=15)
        self._write(reply)
        return reply

    async def tap(self, message: Message, label: str) -> None:
        """Tap a button, and wait for what becomes of the message."""
        self.show(f"\n{self.user.first_name} taps [{label}]; the message changes")
        self.telegram.click(self.user, message, label)
        await self.telegram.until(lambda: message.edited, seconds=15)
        self._write(message)

    def _write(self, message: Message) -> None:
        lines = [*with_links(message).splitlines(), *(f"[{label}]" for label in message.labels)]
        self.show(textwrap.indent("\n".join(lines), "    "))


def with_links(message: Message) -> str:
    """The text of a message, each link in angle brackets behind the words that lead to it."""
    shown = message.text.encode("utf-16-le")
    for entity in reversed(message.entities):
        if entity["type"] == "text_link":
            end = 2 * (entity["offset"] + entity["length"])
            shown = shown[:end] + f" <{entity['url']}>".encode("utf-16-le") + shown[end:]
    return shown.decode("utf-16-le")


async def in_italian(talk: Talk) -> None:
    """A question, a follow-up, a choice that is tapped, and what nobody knows."""
    await talk.say("/start")
    choice = await talk.say("Quando finisce?")
    await talk.tap(choice, choice.labels[0])
    await talk.say("qual è il budget di S3-4AlpClusters?")
    await talk.say("e quando finisce?")
    await talk.say("chi è il capofila di AlpClusters?")


async def in_english(talk: Talk) -> None:
    """Another person at the same bot, with a talk of their own."""
    await talk.say("Where was the ADW held?")
    await talk.say("and when?")
    await talk.say("how many clusters hold the Silver Label?")
    await talk.say("what is the budget of the project Zorblat?")
    await talk.say("/privacy")


async def demonstrate(show: Print, folder: Path) -> None:
    """The whole conversation. Raises AssertionError if the bot does what no correct bot does."""
    async with TelegramServer() as telegram:
        place = Place(telegram.url, telegram.bot.token, folder)
        show("A bot is started, and asks a stand-in for Telegram on this machine for what people write to it.")
        async with at_work(telegram, place) as bot:
            for name, code, script in (("Anna", "it", in_italian), ("Ben", "en", in_english)):
                show(f"\n--- {name}, whose Telegram speaks {code}")
                await script(Talk(telegram, telegram.user(name, code), show))
            ended = await bot.stop()
        polls, sent = len(telegram.calls_of("getUpdates")), len(telegram.calls_of("sendMessage"))
        mistakes = len(telegram.problems)
        show(f"\n--- {polls} polls, {sent} messages sent, {mistakes} mistakes towards Telegram; exit {ended}")
        assert (ended, mistakes) == (0, 0), telegram.problems


def main() -> None:
    """Print the conversation as it happens."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(demonstrate(partial(print, flush=True), Path(folder)))


if __name__ == "__main__":
    main()

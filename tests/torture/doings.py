"""All that people do with a bot, and all that goes wrong meanwhile, by somebody whose every word is known."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from tests.telegram.program import Program
from tests.telegram_server import Chat, Fault, Message, TelegramServer, User

PATIENCE: Final = 60.0
SECRETS: Final[Mapping[str, str]] = {
    "first name": "Ànnakanarie",
    "last name": "Überkanarie",
    "username": "usernamekanarie",
    "question": "Fragekanàrie",
    "caption": "Unterschriftkanàrie",
    "phone": "+39047112345678",
    "user": "6543210987654",
    "group": "Gruppenkanàrie",
    "token": "Token" + "kanarie" * 4 + "-_x",
    "password": "Passwortkanarie",
    "heartbeat": "herzschlagkanarie",
}
"""By what they are; none of them stands anywhere else."""
_ANSWERABLE: Final = "qual è il budget del Ponte di Carta Volante?"
_OF_ALL: Final = ("/start", "/help", "/privacy", "/mydata", "/language", "/unknown {}", "{}", f"{{}}, {_ANSWERABLE}")
_OF_STAFF: Final = ("/status", "/roles", "/grant admin", "/roles {}", "/revoke {}", "/status {}")


@dataclass(slots=True)
class Doings:
    """What one person does in a private chat and in a group, and a second one who wants to be forgotten."""

    telegram: TelegramServer
    anna: User = field(init=False)
    chat: Chat = field(init=False)
    group: Chat = field(init=False)

    def __post_init__(self) -> None:
        world, bot = self.telegram.world, self.telegram.bot
        del world.bots[bot.token]
        bot.token = f"{bot.id}:{SECRETS['token']}"
        world.bots[bot.token] = bot
        bot.privacy = False
        self.anna = self._person(int(SECRETS["user"]))
        self.chat = self.telegram.private(self.anna)
        self.group = self.telegram.group(SECRETS["group"], self.anna)

    async def everything(self, program: Program) -> None:
        """One after the other, each until the bot has answered."""
        await self._own(program)
        for text in (*_OF_ALL, *_OF_STAFF):
            await self._tapped(await self._said(self.chat, text))
        for text in ("/help@grappolo_bot", "@grappolo_bot {}", f"@grappolo_bot {_ANSWERABLE}"):
            await self._said(self.group, text)
        await self._edited()
        await self._sent()
        await self._left()
        await self._gone_wrong()
        await self._forgotten()

    async def ask_on(self, number: int) -> int:
        """Ask more than can be answered at once, until the bot is sending the first answer; Telegram takes its time.

        How many messages there will be when all of it is answered.
        """
        before = len(self.chat.said())
        sending = self.telegram.fault(Fault("sendMessage", delay=60))
        for count in range(number):
            self.telegram.message(self.anna, self.chat, f"{SECRETS['question']} {count}?")
        await self.telegram.until(lambda: sending.happened, PATIENCE)
        return before + number

    async def answered(self, messages: int) -> None:
        """Wait until there are so many."""
        await self.telegram.until(lambda: len(self.chat.said()) >= messages, PATIENCE)

    def _person(self, user_id: int) -> User:
        names = SECRETS["first name"], "it", SECRETS["username"], SECRETS["last name"]
        self.telegram.world.users[user_id] = User(user_id, *names)
        return self.telegram.world.users[user_id]

    async def _said(self, chat: Chat, text: str) -> Message:
        written = self.telegram.message(self.anna, chat, text.format(SECRETS["question"]))
        return await self.telegram.reply(written, PATIENCE)

    async def _tapped(self, message: Message) -> None:
        """Tap what there is to be tapped, and what there is not."""
        for label in (*message.labels[:1], SECRETS["question"]):
            await self._tap(self.anna, message, label)

    async def _tap(self, user: User, message: Message, label: str) -> None:
        click = self.telegram.click(user, message, label, forged=True)
        await self.telegram.until(lambda: click.answer is not None, PATIENCE)

    async def _own(self, program: Program) -> None:
        """Become the owner, by the code in the log: so the bot learns how to reach somebody."""
        found = re.search(r"/start ([\w-]{12})", program.log.read_text("utf-8"))
        assert found, program.said()
        assert found[1] not in (await self._said(self.chat, found[0])).text

    async def _edited(self) -> None:
        written = self.telegram.message(self.anna, self.chat, SECRETS["question"])
        said = await self.telegram.reply(written, PATIENCE)
        self.telegram.edit(self.anna, written, _ANSWERABLE)
        await self.telegram.until(lambda: "120.000" in said.text, PATIENCE)

    async def _sent(self) -> None:
        """Send a file, a photo and one's own telephone number."""
        photo = self.telegram.photo(self.anna, self.chat, b"x", SECRETS["caption"])
        file = self.telegram.document(self.anna, self.chat, b"x", SECRETS["caption"])
        contact = self.telegram.world.post(self.chat, self.anna)
        contact.extra["contact"] = {"phone_number": SECRETS["phone"], "first_name": SECRETS["first name"]}
        self.telegram.bot.updates.add("message", contact.json(), f"chat {self.chat.id}")
        for message in (photo, file, contact):
            await self.telegram.reply(message, PATIENCE)

    async def _left(self) -> None:
        """Block the bot, and want it again."""
        self.telegram.block(self.anna)
        self.telegram.unblock(self.anna)
        await self._said(self.chat, "/help")

    async def _gone_wrong(self) -> None:
        """Telegram fails and quotes what it was asked, and an update comes that cannot be read."""
        path = f"/bot{self.telegram.bot.token}/sendMessage"
        refused = (400, f"Bad Request: not at {self.telegram.url}{path}")
        page = f"<html>{path} {SECRETS['token']}</html>".encode()
        for fault in (Fault("sendMessage", error=refused), Fault("sendMessage", drop="after")):
            self.telegram.fault(fault)
            self.telegram.message(self.anna, self.chat, SECRETS["question"])
        self.telegram.fault(Fault("sendMessage", raw=(502, page)))
        self.telegram.fault(Fault("getUpdates", raw=(502, page)))
        await self._said(self.chat, "{}")
        message = self.telegram.world.post(self.chat, self.anna, SECRETS["question"])
        self.telegram.bot.updates.add("message", message.json() | {"date": 10**20}, f"chat {self.chat.id}")
        await self.telegram.reply(message, PATIENCE)

    async def _forgotten(self) -> None:
        """Somebody else asks, and has all of it erased."""
        ben = self._person(int(SECRETS["user"]) + 1)
        chat = self.telegram.private(ben)
        for text in (SECRETS["question"], "/forgetme"):
            said = await self.telegram.reply(self.telegram.message(ben, chat, text), PATIENCE)
        await self._tap(ben, said, said.labels[0])

"""``/status``: how the bot is, in plain words, for owners and admins, with buttons for what they can mend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from handlers.alerts import Trouble, standing, wrong
from handlers.promises import Outbox, Posted, Roles, Status, Watch
from handlers.replies.layout import bullet, plain, under_each_other
from handlers.replies.teller import Teller
from handlers.taps import Mending, Remedy
from handlers.texts.texts import Texts
from handlers.turns import Bold, Button, Say, Turn

MOST: Final = 10
"""As many incidents are named."""


@dataclass(frozen=True, slots=True)
class Overseeing:
    """Shows and mends. To everybody else there is no such command."""

    roles: Roles
    outbox: Outbox
    watch: Watch

    async def status(self, turn: Turn, teller: Teller, done: str = "") -> Say | None:
        """How the bot is, after what was *done*; None for who may not see it."""
        if await self.roles.role(turn.bot, turn.asker) not in ("owner", "admin"):
            return None
        say = teller.texts.say
        if not turn.private:
            return Say(plain(say("I do this only in a private chat.")))
        found, unsure = await self.watch.status(turn.bot), await self.outbox.unsure(turn.bot)
        lines = [bullet(plain(line)) for line in _lines(found, unsure, len(turn.base.base.entries), teller.texts)]
        title = (Bold(done or say("How the bot is")),)
        return Say(under_each_other([title, *lines]), tuple(_buttons(found, unsure, teller.texts)))

    async def mend(self, turn: Turn, remedy: Remedy, teller: Teller) -> Say | None:
        """Do what a button says, and show how the bot is then; None for who may not."""
        if not turn.private or await self.roles.role(turn.bot, turn.asker) not in ("owner", "admin"):
            return None
        match remedy:
            case "retry":
                number = await self.watch.retry(turn.bot, turn.at)
            case "again":
                number = await self.outbox.again(turn.bot, None, turn.at)
        done = teller.texts.say("Done: {number}", number=teller.texts.number(number))
        return await self.status(turn, teller, done)


def _lines(status: Status, unsure: Sequence[Posted], entries: int, texts: Texts) -> Iterator[str]:
    say, plural, moment = texts.say, texts.plural, texts.moment
    for name, since in status.troubles:
        yield standing(name, since, texts)
    if status.oldest is None:
        yield say("No question is waiting.")
    else:
        first = moment(status.oldest)
        yield plural(
            "{number} question waits since {when}.",
            "{number} questions wait, the first since {when}.",
            status.waiting,
            when=first,
        )
    if status.failed:
        shown = [*status.failed[:MOST], *["…"] * (len(status.failed) > MOST)]
        yield say("Failed for a fault of mine, for a day they can be tried again: {list}", list=", ".join(shown))
    if unsure:
        yield plural("{number} message may not have arrived.", "{number} messages may not have arrived.", len(unsure))
    yield plural("The knowledge base has {number} entry.", "The knowledge base has {number} entries.", entries)
    if status.mistakes:
        yield wrong(Trouble("base", status.mistakes), texts)
    yield say("Newest backup: {when}", when=moment(status.backup)) if status.backup else say("There is no backup yet.")
    yield say("Free on the disk of the data: {number} MB", number=texts.number(status.room // 1024**2))
    yield say("Version {version}, at work since {when}", version=status.version, when=moment(status.since))
    if status.processes > 1:
        yield say("Processes at work: {number}", number=texts.number(status.processes))


def _buttons(status: Status, unsure: Sequence[Posted], texts: Texts) -> Iterator[Button]:
    if status.failed:
        yield Button(texts.say("Try the failed questions again"), Mending("retry").data)
    if any(one.letter is not None for one in unsure):
        yield Button(texts.say("Send what may not have arrived again"), Mending("again").data)

"""Updates that nobody expects: valid ones of people who write odd things, and ones with something wrong anywhere."""

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, TypeAlias

from tests.telegram_server import Chat, TelegramServer, User
from tests.telegram_server.updates import KINDS
from tests.torture.odd_texts import CANARY, odd_text

Json: TypeAlias = dict[str, Any]
Path: TypeAlias = tuple[str | int, ...]

PEOPLE: Final = 20
_VALUES: Final[Sequence[object]] = (
    *(None, True, False, 0, 1, -1, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63), 10**30, 1.5, -0.0, 1e308, float("nan")),
    *("", "0", "x", CANARY, "\ud800", "\x00", "private", "supergroup", "channel", "/start", "it"),
    *([], {}, [[]], [None], {"": {}}, [{}] * 100, {CANARY: [CANARY]}, [CANARY] * 300),
    *({"id": 5}, {"id": CANARY}, {"id": 5, "type": "private"}, {"message_id": 1, "chat": {"id": 5, "type": "x"}}),
)
"""What stands where something else is expected."""
_MOMENTS: Final = (0, 1, -1, -(10**11), 253402300799, 253402300800, 2**31, 2**33, 2**63, 10**20)
_CONTENT: Final = (
    *("animation", "audio", "checklist", "contact", "dice", "document", "game", "giveaway", "invoice", "location"),
    *("paid_media", "passport_data", "photo", "poll", "sticker", "story", "venue", "video", "video_note", "voice"),
)
_HAPPENED: Final = (
    *("boost_added", "channel_chat_created", "chat_background_set", "chat_shared", "delete_chat_photo"),
    *("forum_topic_closed", "forum_topic_created", "group_chat_created", "left_chat_member", "migrate_to_chat_id"),
    *("new_chat_members", "new_chat_photo", "new_chat_title", "pinned_message", "proximity_alert_triggered"),
    *("successful_payment", "users_shared", "video_chat_ended", "web_app_data", "write_access_allowed", CANARY),
)
_COMMANDS: Final = (
    *("/start", "/help", "/privacy", "/mydata", "/language", "/language xx", "/language it it", "/forgetme", "/status"),
    *("/", "//", "/ start", "/start@", "/start@grappolo_bot", "/help@other_bot", "/START", "/start/help", "/\u2028"),
    *(
        "/start " + "A" * 64,
        "/start " + "é" * 64,
        "/start \x00",
        "/language \u202eit",
        "/" + "x" * 4000,
        "/help " * 500,
    ),
)
_DATA: Final = (
    *("", "x", "choice:", "choice::", "choice:x:1", "choice:x:" + "9" * 50, "choice:x:-1", "erase:x:yes", "erase::"),
    *("language:", "language:xx", "language:it", "language:it:it", "mend:retry", "retry", "again:1", CANARY),
    *("\ud800", "\x00", "é" * 32, "x" * 64, "x" * 5000, "choice:4f2a:１", ":" * 64, "{}", "[]", "null"),
)


@dataclass(slots=True)
class Oddities:
    """Makes odd updates of what people do on a stand-in for Telegram; the same each time for the same *random*."""

    telegram: TelegramServer
    random: Random
    valid: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number in range(PEOPLE):
            self._live(number)
        self.valid += [update.json() for update in self.telegram.bot.updates.waiting()]
        self.telegram.bot.updates.drop()

    def updates(self, families: Sequence[str] = ()) -> Iterator[Json]:
        """Without end, of one family after the other; each has a number of its own."""
        while True:
            for family in families or FAMILIES:
                yield self._numbered(FAMILIES[family](self))

    def _numbered(self, update: Json) -> Json:
        """With the next number, unless the number is what is odd."""
        updates = self.telegram.bot.updates
        updates.last_id += 1
        return {"update_id": updates.last_id} | update

    def _live(self, number: int) -> None:
        """Let somebody do all that people do, with names that are too long to be true."""
        name = odd_text(self.random) if number % 2 else f"{CANARY} {number}"
        user = self.telegram.world.add_user(name, self.random.choice(("it", "xx", "", CANARY)), CANARY, name)
        chat, group = self.telegram.private(user), self.telegram.group(name, user, forum=number % 2 == 0)
        first = self._talk(user, chat, "qual è il budget?")
        self._talk(user, group, "@grappolo_bot when does it start?")
        self.telegram.document(user, chat, b"x", name, CANARY)
        self.telegram.edit(user, first, "quando?")
        said = self.telegram.world.post(chat, self.telegram.bot.account, CANARY)
        said.reply_to = first
        self.telegram.message(user, group, "/help@grappolo_bot", reply_to=said)
        self.telegram.click(user, said, "language:it", forged=True)
        self.telegram.block(user)
        self.telegram.unblock(user)
        if group.is_forum:
            thread = self.telegram.thread(group, name)
            self.telegram.message(user, group, "/start", thread=thread)

    def _talk(self, user: User, chat: Chat, text: str) -> Any:
        self.telegram.message(user, chat, "/start")
        self.telegram.photo(user, chat, b"x", f"{CANARY} @grappolo_bot")
        return self.telegram.message(user, chat, f"{text} {CANARY}")

    # What is taken from the valid ones. None has a number yet.

    def one(self, kind: str = "") -> Json:
        """A copy of some valid update, of a *kind* if one is wished."""
        fitting = [update for update in self.valid if not kind or kind in update]
        update = copy.deepcopy(self.random.choice(fitting))
        del update["update_id"]
        for message in (update.get("message"), update.get("edited_message")):
            if message is not None:
                message["message_id"] = self.random.randrange(1, 2**31)
        return update

    def message(self, **said: object) -> Json:
        """A message that says this instead of its text."""
        update = self.one("message")
        for name in ("text", "entities", "caption", "caption_entities", "photo", "document"):
            update["message"].pop(name, None)
        update["message"] |= said
        return update

    def value(self) -> Any:
        return copy.deepcopy(self.random.choice(_VALUES))

    def text(self) -> str:
        return odd_text(self.random)


def _paths(whole: object, path: Path = ()) -> Iterator[Path]:
    inner = whole.items() if isinstance(whole, dict) else enumerate(whole) if isinstance(whole, list) else ()
    for name, value in inner:
        yield (*path, name)
        yield from _paths(value, (*path, name))


def _around(odd: Oddities, whole: Json) -> tuple[Any, Any]:
    """A random part of *whole*: what it stands in, and its name there."""
    *outer, name = odd.random.choice(list(_paths(whole)))
    where: Any = whole
    for step in outer:
        where = where[step]
    return where, name


def _replaced(odd: Oddities, times: int = 1) -> Json:
    update = odd.one()
    for _ in range(times):
        where, name = _around(odd, update)
        where[name] = odd.value()
    return update


def _missing(odd: Oddities) -> Json:
    update = odd.one()
    where, name = _around(odd, update)
    del where[name]
    return update


def _unknown(odd: Oddities) -> Json:
    update = odd.one()
    where, name = _around(odd, update)
    if isinstance(where, dict):
        where[f"new_{name}"] = where[CANARY] = odd.value()
    return update


def _swapped(odd: Oddities) -> Json:
    update, other = odd.one(), odd.one()
    (where, name), (there, its) = _around(odd, update), _around(odd, other)
    where[name] = there[its]
    return update


def _boxed(odd: Oddities) -> Json:
    """A list where an object is expected, or an object where a list is."""
    update = odd.one()
    where, name = _around(odd, update)
    where[name] = list(where[name].values()) if isinstance(where[name], dict) else {"0": where[name]}
    return update


def _deep(odd: Oddities, depth: int = 300) -> Json:
    update, nested = odd.one("message"), odd.value()
    for _ in range(depth):
        nested = [nested] if odd.random.random() < 0.5 else {"reply_to_message": nested}
    update["message"][odd.random.choice(("text", "reply_to_message", "chat", CANARY))] = nested
    return update


def _moment(odd: Oddities) -> Json:
    update = odd.one(odd.random.choice(("message", "edited_message", "my_chat_member")))
    [content] = update.values()
    content[odd.random.choice(("date", "edit_date"))] = odd.random.choice(_MOMENTS)
    return update


def _entities(odd: Oddities) -> Json:
    kinds = ("bold", "text_link", "mention", "custom_emoji", CANARY, "bot_command")
    found = [
        {"type": odd.random.choice(kinds), "offset": odd.random.choice((-1, 0, 5, 2**40)), "length": odd.value()}
        for _ in range(100)
    ]
    return odd.message(text=odd.text(), entities=found)


def _tap(odd: Oddities) -> Json:
    update = odd.one("callback_query")
    update["callback_query"]["data"] = odd.random.choice(_DATA)
    return update


def _command(odd: Oddities) -> Json:
    told = odd.random.choice(_COMMANDS)
    return odd.message(text=odd.random.choice((told, f"{told} {odd.text()}")))


def _media(odd: Oddities) -> Json:
    what = odd.random.choice((*_CONTENT, *_HAPPENED))
    caption = {"caption": odd.text()} if odd.random.random() < 0.5 else {}
    album = {"media_group_id": odd.value()} if odd.random.random() < 0.3 else {}
    return odd.message(**{what: odd.value()}, **caption, **album)


def _kind(odd: Oddities) -> Json:
    [content] = odd.one().values()
    return {odd.random.choice((*KINDS, "guest_message", CANARY, "")): odd.random.choice((content, odd.value()))}


def _several_kinds(odd: Oddities) -> Json:
    return odd.one("message") | odd.one("callback_query") | {"edited_message": odd.value()}


def _name(odd: Oddities) -> Json:
    update = odd.one("message")
    for part in ("from", "chat"):
        update["message"][part] |= {name: odd.text() for name in ("first_name", "last_name", "username", "title")}
    return update


def _sender(odd: Oddities) -> Json:
    """Somebody who hides, a bot, a channel, or what was forwarded or sent through somebody."""
    update = odd.message(text=odd.text())
    who = odd.random.choice(("sender_chat", "via_bot", "forward_origin", "sender_business_bot", "from"))
    update["message"][who] = odd.random.choice((odd.telegram.bot.json(), update["message"]["chat"], odd.value()))
    return update


def _number(odd: Oddities) -> Json:
    numbers: tuple[object, ...] = (None, True, 1.5, -1, 2**63, 2**70, "1", "", [], {}, CANARY, float("inf"))
    return odd.one() | {"update_id": odd.random.choice(numbers)}


def _edited(odd: Oddities) -> Json:
    update = odd.message(text=odd.text(), edit_date=odd.random.choice(_MOMENTS))
    return {"edited_message": update["message"]}


_SAID: Final[Mapping[str, Callable[[Oddities], Json]]] = {
    "odd text": lambda odd: odd.message(text=odd.text()),
    "odd text in a group": lambda odd: odd.message(text=f"@grappolo_bot {odd.text()}"[:4096]),
    "odd caption": lambda odd: odd.message(caption=odd.text(), photo=[]),
    "odd command": _command,
    "odd tap": _tap,
    "odd name": _name,
    "odd edit": _edited,
    "odd entities": _entities,
    "media and events": _media,
    "odd sender": _sender,
}
_MADE: Final[Mapping[str, Callable[[Oddities], Json]]] = {
    "another kind": _kind,
    "several kinds": _several_kinds,
    "nothing": lambda _: {},
    "odd moment": _moment,
    "another value": _replaced,
    "several other values": lambda odd: _replaced(odd, 5),
    "missing": _missing,
    "unknown": _unknown,
    "swapped": _swapped,
    "boxed": _boxed,
    "deep": _deep,
}
FAMILIES: Final = {**_SAID, **_MADE, "odd number": _number}
NUMBERED: Final = (*_SAID, *_MADE)
"""The families that Telegram can be told to have arrived."""

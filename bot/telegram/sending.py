"""Sending what is kept to be sent, call after call, until one of them has to be made later."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, NoReturn

from bot.telegram.api import Answer, Api, NotReached, TokenRefused, Unheard
from bot.telegram.limits import Limits
from bot.telegram.outgoing import Call, Letter

_log = logging.getLogger(__name__)

_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
# Of no use any more, and no harm done.
_NEEDLESS: Final = ("message is not modified", "query is too old", "message to delete not found")
_FORMS: Final = ("can't parse entities", "entity", "entities")
_FORMED: Final = ("entities", "caption_entities")


@dataclass(frozen=True, slots=True)
class Sent:
    """How far a letter came."""

    letter: Letter
    """What is left of it."""
    wait: float | None = None
    """Seconds until the rest may be sent; None if there is no rest."""
    reason: str = ""
    """Why some of it will never arrive."""
    unheard: bool = False
    """Whether the first of what is left may have arrived."""
    blocked: bool = False
    """Whether who it is for wants nothing from the bot."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends letters, as fast as *limits* allow. Whatever Telegram answers, it raises nothing."""

    api: Api
    limits: Limits
    _refused: asyncio.Event = field(default_factory=asyncio.Event)

    async def heed_refusals(self) -> NoReturn:
        """Raises *TokenRefused* at the first call that tells so: who receives may hear of it only a minute later."""
        await self._refused.wait()
        raise TokenRefused

    async def send(self, letter: Letter) -> Sent:
        """Make the calls in order, as far as it goes."""
        reason = ""
        while letter.calls:
            call, rest = letter.calls[0], letter.calls[1:]
            if wait := self.limits.wait(call):
                return Sent(letter, wait)
            try:
                async with self.limits.turn(call):
                    answer = await self.api.call(call.method, call.arguments, upload=call.upload)
            except NotReached:
                return _later(letter)
            except Unheard:
                # Whether it is worse to say it twice or not at all, knows who wished it to be sent.
                return replace(_later(letter), unheard=True)
            if answer.ok or answer.says(*_NEEDLESS):
                letter = Letter(rest, (*letter.sent, *_message(call, answer)))
            elif answer.code == 429:
                return _later(letter, answer.retry_after and self.limits.pause(call, answer.retry_after))
            elif answer.code in (401, 404):
                self._refused.set()
                return _later(letter)
            elif answer.code >= 500:
                return _later(letter)
            elif answer.code == 403:
                return Sent(Letter((), letter.sent), reason="not allowed", blocked=True)
            elif (instead := _instead(call, answer)) is not None:
                letter = replace(letter, calls=(instead, *_moved(rest, answer)))
            else:
                reason = f"{call.method}: {answer.code}"
                _log.warning("Telegram refuses %s: %s", call.method, answer.description)
                letter = replace(letter, calls=rest)
        return Sent(letter, reason=reason)


def _later(letter: Letter, seconds: float | None = None) -> Sent:
    return Sent(replace(letter, tries=letter.tries + 1), wait=seconds or 0.0)


def _message(call: Call, answer: Answer) -> tuple[int, ...]:
    """The id of the message that was sent or edited, if it is known; 0 is that of one which Telegram sends later."""
    if call.method == "editMessageText":
        return (call.arguments["message_id"],)
    found = answer.result.get("message_id") if isinstance(answer.result, dict) else None
    return (found,) if isinstance(found, int) and found > 0 else ()


def _instead(call: Call, answer: Answer) -> Call | None:
    """Another call that may succeed where this one was refused."""
    arguments = call.arguments
    if answer.migrated_to is not None:
        return replace(call, arguments={**arguments, "chat_id": answer.migrated_to})
    if call.method == "editMessageText" and answer.says(*_GONE):
        return Call("sendMessage", _without(arguments, "message_id"))
    if not arguments.keys().isdisjoint(_FORMED) and answer.says(*_FORMS):
        return replace(call, arguments=_without(arguments, *_FORMED))
    return None


def _moved(calls: tuple[Call, ...], answer: Answer) -> tuple[Call, ...]:
    if answer.migrated_to is None:
        return calls
    return tuple(
        replace(call, arguments={**call.arguments, "chat_id": answer.migrated_to})
        if "chat_id" in call.arguments
        else call
        for call in calls
    )


def _without(arguments: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in arguments.items() if name not in names}

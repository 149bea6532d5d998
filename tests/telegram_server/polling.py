"""getUpdates."""

import asyncio
from collections.abc import Awaitable
from typing import Final

from tests.telegram_server.errors import ApiError
from tests.telegram_server.people import Json
from tests.telegram_server.requests import Request, method
from tests.telegram_server.updates import Poller
from tests.telegram_server.world import Bot

LONGEST: Final = 50
WEBHOOK_IS_SET: Final = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
SECOND_POLLER: Final = (
    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
)
WEBHOOK_WAS_SET: Final = "Conflict: terminated by setWebhook request"


@method("getUpdates", "offset limit timeout allowed_updates")
async def get_updates(request: Request) -> list[Json]:
    """Give what waits, or wait for it.

    Telegram also lets a poll that repeats an offset wait for 3 seconds at least; here it need not, or each bot
    that is stopped would take that long.
    """
    poller = request.bot.poller
    if request.bot.webhook is not None:
        raise await _conflict(request, poller, WEBHOOK_IS_SET)
    poller.end_waiting(SECOND_POLLER)
    offset = request.parameters.integer("offset")
    limit = request.parameters.integer("limit", 100, 1, 100)
    if "allowed_updates" in request.parameters.fields:
        request.bot.updates.allow(request.parameters.text("allowed_updates"))
    if offset == poller.offset and request.now < poller.asked + 0.5:
        limit = 1
    poller.offset, poller.asked = offset, request.now
    _confirm(request.bot, offset)
    await _wait(request, poller)
    return [update.json() for update in request.bot.updates.waiting()[:limit]]


def _confirm(bot: Bot, offset: int) -> None:
    waiting = bot.updates.waiting()
    if offset < 0:
        bot.updates.drop(waiting[:offset])
    elif offset > 0:
        bot.updates.drop([update for update in waiting if update.id < offset])


async def _wait(request: Request, poller: Poller) -> None:
    """Return when there is something, or the time is over."""
    until = request.now + request.parameters.integer("timeout", 0, 0, LONGEST)
    ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    poller.waiting = ended
    request.world.changed()
    try:
        while not request.bot.updates.waiting() and (left := until - request.now) > 0:
            await first_of(request.world.change(), request.world.clock.sleep(left), ended)
            if ended.done():
                raise await _conflict(request, poller, ended.result())
    finally:
        if poller.waiting is ended:
            poller.waiting = None


async def _conflict(request: Request, poller: Poller, reason: str) -> ApiError:
    """Refuse; whoever does it again soon waits for it."""
    soon = request.now < poller.last_conflict + 3
    poller.last_conflict = request.now
    if soon:
        await request.world.clock.sleep(3)
    return ApiError(409, reason)


async def first_of(*awaited: Awaitable[object]) -> None:
    """Wait for one of them, and end the others that are not futures of somebody else."""
    tasks = [one if isinstance(one, asyncio.Future) else asyncio.ensure_future(one) for one in awaited]
    made = [task for task, one in zip(tasks, awaited, strict=True) if task is not one]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in made:
            task.cancel()
        await asyncio.gather(*made, return_exceptions=True)

"""The bot on Telegram, from the first call to the last: receives, answers, and stops when it is told to."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, TelegramError

from bot.app import App
from bot.chosen import telegram_bot_of
from bot.erased import ErasedList
from bot.heartbeat import HEARTBEAT, beat
from bot.kept import where_kept
from bot.logs import set_up_logs
from bot.soundness import Inspection
from bot.storage.backups import backups_in, made_at, make_backup, rotate
from bot.storage.errors import StorageError
from bot.storage.inbox import Inbox
from bot.telegram.alerts import Alerts
from bot.telegram.api import Api, TokenRefused
from bot.telegram.application import AnyApplication, build, client, connect
from bot.telegram.hearing import Hearing
from bot.telegram.incoming import Me, Selection
from bot.telegram.keeping import Keeper
from bot.telegram.limits import Limits
from bot.telegram.listening import CannotListen
from bot.telegram.monitor import Monitor
from bot.telegram.outcry import Outcry
from bot.telegram.pace import Pace
from bot.telegram.polling import Polling
from bot.telegram.posting import Posting
from bot.telegram.pulse import Pulse
from bot.telegram.readiness import Readiness
from bot.telegram.replicas import Replicas
from bot.telegram.request import AiohttpRequest
from bot.telegram.sending import Sender
from bot.telegram.setup import WEBHOOK
from bot.telegram.turning import Turning
from bot.telegram.webhook import Webhook
from bot.telegram.worker import Worker
from bot.troubles import Troubles
from handlers.alerts import Trouble

_A_DAY = timedelta(days=1)
_log = logging.getLogger(__name__)


class Stopping:
    """Whether the bot is to stop: at the first wish in good order, at the second at once."""

    def __init__(self) -> None:
        self.soon = asyncio.Event()
        self.now = asyncio.Event()

    def wish(self) -> None:
        """Stop, or stop at once."""
        (self.now if self.soon.is_set() else self.soon).set()


@dataclass(frozen=True, slots=True)
class Service:
    """The parts of a bot that is at work."""

    app: App
    inbox: Inbox
    receiver: Polling | Webhook
    worker: Worker
    posting: Posting
    replicas: Replicas
    erased: ErasedList
    pace: Pace


async def serve(app: App, pace: Pace | None = None, stopping: Stopping | None = None) -> int:
    """Be the bot on Telegram until SIGTERM or SIGINT; the exit code of the process."""
    set_up_logs(app.settings.log_level, app.settings.log_format)
    stopping, pace = stopping or Stopping(), pace or Pace()
    try:
        with _signals(stopping):
            async with _open(app, pace, stopping) as service:
                if service is not None:
                    await _run(service, stopping)
    except (TokenRefused, CannotListen) as refused:
        _log.error("%s", refused)
        if isinstance(refused, TokenRefused):
            await _note_refusal(app)
        return 1
    return 0


async def _run(service: Service, stopping: Stopping) -> None:
    """Receive and answer; when it is time to stop, receive no more and finish what is in flight."""
    if not service.app.storage.database.is_shared and not await _is_alone(service, stopping):
        return
    freed = await service.inbox.take_over()
    await service.replicas.share_the_limits()
    if freed:
        _log.info("%d updates were in flight when the bot was stopped; they are worked on again", freed)
    await _look_for_an_owner(service)
    working = asyncio.create_task(service.worker.run(stopping.soon))
    posting = asyncio.create_task(service.posting.run(stopping.soon))
    others = [asyncio.create_task(work) for work in _works(service, stopping)]
    wish = asyncio.create_task(stopping.soon.wait())
    try:
        await asyncio.wait({working, posting, wish, *others}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.soon.set()
        service.worker.wake()
        await _end(wish, *others)
        await _finish(service, working, posting, stopping)
        await service.erased.update()
        await service.app.storage.database.withdraw()
    for task in (*others, working, posting):
        if not task.cancelled() and (error := task.exception()):
            raise error


async def _note_refusal(app: App) -> None:
    """The owners learn of it when a good token is there."""
    if bot := telegram_bot_of(app.settings):
        try:
            await Alerts(app, bot).begin(Trouble("token"), datetime.now(UTC))
        except SQLAlchemyError:
            _log.error("The owners will not be told of it: the database cannot be used", exc_info=True)


async def _look_for_an_owner(service: Service) -> None:
    """As long as nobody owns the bot, whoever reads its log may: by a code that holds for a day and for one person."""
    roles, bot, now = service.app.storage.roles, service.inbox.bot, datetime.now(UTC)
    if not any(member.role == "owner" for member in await roles.members(bot)):
        code = await roles.invite(bot, "owner", "the start of the bot", now)
        _log.warning("Nobody owns this bot yet. Write to it in a private chat, within a day: /start %s", code)


def _works(service: Service, stopping: Stopping) -> Iterator[Coroutine[object, object, None]]:
    """What goes on beside answering until the bot is stopped."""
    settings = service.app.settings
    yield _receive(service, stopping)
    yield service.worker.sender.heed_refusals()
    yield _tidy(service)
    yield service.erased.run(service.pace.erased)
    if service.app.storage.database.is_shared:
        yield service.replicas.watch()
        yield service.replicas.hear_of_news()
    inspection = Inspection(where_kept(settings), settings)
    yield inspection.run(service.pace.inspect)
    troubles = Troubles(service.app, service.inbox, inspection)
    yield Alerts(service.app, service.inbox.bot).run(troubles, Outcry(service.posting.sender), service.pace.check)
    yield beat(settings.data / HEARTBEAT)
    readiness = Readiness(service.app, service.receiver.trouble, inspection, stopping.soon)
    if settings.monitor:
        yield Monitor(service.app, service.inbox, settings.monitor, readiness).run()
    if settings.heartbeat_url:
        yield Pulse(readiness, settings.heartbeat_url.get_secret_value(), service.pace.pulse).run()


async def _finish(
    service: Service, working: asyncio.Task[None], posting: asyncio.Task[None], stopping: Stopping
) -> None:
    async def in_good_order() -> None:
        await asyncio.wait({working})
        last = asyncio.wait({posting}, timeout=service.pace.stop)
        await asyncio.gather(service.worker.finish(service.pace.stop), last)

    finishing = asyncio.create_task(in_good_order())
    at_once = asyncio.create_task(stopping.now.wait())
    await asyncio.wait({finishing, at_once}, return_when=asyncio.FIRST_COMPLETED)
    await _end(finishing, at_once, working, posting)
    await service.worker.abandon()


async def _end(*tasks: "asyncio.Task[object]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _tidy(service: Service) -> None:
    """Forget what is too old, again and again."""
    while True:
        now = datetime.now(UTC)
        try:
            if expired := await service.inbox.forget(now):
                _log.warning("%d updates were never answered and are too old now; they are erased", expired)
            if late := await service.app.storage.outbox.forget(service.inbox.bot, now):
                _log.warning("%d letters could not be sent in time; they are erased", late)
            await service.app.storage.log.forget(now - timedelta(days=service.app.settings.retention_days))
        except SQLAlchemyError:
            _log.error("What is too old cannot be forgotten now; trying again later", exc_info=True)
        await _back_up(service.app, now)
        await asyncio.sleep(service.pace.tidy)


async def _back_up(app: App, now: datetime) -> None:
    """Make a backup if the last one is a day old, and let those go that are no longer needed."""
    folder = app.settings.backups
    try:
        newest = next(iter(backups_in(folder)), None)
        if newest is None or now - made_at(newest) >= _A_DAY:
            file = await asyncio.to_thread(make_backup, where_kept(app.settings), app.storage.vault, folder, now)
            _log.info("A backup was made: %s", file.name)
            await asyncio.to_thread(rotate, folder, now)
    except (StorageError, OSError) as error:
        _log.error("No backup could be made: %s", error)


async def _receive(service: Service, stopping: Stopping) -> None:
    """Receive; only one of several processes may fetch, and the next one does when that ends."""
    if isinstance(service.receiver, Webhook) or not service.app.storage.database.is_shared:
        await service.receiver.run()
    while await _is_alone(service, stopping):
        fetching: asyncio.Task[object] = asyncio.create_task(service.receiver.run())
        losing = asyncio.create_task(_no_longer_alone(service))
        try:
            await asyncio.wait({fetching, losing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _end(fetching, losing)
        if not fetching.cancelled():
            fetching.result()
        _log.warning("Another process may fetch as well by now; fetching stops until that is clear")


async def _no_longer_alone(service: Service) -> None:
    """Wait until this process may not be the only one any more that fetches: its lock ends with its connection."""
    while True:
        await asyncio.sleep(service.pace.alone)
        try:
            if not await service.app.storage.database.be_alone(service.inbox.bot):
                return
        except SQLAlchemyError:
            return


async def _is_alone(service: Service, stopping: Stopping) -> bool:
    """Wait until no other process does the same with the same data; False if this one is to stop before."""
    told = ""
    while not stopping.soon.is_set():
        try:
            if await service.app.storage.database.be_alone(service.inbox.bot):
                return True
            trouble = "Another process is this bot already, with the same data; waiting until it ends"
        except SQLAlchemyError as error:
            trouble = f"Nobody knows whether another process is this bot already ({type(error).__name__}); trying again"
        if trouble != told:
            _log.warning("%s", trouble)
        told = trouble
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stopping.soon.wait(), service.pace.alone)
    return False


@asynccontextmanager
async def _open(app: App, pace: Pace, stopping: Stopping) -> AsyncIterator[Service | None]:
    """Everything that the bot needs, as soon as Telegram knows it; None if it is to stop before."""
    # Polls go over connections of their own.
    polls = client(app.settings, connections=2, read_timeout=10.0)
    application = build(app.settings, polls)
    try:
        if await _introduce(application, pace, stopping):
            yield _service(app, application, polls, pace)
        else:
            yield None
    finally:
        await application.shutdown()
        # An Application that was never introduced does not close what it opened.
        await application.bot.shutdown()


async def _introduce(application: AnyApplication, pace: Pace, stopping: Stopping) -> bool:
    """Ask Telegram who we are, however long it takes; whether it told us before we are to stop."""
    introducing = asyncio.create_task(_be_known(application, pace))
    wish = asyncio.create_task(stopping.soon.wait())
    await asyncio.wait({introducing, wish}, return_when=asyncio.FIRST_COMPLETED)
    known = introducing.done()
    await _end(introducing, wish)
    if known:
        introducing.result()
    return known


async def _be_known(application: AnyApplication, pace: Pace) -> None:
    failures = 0
    while True:
        try:
            return await application.initialize()
        except InvalidToken:
            raise TokenRefused from None
        # A flood limit comes with a warning of python-telegram-bot about its own future.
        except (TelegramError, Warning) as error:
            failures += 1
            if failures == 1:
                _log.warning("Telegram cannot be reached (%s); waiting for it", type(error).__name__)
        await asyncio.sleep(pace.wait(failures))


def _service(app: App, application: AnyApplication, polls: AiohttpRequest, pace: Pace) -> Service:
    bot = application.bot
    me = Me(bot.id, bot.username)
    inbox = Inbox(app.storage.database, app.storage.vault, me.bot, pace.lease, pace.attempts)
    turning = Turning(me.bot, app.storage.vault, app.settings.language, app.settings.timezone)
    connect(application, Hearing(app, inbox, turning))
    limits = Limits(app.settings.messages_per_second, pace.second)
    sender = Sender(Api(bot.request, bot.base_url), limits)
    worker = Worker(app, inbox, application, sender, pace)
    posting = Posting(app.storage.outbox, me.bot, sender, pace)
    keeper = Keeper(inbox, app.storage.vault, Selection(me), worker.wake)
    receiver = _receiver(app, keeper, Api(polls, bot.base_url), pace)
    _log.info("The bot @%s is at work", me.username)
    replicas = Replicas(app.storage.database, inbox, limits, worker.wake, pace)
    erased = ErasedList(app.storage, app.settings.backups)
    return Service(app, inbox, receiver, worker, posting, replicas, erased, pace)


def _receiver(app: App, keeper: Keeper, api: Api, pace: Pace) -> Polling | Webhook:
    """Who receives: a webhook where there is one, else polling."""
    settings = app.settings
    if settings.webhook is None:
        return Polling(api, keeper, pace)
    return Webhook(keeper, app.storage.vault.secret(WEBHOOK), settings.listen, api, settings.webhook)


@contextlib.contextmanager
def _signals(stopping: Stopping) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    with contextlib.suppress(NotImplementedError):
        for one in signals:
            loop.add_signal_handler(one, stopping.wish)
    try:
        yield
    finally:
        with contextlib.suppress(NotImplementedError):
            for one in signals:
                loop.remove_signal_handler(one)

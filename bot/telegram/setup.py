"""What Telegram shows of the bot before anybody talks with it: its commands and who it is, in each language."""

import asyncio
from collections.abc import Iterator

from bot.settings import Settings
from bot.storage.vault import Vault
from bot.telegram.api import Answer, Api, NotReached, TokenRefused, Unheard
from bot.telegram.application import build, client
from bot.telegram.incoming import ALLOWED
from bot.telegram.outgoing import Call
from handlers import asides
from handlers.texts.texts import Texts
from knowledge.model.languages import LANGUAGES, Language

WEBHOOK = "webhook"
"""What the secret is for that Telegram sends along with each update."""
SCOPES = ("all_private_chats", "all_group_chats")

BY_HAND = """\
Only @BotFather can do the rest:
  /setprivacy → your bot → Enable: in groups it is then shown only what is meant for it
  /setprivacypolicy → your bot → the address of your organisation's privacy policy
  /setjoingroups → your bot → Disable, if it shall not be added to groups
  /setuserpic → your bot → a picture"""


class SetupFailed(Exception):
    """Telegram did not take something. The text is one line: what, and what to do."""


async def set_up(settings: Settings) -> int:
    """Tell Telegram all of it; how many calls it took. Raises *TokenRefused* and *SetupFailed*."""
    application = build(settings, client(settings))
    async with application.bot.request as request:
        api = Api(request, application.bot.base_url)
        calls = list(calls_for(settings.language))
        for call in calls:
            await _make(api, call)
    return len(calls)


def calls_for(main: Language) -> Iterator[Call]:
    """The calls that set everything; *main* is for who has a language that the bot does not speak."""
    for code, language in (("", main), *((language, language) for language in LANGUAGES)):
        texts, reader = Texts(language), {"language_code": code} if code else {}
        commands = [{"command": name, "description": summary} for name, summary in asides.summaries(texts).items()]
        for scope in SCOPES:
            yield Call("setMyCommands", {"commands": commands, "scope": {"type": scope}, **reader})
        yield Call("setMyShortDescription", {"short_description": asides.introduction(texts), **reader})
        yield Call("setMyDescription", {"description": asides.description(texts), **reader})


async def set_webhook(settings: Settings, vault: Vault) -> str:
    """Tell Telegram where to send updates; what it says of it. Raises *TokenRefused* and *SetupFailed*."""
    arguments = {"url": settings.webhook, "secret_token": vault.secret(WEBHOOK), "allowed_updates": list(ALLOWED)}
    return await _about_webhook(settings, Call("setWebhook", arguments))


async def delete_webhook(settings: Settings) -> str:
    """Tell Telegram that updates are fetched; what it says of it. What waits is not lost."""
    return await _about_webhook(settings, Call("deleteWebhook", {}))


async def _about_webhook(settings: Settings, call: Call) -> str:
    application = build(settings, client(settings))
    async with application.bot.request as request:
        api = Api(request, application.bot.base_url)
        await _make(api, call)
        told = (await _make(api, Call("getWebhookInfo", {}))).result
    url, waiting, trouble = (told.get(name) for name in ("url", "pending_update_count", "last_error_message"))
    said = f"Telegram sends updates to {url}" if url else "Telegram waits until updates are fetched"
    return f"{said}; {waiting or 0} are waiting" + (f"; the last trouble was: {trouble}" if trouble else "")


async def _make(api: Api, call: Call, patience: int = 3) -> Answer:
    try:
        answer = await api.call(call.method, call.arguments)
    except (NotReached, Unheard) as trouble:
        raise SetupFailed(f"Telegram cannot be reached ({trouble}). Try again later") from None
    if answer.code in (401, 404):
        raise TokenRefused
    if answer.code == 429 and patience:
        await asyncio.sleep(answer.retry_after or 1)
        return await _make(api, call, patience - 1)
    if not answer.ok:
        raise SetupFailed(f"Telegram refuses {call.method}: {answer.code} {answer.description}")
    return answer

"""What is answered and no result is the error that the default client makes of it."""

from collections.abc import Callable

import pytest
from aiohttp import web
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.telegram.request import AiohttpRequest
from tests.telegram.request.peers import error_of, of, page, refusal, serving

REFUSALS: list[tuple[Callable[[], web.Response], type[TelegramError]]] = [
    (lambda: refusal(400, "Bad Request: chat not found"), BadRequest),
    (lambda: refusal(400, "Bad Request: group is now a supergroup", migrate_to_chat_id=-100), ChatMigrated),
    (lambda: refusal(401, "Unauthorized"), InvalidToken),
    (lambda: refusal(403, "Forbidden: bot was blocked by the user"), Forbidden),
    (lambda: refusal(404, "Not Found"), InvalidToken),
    (lambda: refusal(409, "Conflict: terminated by other getUpdates request"), Conflict),
    (lambda: refusal(429, "Too Many Requests: retry after 9", retry_after=9), RetryAfter),
    (lambda: refusal(500, "Internal Server Error"), NetworkError),
    (lambda: page(502, "<html>502 Bad Gateway</html>"), NetworkError),
    (lambda: page(599, ""), NetworkError),
    (lambda: page(200, '{"ok": true, "resu'), TelegramError),
    (lambda: web.Response(status=302, headers={"Location": "/elsewhere"}), NetworkError),
]


@pytest.mark.parametrize(("answer", "kind"), REFUSALS)
async def test_a_refusal_is_the_error_that_the_default_client_makes_of_it(
    answer: Callable[[], web.Response], kind: type[TelegramError], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Otherwise python-telegram-bot warns of the type that the time in RetryAfter has.
    monkeypatch.setenv("PTB_TIMEDELTA", "1")

    async def refuse(request: web.Request) -> web.Response:
        return answer()

    async with serving(refuse) as url, AiohttpRequest() as ours, HTTPXRequest() as default:
        error, expected = await error_of(ours.post(of(url))), await error_of(default.post(of(url)))

    assert type(error) is type(expected) is kind
    assert str(error) == str(expected)


async def test_a_redirect_is_not_followed() -> None:
    paths = []

    async def send_elsewhere(request: web.Request) -> web.Response:
        paths.append(request.path)
        return web.Response(status=307, headers={"Location": "/elsewhere"})

    async with serving(send_elsewhere) as url, AiohttpRequest() as request:
        assert (await request.do_request(of(url), "GET"))[0] == 307
        assert (await request.do_request(of(url), "POST"))[0] == 307

    assert "/elsewhere" not in paths


@pytest.mark.parametrize("status", [302, 404, 502])
async def test_a_page_that_quotes_the_url_does_not_show_the_token(status: int) -> None:
    async def quote(request: web.Request) -> web.Response:
        return page(status, f"<a href='{request.url}'>{request.path.replace(':', '%3A')}</a>")

    async with serving(quote) as url, AiohttpRequest() as request:
        assert "/bot[secret]/getMe" in str(await error_of(request.post(of(url))))


@pytest.mark.parametrize("text", ['{"ok": true, "result": {"text": "private', "[" * 100_000, '"private"', "[]"])
async def test_an_answer_that_cannot_be_read_is_not_logged(text: str, logs: pytest.LogCaptureFixture) -> None:
    async def answer(request: web.Request) -> web.Response:
        return page(200, text)

    async with serving(answer) as url, AiohttpRequest() as request:
        error = await error_of(request.post(of(url)))

    assert str(error) == "Invalid server response"
    assert "private" not in logs.text

"""What the client sends is what the default one sends."""

import io
import json
import os
import traceback
import tracemalloc
from pathlib import Path

import pytest
from aiohttp import web
from telegram import InputFile, InputMediaDocument, ReplyParameters
from telegram.error import (
    BadRequest,
)
from telegram.request import HTTPXRequest

from bot.telegram.request import AiohttpRequest
from tests.telegram.request.peers import ME, MESSAGE, TOKEN, Endless, Seen, bot_at, error_of, result, serving


async def test_a_bot_learns_who_it_is() -> None:
    seen = Seen(ME)
    async with serving(seen) as url, bot_at(url) as bot:
        assert (await bot.get_me()).username == "grappolo_bot"

    assert seen.requests[0].path == f"/bot{TOKEN}/getMe"
    assert seen.requests[0].method == "POST"
    assert seen.requests[0].version == (1, 1)
    assert seen.requests[0].headers["Content-Length"] == "0"
    assert "Content-Type" not in seen.requests[0].headers


async def test_parameters_arrive_in_every_script_and_shape() -> None:
    seen = Seen(MESSAGE)
    async with serving(seen) as url, bot_at(url) as bot:
        message = await bot.send_message(1, "škoda & ‘€5’ +\n🍇 = 100%", reply_parameters=ReplyParameters(4))

    assert message.text == "ok"
    assert seen.requests[0].content_type == "application/x-www-form-urlencoded"
    assert seen.forms == [
        {"chat_id": "1", "text": "škoda & ‘€5’ +\n🍇 = 100%", "reply_parameters": '{"message_id": 4}'}
    ]


async def test_parameters_may_be_longer_than_a_piece() -> None:
    seen = Seen(MESSAGE)
    async with serving(seen) as url, bot_at(url) as bot:
        await bot.send_message(1, "🍇" * 200_000)

    assert seen.forms[0]["text"] == "🍇" * 200_000


async def test_a_document_is_uploaded(tmp_path: Path) -> None:
    seen = Seen(MESSAGE)
    (tmp_path / "Statuto – àèì.pdf").write_bytes(b"%PDF \x00\xff")
    async with serving(seen) as url, bot_at(url) as bot:
        await bot.send_document(1, tmp_path / "Statuto – àèì.pdf", caption="štatut")

    assert seen.requests[0].content_type == "multipart/form-data"
    assert seen.forms == [
        {
            "chat_id": "1",
            "caption": "štatut",
            "document": ("Statuto – àèì.pdf", "application/pdf", b"%PDF \x00\xff"),
        }
    ]


async def test_several_files_of_every_kind_go_in_one_request(tmp_path: Path) -> None:
    seen = Seen([MESSAGE])
    (tmp_path / "file.txt").write_bytes(b"a file")
    with (tmp_path / "file.txt").open("rb") as stream, (tmp_path / "file.txt").open("rb") as another:
        files = [
            InputMediaDocument(b"only bytes", filename="bytes.bin"),
            InputMediaDocument(another),
            InputMediaDocument(io.BytesIO(b"in memory"), filename="memory.html"),
            InputMediaDocument(InputFile(stream, "stream.txt", attach=True, read_file_handle=False)),
        ]
        async with serving(seen) as url, bot_at(url) as bot:
            await bot.send_media_group(1, files)

    form = seen.forms[0]
    assert [form[media["media"].removeprefix("attach://")] for media in json.loads(form["media"])] == [
        ("bytes.bin", "application/octet-stream", b"only bytes"),
        ("file.txt", "text/plain", b"a file"),
        ("memory.html", "text/html", b"in memory"),
        ("stream.txt", "text/plain", b"a file"),
    ]


async def test_a_stream_of_unknown_length_is_sent_as_it_comes() -> None:
    seen = Seen(MESSAGE)
    async with serving(seen) as url, bot_at(url) as bot:
        await bot.send_document(1, InputFile(Endless(b"drop by drop"), "drops.txt", read_file_handle=False))

    assert seen.requests[0].headers["Transfer-Encoding"] == "chunked"
    assert seen.forms[0]["document"] == ("drops.txt", "text/plain", b"drop by drop")


async def test_a_stream_can_be_sent_again() -> None:
    seen = Seen(MESSAGE)
    file = InputFile(io.BytesIO(b"twice"), "twice.txt", read_file_handle=False)
    async with serving(seen) as url, bot_at(url) as bot:
        await bot.send_document(1, file)
        await bot.send_document(1, file)

    assert [form["document"][2] for form in seen.forms] == [b"twice", b"twice"]


async def test_a_large_file_is_not_read_into_memory(tmp_path: Path) -> None:
    size = 24_000_000
    received = 0

    async def count(request: web.Request) -> web.Response:
        nonlocal received
        async for piece in request.content.iter_any():
            received += len(piece)
        return result(MESSAGE)

    (tmp_path / "large").touch()
    os.truncate(tmp_path / "large", size)
    with (tmp_path / "large").open("rb") as stream:
        async with serving(count) as url, bot_at(url) as bot:
            tracemalloc.start()
            await bot.send_document(1, InputFile(stream, "large", read_file_handle=False))
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()

    assert received > size
    assert peak < size / 4


async def test_large_bytes_are_not_copied() -> None:
    async def drop(request: web.Request) -> web.Response:
        async for _ in request.content.iter_any():
            pass
        return result(MESSAGE)

    large = bytes(24_000_000)
    async with serving(drop) as url, bot_at(url) as bot:
        tracemalloc.start()
        await bot.send_document(1, large)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()

    assert peak < len(large) / 4


@pytest.mark.parametrize("name", ['a"b.txt', "a\\b.txt", "a\r\nX-Evil: 1\r\n\r\nb.txt", "ž ü.txt", "a%22;b=.txt"])
async def test_a_request_is_the_one_of_the_default_client(name: str) -> None:
    async def repeat(request: web.Request) -> web.Response:
        sent = await request.read()
        boundary = request.headers["Content-Type"].partition("boundary=")[2]
        bodies.append((sent.replace(boundary.encode(), b"boundary"), request.content_type, request.content_length))
        return result(MESSAGE)

    bodies: list[object] = []
    for client in (AiohttpRequest(), HTTPXRequest()):
        async with serving(repeat) as url, bot_at(url, client) as bot:
            await bot.send_document(1, b"content", filename=name, caption="è", disable_notification=True)

    assert bodies[0] == bodies[1]


async def test_a_file_is_downloaded() -> None:
    async def answer(request: web.Request) -> web.Response:
        if request.path.startswith("/file/"):
            return web.Response(body=b"\x00 what is in it")
        return result({"file_id": "f", "file_unique_id": "u", "file_path": "documents/f.pdf"})

    async with serving(answer) as url, bot_at(url) as bot:
        assert await (await bot.get_file("f")).download_as_bytearray() == b"\x00 what is in it"


async def test_connections_are_used_again() -> None:
    seen = Seen(ME)
    async with serving(seen) as url, bot_at(url) as bot:
        for _ in range(3):
            await bot.get_me()

    assert len(seen.connections) == 1


async def test_text_that_is_no_unicode_is_refused_and_not_shown() -> None:
    seen = Seen(MESSAGE)
    async with serving(seen) as url, bot_at(url) as bot:
        for call in (bot.send_message(1, "private \ud800"), bot.send_document(1, b"x", caption="private \ud800")):
            error = await error_of(call)
            assert isinstance(error, BadRequest)
            assert "private" not in "".join(traceback.format_exception(error)).replace("send_", "")

    assert not seen.requests

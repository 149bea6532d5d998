"""Words that nobody may find: people use them in all that they do, and then everything is searched for them."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from pathlib import Path
from typing import Final

import psycopg
from aiohttp import ClientSession
from psycopg import sql

from bot.storage.keys import make_key, vault_in
from bot.storage.tables import metadata
from bot.telegram.setup import WEBHOOK
from knowledge.loading.starter import STARTER
from tests.bot.conftest import a_schema
from tests.telegram.program import GRAPPOLO, Place, Program, at_work
from tests.telegram.proxy import a_free_port
from tests.telegram.torture_replicas import listening
from tests.telegram_server import TelegramServer
from tests.torture.doings import SECRETS, Doings
from tests.torture.family import Family, Row
from tests.torture.open_books import OPEN_BOOKS
from tests.torture.searching import Search

ASKED_ON: Final = 10
"""As many questions are on their way when the bot is killed."""
FIRST: Final = 730_000_000
"""The number before that of the first update."""
PATHS: Final = ("/livez", "/readyz", "/metrics", "/")
COMMANDS: Final = ("doctor", "health", "backup", "dead", "outbox", "audit", "keys", "questions", "questions --json")
FOR_STAFF: Final = ("question", "caption")
"""What ``grappolo questions`` is there to show."""


async def torture(
    folder: Path, name: str, address: str = "", commands: Sequence[str] = COMMANDS, *, guarded: bool = True
) -> Row:
    """Do everything with a bot that fetches or, with a server at *address*, is sent its updates; then search."""
    async with TelegramServer() as telegram:
        doings = Doings(telegram)
        place = _place(telegram, folder, address)
        make_key(place.keys / "grappolo.key")
        search = Search({**SECRETS, "webhook": vault_in(place.keys).secret(WEBHOOK)})
        module = GRAPPOLO if guarded else OPEN_BOOKS
        if address:
            search.look("grappolo telegram webhook", await _said(place, "telegram webhook"))
        async with _at_work(telegram, place, module) as program:
            await doings.everything(program)
            await _look_around(place, search, commands)
            messages = await doings.ask_on(ASKED_ON)
            await program.kill()
        _look_into(place, search)
        async with _at_work(telegram, place, module) as program:
            await doings.answered(messages)
            assert await program.stop() == 0, program.said()
        _look_into(place, search)
    return _row(name, telegram, search, guarded=guarded)


def _place(telegram: TelegramServer, folder: Path, address: str) -> Place:
    port, more = a_free_port(), {"GRAPPOLO_MONITOR": f"127.0.0.1:{a_free_port()}"}
    more |= {"GRAPPOLO_BACKUPS": str(folder / "backups"), "GRAPPOLO_CACHE": str(folder / "cache")}
    more["GRAPPOLO_HEARTBEAT_URL"] = f"http://127.0.0.1:{port}/{SECRETS['heartbeat']}"
    if address:
        more["GRAPPOLO_DATABASE"] = address.replace("postgres@", f"postgres:{SECRETS['password']}@", 1)
        more |= {"GRAPPOLO_WEBHOOK": f"http://127.0.0.1:{port}/", "GRAPPOLO_LISTEN": f"127.0.0.1:{port}"}
    return Place(telegram.url, telegram.bot.token, folder, STARTER, more)


def _at_work(telegram: TelegramServer, place: Place, module: Sequence[str]) -> AbstractAsyncContextManager[Program]:
    return listening(place, module) if "GRAPPOLO_LISTEN" in place.more else at_work(telegram, place, module)


async def _look_around(place: Place, search: Search, commands: Sequence[str]) -> None:
    """At what the bot says to who watches it, and to who runs it."""
    async with ClientSession() as session:
        for path in PATHS:
            async with session.get(f"http://{place.more['GRAPPOLO_MONITOR']}{path}") as said:
                search.look(path, str(said.headers).encode() + await said.read())
    for command in commands:
        meant = FOR_STAFF if command.startswith("questions") else ()
        search.look(f"grappolo {command}", await _said(place, command), but=meant)
    if address := place.more.get("GRAPPOLO_DATABASE"):
        elsewhere = re.sub(r":\d+/", f":{a_free_port()}/", address)
        away = replace(place, more={**place.more, "GRAPPOLO_DATABASE": elsewhere})
        search.look("grappolo health, without a server", await _said(away, "health"))


async def _said(place: Place, command: str) -> bytes:
    """What a command says, well or not."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *command.split()),
        cwd=place.folder,
        env=place.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return said


def _look_into(place: Place, search: Search) -> None:
    """Look into all files of the bot, its log among them, and into the tables on its server."""
    search.look_into(place.folder)
    if address := place.more.get("GRAPPOLO_DATABASE"):
        with psycopg.connect(address) as database:
            for table in metadata.tables:
                all_of_it = sql.SQL("SELECT whole::text FROM {} AS whole").format(sql.Identifier(table))
                rows = database.execute(all_of_it).fetchall()
                search.look(f"table {table}", "\n".join(row for (row,) in rows).encode())


def _row(name: str, telegram: TelegramServer, search: Search, *, guarded: bool) -> Row:
    figures: dict[str, str | int] = {
        "updates": telegram.bot.updates.last_id - FIRST,
        "words, each in several forms": len(search.secrets),
        "searched": f"{search.places} files, tables, pages and outputs, {search.looked / 1e6:.0f} MB",
        "words found": len({what for what, _ in search.found}),
        "where": ", ".join(sorted({where for _, where in search.found})) or "nowhere",
    }
    wrong = [f"the {what} is in {where}" for what, where in sorted(search.found)]
    return Row(name, figures, wrong + telegram.problems, is_control=not guarded)


def measure(folder: Path) -> Sequence[Row]:
    """With SQLite, with PostgreSQL, and with all guards taken away."""

    async def all_of_them(address: str) -> list[Row]:
        return [
            await torture(folder / "alone", "SQLite, polling"),
            await torture(folder / "server", "PostgreSQL, webhook", address),
            await torture(folder / "control", "control: nothing sealed, nothing left out", guarded=False),
        ]

    with a_schema() as address:
        return asyncio.run(all_of_them(address))


FAMILY: Final = Family(
    "canaries",
    "Secrets and what people write",
    "Somebody does all that people do with a bot: asks, taps, edits, sends a contact and a photo, writes in a group,"
    " blocks the bot, runs it, has everything erased. Names, user id, telephone number, questions, the token and the"
    " other secrets are words that stand nowhere else. Telegram fails meanwhile and quotes the token, an update is"
    " unreadable, and the bot is killed in the middle of its work. Then every file of the bot is searched (database,"
    " its log of writes, backups, cache, log), every table on the server, what the monitor answers, what the commands"
    " say: for each word in UTF-8, UTF-16, Base64, hexadecimal, as in a URL and in JSON, with and without capitals and"
    " accents, packed or not. None may be found, but for questions in what `grappolo questions` prints. In the control"
    " nothing is sealed, left out or blotted out.",
    measure,
)

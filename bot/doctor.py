"""Looking over a machine and what is kept on it: what is wrong or could become so, and what to do."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from bot.chosen import folder_of, load
from bot.heartbeat import HEARTBEAT, Hangs, is_beating, must_beat
from bot.kept import where_kept
from bot.settings import Settings
from bot.soundness import told
from bot.storage.backups import backups_in, is_overdue
from bot.storage.errors import StorageError
from bot.storage.keys import KEY_FILE, vault_in
from bot.storage.readiness import must_be_readable
from bot.storage.room import LEAST, room_of
from bot.storage.soundness import damage_in
from bot.storage.sqlite import TWO_WRITERS_ARE_SAFE_SINCE
from knowledge.loading.problems import InvalidBase

Weight = Literal["ok", "note", "wrong"]

_NETWORKED: Final = ("nfs", "cifs", "smb", "fuse.sshfs", "9p", "glusterfs", "ceph")
"""File systems on which SQLite's locks do not hold."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    weight: Weight
    text: str


def examine(settings: Settings, now: datetime | None = None) -> Iterator[Finding]:
    """Everything that can be seen without asking anybody else. Changes nothing."""
    now = now or datetime.now(UTC)
    yield from _program()
    if settings.database is None and not settings.data.exists() and not settings.keys.exists():
        yield Finding("note", "nothing was kept here yet: the bot makes the database and the key when it starts")
    else:
        yield from _database(settings)
        yield from _key(settings)
    yield from _disk(settings)
    yield from _backups(settings, now)
    yield from _base(settings)
    yield from _bot(settings)


def _program() -> Iterator[Finding]:
    yield Finding("ok", f"Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}")
    if sqlite3.sqlite_version_info < TWO_WRITERS_ARE_SAFE_SINCE:
        yield Finding(
            "note", "this SQLite may, very rarely, damage a database that two programs write at once: run one at a time"
        )


def _database(settings: Settings) -> Iterator[Finding]:
    where = where_kept(settings)
    try:
        must_be_readable(where)
        if isinstance(where, Path) and (damage := damage_in(where)):
            yield Finding("wrong", told(where, damage, settings))
        else:
            yield Finding("ok", "the database can be read, and its tables are those of this program")
    except StorageError as error:
        yield Finding("wrong", str(error))
    if isinstance(where, Path) and where.exists():
        system = file_system_of(where)
        if system.startswith(_NETWORKED):
            yield Finding("wrong", f"{where} is on {system}, where SQLite's locks do not hold: move it to a local disk")
        if os.name == "posix" and where.stat().st_mode & 0o077:
            yield Finding("wrong", f"{where} is open to other users of this machine: run chmod 600 {where}")


def file_system_of(path: Path) -> str:
    """The kind of file system that a path is on, as Linux calls it; empty where nobody tells."""
    try:
        mounts = Path("/proc/self/mounts").read_text("utf-8").splitlines()
    except OSError:
        return ""
    found = [(mount[1].replace("\\040", " "), mount[2]) for line in mounts if len(mount := line.split(" ")) > 2]
    resolved = path.resolve()
    around = [(point, system) for point, system in found if resolved.is_relative_to(point)]
    return max(around, key=lambda one: len(one[0]), default=("", ""))[1]


def _key(settings: Settings) -> Iterator[Finding]:
    file = settings.keys / KEY_FILE
    try:
        fingerprint = vault_in(settings.keys).fingerprint
    except StorageError as error:
        yield Finding("wrong", str(error))
        return
    yield Finding("ok", f"the key is {file}, its fingerprint {fingerprint}")
    # That it lies within the data the settings refuse.
    if settings.keys.resolve().is_relative_to(settings.backups.resolve()):
        yield Finding("wrong", f"the key lies within the backups: who copies them has both. Move {settings.keys} out")
    elif settings.database is None and settings.keys.parent == settings.data.parent:
        yield Finding(
            "note",
            f"the key lies beside the data: who copies {settings.data.parent} has both. Copy the key elsewhere"
            ", and do not let backups of the machine hold both",
        )


def _disk(settings: Settings) -> Iterator[Finding]:
    room = room_of(settings.data)
    weight: Weight = "ok" if room >= LEAST else "wrong"
    yield Finding(weight, f"{room // 1024**2} MB are free on the disk of the data")


def _backups(settings: Settings, now: datetime) -> Iterator[Finding]:
    if settings.database is None and _disk_of(settings.backups) == _disk_of(settings.data):
        yield Finding(
            "note",
            f"the backups lie on the disk of the data, and are lost with it: copy {settings.backups} elsewhere",
        )
    newest = next(iter(backups_in(settings.backups)), None)
    if newest is None:
        yield Finding("note", f"there is no backup in {settings.backups} yet: the bot makes one every day")
    elif is_overdue(newest, now):
        yield Finding("wrong", f"the newest backup is {newest.name}, more than a day old: is the bot at work?")
    else:
        yield Finding("ok", f"the newest backup is {newest.name}")


def _disk_of(folder: Path) -> int:
    """The disk that a folder is on, or will be when it is made."""
    whole = folder.absolute()
    return next(one for one in (whole, *whole.parents) if one.exists()).stat().st_dev


def _base(settings: Settings) -> Iterator[Finding]:
    folder = folder_of(settings)
    try:
        yield Finding("ok", f"the knowledge base has {len(load(folder).entries)} entries and no mistakes")
    except InvalidBase as invalid:
        yield Finding("wrong", f"the knowledge base has {len(invalid.problems)} mistakes: grappolo check lists them")


def _bot(settings: Settings) -> Iterator[Finding]:
    heartbeat = settings.data / HEARTBEAT
    try:
        must_beat(heartbeat)
    except Hangs as hangs:
        yield Finding("wrong", str(hangs))
        return
    at_work = "is at work" if is_beating(heartbeat) else "is not at work on this machine"
    yield Finding("ok", f"the bot {at_work}")
    if settings.token is None:
        yield Finding("note", "GRAPPOLO_TOKEN is empty: the bot talks in the terminal only")

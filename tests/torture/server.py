"""A PostgreSQL of our own, from the binaries of this machine, that may be started anew as nobody's else may."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
from psycopg.rows import TupleRow

from tests.telegram.proxy import a_free_port

USER: Final = "postgres" if os.geteuid() == 0 else None
"""PostgreSQL refuses to run as root."""
CROWDED: Final = 2.0
"""Seconds for which nobody else gets a connection."""


def binaries() -> Path | None:
    """Where pg_ctl and initdb are; Debian has them outside of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    on_path = shutil.which("pg_ctl")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs in a folder."""

    binaries: Path
    folder: Path
    port: int

    @property
    def address(self) -> str:
        """An empty database on it."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres"

    def restart(self) -> None:
        """As after a crash: what is open is cut off, and what was committed is read from the log."""
        self.run("pg_ctl", "restart", "-w", "-m", "immediate", "-D", "data", "-l", "log")

    def crowd_out(self) -> None:
        """Take all connections that there are, those of others as well, and keep them for a while."""
        end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IS NOT NULL AND pid <> ALL (%s)"
        with ExitStack() as ours:
            held = list(self._all_that_are_free(ours))
            until = time.monotonic() + CROWDED
            while time.monotonic() < until:
                # Whoever was faster than we are is shown out again.
                held[0].execute(end, [[connection.info.backend_pid for connection in held]])
                held += self._all_that_are_free(ours)

    def _all_that_are_free(self, ours: ExitStack) -> "Iterator[psycopg.Connection[TupleRow]]":
        with suppress(psycopg.OperationalError):
            while True:
                yield ours.enter_context(psycopg.connect(self.address, autocommit=True))

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs in the folder."""
        subprocess.run(
            [self.binaries / program, *arguments],
            cwd=self.folder,
            user=USER,
            group=USER,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def a_server(where: Path) -> Iterator[Server]:
    """A server on a free port, made of the binaries that are *where*; nothing of it stays."""
    # Not in the folder of the test: that one is closed to the user of the server.
    with tempfile.TemporaryDirectory() as folder:
        if USER:
            shutil.chown(folder, USER)
        server = Server(where, Path(folder), a_free_port())
        server.run("initdb", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8", "-D", "data")
        # The machine goes on, so nothing need be on its disk.
        options = f"-p {server.port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=50"
        server.run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", options)
        try:
            yield server
        finally:
            server.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", "data")

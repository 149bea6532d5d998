"""A PostgreSQL of our own, from the binaries of this machine, that may be started anew as nobody's else may."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.telegram.proxy import a_free_port

USER: Final = "postgres" if os.geteuid() == 0 else None
"""PostgreSQL refuses to run as root."""


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
        options = f"-p {server.port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        server.run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", options)
        try:
            yield server
        finally:
            server.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", "data")

"""The commands of docs/operations.md, given one after the other as a person would."""

import asyncio
import os
import re
import signal
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.deploy.files import ROOT, text_of
from tests.telegram_server import TelegramServer

START: Final = "make run"
"""Starts the bot; here without installing anything first, so only what it does then."""
SETTING: Final = re.compile(r"[A-Z_]+=\S+")
"""A line for .env, not a command."""


def pages() -> dict[str, list[str]]:
    """The lines that stand indented in the handbook, by the heading above them."""
    found: dict[str, list[str]] = defaultdict(list)
    heading = ""
    for line in text_of("docs/operations.md").splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        elif line.startswith("    "):
            found[heading].append(line.strip())
    return found


@dataclass
class Machine:
    """A machine with Grappolo in a folder of it, on which commands are given."""

    root: Path
    telegram: TelegramServer
    words: Mapping[str, str] = field(default_factory=dict)
    """What the handbook can only give an example of, and what it is here."""
    name: str = "machine"
    running: asyncio.subprocess.Process | None = None

    def __post_init__(self) -> None:
        for carrier in ("key", "backups", "elsewhere"):
            (self.root / carrier).mkdir(exist_ok=True)
        self._unpack()

    def _unpack(self) -> None:
        self.folder.mkdir()
        (self.folder / ".env.example").write_text(text_of(".env.example"), encoding="utf-8")

    @property
    def folder(self) -> Path:
        """That of Grappolo."""
        return self.root / self.name

    def set(self, line: str) -> None:
        """Put a line into .env instead of those that set the same."""
        file, name = self.folder / ".env", line.partition("=")[0]
        kept = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        lines = [one for one in kept if not one.startswith(f"{name}=")]
        file.write_text("\n".join([*lines, *([line] if not line.endswith("=") else [])]) + "\n", encoding="utf-8")
        file.chmod(0o600)

    def move(self) -> None:
        """Go to an empty machine; what lies on carriers comes along."""
        self.name = f"another-{self.name}"
        self._unpack()

    async def give(self, line: str) -> str:
        """Give the command in this line; what it says. It must succeed."""
        if SETTING.fullmatch(line):
            self.set(self._here(line))
            return ""
        if line == START:
            return await self.start()
        process = await asyncio.create_subprocess_shell(
            self._here(line),
            cwd=self.folder,
            env=self._environment(),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        output, _ = await process.communicate()
        said = output.decode()
        assert process.returncode == 0, f"{line}\n{said}"
        assert self.telegram.bot.token not in said
        return said

    async def start(self) -> str:
        """Start the bot, and wait until it fetches updates."""
        asked = len(self.telegram.calls_of("getUpdates"))
        with (self.folder / "log").open("wb") as log:
            self.running = await asyncio.create_subprocess_exec(
                "grappolo", "run", cwd=self.folder, env=self._environment(), stdout=log, stderr=log
            )
        ending = asyncio.create_task(self.running.wait())
        ready = asyncio.create_task(self.telegram.until(lambda: len(self.telegram.calls_of("getUpdates")) > asked, 60))
        await asyncio.wait({ending, ready}, return_when=asyncio.FIRST_COMPLETED)
        said = (self.folder / "log").read_text(encoding="utf-8")
        assert not ending.done(), said
        ending.cancel()
        await ready
        return said

    async def stop(self) -> None:
        """Stop the bot, if it is at work, as Ctrl-C or a service manager does."""
        if self.running and self.running.returncode is None:
            self.running.send_signal(signal.SIGTERM)
            assert await self.running.wait() == 0, (self.folder / "log").read_text(encoding="utf-8")

    def _here(self, line: str) -> str:
        backups = sorted((self.root / "backups").glob("*.grappolo-backup"))
        newest = backups[-1].name if backups else "no-backup"
        here = {"20261127-030000.grappolo-backup": newest, "/mnt/": f"{self.root}/", "/tmp/": f"{self.root}/"}  # noqa: S108
        words = {**here, **self.words}
        return re.sub("|".join(map(re.escape, words)), lambda example: words[example[0]], line)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GRAPPOLO_", "PYTHON"))}
        ours = {
            "GRAPPOLO_TELEGRAM_API": self.telegram.url,
            "GRAPPOLO_CACHE": str(ROOT / ".pytest_cache" / "topics"),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        }
        if sys.dont_write_bytecode:
            ours["PYTHONPYCACHEPREFIX"] = str(ROOT / ".pytest_cache" / "bytecode")
        return kept | ours

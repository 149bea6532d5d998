"""Inputs that are made by what the bot's own code did with those before: what led to a new branch is varied further."""

import asyncio
import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from bot.chosen import SHIPPED
from knowledge.golden.running import FOLDER, read_golden
from knowledge.model.languages import LANGUAGES
from tests.telegram.program import ROOT
from tests.torture.family import Family, Row
from tests.torture.fuzzed import NEXT, TARGETS
from tests.torture.odd_texts import TEXTS, odd_text

ATHERIS: Final = ROOT / ".venv" / "fuzz"
"""Where `make` puts the fuzzer, on machines that it is made for."""
SECONDS: Final = 20 * 60
SLOWEST: Final = 10
"""Seconds after which one input counts as one that never ends."""
PATIENCE: Final = 900
"""Seconds for what comes before and after the fuzzing: the base is compiled, and the first inputs are tried."""
_RAISED: Final = re.compile(r"=== Uncaught Python exception: ===\n(.*)")
_PROGRESS: Final = re.compile(r"^#(\d+)\s+\w+\s+cov: (\d+) ft: \d+ corp: (\d+)", re.MULTILINE)
_TRIED: Final = re.compile(r"^stat::number_of_executed_units: (\d+)", re.MULTILINE)


def is_there() -> bool:
    """Whether there is a fuzzer on this machine."""
    return (ATHERIS / "atheris").is_dir()


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """A target that is fuzzed in a folder of its own."""

    target: str
    folder: Path
    counts_letters: bool = False
    """Whether the splitter is made wrong, so that something must be found."""

    async def run(self, name: str, seconds: float, seeds: Sequence[bytes]) -> Row:
        """Fuzz it for so many *seconds*, beginning with *seeds*, or until an input goes wrong."""
        log = await self._log(seconds, seeds)
        wrong = [f"{_said(_RAISED, log) or file.name} at {file.read_bytes()!r}" for file in self._findings()]
        figures: dict[str, str | int] = {
            "inputs tried": int(_said(_TRIED, log) or 0),
            "of them led to something new": int(_said(_PROGRESS, log, 3) or 0),
            "branches seen": int(_said(_PROGRESS, log, 2) or 0),
            "went wrong": len(wrong),
        }
        return Row(name, figures, wrong, is_control=self.counts_letters)

    async def _log(self, seconds: float, seeds: Sequence[bytes]) -> str:
        """What the process said. Raises *AssertionError* if it came to no end of its own."""
        inputs = self.folder / "inputs"
        inputs.mkdir(parents=True)
        for number, seed in enumerate(seeds):
            (inputs / f"{number}").write_bytes(seed)
        with (self.folder / "log").open("wb") as output:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "tests.torture.fuzzer", self.target, str(inputs)),
                *(["--letters"] if self.counts_letters else []),
                *(f"-max_total_time={seconds:.0f}", f"-timeout={SLOWEST}", "-print_final_stats=1"),
                f"-artifact_prefix={self.folder}{os.sep}",
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, ATHERIS)))},
                stdout=output,
                stderr=output,
            )
        try:
            code = await asyncio.wait_for(process.wait(), seconds + PATIENCE)
        finally:
            if process.returncode is None:
                process.kill()
        log = (self.folder / "log").read_text("utf-8", "replace")
        if bool(code) != bool(self._findings()):
            raise AssertionError(f"it ended with {code}:\n{log[-4000:]}")
        return log

    def _findings(self) -> list[Path]:
        """The inputs that went wrong: what raised, took too long or too much."""
        return [file for file in self.folder.iterdir() if re.match("crash-|timeout-|oom-|leak-", file.name)]


def _said(pattern: re.Pattern[str], log: str, group: int = 1) -> str:
    """What it said last of this kind."""
    found = list(pattern.finditer(log))
    return found[-1][group] if found else ""


def seeds_of(target: str, most: int | None = None) -> list[bytes]:
    """What a target begins with: talks, of which all but *most* are left out, and texts that nobody expects."""
    random = Random(9)  # noqa: S311  # the same each time
    if target != "questions":
        return [b"\x00" + odd_text(random, family)[:32].encode("utf-8", "surrogatepass") for family in TEXTS]
    talks = list(_talks())
    return random.sample(talks, min(most or len(talks), len(talks)))


def _talks() -> Iterator[bytes]:
    """The golden questions, each in its language and after what was asked before it."""
    for path in sorted((SHIPPED / FOLDER).glob("*.yaml")):
        golden, _ = read_golden(path)
        for question in golden.questions:
            language = LANGUAGES.index(question.language or golden.language)
            yield bytes([language]) + NEXT.join([*question.after, question.ask]).encode()


NAMES: Final = {
    "questions": "what members write: read, answered, put into words",
    "replies": "what a base may say: put into words in five languages",
    "messages": "any pieces of text: cut into messages",
}


def measure(folder: Path) -> Sequence[Row]:
    """All targets at the same time, and then the control."""
    if not is_there():
        raise FileNotFoundError(f"There is no fuzzer in {ATHERIS}: it is made for few machines")

    async def all_of_them() -> list[Row]:
        targets = [Fuzzed(name, folder / name).run(NAMES[name], SECONDS, seeds_of(name)) for name in TARGETS]
        control = Fuzzed("messages", folder / "control", counts_letters=True)
        return [*await asyncio.gather(*targets), await control.run("control: letters are counted", 60, [])]

    return asyncio.run(all_of_them())


FAMILY: Final = Family(
    "fuzzing",
    "Inputs that grow out of what the code does",
    "A fuzzer (Atheris) sees which branches of the bot's own code an input leads to, and varies what led to a new one"
    f" again and again, for {SECONDS // 60} minutes. It begins with the golden questions and with odd texts. Nothing"
    f" may raise, or take {SLOWEST} seconds; each question must have an outcome; Telegram's own rules must take each"
    " message with its entities and buttons; and all that was to be said, bold or a link must be so in one of the"
    " messages, but for blanks. In the control the splitter counts letters where Telegram counts UTF-16 units.",
    measure,
)

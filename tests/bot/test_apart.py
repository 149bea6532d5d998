"""Work in a process of its own gives what it gives here, may end that process, and never outlives this one."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.apart import Apart, NoProcess

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PROGRAM = """
import os
import signal
from bot.apart import Apart
from tests.bot.test_apart import interrupted

# Who is begun in the background of a shell may have been told to ignore it.
signal.signal(signal.SIGINT, signal.default_int_handler)
with Apart() as process:
    process.do(print, "begun", flush=True)
    {}
"""


def test_what_it_gives_comes_back() -> None:
    """And it was another process, the same one for one work after the other."""
    with Apart() as process:
        process.begin(sorted, "dc")
        first = process.do(os.getpid)

        assert process.do(sorted, ("b", "a"), reverse=True) == ["b", "a"]
        assert process.do(os.getpid) == first != os.getpid()


def test_what_is_wrong_with_the_work_is_told_as_it_is() -> None:
    """It is not the process that is wrong, also where there was no file."""
    with Apart() as process:
        with pytest.raises(FileNotFoundError):
            process.do(os.stat, "/no/such/file")

        assert process.do(len, "abc") == 3


def test_work_that_ends_its_process_is_told() -> None:
    """So that it can be done here; whatever is asked next is told so, too."""
    with Apart() as process:
        with pytest.raises(NoProcess):
            process.do(os._exit, 1)
        process.begin(len, "abc")
        with pytest.raises(NoProcess):
            process.do(len, "abc")


def test_what_was_begun_is_finished_before_the_block_ends(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Also if nobody asks what it comes to, and without a word of it."""
    with Apart() as process:
        process.begin(os.mkdir, tmp_path / "made")
        process.begin(os.mkdir, tmp_path / "made")
        process.begin(os.mkdir, tmp_path / "too")

    assert sorted(path.name for path in tmp_path.iterdir()) == ["made", "too"]
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_it_ends_with_the_process_that_began_it(end: signal.Signals) -> None:
    """However that ends: only when the last process that can write to a pipe has ended, the pipe has."""
    with _program("process.do(signal.pause)") as program:
        program.send_signal(end)
        said, errors = program.communicate(timeout=30)

    assert (said, errors.count("Traceback")) == ("", end == signal.SIGINT)


def test_a_block_that_fails_does_not_wait_for_the_work() -> None:
    """Nobody asks any more what it comes to."""
    with _program("process.begin(signal.pause); raise SystemExit(3)") as program:
        assert program.communicate(timeout=30) == ("", "")

    assert program.returncode == 3


def test_ctrl_c_is_for_the_process_that_began_it() -> None:
    """A terminal tells both; the work says nothing of it, and is ended."""
    with _program("process.do(interrupted)") as program:
        assert program.communicate(timeout=30) == ("went on\n", "")


def interrupted() -> None:
    """Work during which somebody presses Ctrl-C."""
    os.kill(os.getpid(), signal.SIGINT)
    sys.stdout.write("went on\n")
    sys.stdout.flush()


@contextmanager
def _program(work: str) -> Iterator[subprocess.Popen[str]]:
    """A program that has begun work."""
    command = [sys.executable, "-c", PROGRAM.format(work)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as program:
        try:
            assert program.stdout
            assert program.stdout.readline() == "begun\n"
            yield program
        finally:
            program.kill()

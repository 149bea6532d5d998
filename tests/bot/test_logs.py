"""Log lines: one for each event, and never a secret in any of them, whatever fails."""

import asyncio
import gc
import io
import json
import logging
import os
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import NoReturn

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from bot.logs import LogFormat, LogLevel, keep_secret, set_up_logs

TOKEN = "123456789:" + "CanaryCanaryCanaryCanaryCanary_-123"
PASSWORD = 'a "Canary" of\\no kind: ä/%\n\u202e'

FORMATS: tuple[LogFormat, ...] = ("console", "json")


@contextmanager
def logs(format: LogFormat, level: LogLevel = "debug") -> Iterator[io.StringIO]:
    """Standard error, with the logs set up; afterwards everything is as it was."""
    root = logging.getLogger()
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    handlers, root_level = root.handlers, root.level
    keep_secret(PASSWORD)
    try:
        with redirect_stderr(io.StringIO()) as written:
            set_up_logs(level, format)
            yield written
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
        root.handlers, root.level = handlers, root_level
        logging.captureWarnings(False)
        structlog.reset_defaults()
        structlog.contextvars.clear_contextvars()


ours = logging.getLogger("bot.somewhere")
theirs = logging.getLogger("httpx")


def fail() -> NoReturn:
    raise RuntimeError(f"Unauthorized: https://api.example.org/bot{TOKEN}/getMe")


def _in_the_message() -> None:
    ours.debug(f"Set Bot API URL: {TOKEN}")


def _in_an_argument() -> None:
    ours.info("token %s and password %r", TOKEN, PASSWORD)


def _in_a_value() -> None:
    structlog.get_logger("bot.somewhere").info("started", token=TOKEN, password=PASSWORD)


def _deep_in_a_value() -> None:
    structlog.get_logger("bot.somewhere").info("started", settings={"telegram": [{"token": TOKEN}, (PASSWORD,)]})


def _in_the_name_of_a_value() -> None:
    structlog.get_logger("bot.somewhere").info("started", **{TOKEN: True})


def _in_what_an_object_says_of_itself() -> None:
    structlog.get_logger("bot.somewhere").info("started", error=ValueError(TOKEN))


def _bound_to_the_context() -> None:
    structlog.contextvars.bind_contextvars(token=TOKEN)
    ours.warning("who am I?")


def _in_a_line_of_a_library() -> None:
    theirs.warning("HTTP Request: POST https://api.example.org/bot%s/getMe 401", TOKEN)


def _in_a_library_that_debugs() -> None:
    theirs.setLevel(logging.DEBUG)
    theirs.debug("HTTP Request: POST https://api.example.org/bot%s/getMe", TOKEN)
    theirs.setLevel(logging.NOTSET)


def _percent_encoded() -> None:
    theirs.warning("GET https://example.org/?url=%s", f"https%3A%2F%2Fexample.org%2Fbot{TOKEN.replace(':', '%3A')}")


def _in_bytes() -> None:
    theirs.warning("sent %r", f"GET /bot{TOKEN}/getMe HTTP/1.1\r\n".encode())


def _in_an_exception() -> None:
    try:
        fail()
    except RuntimeError:
        ours.exception("failed")


def _in_an_exception_of_a_library() -> None:
    try:
        fail()
    except RuntimeError:
        theirs.error("failed", exc_info=True)


def _in_the_cause_of_an_exception() -> None:
    try:
        try:
            fail()
        except RuntimeError as cause:
            raise KeyError(PASSWORD) from cause
    except KeyError:
        structlog.get_logger("bot.somewhere").exception("failed")


def _in_a_group_of_exceptions() -> None:
    try:
        raise ExceptionGroup(f"with {TOKEN}", [ValueError(TOKEN), OSError(2, TOKEN)])
    except ExceptionGroup:
        ours.exception("failed")


def _in_a_note() -> None:
    try:
        raise ValueError
    except ValueError as error:
        error.add_note(f"while {TOKEN} was set, and {PASSWORD}")
        ours.exception("failed")


def _in_a_failed_command() -> None:
    try:
        raise subprocess.CalledProcessError(1, ["curl", f"https://api.example.org/bot{TOKEN}/getMe"])
    except subprocess.CalledProcessError:
        ours.exception("failed")


def _in_a_refused_value() -> None:
    class Port(BaseModel):
        number: int

    try:
        Port.model_validate({"number": TOKEN})
    except ValidationError:
        ours.exception("failed")


def _in_a_line_that_cannot_be_formatted() -> None:
    ours.info("%d retries", TOKEN)


def _in_an_object_that_cannot_speak() -> None:
    class Mute:
        def __repr__(self) -> str:
            raise RuntimeError(TOKEN)

    structlog.get_logger("bot.somewhere").info("started", mute=Mute())


def _in_a_stack() -> None:
    structlog.get_logger("bot.somewhere").info("here", stack_info=True, why=TOKEN)


def _in_a_warning() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"unclosed connection of {TOKEN}", ResourceWarning, stacklevel=1)


def _in_a_thread_that_dies() -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def _in_a_task_that_nobody_awaits() -> None:
    async def failing() -> None:
        fail()

    async def forget() -> None:
        task = asyncio.create_task(failing())
        await asyncio.wait([task])
        del task
        gc.collect()

    asyncio.run(forget())


def _in_a_callback_of_the_event_loop() -> None:
    async def call() -> None:
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)

    asyncio.run(call())


def _where_no_exception_can_go() -> None:
    class Closing:
        def __del__(self) -> None:
            fail()

    Closing()
    gc.collect()


SCENARIOS = [
    _in_the_message,
    _in_an_argument,
    _in_a_value,
    _deep_in_a_value,
    _in_the_name_of_a_value,
    _in_what_an_object_says_of_itself,
    _bound_to_the_context,
    _in_a_line_of_a_library,
    _in_a_library_that_debugs,
    _percent_encoded,
    _in_bytes,
    _in_an_exception,
    _in_an_exception_of_a_library,
    _in_the_cause_of_an_exception,
    _in_a_group_of_exceptions,
    _in_a_note,
    _in_a_failed_command,
    _in_a_refused_value,
    _in_a_line_that_cannot_be_formatted,
    _in_an_object_that_cannot_speak,
    _in_a_stack,
    _in_a_warning,
    _in_a_thread_that_dies,
    _in_a_task_that_nobody_awaits,
    _in_a_callback_of_the_event_loop,
    _where_no_exception_can_go,
]

WITHOUT_ARGUMENTS = {_in_a_line_that_cannot_be_formatted, _in_an_object_that_cannot_speak}


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.__name__.strip("_"))
def test_no_secret_is_written(scenario: Callable[[], None], format: LogFormat) -> None:
    with logs(format) as written:
        scenario()

    assert "Canary" not in written.getvalue()
    expected = "could not be written" if scenario in WITHOUT_ARGUMENTS else "[secret]"
    assert expected in written.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_no_secret_is_written_by_a_process_that_crashes(format: LogFormat) -> None:
    crash = f"""if True:
        from bot.logs import keep_secret, set_up_logs
        set_up_logs("debug", "{format}")
        keep_secret("Canary")
        parts = ["123456789", "{TOKEN.partition(":")[2]}"]
        try:
            int(":".join(parts))
        except ValueError as error:
            raise SystemError("cannot start with " + ":".join(parts)) from error
    """
    died = subprocess.run(
        [sys.executable, "-c", crash],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )

    assert died.returncode == 1
    assert "cannot start with [secret]" in died.stderr
    assert "Canary" not in died.stdout + died.stderr


# Every example is one more secret to look for until the tests end.
@settings(max_examples=30)
@given(st.text(min_size=1, max_size=20), st.sampled_from(FORMATS))
def test_any_text_can_be_kept_secret(text: str, format: LogFormat) -> None:
    secret = f"s3cr3t-{text}"
    keep_secret(secret)

    with logs(format) as written:
        ours.info("before %s after", secret)
        structlog.get_logger("bot.somewhere").info("started", key=secret, keys=[secret])
        theirs.error("failed", exc_info=KeyError(secret))

    assert "s3cr3t" not in written.getvalue()


def test_an_empty_secret_blots_out_nothing() -> None:
    keep_secret("")

    with logs("console") as written:
        ours.info("nothing to hide")

    assert "nothing to hide" in written.getvalue()


@given(st.text(), st.sampled_from(FORMATS))
def test_an_event_is_one_line_whatever_is_in_it(hostile: str, format: LogFormat) -> None:
    with logs(format) as written:
        structlog.get_logger("bot.somewhere").info(hostile, name=hostile)
        ours.info("from %s", hostile)

    lines = written.getvalue().splitlines()
    assert len(lines) == 2
    assert written.getvalue().count("\n") == 2


@given(st.text())
def test_json_gives_back_what_was_logged(text: str) -> None:
    with logs("json") as written:
        structlog.get_logger("bot.somewhere").info("asked", text=text)

    line = json.loads(written.getvalue())
    assert line["text"] == text
    assert (line["event"], line["level"], line["logger"]) == ("asked", "info", "bot.somewhere")


def test_nothing_can_pass_for_another_event_or_run_backwards() -> None:
    with logs("console") as written:
        ours.info("from %s", "Anna\n2026-11-02T08:00:00Z error    \x1b[31mforged \u202e\u2066")

    (line,) = written.getvalue().splitlines()
    assert line.endswith(r"from Anna\n2026-11-02T08:00:00Z error    \u001b[31mforged \u202e\u2066 (bot.somewhere)")


def test_on_the_console_each_line_of_a_traceback_is_marked() -> None:
    with logs("console") as written:
        try:
            raise ValueError("first\n2026-11-02T08:00:00Z error    forged")
        except ValueError:
            ours.exception("failed")

    event, *trace = written.getvalue().splitlines()
    assert event.endswith("error    failed (bot.somewhere)")
    assert trace
    assert all(line.startswith("    | ") for line in trace)


def test_local_variables_are_never_written() -> None:
    def ask(text: str) -> None:
        raise ValueError

    with logs("json") as written:
        try:
            ask("what a member " + "wrote")
        except ValueError:
            ours.exception("failed")

    assert "what a member wrote" not in written.getvalue()


def test_times_are_utc() -> None:
    with logs("json") as written:
        ours.info("now")

    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", json.loads(written.getvalue())["timestamp"])


def test_libraries_speak_from_warning_on_and_we_from_the_level_that_was_chosen() -> None:
    with logs("json", level="info") as written:
        ours.debug("too quiet")
        ours.info("heard")
        structlog.get_logger("handlers.somewhere").debug("too quiet")
        theirs.info("too quiet")
        theirs.warning("heard")

    assert [json.loads(line)["event"] for line in written.getvalue().splitlines()] == ["heard", "heard"]


def test_setting_up_again_replaces_the_former_choice() -> None:
    with logs("console") as written:
        set_up_logs("info", "json")
        ours.info("once")

    assert json.loads(written.getvalue())["event"] == "once"


def test_an_interrupt_from_the_keyboard_is_no_crash() -> None:
    with logs("console") as written:
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)

    assert written.getvalue() == ""

"""The program's own log lines, on standard error.

What a member wrote is never logged above DEBUG: a log is read by more people than the question log, and kept elsewhere.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Final, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.redaction import escape, keep_secret, redact

__all__ = ["LogFormat", "LogLevel", "give_up_what_cannot_be_written", "keep_secret", "set_up_logs"]

LogFormat = Literal["console", "json"]
LogLevel = Literal["debug", "info", "warning", "error"]

# Who may speak below WARNING: HTTP and database libraries write the token and the text of messages there.
_OURS: Final = ("bot", "handlers", "knowledge")

_log = logging.getLogger(__name__)


def set_up_logs(level: LogLevel = "info", format: LogFormat = "console") -> None:
    """Send every log line of the process to standard error, secrets blotted out, and uncaught exceptions with them.

    An event is one line. Only a traceback follows in lines of its own on the console, each marked with ``|`` so that
    nothing in it can pass for an event; in JSON it stays within the line. *level* is that of Grappolo's own packages:
    libraries speak from WARNING on. Times are UTC. Calling it again replaces the former choice.
    """
    handler = _ToStandardError()
    handler.setFormatter(_SafeFormatter(format))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(level.upper())
    logging.captureWarnings(True)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_ADDED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    sys.excepthook = _log_crash
    threading.excepthook = lambda crash: _log_crash(crash.exc_type, crash.exc_value, crash.exc_traceback)
    sys.unraisablehook = lambda crash: _log_crash(crash.exc_type, crash.exc_value, crash.exc_traceback)


def give_up_what_cannot_be_written() -> None:
    """Let the output of a process that ends go nowhere if it has no room: Python would try again, and end with 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


class _ToStandardError(logging.Handler):
    """Writes to what ``sys.stderr`` is at that moment: the prompt of the terminal puts its own in the place."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
            sys.stderr.flush()
        except Exception:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        # The standard library would print the arguments of the failed line here, secrets and all.
        try:
            kind = getattr(sys.exc_info()[0], "__name__", "an error")
            sys.stderr.write(f"A log line from {record.name}, line {record.lineno}, could not be written: {kind}\n")
        except Exception:  # noqa: S110  # nowhere is left to say it
            pass


class _SafeFormatter(structlog.stdlib.ProcessorFormatter):
    """Redacts the finished text, so that nothing a record carries can come round it."""

    def __init__(self, format: LogFormat) -> None:
        render = _render_json if format == "json" else _render_console
        super().__init__(
            foreign_pre_chain=_ADDED,
            processors=[self.remove_processors_meta, structlog.processors.format_exc_info, render],
        )

    def format(self, record: logging.LogRecord) -> str:
        lines = redact(super().format(record)).split("\n")
        return "\n".join(escape(line) for line in lines)


_ADDED: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
)


def _render_json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    first = {name: event.pop(name, None) for name in ("timestamp", "level", "logger", "event")}
    return json.dumps(first | dict(event), ensure_ascii=False, default=repr)


def _render_console(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    time, level, name, what = (event.pop(key, "") for key in ("timestamp", "level", "logger", "event"))
    traces = [str(event.pop(key)) for key in ("stack", "exception") if event.get(key)]
    line = f"{time} {level:<8} {escape(str(what))}{_pairs(event)} ({escape(str(name))})"
    return "\n".join([line, *(f"    | {escape(row)}" for trace in traces for row in redact(trace).splitlines())])


def _pairs(event: Mapping[str, object]) -> str:
    return "".join(
        f" {escape(str(name))}={json.dumps(value, ensure_ascii=False, default=repr)}" for name, value in event.items()
    )


def _log_crash(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    # An interrupt from the keyboard is no crash; its traceback would only frighten.
    if error is not None and not issubclass(kind, KeyboardInterrupt | SystemExit):
        _log.critical("crashed", exc_info=(kind, error, trace))

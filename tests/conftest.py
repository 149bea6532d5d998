"""What tests of the whole program share."""

import logging
import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def logs_as_they_were() -> Iterator[None]:
    """What a test sets up for the logs ends with it: the next one may look at what is logged."""
    loggers = [logging.getLogger(name) for name in ("", "bot", "handlers", "knowledge")]
    levels = [logger.level for logger in loggers]
    handlers, hooks = logging.root.handlers[:], (sys.excepthook, threading.excepthook, sys.unraisablehook)
    yield
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)
    logging.root.handlers = handlers
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks


@pytest.fixture
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, for data and keys too: nothing of the machine decides a test."""
    for name in os.environ:
        if name.startswith("GRAPPOLO_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GRAPPOLO_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("GRAPPOLO_KEYS", str(tmp_path / "keys"))
    monkeypatch.setenv("GRAPPOLO_BACKUPS", str(tmp_path / "backups"))
    return tmp_path

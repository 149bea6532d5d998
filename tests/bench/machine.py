"""What a figure was measured on: without it, no figure means anything."""

import os
import platform
import sqlite3
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("grappolo", "numpy", "scikit-learn", "rapidfuzz", "bm25s", "tantivy")


def machine() -> dict[str, str]:
    """The processor, the versions and the day."""
    found = {
        "processor": f"{_processor()}, {len(os.sched_getaffinity(0))} cores",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "day": date.today().isoformat(),  # noqa: DTZ011  # the day on the calendar of whoever measures
    }
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())

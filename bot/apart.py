"""Work in a process of its own: what it imported and what it needed goes with the process."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

A = TypeVar("A")
T = TypeVar("T")


class NoProcess(Exception):
    """No process could be started for the work, or it died at it."""


def apart(work: Callable[[A], T], given: A) -> T:
    """What *work* makes of what it is *given*, which both can be sent to another process. Raises *NoProcess*."""
    try:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            return pool.submit(work, given).result()
    except (BrokenProcessPool, OSError) as error:
        raise NoProcess(str(error)) from error

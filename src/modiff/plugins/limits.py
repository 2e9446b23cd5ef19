"""What code of others may use, in the process where it runs: time, memory, and no other process's output.

Where the system has alarms (not on Windows) one ends what takes too long with an error, so that the process goes on; whatever that does not end is
ended from outside, with the process.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from types import FrameType
from typing import TypeVar

LOADING = 10.0
"""Seconds that the file of a rule may take to be loaded."""
JUDGING = 10.0
"""Seconds that one rule may take for all changes of one comparison together."""
GRACE = 1.0
"""Seconds that the process has to end such work itself, before it is ended."""
MEMORY = 2 * 2**30
"""Bytes that the process may take, where the system can limit that."""
T = TypeVar("T")


class OutOfTime(BaseException):
    """Time is over. No Exception, so that `except Exception` in the code that is to be ended does not catch it."""


def ended_after(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives. Raises OutOfTime where it takes longer than these seconds, and what `work` raises. Only for the main thread of a process of
    its own: the alarm is nobody else's."""
    if seconds <= 0:
        raise OutOfTime
    if not hasattr(signal, "setitimer"):
        return work()
    is_on = True

    def end(number: int, frame: FrameType | None) -> None:
        if is_on:
            raise OutOfTime

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return work()
    finally:
        is_on = False
        signal.setitimer(signal.ITIMER_REAL, 0)


def limit_memory() -> None:
    """Of this process, for good. What crashes leaves no image of the memory behind."""
    try:
        import resource
    except ImportError:  # Windows
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY if most == resource.RLIM_INFINITY else min(MEMORY, most), most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def limit_processor(seconds: float) -> None:
    """Of this process, from now on: for the case that whoever would end it is gone."""
    try:
        import resource
    except ImportError:
        return
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (wanted if most == resource.RLIM_INFINITY else min(wanted, most), most))

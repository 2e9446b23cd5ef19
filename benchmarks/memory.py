"""The peak memory of a command: of its main process, and of all its processes together."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.measure import COMPILED, Failed

_EVERY = 0.02
"""Seconds between two looks."""


def peaks(command: Sequence[str], more: Mapping[str, str]) -> tuple[float, float]:
    """Runs it; megabytes (10^6 bytes) of resident memory: the peak of the main process, and that of the sum over all, in which pages that processes
    share count for each. `more`: variables on top of this process's. Failed where it fails, or the system is not Linux."""
    if not sys.platform.startswith("linux"):
        raise Failed("Memory of all processes together is read from /proc, which only Linux has.")
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env={**COMPILED, **more})
    together = 0
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        together = max(together, sum(map(_resident, _family(process.pid))))
        time.sleep(_EVERY)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise Failed(f"{' '.join(command)} ended with {process.returncode}.")
    main = usage.ru_maxrss * 1024
    return main / 1e6, max(main, together) / 1e6


def _family(process: int) -> Iterator[int]:
    """A process and all that it started, as far as they still run."""
    yield process
    for thread in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = thread.read_text().split()
        except OSError:
            continue  # it has just ended
        for child in children:
            yield from _family(int(child))


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0

"""Runs a command and says what it cost: wall time, CPU time of all its processes, and the peak memory of the largest of them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

MODIFF = (sys.executable, "-m", "modiff")
"""The command as this interpreter's environment has it."""

DATA = Path(__file__).parent / ".data"
"""What benchmarks fetch and write; ignored by git."""

# An installed program finds its modules compiled; a checkout on a machine that forbids writing them would be compiled anew at every start.
COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Failed(Exception):
    """A measured command that did not end as it should; the text says which, and the last it said."""


@dataclass(frozen=True)
class Cost:
    """What one run cost."""

    wall: float
    """Seconds."""
    cpu: float
    """Seconds, user and system, children included."""
    peak: float
    """Megabytes (10^6 bytes) of resident memory."""
    output: bytes
    """What it printed."""
    said: bytes = b""
    """What it printed beside that, on stderr."""


def run(command: Sequence[str], statuses: Sequence[int] = (0,), more: Mapping[str, str] | None = None) -> Cost:
    """Runs it once. `more`: variables on top of this process's. Failed if it ends with another status than these."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, env={**COMPILED, **(more or {})})
        # wait4 counts this child alone; the kernel counts the memory from before exec too, so whoever calls this stays small itself.
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode not in statuses:
            raise Failed(f"{' '.join(command)} ended with {process.returncode}; it said: {complaint(err.read())}")
        unit = 1 if sys.platform == "darwin" else 1024
        return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit / 1e6, out.read(), err.read())


def complaint(stderr: bytes) -> str:
    """What a command said went wrong: the last line that is no advice."""
    lines = [line for line in stderr.decode(errors="replace").splitlines() if line.strip() and not line.startswith("try:")]
    return lines[-1] if lines else "nothing"


def middle(costs: Sequence[Cost]) -> Cost:
    """The medians, each taken by itself; the output is the last one's."""
    return Cost(median(c.wall for c in costs), median(c.cpu for c in costs), median(c.peak for c in costs), costs[-1].output, costs[-1].said)

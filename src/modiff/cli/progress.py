"""One line on a terminal that says what is being done, when it takes more than a second."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE = 1.0
"""Seconds before anything is shown."""


@contextmanager
def progress(wanted: bool) -> Iterator[Callable[[str], None] | None]:
    """A function that is told what is being done; None where nobody would see it. The line is gone after the block."""
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    line = _Line()
    timer = threading.Timer(PATIENCE, line.appear)
    timer.daemon = True
    timer.start()
    try:
        yield line.tell
    finally:
        timer.cancel()
        line.vanish()


class _Line:
    """Told from any thread; shown from the moment it may appear."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._text = "reading"
        self._status: Status | None = None
        self._over = False

    def tell(self, text: str) -> None:
        with self._lock:
            self._text = text
            if self._status is not None:
                self._status.update(self._shown())

    def appear(self) -> None:
        from rich.console import Console
        from rich.status import Status

        with self._lock:
            if not self._over:
                self._status = Status(self._shown(), console=Console(stderr=True))
                self._status.start()

    def vanish(self) -> None:
        with self._lock:
            self._over = True
            if self._status is not None:
                self._status.stop()
                self._status = None

    def _shown(self) -> str:
        from rich.markup import escape

        from modiff.report.inert import visible

        return escape(visible(self._text))

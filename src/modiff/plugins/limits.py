"""Ends code of others that does not end by itself: a rule that loops for ever stops neither ours nor the user's patience.

On Unix, in the main thread (the command line always is), an alarm ends what it runs, waiting included. Elsewhere a trace function looks at the clock
at every line: that ends loops of Python, and not a call that waits outside of Python. What nothing in this process can end is code that catches every
exception over and over, that ends the process (`os._exit`) or crashes it.
"""

from __future__ import annotations

import dataclasses
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType
from typing import Any, TypeVar

from modiff.rules.catalogue import AnyRule

LOADING = 10.0
"""Seconds that the file of a rule may take to be loaded."""
JUDGING = 10.0
"""Seconds that one rule may take for all changes of one comparison together."""
_QUESTIONS = ("applies", "sentence", "part", "hint", "old", "new", "identity", "doubt", "lesser", "client")
T = TypeVar("T")


class OutOfTime(BaseException):
    """Time is over. No Exception, so that `except Exception` in the code that is to be ended does not catch it."""


def ended_after(seconds: float, work: Callable[[], T]) -> T:
    """What `work` gives. Raises OutOfTime where it takes longer than these seconds, and what `work` raises."""
    if threading.current_thread() is threading.main_thread() and hasattr(signal, "setitimer") and signal.getsignal(signal.SIGALRM) is not None:
        return _by_alarm(seconds, work)
    return _by_tracing(seconds, work)


def limited(rule: AnyRule, seconds: float) -> AnyRule:
    """The same rule, with so much time for all questions together. Once that is used up each raises OutOfTime at once."""
    budget = _Budget(seconds)
    asked: dict[str, Any] = {name: budget.held(question) for name in _QUESTIONS if (question := getattr(rule, name)) is not None}
    return dataclasses.replace(rule, **asked)


class _Budget:
    def __init__(self, seconds: float) -> None:
        self._seconds = self._left = seconds

    def held(self, question: Callable[[Any], T]) -> Callable[[Any], T]:
        def asked(change: Any) -> T:
            if self._left <= 0:
                raise OutOfTime(self._said)
            start = time.monotonic()
            try:
                return ended_after(self._left, lambda: question(change))
            except OutOfTime as error:
                self._left = 0
                raise OutOfTime(self._said) from error
            finally:
                self._left -= time.monotonic() - start

        return asked

    @property
    def _said(self) -> str:
        return f"its {self._seconds:g} s for one comparison were over"


def _by_alarm(seconds: float, work: Callable[[], T]) -> T:
    is_on = True

    def end(number: int, frame: FrameType | None) -> None:
        if is_on:
            raise OutOfTime

    start = time.monotonic()
    handler = signal.signal(signal.SIGALRM, end)
    waiting, interval = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        try:
            return work()
        finally:
            is_on = False
    finally:  # whoever else had set an alarm gets it, at the time that it was set for
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)
        if waiting:
            signal.setitimer(signal.ITIMER_REAL, max(waiting - (time.monotonic() - start), 0.001), interval)


def _by_tracing(seconds: float, work: Callable[[], T]) -> T:
    end = time.monotonic() + seconds

    def look(frame: FrameType, event: str, argument: Any) -> Any:
        if time.monotonic() > end:
            raise OutOfTime
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        return work()
    finally:
        sys.settrace(before)

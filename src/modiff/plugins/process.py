"""The process in which rules of others live, from outside: started when it is first asked, ended when time is over, and started again after its end.

It is no fork, which other threads make unsafe and which not every system has. It is the first of a session of its own: what it sends to its group
of processes does not reach this one, and ends with it.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import subprocess
import sys
import threading

import msgspec

from modiff.pipes import receive, send
from modiff.plugins.limits import GRACE
from modiff.plugins.messages import LONGEST, Reply, decoded

STARTING = 30.0
"""Seconds that it may take to start and to read a question."""
_START = "import sys; sys.path[:] = sys.argv[1:]; del sys.argv[1:]; from modiff.plugins.inside import main; main()"


class Ended(Exception):
    """The process came to an end, or was ended, while it was asked; says how, as a clause that goes with "it"."""


class CannotStart(Exception):
    """No process can be started here."""


class Process:
    """One process, or the next one after its end. Not to be asked by two threads at once."""

    def __init__(self) -> None:
        """Starts nothing yet."""
        self._running: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._clock: threading.Timer | None = None
        self._rang: str | None = None

    def ask(self, question: bytes) -> Reply:
        """Gives the first reply, before which nothing runs that the process did not know before. Who asks must take all replies, and then call
        `done`. Raises CannotStart; Ended."""
        before, running = self._running, self._started()
        try:
            return self._asked(running, question)
        except Ended:
            if running is not before:
                raise
            return self._asked(self._started(), question)  # it came to an end since it was last asked, which is nobody's doing now

    def _asked(self, running: subprocess.Popen[bytes], question: bytes) -> Reply:
        assert running.stdin is not None
        self.wait_at_most(STARTING, "it did not start")
        with contextlib.suppress(OSError):  # it came to an end: that is seen when nothing comes
            send(running.stdin, question)
        return self.reply()

    def reply(self) -> Reply:
        """The next one. Raises Ended."""
        assert self._running is not None
        assert self._running.stdout is not None
        message = receive(self._running.stdout, LONGEST)
        try:
            if message is not None:
                reply: Reply = decoded(message)
                return reply
        except msgspec.MsgspecError:
            pass  # some other code wrote there
        raise Ended(self._last_words())

    def wait_at_most(self, seconds: float, why: str) -> None:
        """From now on; then the process is ended, and `why` says what it did, as a clause."""
        self._stop_clock()
        self._clock = threading.Timer(seconds, self._ring, (why,))
        self._clock.daemon = True
        self._clock.start()

    def done(self) -> None:
        """The last reply came."""
        self._stop_clock()
        if self._rang is not None:  # just then
            self.end()

    def end(self) -> None:
        """Ends it, and whatever it started. May be called twice."""
        self._stop_clock()
        running, self._running, self._rang = self._running, None, None
        if running is None or self._owner != os.getpid():
            return
        _kill(running)
        with contextlib.suppress(OSError):
            running.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._running is not None and self._owner == os.getpid() and self._running.poll() is None:
            return self._running
        self.end()
        if getattr(sys, "frozen", False) or not sys.executable:
            raise CannotStart("this modiff is part of a program that has no Python of its own to start")
        command = [sys.executable, "-P", "-c", _START, *sys.path]
        try:
            running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        except OSError as error:
            raise CannotStart(f"no process can be started: {error.strerror or error}") from error
        self._running, self._owner = running, os.getpid()
        atexit.unregister(self.end)
        atexit.register(self.end)
        return running

    def _ring(self, why: str) -> None:
        self._rang = why
        if self._running is not None:
            _kill(self._running)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock.join()  # so that it does not ring for the next question
            self._clock = None

    def _last_words(self) -> str:
        """How it ended."""
        self._stop_clock()
        running, why = self._running, self._rang
        if why is None and running is not None:
            try:
                why = _how(running.wait(GRACE))
            except subprocess.TimeoutExpired:
                why = "it closed what it answers by, or wrote something else there"
        self.end()
        return why or "it ended"


def _kill(running: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(OSError):  # nothing of it is left
            os.killpg(running.pid, signal.SIGKILL)
    running.kill()


def _how(status: int) -> str:
    if status >= 0:
        return f"it ended its process (exit status {status})"
    try:
        name = signal.Signals(-status).name
    except ValueError:
        name = f"signal {-status}"
    return f"its process was ended by {name}"

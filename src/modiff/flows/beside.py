"""A comparison in a process of its own, beside the one that reads the client meanwhile: neither needs the other's answer before the end.

Pays where both take long: a large package, and much code that uses it. The process finds in the store what was read before, so the store must keep
what this one has read. Like the workers that read (`modiff.reading.crew`) it is no fork, and ends when its input does. Whatever goes wrong there is
done here instead: what comes out never depends on it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import msgspec

from modiff import api
from modiff.model.clients import ClientFile
from modiff.model.findings import Report
from modiff.model.policy import Policy
from modiff.pipes import receive, send

MUCH_CLIENT = 300_000
"""Bytes of client code in files that name the package from which on it pays: half a second of reading."""
MUCH_PACKAGE = 6_000_000
"""Bytes of Python in both versions together from which on it pays: about as long."""
_START = "import sys; sys.path[:] = sys.argv[1:]; from modiff.flows.beside import main; main()"


class Question(msgspec.Struct, frozen=True):
    """What is to be compared: parameters of `modiff.api.opened`, and the policy that judges."""

    old: str
    new: str
    opened: Policy
    judged: Policy


class Said(msgspec.Struct, frozen=True):
    """What came out."""

    report: Report
    """Its notes are those of judging alone."""
    seconds: dict[str, float]
    """By stage."""


class Beside:
    """One such process. `close` ends it, whatever it does."""

    def __init__(self, question: Question) -> None:
        """Starts it. Raises OSError where no process can be started."""
        import subprocess  # a hundredth of a second, for the few that start any

        home = str(Path(__file__).parent.parent.parent)
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-c", _START, *dict.fromkeys([*filter(None, sys.path), home])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it is gone: `answer` will tell
            send(self._process.stdin, msgspec.msgpack.encode(question))

    def answer(self) -> Said | None:
        """What it found, waited for; None: it failed."""
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError, MemoryError, OverflowError, msgspec.MsgspecError):  # nonsense may claim any length
            message = receive(self._process.stdout)
            return msgspec.msgpack.decode(message, type=Said) if message is not None else None
        return None

    def close(self) -> None:
        """Ends it. May be called twice."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def pays(pair: api.OpenedPair, client: Iterable[ClientFile]) -> bool:
    """Is a second process allowed, is what it needs kept, and is there enough to do for both?"""
    shelf = pair.new.library.shelf
    if shelf.crew.jobs < 2 or not shelf.kept.keeps or getattr(sys, "frozen", False) or not sys.executable:
        return False
    trees = [side.release.tree for side in (pair.old, pair.new)]
    if sum(file.size for tree in trees if tree is not None for path, file in tree.files.items() if path.endswith(".py")) < MUCH_PACKAGE:
        return False
    names = [name.encode() for side in (pair.old, pair.new) for name in side.release.packages]
    return sum(len(file.text) for file in client if any(name in file.text for name in names)) >= MUCH_CLIENT


def main() -> None:
    """Answers one question, and ends. What goes wrong is told by there being no answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not end up in the answer
    message = receive(sys.stdin.buffer)
    threading.Thread(target=_end_with_input, daemon=True).start()
    if message is not None:
        with contextlib.suppress(Exception):
            send(answers, msgspec.msgpack.encode(_said(msgspec.msgpack.decode(message, type=Question))))
    os._exit(0)


def _said(question: Question) -> Said:
    with api.opened(question.old, question.new, question.opened, jobs=1, offline=True) as pair:
        report = msgspec.structs.replace(pair, policy=question.judged).report()
        told = len(pair.unjudged().notes)
        return Said(msgspec.structs.replace(report, notes=report.notes[: len(report.notes) - told]), pair.seconds)


def _end_with_input() -> None:
    """Who asked has gone."""
    sys.stdin.buffer.read()
    os._exit(1)

"""Processes beside this one, for what hangs on nothing that is found here meanwhile: the comparison of two releases, and the client read with the new
ones while it is read here with the old ones.

Each pays where both sides take long: a large package, and much code that uses it. Such a process finds in the store what was read before, so the
store must keep what this one has read. Like the workers that read (`modiff.reading.crew`) it is no fork, and ends when its input does. Whatever goes
wrong there is done here instead: what comes out never depends on it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
import threading
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

import msgspec

from modiff import api
from modiff.flows.client_code import parsed
from modiff.model.clients import ClientFile
from modiff.model.findings import Report
from modiff.model.policy import Policy
from modiff.pipes import receive, send
from modiff.reading import read_together
from modiff.uses.events import Answer, Events, Place, Unsettled
from modiff.uses.readings import Reading
from modiff.uses.worlds import World

MUCH_CLIENT = 300_000
"""Bytes of client code in files that name the package from which on a comparison beside it pays: half a second of reading."""
MUCH_TWICE = 1_500_000
"""The same from which on a second reading beside the first one pays, as it has to begin like this process: by opening, and parsing."""
MUCH_PACKAGE = 6_000_000
"""Bytes of Python in both versions together from which on a comparison pays: about as long."""
MUCH_AMONG_OTHERS = 2_000_000
"""The same where other packages are compared meanwhile: it takes longer than to start a process."""
_START = "import sys; sys.path[:] = sys.argv[1:]; from modiff.flows.beside import main; main()"


class ToCompare(msgspec.Struct, frozen=True, tag=True):
    """What is to be compared: parameters of `modiff.api.opened`, and the policy that judges."""

    old: str
    new: str
    opened: Policy
    judged: Policy


class Compared(msgspec.Struct, frozen=True):
    """What came out."""

    report: Report
    """Its notes are those of judging alone."""
    seconds: dict[str, float]
    """By stage."""


class ToRead(msgspec.Struct, frozen=True, tag=True):
    """A client that is to be read with new versions."""

    pairs: tuple[tuple[str, str], ...]
    """Specs of the old versions and of the new ones."""
    opened: Policy
    files: tuple[ClientFile, ...]
    """Those that take part."""


class Met(msgspec.Struct, frozen=True):
    """What was met: `modiff.uses.events.Events`, in lists, as messages know no other keys than texts."""

    answers: tuple[tuple[Place, Answer], ...]
    unknown: tuple[Unsettled, ...]
    documented: dict[str, str]

    def events(self) -> Events:
        """The same as readings have it."""
        return Events(dict(self.answers), dict.fromkeys(self.unknown), self.documented)


_Said = TypeVar("_Said", Compared, Met)


class Beside:
    """One such process. `close` ends it, whatever it does."""

    def __init__(self, question: ToCompare | ToRead) -> None:
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

    def answer(self, kind: type[_Said]) -> _Said | None:
        """What it found, waited for; None: it failed."""
        assert self._process.stdout is not None
        with contextlib.suppress(OSError, ValueError, MemoryError, OverflowError, msgspec.MsgspecError):  # nonsense may claim any length
            message = receive(self._process.stdout)
            return msgspec.msgpack.decode(message, type=kind) if message is not None else None
        return None

    def close(self) -> None:
        """Ends it. May be called twice."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


def comparing_pays(pair: api.OpenedPair, client: Iterable[ClientFile]) -> bool:
    """Is a second process allowed, is what it needs kept, and is there enough to do for both?"""
    names = [name.encode() for side in (pair.old, pair.new) for name in side.release.packages]
    return (
        can_help(pair)
        and _bytes_of_python(pair) >= MUCH_PACKAGE
        and _bytes(file for file in client if any(name in file.text for name in names)) >= MUCH_CLIENT
    )


def comparing_one_of_several_pays(pair: api.OpenedPair) -> bool:
    """The same where other packages are to be compared meanwhile."""
    return can_help(pair) and _bytes_of_python(pair) >= MUCH_AMONG_OTHERS


def reading_pays(pairs: Iterable[api.OpenedPair], client: Iterable[ClientFile]) -> bool:
    """The same of reading what takes part of the client with the new versions, beside the comparison: where three processes may be, as with two
    cores nothing is gained."""
    return _bytes(client) >= MUCH_TWICE and all(can_help(pair) and pair.new.library.shelf.crew.jobs > 2 for pair in pairs)


def can_help(pair: api.OpenedPair) -> bool:
    """Is another process allowed, and what it needs kept?"""
    shelf = pair.new.library.shelf
    return shelf.crew.jobs > 1 and shelf.kept.keeps and not getattr(sys, "frozen", False) and bool(sys.executable)


def ready_for_others(pair: api.OpenedPair) -> None:
    """Reads and keeps what another process will ask for."""
    read_together([pair.old.library, pair.new.library])
    pair.new.library.shelf.kept.flush()


def _bytes_of_python(pair: api.OpenedPair) -> int:
    """In both versions."""
    trees = [side.release.tree for side in (pair.old, pair.new)]
    return sum(file.size for tree in trees if tree is not None for path, file in tree.files.items() if path.endswith(".py"))


def _bytes(files: Iterable[ClientFile]) -> int:
    return sum(len(file.text) for file in files)


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
            send(answers, msgspec.msgpack.encode(_answered(msgspec.msgpack.decode(message, type=ToCompare | ToRead))))
    os._exit(0)


def _answered(question: ToCompare | ToRead) -> Compared | Met:
    return _compared(question) if isinstance(question, ToCompare) else _met(question.pairs, question.opened, question.files)


def _compared(question: ToCompare) -> Compared:
    with api.opened(question.old, question.new, question.opened, jobs=1, offline=True) as pair:
        report = msgspec.structs.replace(pair, policy=question.judged).report()
        told = len(pair.unjudged().notes)
        return Compared(msgspec.structs.replace(report, notes=report.notes[: len(report.notes) - told]), pair.seconds)


def _met(pairs: Iterable[tuple[str, str]], policy: Policy, files: Sequence[ClientFile]) -> Met:
    client, _ = parsed(files)
    with ExitStack() as stack:
        opened = [stack.enter_context(api.opened(old, new, policy, jobs=1, offline=True)) for old, new in pairs]
        for pair in opened:
            read_together([pair.new.library])
        names = {name: pair.new.graph for pair in opened for side in (pair.old, pair.new) for name in side.release.packages}
        found = Reading(World(names), client).read()
        return Met(tuple(found.answers.items()), tuple(found.unknown), found.documented)


def _end_with_input() -> None:
    """Who asked has gone."""
    sys.stdin.buffer.read()
    os._exit(1)

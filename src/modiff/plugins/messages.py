"""What is said between modiff and the process in which rules of others live.

Questions are pickled: they come from modiff itself, and hold changes. Answers are MessagePack, checked against the classes below: they come from
where code of others runs, and must not be able to do more than say something wrong.
"""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from modiff.model.changes import Change
from modiff.model.findings import Breaks, Group, Severity
from modiff.rules.beside import Answers, Failure

LONGEST = 2**20
"""Bytes of an answer; what is longer is no answer."""


class Source(NamedTuple):
    """Where rules come from."""

    name: str
    """A path, absolute, of a file or of a folder of files; or the dotted name of a module, or of a package of such modules."""
    shown: str
    """How it is called in messages."""
    is_path: bool


class Load(NamedTuple):
    """The question for the rules of a source."""

    source: Source
    folder: str
    """Where relative paths count from."""
    path: list[str]
    """`sys.path`."""
    seconds: float
    """That each file or module may take."""


class Asked(NamedTuple):
    """A rule, and for how many seconds it may be asked."""

    module: str
    source: Source
    seconds: float
    changes: list[int]
    """Which of the changes it watches, by their place."""


class Ask(NamedTuple):
    """The question for what rules say of changes."""

    rules: list[Asked]
    changes: list[Change]


class Loading(msgspec.Struct, frozen=True, tag=True):
    """A file or module is about to be run."""

    shown: str


class Described(msgspec.Struct, frozen=True, tag=True):
    """A rule that was loaded."""

    module: str
    page: str
    watches: str
    """The name of a class of `modiff.model.changes`."""
    severity: Severity
    breaks: tuple[Breaks, ...]
    group: Group
    since: str
    shows_old: bool
    shows_new: bool


class Wrong(msgspec.Struct, frozen=True, tag=True):
    """A source without rules that can be used."""

    message: str
    hints: tuple[str, ...]
    missing: bool = False
    """True: there is no such file."""


class Ready(msgspec.Struct, frozen=True, tag=True):
    """Rules are loaded, or a rule that is to be asked is there."""


class Silent(msgspec.Struct, frozen=True, tag=True):
    """The rule does not apply to the change."""


Reply = Loading | Described | Wrong | Ready | Silent | Answers | Failure
"""To Load: Loading and Described in turn, and then Ready or Wrong. To Ask: for each rule Ready, and then for each of its changes Silent, Answers or
Failure, up to a Failure after which it is over."""
encoded = msgspec.msgpack.Encoder().encode
decoded = msgspec.msgpack.Decoder(Reply).decode

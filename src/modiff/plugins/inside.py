"""What runs in the process in which rules of others live: it loads them, and asks them what they say of changes.

Questions come on standard input and answers go to standard output; the rules themselves have neither: they read nothing, and what they print goes to
standard error. When whoever started this is gone the input ends, and so does the process.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import sys
import time
from collections.abc import Iterator
from typing import IO, Any

import msgspec

from modiff.errors import FileMissing, ModiffError
from modiff.model.changes import Change
from modiff.pipes import receive, send
from modiff.plugins import limits
from modiff.plugins.loading import rules_of
from modiff.plugins.messages import LONGEST, Ask, Asked, Described, Load, Loading, Ready, Reply, Silent, Source, Wrong, encoded
from modiff.rules.beside import Answers, Failure
from modiff.rules.catalogue import AnyRule

_LONGEST_WORDS = 300
"""Letters of an error that are told."""
_known: dict[str, AnyRule] = {}
"""The rules that were loaded here, by their modules."""


def main() -> None:
    """Answers until nobody asks any more."""
    questions, answers = _own_pipes()
    limits.limit_memory()
    with contextlib.suppress(OSError):  # nobody waits for the answer
        while (message := receive(questions)) is not None:
            for reply in _replies(pickle.loads(message)):
                send(answers, _message(reply))
    os._exit(0)  # threads and exit handlers of others have nothing to say


def _own_pipes() -> tuple[IO[bytes], IO[bytes]]:
    """What was standard input and output: not to be found under these numbers any more, and not handed on to other processes."""
    questions, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    return questions, answers


def _message(reply: Reply) -> bytes:
    try:
        message = encoded(reply)
    except UnicodeEncodeError:
        return encoded(Failure("it says what is no text: half of a surrogate pair"))
    return message if len(message) <= LONGEST else encoded(Failure(f"it says more than {LONGEST // 2**20} MB"))


def _replies(question: Load | Ask) -> Iterator[Reply]:
    if isinstance(question, Ask):
        limits.limit_processor(sum(rule.seconds + limits.LOADING + limits.GRACE for rule in question.rules))
        for rule in question.rules:
            yield from _asked(rule, question.changes)
        return
    limits.limit_processor(60 * limits.LOADING)
    sys.path[:] = question.path
    with contextlib.suppress(OSError):
        os.chdir(question.folder)
    yield from _loaded(question.source, question.seconds)


def _loaded(source: Source, seconds: float) -> Iterator[Reply]:
    try:
        for step in rules_of(source, seconds):
            if isinstance(step, str):
                yield Loading(step)
            else:
                _known[step.module] = step
                yield _description(step)
    except ModiffError as error:
        yield Wrong(error.message, error.hints, isinstance(error, FileMissing))
    else:
        yield Ready()


def _description(rule: AnyRule) -> Described:
    shows = rule.old is not None, rule.new is not None
    return Described(rule.module, rule.page, rule.watches.__name__, rule.severity, tuple(rule.breaks), rule.group, rule.since, *shows)


def _asked(asked: Asked, changes: list[Change]) -> Iterator[Reply]:
    """One rule's answers. It is loaded first if this process does not know it yet, because the one before came to an end."""
    if asked.module not in _known:
        for _ in _loaded(asked.source, limits.LOADING):
            pass
    yield Ready()
    left = asked.seconds
    for place in asked.changes:
        start = time.monotonic()
        answer = _answer(asked.module, changes[place], left)
        left -= time.monotonic() - start
        yield answer
        if isinstance(answer, Failure) and answer.over:
            return


def _answer(module: str, change: Change, seconds: float) -> Reply:
    rule = _known.get(module)
    if rule is None:
        return Failure("it could not be loaded again", over=True)
    try:
        return limits.ended_after(seconds, lambda: _said(rule, change))
    except limits.OutOfTime:
        return Failure("", over=True)  # whoever asked knows how long that was
    except BaseException as error:  # the rule's code is not ours: anything may come of it
        return Failure(_words(error))


def _said(rule: AnyRule, change: Change) -> Reply:
    """All that the rule says, if all of it is what it is documented to be; formats rely on that. Raises ValidationError, which names the field."""
    if not rule.claims(change):
        return Silent()
    asked: dict[str, Any] = {name: getattr(rule, name) for name in Answers.__struct_fields__}
    return msgspec.convert({name: question(change) if question is not None else None for name, question in asked.items()}, Answers)


def _words(error: BaseException) -> str:
    """The error in a line. What it says of itself is code of others, too."""
    name = type(error).__name__
    try:
        text = " ".join(limits.ended_after(limits.GRACE, lambda: str(error)).split())[:_LONGEST_WORDS]
    except BaseException:
        text = ""
    return (f"{name}: {text}" if text else name).encode("utf-8", "backslashreplace").decode()

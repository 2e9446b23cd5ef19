"""Asks rules of others, in their process: to load, and what they say of changes. What becomes of the process is told of the rule that was asked."""

from __future__ import annotations

import os
import pickle
import sys
import threading
import time
from collections.abc import Mapping, Sequence

from modiff.errors import BrokenRule, FileMissing
from modiff.model.changes import Change
from modiff.plugins import limits
from modiff.plugins.messages import Ask, Asked, Described, Load, Loading, Ready, Source, Wrong
from modiff.plugins.process import CannotStart, Ended, Process
from modiff.plugins.shape import SHAPE
from modiff.rules.beside import Answers, Failure, Said, StandIn

Waiting = tuple[str, list[Change]]
"""The module of a rule, and what it is to be asked of: not nothing."""
_process = Process()
_one_at_a_time = threading.RLock()


def loaded(source: Source) -> list[Described]:
    """The rules of a source. Raises BrokenRule, FileMissing."""
    with _one_at_a_time:
        try:
            return _loaded(source)
        except (BrokenRule, FileMissing):
            raise
        except CannotStart as error:
            raise BrokenRule(f"The rules in {source.shown} cannot be asked: {error}.") from error
        except BaseException:
            _process.end()  # nobody takes the rest of its answer
            raise


def _loaded(source: Source) -> list[Described]:
    found, running = [], source.shown
    seconds = limits.LOADING
    try:
        reply = _process.ask(pickle.dumps(Load(source, os.getcwd(), sys.path, seconds)))
        while not isinstance(reply, Ready):
            match reply:
                case Loading(shown):
                    running = shown
                    _process.wait_at_most(seconds + limits.GRACE, f"it was not done after {seconds:g} s")
                case Described():
                    found.append(reply)
                case Failure(what):
                    _process.end()  # it has more to say
                    raise BrokenRule(f"The rule in {running} cannot be used: {what}.", SHAPE)
                case Wrong(message, hints, missing):
                    _process.done()
                    raise FileMissing(message, hints) if missing else BrokenRule(message, hints)
            reply = _process.reply()
    except Ended as error:
        raise BrokenRule(f"The rule in {running} cannot be loaded: {error}.", SHAPE) from error
    _process.done()
    return found


class Asking:
    """The panel of one comparison: rules of others, each with the time that it has left."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        """`sources`: where the rules came from, by module."""
        self._sources = sources
        self._seconds = limits.JUDGING
        self._left = dict.fromkeys(sources, self._seconds)

    def asked(self, rules: Sequence[StandIn], changes: Sequence[Change]) -> list[Said]:
        """What they say of the changes that they watch and apply to. Never fails."""
        watched = [(rule.module, [change for change in changes if isinstance(change, rule.watches)]) for rule in rules if self._left[rule.module] > 0]
        waiting = [(module, mine) for module, mine in watched if mine]
        said: list[Said] = []
        with _one_at_a_time:
            while waiting:
                try:
                    waiting = self._round(waiting, said)
                except BaseException:
                    _process.end()  # nobody takes the rest of its answer
                    raise
        return said

    def _round(self, waiting: list[Waiting], said: list[Said]) -> list[Waiting]:
        """Asks these rules one after the other; which of them must be asked again, as the process came to an end before it was their turn."""
        changes = list({id(change): change for _, mine in waiting for change in mine}.values())
        places = {id(change): place for place, change in enumerate(changes)}
        asked = [Asked(module, self._sources[module], self._left[module], [places[id(change)] for change in mine]) for module, mine in waiting]
        question: bytes | None = pickle.dumps(Ask(asked, changes))
        for number, (module, mine) in enumerate(waiting):
            if not self._heard(module, mine, said, question):
                return waiting[number + 1 :]
            question = None
        _process.done()
        return []

    def _heard(self, module: str, changes: list[Change], said: list[Said], question: bytes | None) -> bool:
        """Takes what one rule says. `question`: to be asked first; None: it was. False: the process came to an end, and it is its doing."""
        start, over, change = time.monotonic(), f"its {self._seconds:g} s for one comparison were over", changes[0]
        try:
            if question is not None:
                _process.ask(question)
            else:
                _process.wait_at_most(limits.LOADING + limits.GRACE, "it could not be loaded again")
                _process.reply()
            start = time.monotonic()  # from here on it is the rule's own time
            _process.wait_at_most(self._left[module] + limits.GRACE, over)
            for change in changes:
                answer = _process.reply()
                if isinstance(answer, Failure) and answer.over:
                    said.append(Said(module, change, Failure(answer.what or over, over=True)))
                    self._left[module] = 0
                    break
                if isinstance(answer, Answers | Failure):
                    said.append(Said(module, change, answer))
        except (CannotStart, Ended) as error:
            said.append(Said(module, change, Failure(str(error), over=True)))
            self._left[module] = 0
            return False
        self._left[module] -= time.monotonic() - start
        return True

"""Rules of others, which judge beside ours: whatever one of them does, all other rules go on, and the user is told.

Their code never runs here. What they say of changes comes from a panel, as data; `modiff.plugins` has the one that asks them in a process of theirs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

import msgspec

from modiff.model.changes import Change
from modiff.model.findings import Finding, Severity
from modiff.rules.interface import Rule

Judge = Callable[[Rule[Any], Change], Finding]


class Answers(msgspec.Struct, frozen=True, tag=True):
    """What a rule of others says of a change that it applies to: everything that it can be asked, under the names that `Rule` has."""

    sentence: str
    part: str | None
    hint: str | None
    old: str | None
    new: str | None
    identity: tuple[str, ...]
    doubt: str | None
    lesser: Severity | None
    client: str | None


class Failure(msgspec.Struct, frozen=True, tag=True):
    """What came instead."""

    what: str
    """In words, as a clause or as an error is written."""
    over: bool = False
    """True: it is asked no more in this comparison; the clause then goes with "it"."""


class Said(NamedTuple):
    """Of one rule, about one change."""

    module: str
    """The rule's."""
    change: Change
    answer: Answers | Failure


class Panel(Protocol):
    """Whoever can ask rules of others."""

    def asked(self, rules: Sequence[StandIn], changes: Sequence[Change]) -> Sequence[Said]:
        """What they say: nothing of changes that they do not apply to. Never fails."""


def _elsewhere(change: Change) -> str:
    raise NotImplementedError(f"what a rule of others says of {change.path} is asked of its panel")


@dataclasses.dataclass(frozen=True)
class StandIn(Rule[Any]):
    """A rule of others as it is known here: all that it says of itself, and whom to ask what it says of changes."""

    sentence: Callable[[Any], str] = _elsewhere
    text: str = ""
    """Its page."""
    panel: Panel | None = None

    @property
    def page(self) -> str:
        """Its documentation, Markdown."""
        return self.text.strip() + "\n"

    def answering(self, answers: Answers) -> StandIn:
        """The same rule, which says this of whatever it is asked."""
        return dataclasses.replace(
            self,
            sentence=lambda _: answers.sentence,
            part=lambda _: answers.part,
            hint=lambda _: answers.hint,
            old=self.old and (lambda _: answers.old),
            new=self.new and (lambda _: answers.new),
            identity=lambda _: answers.identity,
            doubt=lambda _: answers.doubt,
            lesser=lambda _: answers.lesser,
            client=lambda _: answers.client,
        )


class Others:
    """Rules that did not come with modiff, while one comparison is judged."""

    def __init__(self, rules: Sequence[StandIn]) -> None:
        self._rules = {rule.module: rule for rule in rules}
        self._failures: dict[str, tuple[str, int]] = {}
        """By rule: the first failure, in words, and how many there were."""
        self._over: dict[str, str] = {}
        """By rule: why it was asked no more."""

    def findings(self, changes: Sequence[Change], judge: Judge) -> Iterator[Finding]:
        """What these rules say of changes. Unlike ours, several may speak of one."""
        panels = {id(rule.panel): rule.panel for rule in self._rules.values() if rule.panel is not None}
        for panel in panels.values():
            mine = [rule for rule in self._rules.values() if rule.panel is panel]
            for said in panel.asked(mine, changes):
                rule = self._rules[said.module]
                if isinstance(said.answer, Answers):
                    yield judge(rule.answering(said.answer), said.change)
                else:
                    self._note(rule.id, said.answer, said.change.path)

    def _note(self, name: str, failure: Failure, path: str) -> None:
        if failure.over:
            self._over[name] = f"{failure.what} at {path}"
        else:
            first, count = self._failures.get(name, (f"{failure.what} at {path}", 0))
            self._failures[name] = first, count + 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each rule that failed, and one for each that had to be left out from some change on."""
        failed = [
            f"The rule {name}, which is not one of modiff's, failed{'' if count == 1 else f' {count} times, first'}: {first}; nothing is said there"
            for name, (first, count) in self._failures.items()
        ]
        over = [f"The rule {name}, which is not one of modiff's, is asked no more: {why}" for name, why in self._over.items()]
        return (*failed, *over)

"""Rules of others, which judge beside ours: whatever one of them does, all other rules go on, and the user is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from modiff.model.changes import Change
from modiff.model.findings import Finding
from modiff.rules.interface import Rule

Judge = Callable[[Rule[Any], Change], Finding]


class Others:
    """Rules that did not come with modiff, while one comparison is judged."""

    def __init__(self, rules: tuple[Rule[Any], ...]) -> None:
        self._rules = rules
        self._failures: dict[str, tuple[str, int]] = {}
        """By rule: the first failure, in words, and how many there were."""

    def findings(self, change: Change, judge: Judge) -> Iterator[Finding]:
        """What these rules say of a change. Unlike ours, several may speak of one."""
        for rule in self._rules:
            try:
                if rule.claims(change):
                    yield _checked(judge(rule, change))
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # the rule's code is not ours: anything may come of it
                first, count = self._failures.get(rule.id, (f"{_said(error)} at {change.path}", 0))
                self._failures[rule.id] = first, count + 1

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each rule that failed."""
        return tuple(
            f"The rule {name}, which is not one of modiff's, failed{'' if count == 1 else f' {count} times, first'}: {first}; nothing is said there"
            for name, (first, count) in self._failures.items()
        )


def _checked(finding: Finding) -> Finding:
    """The finding, if all its fields are what they are documented to be; formats rely on that. Raises ValidationError, which names the field."""
    return msgspec.convert(msgspec.to_builtins(finding), Finding)


def _said(error: BaseException) -> str:
    text = " ".join(str(error).split())
    return f"{type(error).__name__}: {text}" if text else type(error).__name__

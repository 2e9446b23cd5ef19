"""What a rule is: which change it looks at, when that concerns callers, how badly, and what is said of it.

A rule's file holds its page as docstring (title, what breaks, what to do instead, examples) and one `Rule` called RULE.
The file's name is the rule's id.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from modiff.model.changes import Change
from modiff.model.findings import Breaks, Group, Severity

C = TypeVar("C", bound=Change)
OTHERS = "others"
"""The family of all rules that did not come with modiff."""


def _nothing(_: Any) -> str | None:
    return None


def _no_lesser(_: Any) -> Severity | None:
    return None


def _always(_: Any) -> bool:
    return True


@dataclass(frozen=True)
class Rule(Generic[C]):
    """One kind of change, judged. What takes a change is only asked for changes that the rule applies to."""

    module: str
    """`__name__` of its file."""
    watches: type[C]
    """The class of change it looks at."""
    severity: Severity
    """The smallest version bump that the change asks for."""
    breaks: tuple[Breaks, ...]
    """What stops working; empty for what breaks nothing."""
    sentence: Callable[[C], str]
    """What happened, to what: one sentence without a full stop. Paths as they are, other names in backquotes."""
    applies: Callable[[C], bool] = _always
    """Is this change one of those it is about? No two rules may say yes to one change."""
    group: Group = "api"
    part: Callable[[C], str | None] = _nothing
    """The parameter concerned, as a bare name."""
    hint: Callable[[C], str | None] = _nothing
    """What to write instead; None: nothing is known."""
    old: Callable[[C], str | None] | None = _nothing
    """What is shown of the old side. None instead of a function: the old side has no place in the finding."""
    new: Callable[[C], str | None] | None = _nothing
    """Likewise of the new side."""
    identity: Callable[[C], tuple[str, ...]] = field(default=lambda _: ())
    """What besides rule, path and part makes this finding the one it is: values whose change would be news to who has accepted it."""
    doubt: Callable[[C], str | None] = _nothing
    """Why reading does not settle it for this change, as a sentence without a full stop; the finding is then only possible. None: it does."""
    lesser: Callable[[C], Severity | None] = _no_lesser
    """A smaller version bump that this very change asks for; None: that of the rule."""
    client: Callable[[C], str | None] = _nothing
    """A few lines that work with old and fail with new; None: none that is plain."""
    since: str = "0.1.0"
    """The version of modiff in whose catalogue it stood first."""

    @property
    def id(self) -> str:
        """Its name: `parameter-removed`."""
        return self.module.rpartition(".")[2].replace("_", "-")

    @property
    def family(self) -> str:
        """The folder it stands in: names, parameters, kinds, bases, distribution …; others, for a rule that is not one of ours."""
        if not self.module.startswith("modiff.rules."):
            return OTHERS
        return self.module.rpartition(".")[0].rpartition(".")[2]

    @property
    def page(self) -> str:
        """Its documentation, Markdown, as it stands at the head of its file."""
        import importlib

        return (importlib.import_module(self.module).__doc__ or "").strip() + "\n"

    @property
    def title(self) -> str:
        """The first line of its page, without a full stop."""
        return self.page.splitlines()[0].strip("# .")

    def claims(self, change: Change) -> bool:
        """Is this the rule for that change?"""
        return isinstance(change, self.watches) and self.applies(change)

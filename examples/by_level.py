"""The original example's third run: the whole, level by level, up to the first level with a loss.

Levels are modules, then functions and classes, then methods, then parameters. With `--all` it goes on to the last level.

python examples/by_level.py [OLD NEW] [--all]
"""

from __future__ import annotations

import sys

import modiff
from modiff.model.findings import Summary

OLD, NEW = "tensorflow==2.7.0", "tensorflow==2.6.2"


def run(old: str, new: str, stop: bool = True) -> modiff.Report:
    """The comparison; `stop` at the first level with a loss."""
    return modiff.diff(old, new, modiff.Policy(surface=modiff.Surface.everything, levels=True, stop_at_first_break=stop))


def main() -> None:
    named = [word for word in sys.argv[1:] if word != "--all"]
    old, new = named or (OLD, NEW)
    report = run(old, new, stop="--all" not in sys.argv)
    for level in report.groups or ():
        print(f"{level.group}: {counts(level.summary)} ({len(level.findings)} findings)")
    if report.stopped:
        print(f"Stopped at the level {report.stopped}.")


def counts(summary: Summary) -> str:
    """What was removed and added, in words."""
    levels = {"modules": summary.module, "functions": summary.function, "classes": summary.class_, "methods": summary.method}
    told = [f"{count.removed} {kind} removed and {count.added} added" for kind, count in levels.items() if count.removed or count.added]
    parameter = summary.parameter
    if summary.signatures_changed:
        told.append(f"{parameter.removed} parameters removed and {parameter.added} added in {summary.signatures_changed} signatures")
    return ", ".join(told) or "nothing differs"


if __name__ == "__main__":
    main()

"""The original example's second run: functions and classes are compared one by one. Each has its module as an attribute, so a move is no loss.

python examples/by_function.py [OLD NEW]
"""

from __future__ import annotations

import sys

import modiff

OLD, NEW = "tensorflow==2.7.0", "tensorflow==2.6.2"


def run(old: str, new: str, stop: bool = True) -> modiff.Report:
    """The comparison; `stop` at the first function or class that breaks its callers."""
    return modiff.diff(old, new, modiff.Policy(surface=modiff.Surface.everything, by="function", stop_at_first_break=stop))


def main() -> None:
    old, new = sys.argv[1:3] or (OLD, NEW)
    report = run(old, new)
    for group in report.groups or ():
        for finding in group.findings:
            print(f"{group.group}: {finding.message}")
    print(f"Stopped at {report.stopped}: code that uses it breaks." if report.stopped else "No function or class lost anything.")


if __name__ == "__main__":
    main()

"""The original example's second run: functions and classes are compared one by one. Each has its module as an attribute, so a move is no loss."""

from __future__ import annotations

import modiff

OLD, NEW = "tensorflow==2.7.0", "tensorflow==2.6.2"


def main() -> None:
    policy = modiff.Policy(surface=modiff.Surface.everything, by="function", stop_at_first_break=True)
    report = modiff.diff(OLD, NEW, policy)
    for group in report.groups or ():
        for finding in group.findings:
            print(f"{group.group}: {finding.message}")
    print(f"Stopped at {report.stopped}: code that uses it breaks." if report.stopped else "No function or class lost anything.")


if __name__ == "__main__":
    main()

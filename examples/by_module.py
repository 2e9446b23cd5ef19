"""The original example's first run: the modules of two TensorFlow releases are compared one by one, up to the first that lost something.

python examples/by_module.py [OLD NEW]
"""

from __future__ import annotations

import sys

import modiff

OLD, NEW = "tensorflow==2.7.0", "tensorflow==2.6.2"


def run(old: str, new: str, stop: bool = True) -> modiff.Report:
    """The comparison; `stop` at the first module with a loss."""
    return modiff.diff(old, new, modiff.Policy(surface=modiff.Surface.everything, by="module", stop_at_first_break=stop))


def main() -> None:
    old, new = sys.argv[1:3] or (OLD, NEW)
    report = run(old, new)
    for group in report.groups or ():
        print(group.group)
        for finding in group.findings:
            print(f"    {finding.severity.name}: {finding.message}")
    print(f"Stopped at the module {report.stopped}, which lost something." if report.stopped else "No module lost anything.")


if __name__ == "__main__":
    main()

"""The original example's first run: the modules of two TensorFlow releases are compared one by one, up to the first that lost something."""

from __future__ import annotations

import modiff

OLD, NEW = "tensorflow==2.7.0", "tensorflow==2.6.2"


def main() -> None:
    policy = modiff.Policy(surface=modiff.Surface.everything, by="module", stop_at_first_break=True)
    report = modiff.diff(OLD, NEW, policy)
    for group in report.groups or ():
        print(group.group)
        for finding in group.findings:
            print(f"    {finding.severity.name}: {finding.message}")
    print(f"Stopped at the module {report.stopped}, which lost something." if report.stopped else "No module lost anything.")


if __name__ == "__main__":
    main()

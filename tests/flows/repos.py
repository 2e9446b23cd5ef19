"""Small projects in repositories, for tests of `modiff check`."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from modiff.flows.check import check
from modiff.model.findings import Report

F = "def f(a, b=1): ...\n"
G = "def g(): ...\n"


class Repo:
    """A project in a repository."""

    def __init__(self, root: Path, inside: str = "") -> None:
        self.root = root
        self.project = root / inside
        self.project.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str) -> str:
        return subprocess.run(["git", "-C", str(self.root), *words], check=True, capture_output=True, text=True).stdout

    def write(self, text: str, version: str = "1.2.0") -> None:
        (self.project / "pkg").mkdir(exist_ok=True)
        (self.project / "pkg" / "__init__.py").write_text(text, "utf-8")
        (self.project / "pyproject.toml").write_text(f'[project]\nname = "modiff-test-pkg"\nversion = "{version}"\n', "utf-8")

    def commit(self, text: str, version: str = "1.2.0", tag: str | None = None) -> None:
        self.write(text, version)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        if tag is not None:
            self.git("tag", tag)

    def check(self, **options: Any) -> Report:
        return check(self.project, **options)


def told(report: Report) -> list[tuple[str, str | None]]:
    """What was found, without additions, and where it came from."""
    return [(finding.path, finding.status) for finding in report.findings if finding.severity.name == "major"]

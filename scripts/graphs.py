"""Writes what docs/graphs.md shows: examples as they stand in examples/graphs, and what they and modiff print for the small package on the page.

Behind `<!-- file PATH -->` stands that file, behind `<!-- modiff … -->` and `<!-- python FILE … -->` what the command prints. `--check` writes
nothing and fails where the page is not what it would be.

python scripts/graphs.py [--check]
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from modiff.cli import main as modiff  # noqa: E402

PAGE = ROOT / "docs" / "graphs.md"
_SOURCE = re.compile(r"^```python\n# (?P<file>(?:old|new)/\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^<!-- (?P<what>modiff|python|file) (?P<words>[^\n]*) -->\n(?:\n?^````?\w*\n.*?^````?$\n)?", re.MULTILINE | re.DOTALL)


def page() -> str:
    """The page as it would be."""
    text = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory(prefix="modiff-") as folder, contextlib.chdir(folder):
        for match in _SOURCE.finditer(text):
            file = Path(match["file"])
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(match["text"], "utf-8")
        return _COMMAND.sub(lambda match: f"<!-- {match['what']} {match['words']} -->\n{block(match['what'], match['words'].split())}", text)


def block(what: str, words: list[str]) -> str:
    """What stands behind the comment, fenced."""
    if what == "file":
        return f"```python\n{(ROOT / words[0]).read_text('utf-8')}```\n"
    said = printed(what, words)
    kind = "dot" if said.startswith("digraph") else "json" if said.startswith("{") else "text"
    return f"```{kind}\n{said}```\n"


def printed(what: str, words: list[str]) -> str:
    """What a command prints, or writes into a file."""
    said, given = io.StringIO(), sys.argv
    with contextlib.redirect_stdout(said):
        if what == "modiff":
            modiff([*words, "--no-cache"])
        else:
            sys.argv = words
            try:
                runpy.run_path(str(ROOT / words[0]), run_name="__main__")
            finally:
                sys.argv = given
    return Path(words[words.index("--output") + 1]).read_text("utf-8") if "--output" in words else said.getvalue()


def main() -> int:
    """1 where `--check` finds something."""
    os.environ.pop("PYTHONPATH", None)
    made = page()
    stale = made != PAGE.read_text("utf-8")
    if "--check" in sys.argv[1:]:
        print("docs/graphs.md is out of date: run `make docs`" if stale else "docs/graphs.md: up to date")
        return int(stale)
    PAGE.write_text(made, "utf-8")
    print(f"docs/graphs.md: {'changed' if stale else 'as it was'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

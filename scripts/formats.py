"""Writes the output that docs/formats.md shows, from the two versions of a package that stand in it.

Behind each comment that holds a command of modiff's stands what it prints. `--check` writes nothing and fails where the page is not what it would be.

python scripts/formats.py [--check]
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from modiff.cli import main as modiff  # noqa: E402

PAGE = ROOT / "docs" / "formats.md"
_SOURCE = re.compile(r"^```python\n# (?P<file>\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^<!-- modiff (?P<words>[^\n]*) -->\n(?:\n?^````?(?P<kind>\w*)\n.*?^````?$\n)?", re.MULTILINE | re.DOTALL)
KINDS = {"markdown": "markdown", "changelog": "markdown", "junit": "xml"}


def page() -> str:
    """The page as it would be."""
    text = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory(prefix="modiff-") as folder, contextlib.chdir(folder):
        for match in _SOURCE.finditer(text):
            file = Path(match["file"])
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(match["text"], "utf-8")
        return _COMMAND.sub(lambda match: f"<!-- modiff {match['words']} -->\n{block(match['words'].split())}", text)


def block(words: list[str]) -> str:
    """What the command prints, fenced."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        modiff([*words, "--no-cache"])
    kind = KINDS.get(words[-1], "text")
    fence = "`" * (4 if "```" in said.getvalue() else 3)
    return f"{fence}{kind}\n{said.getvalue()}{fence}\n"


def main() -> int:
    """1 where `--check` finds something."""
    os.environ.pop("PYTHONPATH", None)
    made = page()
    stale = made != PAGE.read_text("utf-8")
    if "--check" in sys.argv[1:]:
        print("docs/formats.md is out of date: run `make docs`" if stale else "docs/formats.md: up to date")
        return int(stale)
    PAGE.write_text(made, "utf-8")
    print(f"docs/formats.md: {'changed' if stale else 'as it was'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

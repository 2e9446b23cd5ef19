"""Writes what pages of docs/ show as printed: each command on them is run, and what it prints stands below it.

There are two ways to write a command. On pages about a small package that stands on the page itself, a comment: behind `<!-- modiff … -->` and
`<!-- python FILE … -->` stands what is printed, behind `<!-- file PATH -->` that file. On pages about real releases, which need the package index, a
block of commands (```sh, one a line), and below it a block with their output (```text).

python scripts/printed_pages.py [--check] [PAGE...]

PAGE: `cookbook.md`; none: the pages that need no index. `--check` writes nothing and fails where a page is not what it would be.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import runpy
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))

from modiff.cli import main as modiff  # noqa: E402

DOCS = ROOT / "docs"
OF_SMALL_PACKAGES = ("formats.md", "graphs.md")
OF_RELEASES = ("cookbook.md", "history.md", "logic.md", "rules-of-your-own.md", "sql.md")
_SOURCE = re.compile(r"^```python\n# (?P<file>(?:old|new)/\S+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"^<!-- (?P<what>modiff|python|file) (?P<words>[^\n]*) -->\n(?:\n?^````?\w*\n.*?^````?$\n)?", re.MULTILINE | re.DOTALL)
_RECIPE = re.compile(r"```sh\n(?P<command>.*?)```\n\n```text\n(?P<output>.*?)```\n", re.DOTALL)
_LANGUAGES = {"markdown": "markdown", "changelog": "markdown", "junit": "xml", "dot": "dot"}


def stands(name: str) -> str:
    """The page as it is."""
    return (DOCS / name).read_text("utf-8")


def page(name: str) -> str:
    """The page as it would be."""
    text = stands(name)
    if name in OF_RELEASES:
        return _RECIPE.sub(lambda found: found[0].replace(f"```text\n{found['output']}", f"```text\n{printed(found['command'])}"), text)
    with tempfile.TemporaryDirectory(prefix="modiff-") as folder, contextlib.chdir(folder):
        for match in _SOURCE.finditer(text):
            file = Path(match["file"])
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(match["text"], "utf-8")
        return _COMMENT.sub(lambda match: f"<!-- {match['what']} {match['words']} -->\n{block(match['what'], match['words'].split())}", text)


def block(what: str, words: list[str]) -> str:
    """What stands behind a comment, fenced."""
    if what == "file":
        said, language = (ROOT / words[0]).read_text("utf-8"), "python"
    else:
        said = printed_here(what, words)
        language = "json" if said.startswith("{\n") else _LANGUAGES.get(words[-1], "text")
    fence = "`" * (4 if "```" in said else 3)
    return f"{fence}{language}\n{said}{fence}\n"


def printed_here(what: str, words: list[str]) -> str:
    """What modiff, or a file of ours, prints in this process, or writes into a file."""
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


def recipes(name: str) -> list[tuple[str, str]]:
    """The commands of a page about releases, with what it says that they print."""
    return [(found["command"], found["output"]) for found in _RECIPE.finditer(stands(name))]


def printed(commands: str) -> str:
    """What commands print: `modiff …` or `python FILE`, run by this interpreter. Each stands on a line of its own, long ones on several."""
    lines = [""]
    for line in commands.replace("\\\n", " ").splitlines():
        lines[-1] += line + "\n"
        if lines[-1].count('"') % 2 == 0:
            lines.append("")
    return "".join(_printed(shlex.split(line)) for line in lines if line.strip())


def _printed(words: list[str]) -> str:
    start = ["-m", "modiff"] if words[0] == "modiff" else []
    done = subprocess.run([sys.executable, *start, *words[1:]], capture_output=True, text=True, check=False, cwd=ROOT)
    return "\n".join(line.rstrip() for line in (done.stdout or done.stderr).strip().splitlines()) + "\n"


def main() -> int:
    """1 where `--check` finds something."""
    os.environ.pop("PYTHONPATH", None)
    checks, wrong = "--check" in sys.argv[1:], 0
    for name in [word for word in sys.argv[1:] if word != "--check"] or OF_SMALL_PACKAGES:
        made = page(name)
        stale = made != stands(name)
        wrong += stale
        if checks:
            print(f"docs/{name}: {f'out of date: python scripts/printed_pages.py {name}' if stale else 'up to date'}")
        else:
            (DOCS / name).write_text(made, "utf-8")
            print(f"docs/{name}: {'changed' if stale else 'as it was'}")
    return int(checks and wrong > 0)


if __name__ == "__main__":
    sys.exit(main())

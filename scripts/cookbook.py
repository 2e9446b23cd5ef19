"""Runs the commands that docs/cookbook.md and the pages it leads to show with their output, and writes down what they print; with --check says which
would print something else.

Below each block of commands (```sh, one a line) stands a block with their output (```text). Needs the package index.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = ("cookbook.md", "history.md", "logic.md", "rules-of-your-own.md", "sql.md")
_RECIPE = re.compile(r"```sh\n(?P<command>.*?)```\n\n```text\n(?P<output>.*?)```\n", re.DOTALL)


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


def recipes(name: str = "cookbook.md") -> list[tuple[str, str]]:
    """The commands of a page, with what it says that they print."""
    return [(found["command"], found["output"]) for found in _RECIPE.finditer((DOCS / name).read_text(encoding="utf-8"))]


def page(text: str) -> str:
    """The page, with every output as it is."""
    return _RECIPE.sub(lambda found: found[0].replace(f"```text\n{found['output']}", f"```text\n{printed(found['command'])}"), text)


def main() -> int:
    """1 where `--check` finds something."""
    if "--check" not in sys.argv:
        for name in PAGES:
            text = (DOCS / name).read_text(encoding="utf-8")
            (DOCS / name).write_text(page(text), encoding="utf-8")
        return 0
    wrong = [f"docs/{name}: {command}" for name in PAGES for command, output in recipes(name) if printed(command) != output]
    print("".join(f"prints something else: {command}" for command in wrong), end="")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

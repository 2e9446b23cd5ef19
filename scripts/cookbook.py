"""Runs the commands of docs/cookbook.md and writes down what they print; with --check says which would print something else.

Below each block of commands (```sh) stands a block with their output (```text). Needs the package index.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cookbook.md"
_RECIPE = re.compile(r"```sh\n(?P<command>.*?)```\n\n```text\n(?P<output>.*?)```\n", re.DOTALL)


def printed(command: str) -> str:
    """What a command prints: `modiff …` or `python FILE`, run by this interpreter."""
    words = shlex.split(command.replace("\\\n", " "))
    start = ["-m", "modiff"] if words[0] == "modiff" else []
    done = subprocess.run([sys.executable, *start, *words[1:]], capture_output=True, text=True, check=False, cwd=ROOT)
    return "\n".join(line.rstrip() for line in (done.stdout or done.stderr).strip().splitlines()) + "\n"


def recipes() -> list[tuple[str, str]]:
    """The commands of the page, with what it says that they print."""
    return [(found["command"], found["output"]) for found in _RECIPE.finditer(PAGE.read_text(encoding="utf-8"))]


def page(text: str) -> str:
    """The page, with every output as it is."""
    return _RECIPE.sub(lambda found: found[0].replace(f"```text\n{found['output']}", f"```text\n{printed(found['command'])}"), text)


def main() -> int:
    """1 where `--check` finds something."""
    if "--check" not in sys.argv:
        PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        return 0
    wrong = [command for command, output in recipes() if printed(command) != output]
    print("".join(f"prints something else: {command}" for command in wrong), end="")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

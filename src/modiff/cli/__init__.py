"""The command line: words in, text and an exit status out. Commands read options, call `modiff.api`, print, and say how it ended.

`main` is the door. Exit statuses: 0 nothing objected to, 1 objections, 2 could not check, 130 interrupted. Nothing heavy is imported before a
command needs it, and for `--version` nothing at all.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from collections.abc import Sequence

TYPE_CHECKING = False  # as type checkers know it; `typing` itself would be a third of what `--version` takes
if TYPE_CHECKING:
    from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `modiff` with these arguments (None: those of the process) and returns the exit status. Never raises for what a user may cause."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words in (["--version"], ["-V"]):
        from modiff import __version__

        print(f"modiff {__version__}")
        return 0
    from modiff.cli.door import run

    return run(words)


def script() -> NoReturn:
    """`main` for a process of its own, which it ends: giving back the memory of a large comparison piece by piece would take a tenth of the run."""
    status = main()
    atexit._run_exitfuncs()  # whoever measures or traces this process has a last word
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)

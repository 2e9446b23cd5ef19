"""Runs clients inside an environment: started by lines.py with that environment's interpreter, so it imports nothing but the standard library.

Reads `{"package": …, "clients": [lines, …]}`, writes a list: what each client raised, as `TypeError: …`, or null where it worked. Every client runs
in a fork of a process that has imported the package and nothing of it but what the package itself imports: it starts as any program does that
imports the package first, without paying for that each time.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
import traceback
import warnings

SECONDS = 30
INSIDE = "inside the import: "


def raised(client: str) -> str | None:
    """What the lines raise; None: nothing. INSIDE stands before what a module raised that they import."""
    try:
        exec(compile(client, "client", "exec"), {"__name__": "client"})
    except BaseException as error:
        inside = INSIDE if is_inside_an_import(client, error) else ""
        return f"{inside}{type(error).__name__}: {error}"[:300]
    return None


def is_inside_an_import(client: str, error: BaseException) -> bool:
    """Did a module that the client imports raise it, while it was imported, rather than the client's own line?"""
    frames = [(f.filename, f.lineno) for f in traceback.extract_tb(error.__traceback__)[1:]]
    line = client.splitlines()[(frames[0][1] or 1) - 1] if frames else ""
    return line.startswith(("from ", "import ")) and any(not name.startswith("<frozen importlib") for name, _ in frames[1:])


def in_a_fork(client: str) -> str | None:
    """The same in a process of its own, which says nothing else and can't take long."""
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(SECONDS)
        os.write(mouth, json.dumps(raised(client)).encode())
        os._exit(0)
    os.close(mouth)
    with os.fdopen(ear, "rb") as stream:
        said = stream.read()
    os.waitpid(child, 0)
    answer: str | None = json.loads(said) if said else "Died: the process ended without a word"
    return answer


def main() -> None:
    """All of them, in order."""
    asked = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w")
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)  # what packages and clients print is no answer
    os.dup2(silence, 2)
    warnings.simplefilter("ignore")
    sys.dont_write_bytecode = True
    with contextlib.suppress(Exception):  # then every client says so itself
        importlib.import_module(asked["package"])
    json.dump([in_a_fork(client) for client in asked["clients"]], answer)
    answer.close()


if __name__ == "__main__":
    main()

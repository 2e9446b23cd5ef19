"""Runs the clients of examples under Python, against both versions: which lines fail, and with what. All of them in one process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from modiff.errors import BrokenRule
from modiff.rules.examples import Example

TIME_LIMIT = 300
"""Seconds for all clients together."""
Failures = dict[int, str]
"""Last line of each statement that failed, and the name of the error."""

_RUNNER = """
import ast, importlib, json, sys

def failures(folder, client):
    for name in [n for n in sys.modules if n.partition(".")[0] not in standing]:
        del sys.modules[name]
    importlib.invalidate_caches()
    sys.path.insert(0, folder)
    scope, found = {"__name__": "client"}, {}
    try:
        for statement in ast.parse(client).body:
            try:
                exec(compile(ast.Module([statement], []), "client", "exec"), scope)
            except Exception as error:
                found[statement.end_lineno] = [k.__name__ for k in type(error).__mro__]
    finally:
        sys.path.remove(folder)
    return found

import asyncio, enum, functools, inspect  # what examples use stays loaded
sys.dont_write_bytecode = True
standing = {n.partition(".")[0] for n in sys.modules}
jobs = json.load(sys.stdin)
out, sys.stdout = sys.stdout, sys.stderr  # what clients print is not the answer
json.dump([failures(*job) for job in jobs], out)
"""


def run(jobs: Sequence[tuple[Path, str]]) -> list[dict[int, list[str]]]:
    """For each (folder with a package, client): lines that fail, and the names of the error's class and its bases."""
    told = json.dumps([(str(folder), client) for folder, client in jobs])
    try:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", _RUNNER], input=told, capture_output=True, text=True, check=False, timeout=TIME_LIMIT
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenRule(f"The clients of the examples did not end within {TIME_LIMIT} s.", ["what a client calls is really run"]) from error
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        raise BrokenRule(
            f"The clients of the examples could not be run: {last[0]}.", ["each must be Python that parses, and must not leave the interpreter"]
        )
    return [{int(line): names for line, names in found.items()} for found in json.loads(done.stdout)]


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """A world on disk."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def run_examples(examples: Sequence[Example], folder: Path) -> dict[str, tuple[dict[int, list[str]], dict[int, list[str]]]]:
    """For each example: what fails of its client with the old version, and with the new one."""
    jobs = [(write(folder / e.name / side, getattr(e, side)), e.client) for e in examples for side in ("old", "new")]
    found = run(jobs)
    return {e.name: (found[2 * i], found[2 * i + 1]) for i, e in enumerate(examples)}

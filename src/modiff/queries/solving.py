"""Runs logic programs over facts, in a process of its own that is ended when its time is over."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from modiff.errors import BadProgram, NoAnswer
from modiff.queries.answers import Answer, Rows, Value
from modiff.queries.programs import Programs, sentence_of

TIME_LIMIT = 120.0
"""Seconds for grounding and solving, once all facts are there."""
MEMORY_LIMIT = 4 * 2**30
"""Bytes that the process may take, where the system can limit that."""
_PIECE = 2**18
_START = "import sys, json; sys.path[:] = json.loads(sys.argv.pop()); from modiff.queries.worker import main; main()"


def solve(programs: Programs, facts: Iterable[str], time_limit: float = TIME_LIMIT) -> Answer:
    """What the programs answer. `facts`: lines, handed on as they come. `time_limit`: seconds, from the last fact on.

    Raises NoAnswer where constraints leave none, or time or memory runs out; BadProgram for what clingo objects to."""
    job = json.dumps({"programs": programs.files, "extra": programs.extra, "memory": MEMORY_LIMIT})
    with tempfile.TemporaryFile() as complaints:
        command = [sys.executable, "-c", _START, job, json.dumps(sys.path)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints)
        try:
            _feed(process, facts)
            out, _ = process.communicate(timeout=time_limit)
        except subprocess.TimeoutExpired as error:
            hints = ["a recursive rule whose numbers grow never ends grounding: bound it", f"--time-limit {time_limit * 5:g}"]
            raise NoAnswer(f"{_named(programs)} did not come to an end within {time_limit:g} s.", hints) from error
        finally:
            if process.poll() is None:
                process.kill()
                process.communicate()
        complaints.seek(0)
        return _answer(programs, out, complaints.read().decode("utf-8", "replace"))


def _feed(process: subprocess.Popen[bytes], facts: Iterable[str]) -> None:
    """Hands on the facts; a process that wants no more says why itself."""
    assert process.stdin is not None
    try:
        for piece in _pieces(facts):
            process.stdin.write(piece)
        process.stdin.flush()
    except BrokenPipeError:
        pass


def _pieces(facts: Iterable[str]) -> Iterator[bytes]:
    held: list[str] = []
    size = 0
    for fact in facts:
        held.append(fact)
        size += len(fact)
        if size > _PIECE:
            yield "".join(held).encode("utf-8", "backslashreplace")
            held, size = [], 0
    yield "".join(held).encode("utf-8", "backslashreplace")


def _answer(programs: Programs, out: bytes, complaints: str) -> Answer:
    try:
        said: dict[str, Any] = json.loads(out)
    except ValueError:
        said = {"state": "memory" if "bad_alloc" in complaints or "MemoryError" in complaints else "died"}
    messages = [sentence_of(message) for message in said.get("messages", ())]
    match said["state"]:
        case "answer":
            return Answer(tuple(_rows(programs, said["shown"])), _optimum(said["cost"]), said["unique"], tuple(dict.fromkeys(messages)))
        case "unsatisfiable":
            where = f": the constraints in {', '.join(programs.constraints)} exclude each other, or what is known" if programs.constraints else ""
            raise NoAnswer(f"{_named(programs)} has no answer{where}.", ["what must not be could be shown instead: `bad(X) :- …` for `:- …`"])
        case "error":
            raise BadProgram(f"clingo cannot run {_named(programs)}: {messages[0]}.")
        case "memory":
            raise NoAnswer(
                f"{_named(programs)} needs more than {MEMORY_LIMIT // 2**30} GB of memory.", ["a rule that joins all with all grows quadratically"]
            )
    last = complaints.strip().splitlines()[-1:] or ["it said nothing"]
    raise NoAnswer(f"The process that ran {_named(programs)} ended without an answer: {last[0]}.")


def _rows(programs: Programs, shown: list[Any]) -> Iterator[Rows]:
    found: dict[tuple[str, int], list[tuple[Value, ...]]] = {signature: [] for signature in programs.shown}
    for name, arguments in shown:
        found.setdefault((name, len(arguments)), []).append(tuple(arguments))
    for (name, arity), rows in sorted(found.items()):
        columns = tuple(str(number) for number in range(1, arity + 1))
        yield Rows(f"{name}/{arity}", columns, tuple(sorted(rows, key=_in_order)))


def _in_order(row: tuple[Value, ...]) -> list[tuple[bool, str | int]]:
    """Numbers before texts."""
    return [(False, value) if isinstance(value, int) else (True, str(value)) for value in row]


def _optimum(cost: list[int] | None) -> tuple[int, ...] | None:
    return tuple(cost) if cost else None


def _named(programs: Programs) -> str:
    return " and ".join(programs.files)

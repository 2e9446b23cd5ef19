"""A process that solves: grounding cannot be interrupted, so it happens where it can be ended.

Facts come on standard input; the first argument is JSON with the files of programs, what is to be added to them, and how many bytes it may
take. One line of JSON comes out.
"""

from __future__ import annotations

import json
import sys
from typing import Any

STDIN = "-"


def main() -> None:
    """Reads, solves, answers."""
    job = json.loads(sys.argv[1])
    _limit(job["memory"])
    try:
        print(json.dumps(_solved(job)))
    except MemoryError:
        print(json.dumps({"state": "memory"}))


def _limit(size: int) -> None:
    try:
        import resource
    except ImportError:  # not a Unix: then only time is limited
        return
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def _solved(job: dict[str, Any]) -> dict[str, Any]:
    import clingo

    messages: list[str] = []
    control = clingo.Control(["--warn=no-atom-undefined", "2"], lambda code, message: messages.append(message), 20)
    try:
        for file in job["programs"]:
            control.load(file)
        control.add("base", [], job["extra"])
        control.load(STDIN)
        control.ground([("base", [])])
    except RuntimeError as error:
        return {"state": "memory" if "bad_alloc" in str(error) else "error", "messages": messages or [str(error)]}
    found: dict[str, Any] = {"state": "unsatisfiable", "messages": messages}
    best: list[Any] | None = None
    count = 0
    with control.solve(yield_=True) as handle:
        for model in handle:
            cost = list(model.cost)
            if count and not cost:
                count += 1
                break
            count += 1
            found |= {"state": "answer", "shown": [_symbol(symbol) for symbol in model.symbols(shown=True)]}
            best = cost or best
    return found | {"cost": best, "unique": best is not None or count == 1}


def _symbol(symbol: Any) -> list[Any]:
    """[name, arguments] of an atom or a shown term."""
    import clingo

    if symbol.type is clingo.SymbolType.Function and symbol.name:
        return [("" if symbol.positive else "-") + symbol.name, [_value(argument) for argument in symbol.arguments]]
    return [str(symbol), []]


def _value(symbol: Any) -> Any:
    """Texts and numbers as they are, tuples as lists, anything else as it is written."""
    import clingo

    if symbol.type is clingo.SymbolType.String:
        return symbol.string
    if symbol.type is clingo.SymbolType.Number:
        return symbol.number
    if symbol.type is clingo.SymbolType.Function and not symbol.name:
        return [_value(argument) for argument in symbol.arguments]
    return str(symbol)

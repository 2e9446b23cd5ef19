"""What containers of the client hold, by what is put into them: `d[key] = x`, `xs.append(x)`.

Only objects of packages' classes are remembered, and never for certain: others may be put in where nobody looks.
"""

from __future__ import annotations

import ast

from modiff.uses.modules import Scope
from modiff.uses.readings import Reading
from modiff.uses.values import UNKNOWN, Keywords, OwnClass, OwnInstance, Plain, Value, one_of, options

_DICT = "builtins.dict"
_PUT = {"append": 0, "add": 0, "appendleft": 0, "insert": 1, "put": 0, "put_nowait": 0}
"""Methods that put something in, by the place of their argument."""
_MAPPINGS = frozenset({_DICT, "collections.OrderedDict", "collections.defaultdict"})
_SEQUENCES = frozenset({"builtins.list", "builtins.set", "collections.deque", "queue.Queue", "asyncio.Queue"})


def put_under_key(reading: Reading, container: ast.expr, held: Value, value: Value, scope: Scope) -> None:
    """After `container[key] = value`, with any key."""
    mappings = [each for each in options(held) if isinstance(each, Keywords) or (isinstance(each, Plain) and each.path in _MAPPINGS)]
    within = one_of([value, UNKNOWN, *(each.args[1] for each in mappings if isinstance(each, Plain) and len(each.args) == 2)])
    if mappings and within != UNKNOWN:
        _note(reading, container, Plain(_DICT, (UNKNOWN, within)), scope)


def put_by_method(reading: Reading, container: ast.expr, held: Value, method: str, given: tuple[Value, ...], scope: Scope) -> None:
    """After `container.method(*given)`."""
    place = _PUT.get(method)
    if place is None or len(given) <= place:
        return
    sequences = [each for each in options(held) if isinstance(each, Plain) and each.path in _SEQUENCES]
    within = one_of([given[place], UNKNOWN, *(each.args[0] for each in sequences if each.args)])
    if sequences and within != UNKNOWN:
        _note(reading, container, Plain(sequences[0].path, (within,)), scope)


def _note(reading: Reading, container: ast.expr, value: Value, scope: Scope) -> None:
    from modiff.uses.expressions import evaluate

    match container:
        case ast.Name(id=name) if name in scope.names:
            scope.bind(name, value)
        case ast.Attribute(value=inner, attr=name):
            for owner in options(evaluate(reading, inner, scope)):
                if isinstance(owner, OwnInstance | OwnClass):
                    reading.learnt.note_attribute((owner.cls if isinstance(owner, OwnInstance) else owner).node, name, value)

"""What a class body binds by `exec`: `for name in ("a", "b"): exec("def %s(self): ..." % name)`.

The statement is run on names (`symbolic`); texts that it decides are source like any other and are read as such. One text that reading cannot decide
leaves the whole statement a gap.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from modiff.extract import extract
from modiff.extract.executed import placed
from modiff.link import surroundings, symbolic, texts
from modiff.link.symbolic_values import UNKNOWN, Literally, Raised, TooMuch, Value, World
from modiff.model.facts import Assignment, Binding, Class, Gap
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

_MOST = 300
"""Texts that one statement executes."""
_SETS_OWN = re.compile(r"\bself\.\w+\s*(?:[-+*/|&]|:[^=\n]+)?=(?!=)")
"""An attribute that a method gives to instances: this is not read here."""
_HERE = frozenset(("globals()", "locals()", "vars()"))


def bindings(view: View, owner: Item) -> tuple[Binding, ...]:
    """What the class body's executed code binds, as far as it is read whole, in order of the source."""
    found = _read(view, owner)
    return tuple(binding for said in found.values() for binding in said or ()) if found else ()


def gaps(view: View, module: str) -> Iterator[Gap]:
    """The gaps of a module, those left out whose code was read."""
    space = view.namespace(module)
    for gap in space.facts.gaps if space is not None else ():
        owner = view.at(f"{module}.{gap.scope}") if gap.code else None
        if not isinstance(owner, Item) or _read(view, owner).get(gap.code) is None:
            yield gap


def gap_in(view: View, cls: Item) -> Gap | None:
    """The first statement of a class's body that may bind members which reading does not see; None: there is none."""
    scope = cls.path[len(cls.module) + 1 :]
    return next((gap for gap in gaps(view, cls.module) if gap.hides and gap.scope == scope), None)


def runs_code(view: View, owner: Item) -> bool:
    """Does the class's body hold an `exec` whose text other texts have a part in?"""
    return bool(_read(view, owner))


def _read(view: View, owner: Item) -> dict[str, tuple[Binding, ...] | None]:
    """By statement what it binds; None: not known. Empty for nearly all classes."""
    space = view.namespace(owner.module)
    if space is None or not space.facts.gaps or not isinstance(owner.definition, Class):
        return {}
    key = ("executed", owner)
    if key not in view.memo:
        scope = owner.path[len(owner.module) + 1 :]
        found: dict[str, tuple[Binding, ...] | None] = {}
        view.memo[key] = found  # what runs may ask for the class itself
        for gap in space.facts.gaps:
            if gap.code and gap.scope == scope and gap.code not in found:
                found[gap.code] = None
                found[gap.code] = _bound(view, owner, gap)
    return cast("dict[str, tuple[Binding, ...] | None]", view.memo[key])


def _bound(view: View, owner: Item, gap: Gap) -> tuple[Binding, ...] | None:
    try:
        (around,) = ast.parse(f"if 1:\n{gap.code}\n").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    assert isinstance(around, ast.If)
    run = _Execution(surroundings.plain_world(view, owner.module))
    try:
        run.walk(around.body, _names(view, owner, around, gap.line or 0))
    except (Raised, TooMuch, RecursionError):
        return None
    if not run.whole:
        return None
    code = "\n".join(run.texts)
    facts = extract(code.encode("utf-8", "replace"))
    if facts.gaps or facts.exports or facts.served or facts.writes or _SETS_OWN.search(code):
        return None
    found = tuple(placed(binding, gap.line or 1, gap.line or 1, (), nested=True) for binding in facts.bindings)
    view.of_texts["executed", id(found)] = found  # `naming` knows bindings by their ids, which stay theirs as long as they are held
    return found


def _names(view: View, owner: Item, code: ast.If, line: int) -> dict[str, Any]:
    """What names of the class body mean to the statement: values that are assigned once, before it."""
    assert isinstance(owner.definition, Class)
    members = owner.definition.members
    own = {member.name for member in members}
    read = {n.id for n in ast.walk(code) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    return {name: _value(view, owner.module, name, members, own, line) for name in sorted(read & own)}


def _value(view: View, module: str, name: str, members: tuple[Binding, ...], own: set[str], line: int) -> Value:
    said = [member for member in members if member.name == name]
    made = said[0].definition
    if len(said) != 1 or said[0].line >= line or said[0].guard or said[0].nested or not isinstance(made, Assignment) or made.value is None:
        return UNKNOWN
    node = texts.parsed(made.value.text)
    if node is None or any(isinstance(n, ast.Name) and n.id in own for n in ast.walk(node)):
        return UNKNOWN
    return surroundings.value_in(view, module, node)


class _Execution(symbolic.Run):
    """Gathers the texts that are executed, in order. `whole` says that it got all of them."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.texts: list[str] = []
        self.whole = True

    def walk(self, statements: list[ast.stmt], names: dict[str, Any]) -> None:
        """Runs the statements of a class body."""
        self.whole = self._block(statements, names) is None and self.whole

    def _called(self, node: ast.Call, names: dict[str, Any]) -> Value:
        if not (isinstance(node.func, ast.Name) and node.func.id == "exec") or self._depth:
            return super()._called(node, names)
        if len(node.args) > 1 and not any(ast.unparse(space) in _HERE for space in node.args[1:]):
            return UNKNOWN
        said = self.value(node.args[0], names) if node.args and not node.keywords else UNKNOWN
        if self._doubt or not isinstance(said, Literally) or not isinstance(said.value, str) or len(self.texts) >= _MOST:
            self.whole = False
        else:
            self.texts.append(said.value)
        return UNKNOWN

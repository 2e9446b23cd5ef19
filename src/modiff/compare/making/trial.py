"""One constructor, run as text on arguments: what it sets on the instance for certain.

Both branches of a condition that is not known are run, and what only one of them sets is doubtful; of a loop over what is not known the same holds. A
`raise` that may be reached ends the trial, as does all that reaches out of the process (`calls`).
"""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence

from modiff.compare.making.calls import Arguments
from modiff.compare.making.expressions import Names
from modiff.compare.making.sources import Sources, Written
from modiff.compare.making.statements import Statements
from modiff.compare.making.values import ANY, Above, Foreign, Known, Local, Method, Object, Referred, Unfit, Unknown, Value, is_made_up, joined
from modiff.graph.graph import Graph
from modiff.link import classes, decorators
from modiff.link.targets import Outside, Unsettled
from modiff.model.facts import Function
from modiff.model.items import Item, Member

_EMPTY = frozenset({"builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"})
"""Bases that take no arguments."""
_DEPTH = 9


def _makes(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "__new__"


class Trial(Statements):
    """One constructor under way."""

    def __init__(self, graph: Graph, sources: Sources) -> None:
        super().__init__(graph)
        self.sources = sources
        self._depth = 0

    # --- objects

    def made(self, cls: Item, arguments: Arguments) -> Object:
        """An instance of a class of the release. Raises Unfit."""
        view, order = self.graph, self.graph.ancestors(cls)
        members = view.members(cls)
        if any(isinstance(a, Unsettled) for a in order) or "__setattr__" in members or "typing-only" in cls.flags:
            raise Unfit
        if "__new__" in members and (any(map(is_made_up, self.all_of(arguments))) or not self._is_plainly_new(members)):
            raise Unfit
        if Outside("builtins.type") in order:
            raise Unfit
        if any("abstract" in member.item.flags for member in members.values()):
            raise Unfit
        found = Object(cls)
        self.objects.append(found)
        if "__init__" in members:
            self.run(members["__init__"].item, ([found, *arguments[0]], arguments[1]))
        else:
            self._construct_elsewhere(found, arguments)
        return found

    def _is_plainly_new(self, members: Mapping[str, Member]) -> bool:
        """Does its `__new__`, if it writes one, give back a new instance and nothing else?"""
        node = self.sources.of(members["__new__"].item) if "__new__" in members else None
        if node is None:
            return "__new__" not in members
        returned = [part.value for part in ast.walk(node) if isinstance(part, ast.Return)]
        made = {target.id for part in ast.walk(node) if isinstance(part, ast.Assign) and _makes(part.value) for target in part.targets
                if isinstance(target, ast.Name)}  # fmt: skip
        return bool(returned) and all(_makes(one) or (isinstance(one, ast.Name) and one.id in made) for one in returned)

    def _construct_elsewhere(self, made: Object, arguments: Arguments) -> None:
        """By what makes the fields of a class, or by a base that is not of the release."""
        signature = self.graph.signature(made.cls)
        if signature is not None and signature.source in ("dataclass", "attrs", "namedtuple", "pydantic"):
            if "__post_init__" in self.graph.members(made.cls) or "__attrs_post_init__" in self.graph.members(made.cls):
                raise Unfit
            made.attributes.update((p.name, ANY) for p in signature.parameters)
            return
        outside = [a.path for a in self.graph.ancestors(made.cls) if isinstance(a, Outside) and a.path != "builtins.object"]
        self._constructed_above(outside, arguments)

    def _constructed_above(self, outside: Sequence[str], arguments: Arguments) -> None:
        """The constructor of bases that are not of the release."""
        given = self.all_of(arguments)
        if all(path in _EMPTY for path in outside):
            if given:
                raise Unfit
        elif any(map(is_made_up, given)) and not all(self.is_safe_above(path) for path in outside):
            raise Unfit

    def attribute_of(self, value: Value, name: str) -> Value:
        """What `value.name` gives. Raises Unfit where it gives nothing, or the made up value may not have it."""
        match value:
            case Known():
                if not hasattr(value.value, name):
                    raise Unfit
                return Known(getattr(value.value, name), value.made_up)
            case Object():
                return self._of_object(value, name)
            case Above():
                return self._above_of(value, name)
            case Foreign():
                path = f"{value.path}.{name}"
                return Known((*self.view.environment.python, 0)) if path == "sys.version_info" else Foreign(path)
            case Referred():
                return self._of_item(value.item, name)
            case Unknown():
                if value.made_up:
                    raise Unfit
                return ANY
        return ANY

    def _of_object(self, made: Object, name: str) -> Value:
        if name in made.attributes:
            return made.attributes[name] if name not in made.doubtful else ANY
        if name == "__class__":
            return Referred(made.cls)
        member = self.graph.members(made.cls).get(name)
        if member is not None and "instance" not in member.item.flags:
            return self._bound(member.item, made)
        if member is not None:
            raise Unfit  # some method sets it, and none has
        if any(isinstance(a, Outside) and a.path != "builtins.object" for a in self.graph.ancestors(made.cls)):
            return ANY
        if "__getattr__" in self.graph.members(made.cls) or name.startswith("__") or classes.metaclass(self.view, made.cls) is not None:
            return ANY
        raise Unfit

    def _bound(self, item: Item, made: Object) -> Value:
        if item.kind == "method":
            if self.is_changed(item):
                return ANY
            return Method(item, None if item.binding == "static" else Referred(made.cls) if item.binding == "class" else made)
        if item.kind == "property":
            return self.run(item, ([made], {})) if not self.is_changed(item) else ANY
        return Referred(item) if item.kind == "class" else self.class_value(item)

    def _above_of(self, above: Above, name: str) -> Value:
        """What `super()` has: of the class after the one that asks, in the order of the instance's own class."""
        order = list(self.graph.ancestors(above.receiver.cls))
        for ancestor in order[order.index(above.cls) + 1 :] if above.cls in order else ():
            own = self.graph.own_members(ancestor).get(name) if isinstance(ancestor, Item) else None
            if own is not None and "instance" not in own.flags:
                return self._bound(own, above.receiver)
            if isinstance(ancestor, Outside) and ancestor.path not in _EMPTY:
                return Foreign(f"super of {ancestor.path}") if name == "__init__" else ANY
        return Foreign("super of ")

    def _of_item(self, item: Item, name: str) -> Value:
        if item.kind == "module":
            return self.looked_up(item.path, name)
        if item.kind != "class":
            return ANY
        if name in ("__name__", "__qualname__", "__module__", "__doc__"):
            return Known(item.name)
        member = self.graph.members(item).get(name)
        if member is None or "instance" in member.item.flags:
            outside = (a.path for a in self.graph.ancestors(item) if isinstance(a, Outside) and a.path not in _EMPTY)
            return Foreign(f"self of {next(outside, '')}") if name == "__init__" else ANY
        if member.item.kind in ("method", "class"):
            bound = Method(member.item, Referred(item)) if member.item.binding == "class" else Referred(member.item)
            return bound if not self.is_changed(member.item) else ANY
        return self.class_value(member.item)

    def is_changed(self, function: Item) -> bool:
        """May a decorator make something else of it?"""
        marks = function.definition.decorators if isinstance(function.definition, Function) else ()
        if function.kind == "property":
            return any((mark.name or mark.text) != "property" for mark in marks)
        signature = self.graph.signature(function) if marks else None
        return bool(marks) and (signature is None or signature.doubt is not None or bool(signature.accepts))

    # --- functions

    def _called_foreign(self, path: str, arguments: Arguments) -> Value:
        if path.startswith(("super of ", "self of ")):
            how, _, base = path.partition(" of ")
            self._constructed_above([base] if base else [], arguments if how == "super" else (arguments[0][1:], arguments[1]))
            return Known(None)
        return super()._called_foreign(path, arguments)

    def run(self, function: Item, arguments: Arguments) -> Value:
        """What a function of the release gives for these arguments."""
        node = self.sources.of(function)
        if node is None or "overloaded" in function.flags:
            return self._called_blindly(arguments)
        names = self._names(node, function.module, arguments)
        marks = function.definition.decorators if isinstance(function.definition, Function) else ()
        if isinstance(node, ast.AsyncFunctionDef) or "generator" in function.flags or decorators.has(marks, "contextmanager"):
            return ANY
        names["class "] = Referred(function.owner) if function.owner is not None else ANY
        names["self "] = arguments[0][0] if arguments[0] else ANY
        return self._body(node.body, names, function.module)

    def run_local(self, function: Local, arguments: Arguments) -> Value:
        """The same of a function inside another."""
        names = {**function.names, **self._names(function.node, function.module, arguments)}
        if isinstance(function.node, ast.Lambda):
            return self.value(function.node.body, names)
        return self._body(function.node.body, names, function.module)

    def _body(self, statements: Sequence[ast.stmt], names: Names, module: str) -> Value:
        outer, self.module, self._depth = self.module, module, self._depth + 1
        results, self.results = self.results, []
        try:
            if self._depth > _DEPTH:
                raise Unfit
            ending = self.block(statements, names)
            given = self.results if ending == "left" else [*self.results, Known(None)]
            return joined(*given)
        finally:
            self.module, self._depth, self.results = outer, self._depth - 1, results

    def _names(self, node: Written | ast.Lambda, module: str, arguments: Arguments) -> Names:
        """The names that a call binds. Raises Unfit where it does not bind."""
        positional, keywords = list(arguments[0]), dict(arguments[1])
        spec, names = node.args, Names()
        places = [*spec.posonlyargs, *spec.args]
        defaults = dict(zip((p.arg for p in reversed(places)), reversed(spec.defaults), strict=False))
        defaults |= {p.arg: d for p, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None}
        outer, self.module = self.module, module
        try:
            for parameter in (*places, *spec.kwonlyargs):
                if positional and parameter in places:
                    names[parameter.arg] = positional.pop(0)
                elif parameter.arg in keywords:
                    names[parameter.arg] = keywords.pop(parameter.arg)
                elif parameter.arg in defaults:
                    names[parameter.arg] = self.value(defaults[parameter.arg], {})
                else:
                    raise Unfit
        finally:
            self.module = outer
        if (positional and spec.vararg is None) or (keywords and spec.kwarg is None):
            raise Unfit
        if spec.vararg is not None:
            names[spec.vararg.arg] = self.tried(lambda *every: every, positional, {}) if self._are_plain((positional, {})) else ANY
        if spec.kwarg is not None:
            names[spec.kwarg.arg] = self.tried(dict, [], keywords) if self._are_plain(([], keywords)) else ANY
        return names

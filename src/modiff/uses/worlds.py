"""One version of the packages that a client uses, as answers: what a name is, what an attribute gives, whether a call binds."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping

from msgspec.structs import replace

from modiff.graph import Graph
from modiff.link import answering, bodies, classes, lazy, outside, texts
from modiff.link.hiding import MADE
from modiff.link.targets import Outside, Target, Unsettled
from modiff.model.facts import Assignment, Function
from modiff.model.items import Item, Signature
from modiff.uses import library, typed
from modiff.uses.binding import Arguments, Bound, bind
from modiff.uses.marks import keep_results
from modiff.uses.overriding import left_to_heirs, overriding
from modiff.uses.values import (
    UNKNOWN,
    VERSIONS,
    Awaitable,
    Constant,
    Foreign,
    Gives,
    Instance,
    Manager,
    Method,
    Missing,
    Plain,
    Thing,
    Value,
    given_by,
    one_of,
    options,
)  # fmt: skip

_OF_OBJECTS = frozenset(dir(object)) | {"__dict__", "__doc__", "__module__", "__annotations__", "__weakref__"}
_OF_CLASSES = frozenset(dir(type)) | _OF_OBJECTS
_OF_MODULES = frozenset({"__name__", "__file__", "__path__", "__doc__", "__spec__", "__loader__", "__package__", "__dict__", "__all__"}) | _OF_OBJECTS
_OF_FUNCTIONS = frozenset(dir(lambda: None)) | {"__wrapped__"}
_ANSWERING = frozenset({MADE, "getattr"})
_MANAGERS = {"contextmanager": False, "asynccontextmanager": True}


class World:
    """The packages of one version by their top-level names."""

    def __init__(self, graphs: Mapping[str, Graph]) -> None:
        self.graphs = graphs
        self._values: dict[object, Value] = {}
        self._busy: set[object] = set()
        self.documented: dict[str, str] = {}
        """What the documentation of functions that were called says they give, by their canonical paths."""
        self.hooks: dict[str, Item] | None = None
        """Functions that specify hooks, by name; None: not looked for."""

    def version(self, package: str) -> str | None:
        """The version of the package that is imported under this name, or of the distribution that is called so."""
        graph = self.graphs.get(package)
        if graph is None:
            plain = package.replace("-", "_").lower()
            graph = next((each for each in self.graphs.values() if (each.release.name or "").replace("-", "_").lower() == plain), None)
        return graph.release.version if graph is not None else None

    def graph_of(self, item: Item) -> Graph:
        """The graph that an item is of."""
        return self.graphs[item.module.partition(".")[0]]

    # --- names

    def imported(self, name: str) -> Value | Missing:
        """The module of an `import` statement."""
        top = name.partition(".")[0]
        graph = self.graphs.get(top)
        if graph is None:
            return Foreign(name)
        module = graph.module(name)
        if module is not None:
            return Thing(module, name)
        parent = name.rpartition(".")[0]
        if not parent:
            return Missing(name, f"module '{name}'", None)
        above = self.imported(parent)
        if isinstance(above, Missing):
            return above
        if isinstance(above, Thing) and graph.view.is_readable(above.item.path):
            return Missing(name, f"module '{parent}'", above.item.path)
        return UNKNOWN

    def from_module(self, module: str, name: str) -> Value | Missing:
        """`from module import name`."""
        found = self.imported(module)
        return found if isinstance(found, Missing) else self.attribute(found, name)

    def valued(self, graph: Graph, target: Target | None, path: str) -> Value | None:
        """A target as a value; None: there is none."""
        match target:
            case None:
                return None
            case Unsettled():
                return UNKNOWN
            case Outside():
                return self._elsewhere(target.path)
        return Thing(target, path)

    def _elsewhere(self, path: str) -> Value:
        """Something that another distribution defines: perhaps one that is compared too."""
        graph = self.graphs.get(path.partition(".")[0])
        if graph is None:
            return Foreign(outside.same_class(path))
        found = graph.at(path)
        return Thing(found, path) if isinstance(found, Item) else UNKNOWN

    # --- attributes

    def attribute(self, value: Value, name: str) -> Value | Missing:
        """What `value.name` is. Unions and values of the client are for the caller to take apart."""
        match value:
            case Thing(item=item, path=path):
                return self._of_thing(item, path, name)
            case Instance(cls=cls):
                return self._of_instance(cls, name, value)
            case Plain(path=path):
                return self._of_plain(path, name, value)
            case Constant():
                return self._of_plain(_class_of(value), name, value)
            case Foreign(path=path):
                return library.KNOWN.get(f"{path}.{name}", Foreign(f"{path}.{name}"))
            case Method(item=item):
                return UNKNOWN if name in _OF_FUNCTIONS else Missing(f"{item.path}.{name}", "'method' object", item.path, self._odd(item))
        return UNKNOWN

    def _odd(self, item: Item) -> str | None:
        """Why a function may be something else."""
        definition = item.definition
        return f"{item.path} is decorated" if isinstance(definition, Function) and definition.decorators else None

    def _of_thing(self, item: Item, path: str, name: str) -> Value | Missing:
        graph = self.graph_of(item)
        here = f"{path}.{name}"
        if item.kind == "module":
            found = self.valued(graph, graph.view.resolve(item.path, name), here)
            if found is not None and _says_version(found, name) and graph.release.version is not None and "." not in item.path:
                return Constant(graph.release.version, version=True)
            if isinstance(found, Thing) and (name in VERSIONS or name == "version") and found.item.kind == "attribute":
                return self._version(found)
            if found is not None:
                return found
            return UNKNOWN if name in _OF_MODULES and name != "__all__" else self._gone_from_module(graph, item, path, name)
        if item.kind == "class":
            return self._of_class(graph, item, path, name)
        if item.kind == "attribute":
            return self._through(self.value_of_attribute(item, None), name)
        if item.kind in ("function", "method"):
            return (
                UNKNOWN
                if name in _OF_FUNCTIONS
                else Missing(here, f"function '{path}'", item.path, self._odd(item) or self._set_on(graph, item, name))
            )
        return UNKNOWN

    def _version(self, found: Thing) -> Value:
        """What a package says its version is, where that is plain."""
        definition = found.item.definition
        text = definition.value.text if isinstance(definition, Assignment) and definition.value is not None and not definition.augmented else None
        node = texts.parsed(text) if text is not None else None
        try:
            value = ast.literal_eval(node) if node is not None else None
        except (ValueError, TypeError, MemoryError, RecursionError):
            return found
        return Constant(value, version=True) if isinstance(value, str | tuple) else found

    def _set_on(self, graph: Graph, item: Item, name: str) -> str | None:
        return graph.why_set_elsewhere([item], name) or graph.why_any_set_elsewhere([item])

    def _gone_from_module(self, graph: Graph, item: Item, path: str, name: str) -> Value | Missing:
        if answering.module_answers(graph.view, item.path, name):
            return UNKNOWN
        hidden = {kind: reason for kind, reason in graph.view.hidden_names(item.path).items() if graph.may_hide(item.path, name, kind)}
        doubt = next(iter(hidden.values()), None) or self._set_on(graph, item, name)
        return Missing(f"{path}.{name}", f"module '{path}'", item.path, doubt, served=any(kind in _ANSWERING for kind in hidden))

    def _of_class(self, graph: Graph, cls: Item, path: str, name: str) -> Value | Missing:
        member = graph.members(cls).get(name)
        here = f"{path}.{name}"
        if member is not None:
            item = member.item
            if item.kind == "method":
                return Method(item, cls, bound=item.binding in ("class", "static"))
            if item.kind == "attribute":
                if "instance" in item.flags and "slot" not in item.flags:
                    return Missing(here, f"class '{path}'", cls.path, "it is set on instances")
                return Instance(cls) if graph.is_enum(cls) and not name.startswith("_") else self.value_of_attribute(item, cls)
            return Thing(item, here) if item.kind in ("class", "function") else UNKNOWN
        if name in _OF_CLASSES:
            return UNKNOWN
        doubt = graph.why_member_may_answer(cls, name) or graph.metaclass_answers(cls, name) or self._set_on(graph, cls, name)
        return Missing(here, f"type object '{cls.name}'", cls.path, doubt)

    def _of_instance(self, cls: Item, name: str, value: Instance) -> Value | Missing:
        graph = self.graph_of(cls)
        members = graph.members(cls)
        member = members.get(name)
        if member is not None:
            return self._of_member(member.item, cls)
        if name in _OF_OBJECTS:
            return UNKNOWN
        served = members.get("__getattr__")
        if served is not None and served.item.kind == "method" and not name.startswith("_"):
            made = self.result(served.item, cls)
            if isinstance(made, Instance):
                return made  # `collection.name`, another collection
        doubt = graph.why_member_may_answer(cls, name)
        if doubt is None and ("__getattr__" in members or "__getattribute__" in members) and graph.may_answer_by_getattr(cls, name):
            doubt = f"its __getattr__ may answer for {name}"
        if doubt is None:
            doubt = self._set_on(graph, cls, name)
        elif any(isinstance(a, Outside) and name in (outside.members_of(a.path) or ()) for a in graph.ancestors(cls)):
            return UNKNOWN  # a builtin base has it
        above = tuple(each.path for each in graph.ancestors(cls) if isinstance(each, Item))
        return Missing(f"{cls.path}.{name}", f"'{cls.name}' object", cls.path, doubt, above=above)

    def _of_member(self, item: Item, cls: Item) -> Value:
        if item.kind == "method":
            return Method(item, cls, bound=True)
        if item.kind == "property":
            return self.result(item, cls)
        if item.kind == "attribute":
            return self.value_of_attribute(item, cls)
        return Thing(item, item.path)

    def _of_plain(self, path: str, name: str, value: Value) -> Value | Missing:
        known = outside.members_of(path)
        if known is None or path.startswith(("typing.", "types.")):
            return UNKNOWN
        if name in known or name in _OF_OBJECTS:
            return library.attribute_of_plain(path, name, value)
        origin, said = (value.origin, value.said) if isinstance(value, Plain) else (None, None)
        doubt = "its documentation says so" if said is not None else None
        return Missing(origin or f"{path}.{name}", f"'{path.rpartition('.')[2]}' object", origin, doubt, said=said)

    def _through(self, value: Value, name: str) -> Value | Missing:
        """An attribute of what an attribute holds: only what is certain counts."""
        found = self.attribute(value, name) if isinstance(value, Instance | Plain | Constant) else UNKNOWN
        return found

    # --- what things are

    def value_of_attribute(self, item: Item, cls: Item | None) -> Value:
        """What an attribute of a module or class holds: by its annotation, else by the value it is given."""
        return self._memoised(("attribute", item, cls), lambda: given_by(item, self._value_of_attribute(item, cls)))

    def _value_of_attribute(self, item: Item, cls: Item | None) -> Value:
        if item.annotation is not None:
            return self.annotated(item.annotation, item, cls)
        definition = item.definition
        if not isinstance(definition, Assignment) or definition.value is None or definition.augmented:
            return UNKNOWN
        value = definition.value
        if value.call is not None:
            called = self.looked_up(value.call.callee, item)
            made = self.called(called) if called is not None and not isinstance(called, typed.Alias) else UNKNOWN
            return UNKNOWN if item.owner is not None and self._is_descriptor(made) else made
        if value.name is not None:
            return self.followed(value.name, item)
        node = texts.parsed(value.text)
        return library.literal(node)

    def _is_descriptor(self, value: Value) -> bool:
        """Does its class decide what an attribute gives that holds it?"""
        return isinstance(value, Instance) and "__get__" in self.graph_of(value.cls).members(value.cls)

    def followed(self, dotted: str, item: Item) -> Value:
        """What a dotted name stands for where an item is defined: `encode = _codec.encode`."""
        first, *rest = dotted.split(".")
        found = self.looked_up(first, item)
        value: Value | Missing = UNKNOWN if found is None or isinstance(found, typed.Alias) else found
        for name in rest:
            value = UNKNOWN if isinstance(value, Missing) else self.attribute(value, name)
        return UNKNOWN if isinstance(value, Missing) or (isinstance(value, Thing) and value.item is item) else value

    def annotated(self, text: str, item: Item, cls: Item | None) -> Value:
        """What an annotation that stands at this item means."""
        return typed.value_of(texts.parsed(text), lambda name: self.looked_up(name, item), self._myself(cls or item.owner))

    def looked_up(self, dotted: str, item: Item) -> Value | typed.Alias | None:
        """What a name means where an item is defined."""
        graph = self.graph_of(item)
        if item.owner is not None:
            target = graph.view.lookup(item.module, dotted, item.owner)
            if isinstance(target, Outside) or (isinstance(target, Item) and target.kind == "class"):
                return self.valued(graph, target, dotted)
        target = graph.view.lookup(item.module, dotted)
        if isinstance(target, Item) and target.kind == "attribute" and isinstance(target.definition, Assignment) and target.value is not None:
            node, home = texts.parsed(target.value), target
            if isinstance(node, ast.Subscript | ast.BinOp):
                return typed.Alias(typed.value_of(node, lambda name: self.looked_up(name, home)))
        if target is None and "." not in dotted:
            space = graph.view.namespace(item.module)
            target = lazy.told_to_checkers(graph.view, item.module, space, dotted) if space is not None else None
        if "." in dotted and (target is None or isinstance(target, Unsettled)):
            target = lazy.meant_for_checkers(graph.view, item.module, dotted) or target
        return self.valued(graph, target, dotted)

    def _myself(self, cls: Item | None) -> Value:
        return Instance(cls) if cls is not None else UNKNOWN

    def result(self, item: Item, cls: Item | None) -> Value:
        """What a call of a function or method gives, or a property when it is read."""
        return self._memoised(("result", item, cls), lambda: given_by(item, self._result(item, cls)))

    def _result(self, item: Item, cls: Item | None) -> Value:
        definition = item.definition
        graph = self.graph_of(item)
        if not isinstance(definition, Function):
            return UNKNOWN
        marks = [(mark.name or (mark.call.callee if mark.call else "") or "").rpartition(".")[2] for mark in definition.decorators]
        manager = next((mark for mark in marks if mark in _MANAGERS), None)
        if definition.returns is not None and not self._may_change_result(item, marks):
            value = self.annotated(definition.returns, item, cls)
            if value == UNKNOWN and definition.parameters and definition.parameters[0].annotation == definition.returns and item.owner is not None:
                value = self._myself(cls or item.owner)  # `def copy(self: T) -> T`
            if manager is not None:
                return Manager(value.args[0] if isinstance(value, Plain | Instance) and value.args else UNKNOWN, _MANAGERS[manager], item.path)
            return Awaitable(value) if "async" in definition.flags and "generator" not in definition.flags else value
        if manager is not None:
            return Manager(UNKNOWN, _MANAGERS[manager], item.path)
        if "generator" in definition.flags or self._may_change_result(item, marks) or definition.returns is not None:
            return UNKNOWN
        if left_to_heirs(graph, item):
            return one_of([self.result(own, heir) for own, heir in overriding(graph, item)] or [UNKNOWN])
        body = bodies.body_alone(graph.view, item)
        value = one_of([self._returned(kind, item, cls or item.owner) for kind in (body.returns if body is not None else ())] or [UNKNOWN])
        if body is not None and body.documented is not None:
            self.documented[item.path] = body.documented
            value = library.documented(body.documented) if value == UNKNOWN or getattr(value, "said", None) is not None else value
        return Awaitable(value) if "async" in definition.flags else value

    def _returned(self, kind: str, item: Item, cls: Item | None) -> Value:
        """What one return statement gives, in the words of `modiff.model.bodies`."""
        if kind == "self":
            return self._myself(cls) if item.binding in ("instance", None) else UNKNOWN
        if not kind.startswith("call "):
            return (
                Constant(None)
                if kind == "None"
                else Plain(f"builtins.{kind}")
                if kind.isidentifier() and kind not in ("function", "generator")
                else UNKNOWN
            )
        first, _, rest = kind[5:].partition(".")
        if cls is not None and ((first == "self" and item.binding in ("instance", None)) or (first == "cls" and item.binding == "class")):
            if rest in ("__class__", ""):
                return self._constructed(cls)
            found = self._of_instance(cls, rest, Instance(cls)) if "." not in rest else UNKNOWN
            return self.called(found) if not isinstance(found, Missing) else UNKNOWN
        target = self.looked_up(kind[5:], item)
        return self.called(target) if target is not None and not isinstance(target, typed.Alias) else UNKNOWN

    def _may_change_result(self, item: Item, marks: list[str]) -> bool:
        if "overloaded" in item.flags:
            return True
        signature = self.graph_of(item).signature(item) if item.kind != "property" else None
        if item.kind == "property" or signature is None:
            return item.kind != "property"
        return signature.doubt is not None and not any(mark in _MANAGERS for mark in marks) and not keep_results(self, item)

    def called(self, value: Value) -> Value:
        """What calling it gives, whatever the arguments."""
        match value:
            case Thing(item=item) if item.kind == "class":
                return self._constructed(item)
            case Thing(item=item) if item.kind in ("function", "method"):
                return self.result(item, None)
            case Thing(item=item) if item.kind == "attribute":
                held = self.value_of_attribute(item, None)
                return self.called(held) if not isinstance(held, Thing) or held.item.kind != "attribute" else UNKNOWN
            case Method(item=item, cls=cls):
                return self.result(item, cls)
            case Instance(cls=cls):
                member = self.graph_of(cls).members(cls).get("__call__")
                return self.result(member.item, cls) if member is not None and member.item.kind == "method" else UNKNOWN
            case Foreign(path=path):
                return library.called(path)
            case Gives(result=result):
                return result
        return UNKNOWN

    def _constructed(self, cls: Item) -> Value:
        graph = self.graph_of(cls)
        meta = classes.metaclass(graph.view, cls)
        members = graph.members(cls)
        if "__new__" in members or (meta is not None and "__call__" in graph.members(meta)):
            made = self.result(members["__new__"].item, cls) if "__new__" in members else UNKNOWN
            if not isinstance(made, Instance):
                return self._made_by_new(cls, made)
            return Instance(cls) if made.cls != cls and made.cls in graph.ancestors(cls) else made  # an inherited `__new__` that names its own class
        return Instance(cls)

    def _made_by_new(self, cls: Item, made: Value) -> Value:
        """What a `__new__` gives of which reading does not see all: objects of the class, where they are initialised by an `__init__` of its own."""
        known = [each for each in options(made) if each not in (UNKNOWN, Constant(None))]
        own = all(isinstance(each, Instance) and cls in self.graph_of(each.cls).ancestors(each.cls) for each in known)
        return Instance(cls) if own and "__init__" in self.graph_of(cls).members(cls) else UNKNOWN

    # --- calls

    def signature(self, value: Value) -> tuple[Item, Signature] | None:
        """What is called, and what it takes; None: reading cannot say."""
        match value:
            case Thing(item=item) if item.kind == "attribute":
                held = self.value_of_attribute(item, None)
                return self.signature(held) if isinstance(held, Thing | Method) and held != value else None
            case Thing(item=item) if item.kind in ("class", "function", "method"):
                found = self.graph_of(item).signature(item)
            case Method(item=item):
                found = self.graph_of(item).signature(item)
            case Instance(cls=cls):
                member = self.graph_of(cls).members(cls).get("__call__")
                if member is None or member.item.kind != "method":
                    return None
                item = member.item
                found = self.graph_of(item).signature(item)
            case _:
                return None
        return (item, found) if found is not None else None

    def bound(self, value: Value, given: Arguments) -> Bound | None:
        """How a call binds; None: reading cannot say."""
        called = self.signature(value)
        if called is None:
            return None
        item, signature = called
        graph = self.graph_of(item)
        cls = value.cls if isinstance(value, Method) else None
        if isinstance(value, Method) and not value.bound:
            given = given.without_first()

        names = frozenset(name for name, _ in given.keywords)

        def takes(keyword: str) -> bool | None:
            verdict = graph.keyword_fate(item, keyword, cls, names).verdict
            return None if verdict == "unknown" else verdict != "rejected"

        found = bind(signature, given, takes)
        return replace(found, doubt=signature.doubt, rest=found.rest if found.rest and graph.gathers(item) else ())

    # --- contracts

    def unimplemented(self, cls: Item) -> frozenset[str]:
        """Names of abstract methods that a class leaves to its heirs."""
        graph = self.graph_of(cls)
        return frozenset(name for name, member in graph.members(cls).items() if "abstract" in member.item.flags)

    def _memoised(self, key: object, make: Callable[[], Value]) -> Value:
        if key in self._values:
            return self._values[key]
        if key in self._busy:
            return UNKNOWN
        self._busy.add(key)
        try:
            self._values[key] = make()
        finally:
            self._busy.discard(key)
        return self._values[key]


def _says_version(found: Value, name: str) -> bool:
    """Is it what a package calls its version: `__version__`, whatever that is, or a variable `version`?"""
    return name == "__version__" or (name == "version" and isinstance(found, Thing) and found.item.kind == "attribute")


def _class_of(value: Constant) -> str:
    return "builtins.NoneType" if value.value is None else f"builtins.{type(value.value).__name__}"

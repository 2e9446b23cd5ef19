"""Names that a module gets at run time: `globals().update(...)`, `setattr` loops, lazy modules, a replaced `sys.modules` entry.

Only what the text says literally is read; where there may be more, `complete` is False. `getattr` reads `__getattr__`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from tree_sitter import Node

from modiff.extract import grammar as g
from modiff.extract import messages
from modiff.extract.expressions import arguments, dotted_name, string_literal
from modiff.extract.normal import normal
from modiff.model.facts import Binding, Class, Guard, Served

LITERALS = frozenset((g.DICTIONARY, g.LIST, g.TUPLE, g.SET, g.CALL, g.STRING, g.CONCATENATED, g.DICTIONARY_COMPREHENSION))
"""Kinds of module-level values that other statements may draw names from."""

_NAMESPACES = frozenset(("globals()", "vars()", "locals()", "sys.modules[__name__].__dict__", "vars(sys.modules[__name__])"))
CLASS_OF_MODULE = "sys.modules[__name__].__class__"
_TYPES_OF_MODULES = frozenset(("ModuleType", "types.ModuleType", "type(sys)", "type(sys.modules[__name__])"))
_ANNOUNCES = re.compile(rb"lazy|import|alias|getattr", re.IGNORECASE)
_RELATIVE = re.compile(r"\.+(\w+(\.\w+)*)?")
_LAZY_CLASS = re.compile(r"Lazy\w*Module|LazyImporter|LazyModule")

Names = tuple[tuple[str, str | None], ...]


def by_class(members: Iterable[Binding], line: int, guard: Guard) -> Served:
    """What a decorated `class __getattr__:` in a module serves: the decorator makes a function of it that answers with its members."""
    names = dict.fromkeys(b.name for b in members if b.name.isidentifier() and not b.name.startswith("__"))
    return Served("getattr", line, tuple((name, None) for name in names), complete=True, guard=guard)


def by_its_class(name: str | None, bindings: Iterable[Binding], line: int, guard: Guard) -> Served:
    """What `sys.modules[__name__].__class__ = Name` adds to a module: the members of the class, where it is one of this module that was bound once,
    derives from the type of modules alone, and does not answer for names that it does not say."""
    bound = [binding.definition for binding in bindings if binding.name == name]
    cls = bound[0] if len(bound) == 1 else None
    if not isinstance(cls, Class) or cls.keywords or cls.decorators or any(base.text not in _TYPES_OF_MODULES for base in cls.bases):
        return Served("sys.modules", line, guard=guard)
    if not cls.bases or any(binding.name in ("__getattr__", "__getattribute__") for binding in cls.members):
        return Served("sys.modules", line, guard=guard)
    names = dict.fromkeys(binding.name for binding in cls.members if not binding.name.startswith("__"))
    return Served("sys.modules", line, tuple((name, None) for name in names), complete=True, guard=guard)


def strings(node: Node | None, literals: Mapping[str, Node], text: bytes) -> list[str] | None:
    """The strings of a literal list, tuple, set or dictionary's keys, of a `list(...)` of such, or of a name that has such a value.
    None where any part cannot be read."""
    node = resolved(node, literals, text)
    if node is None:
        return None
    if node.kind_id == g.DICTIONARY:
        keys = [g.first(pair) for pair in g.parts(node) if pair.kind_id == g.PAIR]
        return _all_strings(keys, text) if len(keys) == len(g.parts(node)) else None
    if node.kind_id in (g.LIST, g.TUPLE, g.SET, g.EXPRESSION_LIST):
        return _all_strings(list(g.parts(node)), text)
    if node.kind_id == g.CALL:
        function, (positional, _) = node.child_by_field_id(g.F_FUNCTION), arguments(node, text)
        if function is not None and g.source(function, text) in (b"list", b"tuple", b"set", b"frozenset", b"sorted") and len(positional) == 1:
            return strings(positional[0], literals, text)
    return None


def _all_strings(nodes: list[Node | None] | list[Node], text: bytes) -> list[str] | None:
    found = [string_literal(node, text) if node is not None else None for node in nodes]
    known = [value for value in found if value is not None]
    return known if len(known) == len(found) else None


def resolved(node: Node | None, literals: Mapping[str, Node], text: bytes) -> Node | None:
    """The literal that an expression is, or that the name it is has been given."""
    for _ in range(5):
        while node is not None and node.kind_id == g.PARENTHESIZED:
            node = g.first(node)
        if node is None or node.kind_id != g.IDENTIFIER:
            return node
        node = literals.get(normal(node, text))
    return node


def mapping(node: Node | None, literals: Mapping[str, Node], text: bytes) -> list[tuple[str, Node]] | None:
    """(key, value) of a literal dictionary or `dict(a=1)`; None where a key cannot be read."""
    node = resolved(node, literals, text)
    if node is None:
        return None
    if node.kind_id == g.CALL:
        function, (positional, keywords) = node.child_by_field_id(g.F_FUNCTION), arguments(node, text)
        is_plain_dict = function is not None and g.source(function, text) == b"dict" and not positional and "**" not in keywords
        return list(keywords.items()) if is_plain_dict else None
    if node.kind_id != g.DICTIONARY:
        return None
    pairs: list[tuple[str, Node]] = []
    for pair in g.parts(node):
        key, value = pair.child_by_field_id(g.F_KEY), pair.child_by_field_id(g.F_VALUE)
        name = string_literal(key, text) if pair.kind_id == g.PAIR and key is not None else None
        if name is None or value is None:
            return None
        pairs.append((name, value))
    return pairs


def origin(node: Node, text: bytes) -> str | None:
    """Where a value comes from, if it is a dotted name."""
    return dotted_name(node, text)


def called(call: Node, literals: Mapping[str, Node], text: bytes, guard: Guard) -> list[Served]:
    """`globals().update(...)`, `setattr(sys.modules[__name__], name, …)`, `_import_structure[...].extend(...)`, `add_move(...)`."""
    function = call.child_by_field_id(g.F_FUNCTION)
    if function is None:
        return []
    positional, keywords = arguments(call, text)
    line = g.line(call)
    if function.kind_id == g.ATTRIBUTE:
        owner, method = function.child_by_field_id(g.F_OBJECT), function.child_by_field_id(g.F_ATTRIBUTE)
        if owner is not None and method is not None and g.source(method, text) in (b"update", b"setdefault") and normal(owner, text) in _NAMESPACES:
            return [_updated(g.source(method, text), positional, keywords, literals, text, line, guard)]
        if method is not None and (builder := g.source(method, text)) in messages.BUILDERS and _is_given(positional, literals, text):
            return [messages.built(builder, call, literals, text, guard)]
        return []
    if positional and normal(positional[0], text) == "globals()":
        lazy = _announced(function, [*positional[1:], *keywords.values()], keywords, literals, text, line, guard)
        return [lazy] if lazy is not None else []
    if g.source(function, text) == b"setattr" and len(positional) == 3 and _is_this_module(positional[0], literals, text):
        name = string_literal(positional[1], text)
        if name is None:
            return [Served("setattr", line, guard=guard)]
        return [Served("setattr", line, ((name, origin(positional[2], text)),), complete=True, guard=guard)]
    return []


def _is_given(arguments: list[Node], literals: Mapping[str, Node], text: bytes) -> bool:
    """Is the namespace of the module among these arguments, as `globals()` or by a name that was given it?"""
    return any(found is not None and g.source(found, text) == b"globals()" for found in (resolved(node, literals, text) for node in arguments))


def _announced(
    function: Node, given: list[Node], keywords: Mapping[str, Node], literals: Mapping[str, Node], text: bytes, line: int, guard: Guard
) -> Served | None:
    """`lazy_import(globals(), aliases={"x": ".module"}, deprecated_aliases={…})`, whose function puts a `__getattr__` (PEP 562) into the
    namespace that it is given: names, and the modules of this package that have them. None where the tables don't look like this."""
    if not _ANNOUNCES.search(g.source(function, text).rpartition(b".")[2]):
        return None
    names: list[tuple[str, str | None]] = []
    warned: list[str] = []
    outdated = [node for keyword, node in keywords.items() if "deprecat" in keyword]
    for node in given:
        pairs = mapping(node, literals, text)
        sources = [(name, string_literal(value, text) or "") for name, value in pairs or ()]
        if not sources or not all(_RELATIVE.fullmatch(source) for _, source in sources):
            return None
        names += [(name, f"{source}{'' if source.endswith('.') else '.'}{name}") for name, source in sources]
        warned += [name for name, _ in sources if node in outdated]
    return Served("getattr", line, tuple(names), complete=True, deprecated=tuple(warned), guard=guard) if names else None


def _updated(
    method: bytes, positional: list[Node], keywords: dict[str, Node], literals: Mapping[str, Node], text: bytes, line: int, guard: Guard
) -> Served:
    if method == b"setdefault":
        name = string_literal(positional[0], text) if positional else None
        return Served("globals", line, ((name, None),) if name is not None else (), complete=name is not None, guard=guard)
    pairs = [(name, node) for name, node in keywords.items() if name != "**"]
    complete = "**" not in keywords
    for node in positional:
        read = mapping(node, literals, text)
        if read is None:
            complete = False
        else:
            pairs += read
    return Served("globals", line, tuple((name, origin(node, text)) for name, node in pairs), complete=complete, guard=guard)


def _is_this_module(node: Node, literals: Mapping[str, Node], text: bytes) -> bool:
    if node.kind_id == g.IDENTIFIER:
        name = normal(node, text)
        if name in ("self", "cls"):
            return False
        return name in ("module", "this_module", "_module", "_this_module", "current_module", "thismodule", "mod", "_mod", "this")
    return normal(node, text) in ("sys.modules[__name__]", "modules[__name__]", "inspect.getmodule(inspect.currentframe())")


def assigned(
    target: Node, value: Node | None, literals: Mapping[str, Node], text: bytes, guard: Guard, classes: Iterable[Binding] = ()
) -> list[Served]:
    """`globals()["x"] = …`, `sys.modules[__name__] = …` (and its `__class__`, where `classes` are the module's own
    bindings so far), `_import_structure["sub"] = [...]`."""
    line = g.line(target)
    if target.kind_id == g.ATTRIBUTE:
        said = dotted_name(value, text) if value is not None and normal(target, text) == CLASS_OF_MODULE else None
        return [by_its_class(said, classes, line, guard)] if normal(target, text) == CLASS_OF_MODULE else []
    if target.kind_id != g.SUBSCRIPT:
        return []
    owner, key = target.child_by_field_id(g.F_VALUE), target.child_by_field_id(g.F_SUBSCRIPT)
    if owner is None or key is None:
        return []
    space, index = normal(owner, text), normal(key, text)
    if space in _NAMESPACES:
        name = string_literal(key, text)
        if name is None:
            return [Served("globals", line, guard=guard)]
        return [Served("globals", line, ((name, origin(value, text) if value is not None else None),), complete=True, guard=guard)]
    if space in ("sys.modules", "modules"):
        return _module_replaced(index, key, value, literals, text, line, guard)
    if space == "_import_structure" and value is not None:
        return _structure_entry(key, value, literals, text, line, guard)
    return []


def _module_replaced(index: str, key: Node, value: Node | None, literals: Mapping[str, Node], text: bytes, line: int, guard: Guard) -> list[Served]:
    if index == "__name__":
        lazy = _lazy_module(value, literals, text, line, guard) if value is not None else None
        return [lazy if lazy is not None else Served("sys.modules", line, guard=guard)]
    submodule = re.fullmatch(r"__name__ \+ '\.([\w.]+)'", index)
    if submodule:
        return [Served("sys.modules", line, submodules=(submodule[1],), complete=True, guard=guard)]
    return []


def _lazy_module(value: Node, literals: Mapping[str, Node], text: bytes, line: int, guard: Guard) -> Served | None:
    """`_LazyModule(__name__, file, structure, …)`, where the structure maps submodules to lists of their names."""
    function = value.child_by_field_id(g.F_FUNCTION) if value.kind_id == g.CALL else None
    name = dotted_name(function, text) if function is not None else None
    if name is None or not _LAZY_CLASS.fullmatch(name.rpartition(".")[2].lstrip("_")):
        return None
    for argument in arguments(value, text)[0][1:]:
        pairs = mapping(argument, literals, text)
        if pairs is not None:
            return structure("lazy_module", pairs, literals, text, line, guard)
    return Served("lazy_module", line, guard=guard)


def structure(how: str, pairs: list[tuple[str, Node]], literals: Mapping[str, Node], text: bytes, line: int, guard: Guard) -> Served:
    """A mapping of submodules to their names, as lazy modules take it."""
    names: list[tuple[str, str | None]] = []
    complete = True
    for submodule, node in pairs:
        listed = strings(node, literals, text)
        complete &= listed is not None
        names += [(name, f".{submodule}.{name}") for name in listed or ()]
    submodules = tuple(submodule for submodule, _ in pairs if "." not in submodule)
    return Served(how, line, tuple(names), submodules, complete, guard=guard)


def _structure_entry(key: Node, value: Node, literals: Mapping[str, Node], text: bytes, line: int, guard: Guard) -> list[Served]:
    """`_import_structure["sub"] = [...]`, mostly under a test for an optional dependency."""
    submodule = string_literal(key, text)
    if submodule is None:
        return [Served("lazy_module", line, guard=guard)]
    if normal(value, text).startswith("[name for name in dir(") and any(test.kind == "except" for test in guard):
        return []  # stand-ins of the same names, for where what they need is not installed
    return [structure("lazy_module", [(submodule, value)], literals, text, line, guard)]


def structure_grown(call: Node, literals: Mapping[str, Node], text: bytes, guard: Guard) -> list[Served]:
    """`_import_structure["sub"].extend([...])` and `.append("x")`."""
    function = call.child_by_field_id(g.F_FUNCTION)
    match = re.fullmatch(r"_import_structure\['([\w.]+)'\]\.(extend|append)", normal(function, text)) if function is not None else None
    positional, _ = arguments(call, text)
    if match is None or len(positional) != 1:
        return []
    name = string_literal(positional[0], text)
    listed = strings(positional[0], literals, text) if match[2] == "extend" else [name] if name is not None else None
    names = tuple((each, f".{match[1]}.{each}") for each in listed or ())
    return [Served("lazy_module", g.line(call), names, complete=listed is not None, guard=guard)]


def attached(targets: list[Node], value: Node, literals: Mapping[str, Node], text: bytes, guard: Guard) -> Served | None:
    """`__getattr__, __dir__, __all__ = lazy_loader.attach(__name__, submodules=[...], submod_attrs={...})`; `attach_stub` draws on the
    `.pyi` beside the file, which this stage does not look at."""
    function = value.child_by_field_id(g.F_FUNCTION)
    name = (dotted_name(function, text) or "") if function is not None else ""
    last = name.rpartition(".")[2]
    if last not in ("attach", "attach_stub") or not any(b"__getattr__" in g.source(target, text) for target in targets):
        return None
    if last == "attach_stub":
        return Served("lazy_loader", g.line(value), guard=guard)
    positional, keywords = arguments(value, text)
    modules = keywords.get("submodules") or (positional[1] if len(positional) > 1 else None)
    attributes = keywords.get("submod_attrs") or (positional[2] if len(positional) > 2 else None)
    nothing = [node is None or g.source(node, text) == b"None" for node in (modules, attributes)]
    submodules = [] if nothing[0] else strings(modules, literals, text)
    pairs = [] if nothing[1] else mapping(attributes, literals, text)
    read = structure("lazy_loader", pairs or [], literals, text, g.line(value), guard)
    return Served(
        "lazy_loader",
        g.line(value),
        read.names,
        tuple(dict.fromkeys((*(submodules or ()), *read.submodules))),
        read.complete and submodules is not None and pairs is not None,
        guard=guard,
    )


def looped(loop: Node, literals: Mapping[str, Node], text: bytes, guard: Guard) -> list[Served]:
    """`for name in ["a", "b"]: globals()[name] = …` or `setattr(sys.modules[__name__], name, …)`."""
    target, iterable, body = (loop.child_by_field_id(field) for field in (g.F_LEFT, g.F_RIGHT, g.F_BODY))
    if target is None or iterable is None or body is None:
        return []
    written = g.source(body, text)
    if b"globals()" not in written and b"setattr" not in written and b"vars()" not in written:
        return []
    variables = [normal(part, text) for part in (g.parts(target) if target.kind_id == g.PATTERN_LIST else [target])]
    for inner in _expressions(body):
        for place, variable in enumerate(variables[:2]):
            how = _binds_by_variable(inner, variable, literals, text)
            if how is not None:
                names = _names_looped_over(iterable, literals, text) if place == 0 else _values_looped_over(iterable, literals, text)
                return [Served(how, g.line(loop), tuple((name, None) for name in names or ()), complete=names is not None, guard=guard)]
    return []


def _expressions(block: Node) -> Iterator[Node]:
    """The expressions that stand as statements in a block, and in the `try` bodies in it."""
    for statement in g.parts(block):
        if statement.kind_id == g.EXPRESSION_STATEMENT:
            inner = g.first(statement)
            if inner is not None:
                yield inner
        elif statement.kind_id == g.TRY:
            tried = statement.child_by_field_id(g.F_BODY)
            if tried is not None:
                yield from _expressions(tried)


def _values_looped_over(iterable: Node, literals: Mapping[str, Node], text: bytes) -> list[str] | None:
    """The second of each pair in `TABLE.items()`, where all are strings."""
    function = iterable.child_by_field_id(g.F_FUNCTION) if iterable.kind_id == g.CALL else None
    if function is None or function.kind_id != g.ATTRIBUTE or not g.source(function, text).endswith(b".items"):
        return None
    pairs = mapping(function.child_by_field_id(g.F_OBJECT), literals, text)
    return _all_strings([node for _, node in pairs], text) if pairs is not None else None


def _names_looped_over(iterable: Node, literals: Mapping[str, Node], text: bytes) -> list[str] | None:
    if iterable.kind_id == g.CALL:
        function = iterable.child_by_field_id(g.F_FUNCTION)
        if function is not None and function.kind_id == g.ATTRIBUTE and g.source(function, text).endswith((b".items", b".keys")):
            owner = function.child_by_field_id(g.F_OBJECT)
            pairs = mapping(owner, literals, text)
            return [name for name, _ in pairs] if pairs is not None else None
    return strings(iterable, literals, text)


def _binds_by_variable(node: Node, variable: str, literals: Mapping[str, Node], text: bytes) -> str | None:
    if node.kind_id == g.ASSIGNMENT:
        target = node.child_by_field_id(g.F_LEFT)
        written = normal(target, text) if target is not None and target.kind_id == g.SUBSCRIPT else ""
        return "globals" if written in (f"globals()[{variable}]", f"vars()[{variable}]", f"locals()[{variable}]") else None
    if node.kind_id != g.CALL:
        return None
    function = node.child_by_field_id(g.F_FUNCTION)
    positional, _ = arguments(node, text)
    if function is not None and g.source(function, text) == b"setattr" and len(positional) == 3 and normal(positional[1], text) == variable:
        return "setattr" if _is_this_module(positional[0], literals, text) else None
    return None

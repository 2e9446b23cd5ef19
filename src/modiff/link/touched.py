"""Which names another environment touches: those whose own statements it decides otherwise, and all that rests on them.

What rests on a name is found by looking for it in the text: in imports of it, and in whatever a definition says (bases, decorators, values,
annotations, defaults). That may find too much, which costs time, and not too little. Of function bodies only those count that were read for the main
environment, for what they return, and those that hand on `**kwargs`, for what takes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import cast

import msgspec

from modiff.link import bodies, decorators, visibility
from modiff.link.environment import Environment
from modiff.link.namespace import Namespace
from modiff.link.outside import same_class
from modiff.link.targets import Outside, Target, Unsettled
from modiff.link.typed import typed
from modiff.link.view import View
from modiff.model.facts import Binding, Class, Facts, Function, Guard, Import
from modiff.model.items import Item
from modiff.model.policy import Surface

Name = tuple[str, str]
"""A module and a name in it."""
Names = dict[str, set[str]]
"""Names by module."""
_WORD = re.compile(r"\.?[^\W\d]\w*")
_PASSES_KEYWORDS = re.compile(rb'",4,(?:null|")')
"""A parameter `**kwargs`, in facts as JSON."""
ANY = "*"
"""Stands for names that reading does not see."""
_KEYWORDS = "**"
"""Stands for such a parameter among words."""


def rest_of(view: View) -> Rest:
    """What rests on what in this version: one index for all who ask."""
    return cast("Rest", view.memo.setdefault(("rest", ""), Rest(view)))


class Rest:
    """What rests on what, in one version: indexes that are made once, for all environments."""

    def __init__(self, view: View) -> None:
        self.view = view
        self._asking: list[Namespace] | None = None
        self._importers: dict[str, list[tuple[str, Binding]]] | None = None
        self._stars: list[tuple[str, str]] = []
        self._through: dict[str, list[tuple[str, Binding]]] = {}
        self._served: dict[str, list[Name]] = {}
        self._words: dict[str, dict[str, set[str]]] = {}
        self._texts: dict[str, bytes] = {}
        self._keywords: dict[str, dict[str, set[str]]] = {}
        self._returned: dict[str, list[tuple[int, str]]] | None = None
        self._resting: dict[Name, tuple[Name, ...]] = {}
        self._decided: dict[Environment, tuple[Name, ...]] = {}

    def touched(self, environment: Environment) -> Names:
        """The names by module that may lead elsewhere, or to something that says something else, in this environment."""
        return self.resting_on_any(self.roots(environment))

    def resting_on_any(self, names: Iterable[Name]) -> Names:
        """These names by module, and all that rests on them."""
        found: Names = {}
        work = list(names)
        while work:
            module, name = work.pop()
            known = found.setdefault(module, set())
            if name not in known:
                known.add(name)
                work.extend(self.resting(module, name))
        return found

    def roots(self, environment: Environment) -> tuple[Name, ...]:
        """The names whose own statements this environment decides otherwise."""
        if environment not in self._decided:
            self._decided[environment] = tuple(dict.fromkeys(self._roots(environment)))
        return self._decided[environment]

    def resting(self, module: str, name: str) -> tuple[Name, ...]:
        """The names whose statements mention this one."""
        if (module, name) not in self._resting:
            self._resting[module, name] = tuple(dict.fromkeys(self._resting_on(module, name)))
        return self._resting[module, name]

    # --- where the environment decides otherwise

    def _roots(self, environment: Environment) -> Iterator[Name]:
        here, there = self.view, self.view.elsewhere(environment)
        for space in self._all_asking():
            module = space.module
            if not any(here.environment.settles(test) is not environment.settles(test) for test in space.facts.asked):
                continue
            for name in sorted(set(self._decided_otherwise(space, environment))):
                if is_other(here, there, module, name) or self._has_guarded_parts(space, name, environment):
                    yield module, name
            yield from ((module, name) for name in sorted(_offered_otherwise(here, there, module)))
            if here.hidden_names(module) != there.hidden_names(module) or is_other(here, there, module, "__getattr__"):
                yield module, ANY
                yield from ((module, name) for name in space.names if is_other(here, there, module, name))

    def _all_asking(self) -> list[Namespace]:
        """The modules that ask for anything of the environment."""
        if self._asking is None:
            spaces = (self.view.namespace(module) for module in self.view.modules)
            self._asking = [space for space in spaces if space is not None and space.facts.asked]
        return self._asking

    def _decided_otherwise(self, space: Namespace, environment: Environment) -> Iterator[str]:
        for binding in space.facts.bindings:
            if self._differs(binding.guard, environment):
                if binding.name == "*":
                    source = self.view.star_source(space.module, binding)
                    yield from self.view.names(source.path) if isinstance(source, Item) and source.kind == "module" else ()
                else:
                    yield binding.name
            elif isinstance(binding.definition, Class) and self._members_differ(binding.definition, environment):
                yield binding.name
        for served in space.served:
            if self._differs(served.guard, environment):
                yield from (name for name, _ in served.names)
                yield from served.submodules
        for step in space.facts.exports:
            if self._differs(step.guard, environment):
                yield from step.names

    def _has_guarded_parts(self, space: Namespace, name: str, environment: Environment) -> bool:
        """Are there members of a class or overloads of a function that this environment decides otherwise?"""
        for binding in space.names.get(name, ()):
            made = binding.definition
            if isinstance(made, Class) and self._members_differ(made, environment):
                return True
            if isinstance(made, Function) and decorators.has(made.decorators, "overload") and self._differs(binding.guard, environment):
                return True
        return False

    def _members_differ(self, cls: Class, environment: Environment) -> bool:
        return any(
            self._differs(member.guard, environment)
            or (isinstance(member.definition, Class) and self._members_differ(member.definition, environment))
            for member in cls.members
        )

    def _differs(self, guard: Guard, environment: Environment) -> bool:
        return bool(guard) and any(self.view.environment.settles(test) is not environment.settles(test) for test in guard)

    # --- what rests on a name

    def _resting_on(self, module: str, name: str) -> Iterator[Name]:
        importers = self._imports_by_name()
        for other, binding in importers.get(name, ()) if name != ANY else self._importing():
            if self._imports_from(other, binding, module):
                yield other, binding.name
        yield from self._served.get(name, ())
        yield from ((other, binding.name) for other, binding in self._through.get(name, ()) if self._goes_through(other, binding, f"{module}.{name}"))
        for other, source in self._stars:
            if source == module and other != module and (name == "__all__" or not name.startswith("_") or self.view.offers(module, name)):
                yield other, name
        is_called = self._is_called(module, name)
        for other in self._reaching_by_dots(module):
            words = self._words_of(other) if self._may_mention(other, name) else {}
            yield from ((other, found) for found in words.get(f".{name}", ()))
            if is_called and words.get(_KEYWORDS):
                yield from ((other, found) for found in self._handing_on(other).get(name, ()))
        words = self._words_of(module) if self._may_mention(module, name) else {}
        yield from ((module, found) for found in words.get(name, ()))
        if is_called and words.get(_KEYWORDS):
            yield from ((module, found) for found in self._handing_on(module).get(name, ()))

    def _reaching_by_dots(self, module: str) -> set[str]:
        """Modules that may write `x.y.name` for a name of this one: they import it, or a package that it lies in, or are one: to a package the
        submodules are attributes, whoever imported them."""
        importers = self._imports_by_name()
        leaf, top = module.rpartition(".")[2], module.partition(".")[0]
        found = {other for key in (leaf, top) for other, _ in importers.get(key, ())}
        package = module.rpartition(".")[0]
        while "." in package:
            for other, binding in importers.get(package.rpartition(".")[2], ()):
                target = self.view.target_of(other, binding, None) if other not in found else None
                if isinstance(target, Item) and target.path == package:
                    found.add(other)
            package = package.rpartition(".")[0]
        return (found | set(packages_above(module))) - {module}

    def _importing(self) -> Iterator[tuple[str, Binding]]:
        """All statements that import a name from a module."""
        return ((module, binding) for found in self._imports_by_name().values() for module, binding in found)

    def _is_called(self, module: str, name: str) -> bool:
        found = self.view.resolve(module, name)
        return not isinstance(found, Item) or found.kind in ("class", "function")

    def _imports_from(self, module: str, binding: Binding, source: str) -> bool:
        statement = binding.definition
        if not isinstance(statement, Import) or statement.name is None:
            return False
        found = self.view.imported_module(module, statement.module, statement.level)
        return isinstance(found, Item) and found.path == source

    def _goes_through(self, module: str, binding: Binding, path: str) -> bool:
        """Does it import from what stands at this path, where that may be no module of the release?"""
        statement = binding.definition
        if not isinstance(statement, Import) or path in self.view.modules:
            return False
        return self.view.absolute(module, statement.module, statement.level) == path

    def _imports_by_name(self) -> dict[str, list[tuple[str, Binding]]]:
        """Import statements by the name they ask for; of `import a.b` by both its first part and its last."""
        if self._importers is None:
            self._importers = {}
            for module in self.view.modules:
                facts = self.view.facts(module)
                for binding, statement in _imports_of(self.view, facts) if facts is not None else ():
                    if statement.name is not None:
                        keys = {statement.name}
                        self._through.setdefault(statement.module.rpartition(".")[2], []).append((module, binding))
                    else:
                        keys = {statement.module.rpartition(".")[2], statement.module.partition(".")[0]}
                    for key in keys:
                        self._importers.setdefault(key, []).append((module, binding))
                for served in facts.served if facts is not None else ():
                    for name, source in served.names:
                        if source is not None and "." in source:
                            self._served.setdefault(source.rpartition(".")[2], []).append((module, name))
            for module, binding in self._importers.pop("*", ()):
                found = self.view.star_source(module, binding)
                if isinstance(found, Item) and found.kind == "module":
                    self._stars.append((module, found.path))
        return self._importers

    def _may_mention(self, module: str, name: str) -> bool:
        """Does the word stand in what the module says, or may it hand keywords on to what is called so? To take all words apart is dear."""
        if module in self._words:
            return True
        if module not in self._texts:
            self._texts[module] = "\n".join(text for _, text in self._texts_of(module)).encode()
        return name.encode() in self._texts[module] or _PASSES_KEYWORDS.search(self._texts[module]) is not None

    def _words_of(self, module: str) -> dict[str, set[str]]:
        """Every identifier that is said beside imports, with the names whose definitions say it; attributes also with their dot."""
        if module not in self._words:
            out: dict[str, set[str]] = {}
            for name, text in self._texts_of(module):
                said = set(_WORD.findall(text))
                said.update([word[1:] for word in said if word[0] == "."])
                if _PASSES_KEYWORDS.search(text.encode()):
                    said.add(_KEYWORDS)
                for word in said:
                    out.setdefault(word, set()).add(name)
            self._words[module] = out
        return self._words[module]

    def _returned_in(self, module: str) -> list[tuple[int, str]]:
        """Dotted names that functions of a module return, with the lines of these functions."""
        if self._returned is None:
            self._returned = {}
            for place, line, name in bodies.returned_names(self.view):
                self._returned.setdefault(place, []).append((line, name))
        return self._returned.get(module, [])

    def _handing_on(self, module: str) -> dict[str, set[str]]:
        """The names whose functions hand `**kwargs` on, by the words of what takes them."""
        if module not in self._keywords:
            found: dict[str, set[str]] = {}
            space = self.view.namespace(module)
            for line, callee in bodies.handed_on_to(self.view, module):
                for binding in space.facts.bindings if space is not None else ():
                    if binding.line <= line <= binding.end_line:
                        for word in callee.split("."):
                            found.setdefault(word, set()).add(binding.name)
            self._keywords[module] = found
        return self._keywords[module]

    def _texts_of(self, module: str) -> Iterator[tuple[str, str]]:
        """What is said of each name beside imports, as JSON."""
        space = self.view.namespace(module)
        if space is None:
            return
        for binding in space.facts.bindings:
            if type(binding.definition) is not Import:
                yield binding.name, _as_text((binding.definition, binding.guard))
            elif binding.guard:
                yield binding.name, _as_text(binding.guard)
        for served in space.served:
            yield from ((name, source or name) for name, source in served.names)
        for step in space.facts.exports:
            if step.sources:
                yield "__all__", _as_text(step)
        for name, call in space.facts.class_calls:
            yield name, _as_text(call)
        for name, _, value, _ in space.facts.class_values:
            yield name, _as_text(value)
        yield from space.facts.defaults
        for line, returned in self._returned_in(module):
            yield from ((binding.name, returned) for binding in space.facts.bindings if binding.line <= line <= binding.end_line)


def packages_above(module: str) -> Iterator[str]:
    """The packages that a module lies in, the nearest first."""
    while "." in module:
        module = module.rpartition(".")[0]
        yield module


def _imports_of(view: View, facts: Facts) -> tuple[tuple[Binding, Import], ...]:
    """Import statements of a module, found once for both versions; those in a class body stand under the name of the class."""
    key = "imports", id(facts)
    if key not in view.of_texts:
        view.of_texts[key] = facts, tuple(_imports(facts.bindings))  # held, so that its id stays its own
    return cast("tuple[Facts, tuple[tuple[Binding, Import], ...]]", view.of_texts[key])[1]


def _imports(bindings: Iterable[Binding]) -> Iterator[tuple[Binding, Import]]:
    for binding in bindings:
        made = binding.definition
        if type(made) is Import:
            yield binding, made
        elif type(made) is Class:
            yield from ((msgspec.structs.replace(inner, name=binding.name), statement) for inner, statement in _imports(made.members))


def _as_text(facts: object) -> str:
    """As JSON, in which no escaped white space leans against a word."""
    return msgspec.json.encode(facts).decode().replace("\\n", " ").replace("\\t", " ")


def is_other(here: View, there: View, module: str, name: str) -> bool:
    """Does the name lead elsewhere in one of two views, or is it promised for another reason?"""
    if said(here.resolve(module, name)) != said(there.resolve(module, name)):
        return True
    if is_for_checkers(here, module, name) and said(typed(here).resolve(module, name)) != said(typed(there).resolve(module, name)):
        return True
    reasons = (visibility.why_public(view, module, name, Surface.conventional) for view in (here, there))
    return len(set(reasons)) > 1


def is_for_checkers(view: View, module: str, name: str) -> bool:
    """May type checkers find something else behind the name than who runs the module?"""
    space = view.namespace(module)
    bindings = space.names.get(name, ()) if space is not None else ()
    return any(test.kind == "typing" for binding in bindings for test in binding.guard) or not isinstance(view.resolve(module, name), Item)


def _offered_otherwise(here: View, there: View, module: str) -> set[str]:
    """Names that the module binds or lists in one of these views only; all of them where it has a list, or a whole one, in one of them only."""
    bound = set(here.names(module)), set(there.names(module))
    before, after = here.exports(module), there.exports(module)
    if before == after:
        return bound[0] ^ bound[1]
    listed = [set(exports.names) if exports is not None else set[str]() for exports in (before, after)]
    if before is None or after is None or before.complete is not after.complete:
        return {"__all__"}.union(*bound, *listed)
    return {"__all__"} | (bound[0] ^ bound[1]) | (listed[0] ^ listed[1])


def said(target: Target | None) -> tuple[object, ...] | None:
    """What a name leads to, the same for the same text in two views."""
    if isinstance(target, Item):
        return target.path, target.kind, id(target.definition), target.owner and target.owner.path
    if isinstance(target, Outside):
        home, _, name = same_class(target.path).rpartition(".")
        return ("typing" if home == "typing_extensions" else home), name
    return (target.reason,) if isinstance(target, Unsettled) else None

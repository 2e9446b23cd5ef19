"""One version, linked: a set of memoised questions, not a built world. Each asks the library for the files it needs, no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from modiff.link import exports, hiding, lazy, methods_as_functions, naming, outside, rebinding, switches, told
from modiff.link.asks import Asks
from modiff.link.environment import Environment
from modiff.link.namespace import Namespace, is_deleted, namespace
from modiff.link.targets import Outside, Target, Unsettled
from modiff.model.facts import Assignment, Binding, Facts, Import
from modiff.model.items import Item
from modiff.model.release import ModuleFile, Release


class View:
    """The names of one version and what they lead to, on one interpreter (`environment`)."""

    def __init__(self, release: Release, library: Asks, environment: Environment) -> None:
        self.release = release
        self.library = library
        self.modules = library.modules
        self.environment = environment
        self._read: dict[str, Facts | None] = {}
        self._namespaces: dict[str, Namespace | None] = {}
        self.spaces: dict[tuple[str, int], Namespace] = {}
        """Names by module and facts, for other views too: of this version, and of the other one, which has many modules in common with it."""
        self.plain_items: dict[int, Item] = {}
        """Items that a statement alone makes, by the `id` of its binding, shared as `spaces` are."""
        self.of_texts: dict[tuple[object, ...], object] = {}
        """What texts alone tell, shared as `spaces` are: whatever is asked here hangs neither on the version nor on the environment."""
        self._module_items: dict[str, Item] = {}
        self._resolved: dict[str, dict[str, Target | None]] = {}
        self._under_way: set[tuple[str, str]] = set()
        self._circles: set[tuple[str, str]] = set()
        """Names under way that were asked for again: until they are answered, what is not found may only be not found yet."""
        self._too_early: list[tuple[str, str]] = []
        self._exports: dict[str, exports.Exports | None] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._stars: dict[str, list[tuple[int, str]]] = {}
        self._raising: dict[str, bool] = {}
        self.memo: dict[tuple[str, object], object] = {}
        """For questions that live in other files of this stage: (question, subject) -> answer."""

    def elsewhere(self, environment: Environment) -> View:
        """The same version on another interpreter. What files say is shared, what names lead to is not."""
        other = View(self.release, self.library, environment)
        other._read, other._namespaces, other._module_items = self._read, self._namespaces, self._module_items
        other.share_texts_with(self)
        return other

    def share_texts_with(self, other: View) -> None:
        """Takes over what the other view has found in texts, and goes on sharing it."""
        self.spaces, self.plain_items, self.of_texts = other.spaces, other.plain_items, other.of_texts

    # --- modules

    def ask_for(self, modules: list[str]) -> None:
        """Fetches these modules in one round, so that later questions about them cost no further round."""
        missing = [m for m in modules if m not in self._read and m not in self._namespaces and m in self.modules]
        found = lazy.with_stubs(self, self.library.facts(missing)) if missing else {}
        for module in missing:
            self._read[module] = found.get(module)

    def facts(self, module: str) -> Facts | None:
        """What the module's text says; None where it has none that can be read."""
        space = self._namespaces.get(module)
        if space is not None:
            return space.facts
        if module not in self._read:
            self.ask_for([module])
        return self._read.get(module)

    def _grouped(self, module: str, facts: Facts) -> Namespace:
        """The names that these facts bind in a module, grouped once for all views of the version that read the same text."""
        key = module, id(facts)
        if key not in self.spaces:
            self.spaces[key] = namespace(module, facts)  # which holds the facts, so that their id stays theirs
        return self.spaces[key]

    def namespace(self, module: str) -> Namespace | None:
        """The names that this module's statements bind; None where it has no readable text."""
        try:
            return self._namespaces[module]
        except KeyError:
            facts = self.facts(module)
            if module not in self.modules:
                return None
            space = self._namespaces[module] = self._grouped(module, facts) if facts is not None else None
            return space

    def module(self, name: str) -> Item | None:
        """The module of this dotted name; None: the release has none."""
        if name not in self.modules:
            return None
        if name not in self._module_items:
            file = self.modules[name]
            self._module_items[name] = Item(name, "module", name.rpartition(".")[2], name, file=self.text_of(file), line=1)
        return self._module_items[name]

    def text_of(self, file: ModuleFile) -> str | None:
        """The file that this view reads of a module: its source first, for a type checker its stub; None: there is none."""
        return file.stub or file.source if self.environment.type_checking else file.source or file.stub

    def is_readable(self, module: str) -> bool:
        """Has it text to read? Namespace packages have none and need none."""
        file = self.modules[module]
        return file.source is not None or file.stub is not None or not file.compiled

    def only_raises(self, module: str) -> bool:
        """Does importing this module, or a package around it, end in an exception whatever happens?"""
        known = self._raising.get(module)
        if known is None:
            space = self.namespace(module) if module in self.modules else None
            package = module.rpartition(".")[0]
            known = self._raising[module] = (space is not None and space.facts.raises) or (bool(package) and self.only_raises(package))
        return known

    # --- names

    def resolve(self, module: str, name: str) -> Target | None:
        """What `name` is in the namespace of `module` after import; None: nothing. A submodule counts, whether or not something imported it."""
        known = self._resolved.get(module)
        if known is None:
            known = self._resolved[module] = {}
        elif name in known:
            return known[name]
        key = (module, name)
        if key in self._under_way:  # a cycle of imports: the attribute is not there yet, a submodule may be
            self._circles.add(key)
            return self.module(f"{module}.{name}")
        self._under_way.add(key)
        try:
            target = self._resolve(module, name)
        finally:
            self._under_way.discard(key)
        known[name] = target
        if self._circles:
            self._forget_what_was_too_early(key, target)
        return target

    def _forget_what_was_too_early(self, key: tuple[str, str], target: Target | None) -> None:
        """What is not found while a circle of imports is followed is asked again when it is needed: only where the circle began is it settled."""
        self._circles.discard(key)
        if self._circles:
            if not isinstance(target, Item):
                self._too_early.append(key)
            return
        for module, name in self._too_early:
            self._resolved[module].pop(name, None)
        self._too_early.clear()

    def _resolve(self, module: str, name: str) -> Target | None:
        space = self.namespace(module)
        if space is None:
            return self._in_unread(module, name)
        bindings = space.names.get(name, ())
        if len(bindings) == 1 and not bindings[0].guard:
            found = self.target_of(module, bindings[0], None)  # as nearly all are
        else:
            found = self._first(module, switches.in_force(self, module, bindings)) if bindings else None
        after = bindings[-1].line if bindings and found is not None else 0
        if name in space.deletions and is_deleted(space, name):
            after = space.deletions[name].line
        star = self._through_star(module, space, name, after) if space.stars else None
        if star is not None and (found is None or not isinstance(star, Unsettled)):
            return star
        if found is not None:
            return (told.described(self, module, name) or found) if told.may_say_more(found) else found
        if space.served and lazy.puts_in_front(space, name):
            return self._served(module, space, name)
        served = self.module(f"{module}.{name}") or (self._served(module, space, name) if space.served or "__getattr__" in space.names else None)
        return served or told.mentions(self, module, name)

    def _in_unread(self, module: str, name: str) -> Target | None:
        child = self.module(f"{module}.{name}")
        if child is not None or self.is_readable(module):
            return child
        return Unsettled(f"{module} is a compiled module without a stub", witness="unread", unread=module)

    def _first(self, module: str, candidates: list[Binding]) -> Target | None:
        """The first candidate that leads to an item; else the first that leads anywhere."""
        fallback: Target | None = None
        for binding in candidates:
            target = self.target_of(module, binding, None)
            if isinstance(target, Item):
                return target
            fallback = fallback or target
        return fallback

    def _through_star(self, module: str, space: Namespace, name: str, after: int) -> Target | None:
        """What the last star import that brings the name brings; one that may bring any name speaks only where no other does."""
        fallback: Target | None = None
        for line, source in self._star_modules(module, space):
            if line >= after and self.offers(source, name):
                target = self.resolve(source, name)
                if target is not None and not isinstance(target, Unsettled):
                    return target
                fallback = fallback or target
        for line, path in self._star_of_library(module, space):
            if line >= after and name in outside.star_names(path):
                return Outside(f"{path}.{name}")
        return self._witnessed(module, name, fallback) if isinstance(fallback, Unsettled) and fallback.witness == "unread" else fallback

    def _witnessed(self, module: str, name: str, found: Unsettled) -> Unsettled:
        """A name that a star import may bring from a module without a text: what the module's own list and its stub say of it."""
        listed = self.exports(module)
        if listed is not None and name in listed.names:
            return Unsettled(found.reason)
        if listed is not None and listed.complete:
            return Unsettled(found.reason, witness="nobody")
        return told.mentions(self, module, name) or found

    def _star_of_library(self, module: str, space: Namespace) -> list[tuple[int, str]]:
        """Modules of other distributions that star imports in force take from, the last statement first, each with its line; those that stand in
        where an import fails come after all others."""
        key = ("star_of_library", module)
        if key not in self.memo:
            likely = list(reversed(space.stars))
            likely.sort(key=lambda star: any(t.kind == "except" for t in star.guard))  # imports succeed
            alive = ((s.line, self.star_source(module, s)) for s in likely if not self.environment.excludes(s.guard))
            self.memo[key] = [(line, source.path) for line, source in alive if isinstance(source, Outside)]
        return cast("list[tuple[int, str]]", self.memo[key])

    def _star_modules(self, module: str, space: Namespace) -> list[tuple[int, str]]:
        """Modules of this release that star imports in force take from, the last statement first, each with its line."""
        if not space.stars:
            return []
        if module not in self._stars:
            self._stars[module] = []  # a cycle ends here
            found = ((s.line, self.star_source(module, s)) for s in reversed(space.stars) if not self.environment.excludes(s.guard))
            self._stars[module] = [(line, source.path) for line, source in found if isinstance(source, Item) and source.kind == "module"]
        return self._stars[module]

    def offers(self, module: str, name: str) -> bool:
        """Does `from module import *` bring this name? Where `__all__` is not all read, it may bring what the module defines, or what the modules
        define whose lists it takes over."""
        listed = self.exports(module)
        if listed is None:
            return not name.startswith("_") and not told.is_imported_for_itself(self, module, name)
        return name in listed.names or (not listed.complete and not name.startswith("_") and self.may_list(module, name))

    def may_list(self, module: str, name: str) -> bool:
        """May the name be among those of `__all__` that were not read?"""
        key = ("may_list", (module, name))
        if key not in self.memo:
            self.memo[key] = False  # modules that take over each other's lists
            listed = self.exports(module)
            self.memo[key] = listed is not None and any(
                self._defines(source, name) if source == module else self.offers(source, name) for source in listed.beyond
            )
        return cast(bool, self.memo[key])

    def _defines(self, module: str, name: str) -> bool:
        """Does the module bind it by other than a plain import?"""
        key = ("defines", (module, name))
        if key not in self.memo:
            self.memo[key] = False  # a cycle of star imports ends here
            space = self.namespace(module)
            self.memo[key] = space is not None and (
                any(not isinstance(b.definition, Import) for b in space.names.get(name, ()))
                or any(name == offered for served in space.served if served.how != "global" for offered, _ in served.names)
                or any(self.offers(source, name) and self.resolve(source, name) is not None for _, source in self._star_modules(module, space))
            )
        return cast(bool, self.memo[key])

    def star_source(self, module: str, star: Binding) -> Target | None:
        """The module that a star import takes from."""
        assert isinstance(star.definition, Import)
        return self.imported_module(module, star.definition.module, star.definition.level)

    def _served(self, module: str, space: Namespace, name: str) -> Target | None:
        for served in space.served:
            if name in served.submodules:
                return self.module(f"{module}.{name}")
            for offered, source in served.names:
                if offered == name:
                    target = (self._from_path(module, source) if source else None) or lazy.told_to_checkers(self, module, space, name)
                    return target or Unsettled(f"{name} is served at run time ({served.how})")
            for path in served.through:
                source_module = self.served_through(module, path)
                passed_on = self.attribute(source_module, name) if source_module is not None and source_module != self.module(module) else None
                if passed_on is not None:
                    return passed_on
        return lazy.told_to_checkers(self, module, space, name) if lazy.serves_more(self, space) else None

    def served_through(self, module: str, path: str) -> Target | None:
        """What a module's `__getattr__` asks for the names that it passes on."""
        return self.lookup(module, path) or self._from_path(module, path)

    def _from_path(self, module: str, path: str) -> Target | None:
        """A dotted path as `__getattr__` tables write it, with leading dots if relative; a single name may be one of the module itself."""
        if path.isidentifier() and (space := self.namespace(module)) is not None and path in space.names:
            return self.resolve(module, path)
        bare = path.lstrip(".")
        base = self.absolute(module, "", len(path) - len(bare)) if path.startswith(".") else ""
        return self.at(f"{base}.{bare}" if base else bare) if base is not None else None

    # --- paths

    def at(self, path: str) -> Target | None:
        """What a dotted path leads to, as `import` and attribute access would; None: nothing."""
        module, rest = self._longest_module(path)
        if not module:
            return None if path.partition(".")[0] in self.release.packages else Outside(path)
        target: Target | None = self.module(module)
        for name in rest:
            if target is None:
                return None
            target = self.attribute(target, name)
        return target

    def _longest_module(self, path: str) -> tuple[str, list[str]]:
        parts = path.split(".")
        for cut in range(len(parts), 0, -1):
            if ".".join(parts[:cut]) in self.modules:
                # A package may bind another thing under the name of its submodule (`from .f import f`): what `import a.f` gives differs from `a.f`.
                return ".".join(parts[:cut]), parts[cut:]
        return "", parts

    def attribute(self, target: Target, name: str) -> Target | None:
        """What `target.name` is."""
        if isinstance(target, Outside):
            return Outside(f"{target.path}.{name}")
        if isinstance(target, Unsettled):
            return target
        if target.kind == "module":
            return self.resolve(target.path, name)
        if target.kind == "class":
            from modiff.link import classes

            member = classes.members(self, target).get(name)
            return None if member is None else member.item
        return Unsettled(f"attribute of {target.path}")

    def lookup(self, module: str, dotted: str, owner: Item | None = None) -> Target | None:
        """What an expression like `a.b.C` means in this module (or in the body of the class `owner`); builtins included."""
        first, *rest = dotted.split(".")
        target: Target | None = None
        if owner is not None:
            from modiff.link import classes

            target = classes.own_members(self, owner).get(first) if not classes.is_under_way(self, owner) else None
        if target is None:
            target = self.resolve(module, first)
        if target is None and naming.is_builtin(first):
            target = Outside(f"builtins.{first}")
        for name in rest:
            if target is None:
                return None
            target = self.attribute(target, name)
        return target

    # --- imports

    def absolute(self, module: str, imported: str, level: int) -> str | None:
        """The absolute name that a (relative) import in `module` means; None where it climbs out of the package."""
        if not level:
            return imported
        file = self.modules[module]
        parts = module.split(".")
        climb = level - 1 if file.package else level
        if climb >= len(parts) + (1 if imported else 0) or climb > len(parts):
            return None
        base = parts[: len(parts) - climb]
        return ".".join([*base, imported] if imported else base)

    def imported_module(self, module: str, imported: str, level: int) -> Target | None:
        """The module that an import statement names: of this release, or outside."""
        name = self.absolute(module, imported, level)
        if name is None:
            return None
        own = self.module(name)
        if own is not None:
            return own
        if not level and self._is_implicit_relative(module, name):
            sibling = self.absolute(module, name, 1)
            return self.module(sibling) if sibling else None
        if name.partition(".")[0] in self.release.packages:
            return self.at(name)
        return Outside(name)

    def _is_implicit_relative(self, module: str, name: str) -> bool:
        """Python 2's `import sibling`: only believed where no distribution of that name could be meant, for a version that is that old."""
        return self.environment.python < (3, 0) and self.absolute(module, name, 1) in self.modules

    def target_of(self, module: str, binding: Binding, owner: Item | None) -> Target | None:
        """What one binding binds its name to."""
        definition = binding.definition
        if isinstance(definition, Import):
            return self._imported(module, binding.name, definition)
        if isinstance(definition, Assignment):
            alias = self._alias(module, binding, definition, owner)
            if alias is not None:
                return alias
        return naming.item_of(self, module, binding, owner)

    def _imported(self, module: str, bound: str, statement: Import) -> Target | None:
        if statement.name is None:
            if statement.renamed:
                return self.imported_module(module, statement.module, 0)
            return self.imported_module(module, statement.module.partition(".")[0], 0)
        source = self.imported_module(module, statement.module, statement.level)
        if source is None:
            return None
        if isinstance(source, Item) and source.kind == "module":
            target = self.resolve(source.path, statement.name)
            if target is None and self.hidden_names(source.path):
                return Unsettled(f"{module} imports {statement.name} from {source.path}, where reading does not see it")
            # This very statement says that it is there.
            return Unsettled(target.reason, unread=target.unread) if isinstance(target, Unsettled) else target
        return self.attribute(source, statement.name)

    def _alias(self, module: str, binding: Binding, assignment: Assignment, owner: Item | None) -> Target | None:
        """`g = f`: another name of a class, function or module. Constants get items of their own, so that their values can be compared."""
        value = assignment.value
        if value is not None and value.call is not None and owner is None:
            return rebinding.rebound(self, module, binding, assignment)
        if value is None or value.name is None or value.name != value.text or assignment.augmented or value.name == binding.name:
            return None
        if value.name in ("None", "True", "False", "NotImplemented", "Ellipsis"):
            return None
        target = self.lookup(module, value.name, owner)
        if owner is None and "." in value.name and (isinstance(target, Unsettled) or (isinstance(target, Item) and target.kind == "method")):
            target = methods_as_functions.handed_on(self, module, binding, value.name) or target
        return target if isinstance(target, Item) and target.kind != "attribute" else None

    # --- what a module offers

    def listed(self, module: str) -> exports.Exports | None:
        """What `__all__` promises; None where the module has none, or where nothing of it can be read."""
        found = self.exports(module)
        return found if found is not None and (found.names or found.complete) else None

    def exports(self, module: str) -> exports.Exports | None:
        """What `__all__` says; None where the module has none."""
        if module not in self._exports:
            self._exports[module] = None  # a cycle of `__all__ += other.__all__` ends here
            self._exports[module] = exports.evaluate(self, module)
        return self._exports[module]

    def names(self, module: str) -> tuple[str, ...]:
        """Every name that importing this module binds in it, as far as reading can see: bound, served and star-imported ones; submodules are not
        among them."""
        if module not in self._names:
            self._names[module] = ()
            self._names[module] = tuple(sorted(self._collect(module)))
        return self._names[module]

    def _collect(self, module: str) -> set[str]:
        space = self.namespace(module)
        if space is None:
            return set()
        out = set(space.names)
        for served in space.served:
            if served.how != "global":
                out.update(name for name, _ in served.names)
        stars = [source for _, source in self._star_modules(module, space)]
        if lazy.serves_more(self, space):
            stars += lazy.typing_stars(self, module, space)
        for source in stars:
            listed = self.exports(source)
            out.update(listed.names if listed is not None else ())
            if listed is None:
                out.update(n for n in self.names(source) if self.offers(source, n))
        return {name for name in out | told.names(self, module) if name not in space.deletions or not is_deleted(space, name)}

    def hidden_names(self, module: str) -> Mapping[str, str]:
        """Why this module may have names that reading does not see: kinds of reasons, each with a sentence without a full stop. Empty: it has not."""
        key = ("hidden_names", module)
        if key not in self.memo:
            self.memo[key] = {}  # a cycle of star imports ends here
            self.memo[key] = hiding.reasons(self, module)
        return cast("Mapping[str, str]", self.memo[key])

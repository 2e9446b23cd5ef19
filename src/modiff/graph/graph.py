"""One version as items and the paths that reach them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from modiff.graph.entries import entries
from modiff.graph.unlisted import unlisted
from modiff.link import answering, attached, binaries, bodies, classes, executed, instances, keywords, lazy, outside, replaced, signatures, visibility
from modiff.link.hiding import MADE
from modiff.link.returned import Returned, returned
from modiff.link.targets import Outside, Target, Unsettled
from modiff.link.view import View
from modiff.model.bodies import Refusal
from modiff.model.facts import VAR_KEYWORD, VAR_POSITIONAL, Class, Facts, Function
from modiff.model.findings import ReportedGap
from modiff.model.items import ApiItem, Item, Member, Signature
from modiff.model.policy import Policy, Surface


def _writes(facts: Facts) -> Iterator[tuple[str, int]]:
    """Attributes that a module sets on other things, in its own statements and in functions that it calls."""
    yield from facts.writes
    for served in facts.served:
        if served.how == "global":
            yield from ((name, served.line) for name, _ in served.names if "." in name)


class Graph:
    """The items of one version and their edges, as questions."""

    def __init__(self, view: View) -> None:
        self.view = view
        self.release = view.release
        self._paths: dict[Surface, dict[str, Target]] = {}
        self._reaching: dict[Surface, dict[Item, list[str]]] = {}
        self._prefixes: dict[Surface, dict[str, list[str]]] = {}
        self._writes: dict[tuple[str, str], str] | None = None
        self._given: dict[str, Item] | None = None
        self._undeclared: set[str] = set()
        """Promised paths that only a star import makes: nobody wrote them down, so others are preferred."""

    # --- modules

    def modules(self) -> Iterable[str]:
        """Every module of the release, sorted."""
        return self.view.modules

    def module(self, name: str) -> Item | None:
        """The module of this name; None: there is none."""
        return self.view.module(name)

    def holds(self, module: str) -> bool:
        """Is it a module that is looked at?"""
        return True

    def public_modules(self, surface: Surface) -> list[str]:
        """The modules that the surface promises, sorted."""
        return [m for m in self.view.modules if visibility.module_is_public(self.view, m, surface)]

    def facts(self, module: str) -> Facts | None:
        """What the text of a module says; None where there is no text to read."""
        return self.view.facts(module)

    def read_all(self) -> None:
        """Reads every module in one round, for questions that go all over the version."""
        self.view.ask_for(list(self.view.modules))

    # --- paths

    def public_paths(self, surface: Surface) -> dict[str, Target]:
        """Every promised path of a module or module-level name, and what it reaches. Members of classes are asked of the class."""
        if surface not in self._paths:
            self.read_all()
            self._paths[surface] = dict(self._promised(surface))
        return self._paths[surface]

    def every_public_path(self, surface: Surface) -> dict[str, Target]:
        """The same, also where only a part of the version is looked at."""
        return self.public_paths(surface)

    def prefixes(self, surface: Surface) -> dict[str, list[str]]:
        """The promised paths of each module under which its names are reached: its own, and those under which other modules bind it."""
        if surface not in self._prefixes:
            found: dict[str, list[str]] = {}
            for path, target in self.every_public_path(surface).items():
                if isinstance(target, Item) and target.kind == "module" and (path == target.path or not self._is_promised_itself(target, surface)):
                    found.setdefault(target.path, []).append(path)
            self._prefixes[surface] = found
        return self._prefixes[surface]

    def _promised(self, surface: Surface) -> Iterator[tuple[str, Target]]:
        for module in self.public_modules(surface):
            item = self.view.module(module)
            if item is not None:
                yield module, self._in_front_of(item, surface) or item
                yield from self._promised_under(module, module, surface, frozenset({module}))

    def _in_front_of(self, module: Item, surface: Surface) -> Item | None:
        """What the package promises under the name of its submodule (`from .paint import paint`) and gives whoever asks for the attribute: the
        module itself is found by imports from it alone. None: the module."""
        package, _, name = module.path.rpartition(".")
        found = self.view.resolve(package, name) if package in self.view.modules else None
        if not isinstance(found, Item) or found.kind == "module":
            return None
        return found if visibility.why_public(self.view, package, name, surface) is not None else None

    def _promised_under(self, prefix: str, module: str, surface: Surface, above: frozenset[str]) -> Iterator[tuple[str, Target]]:
        """Names of a module that users reach by `prefix`: its own path, or that of a public module which binds it under a name."""
        for name, why in self.public_names(module, surface).items():
            yield from self._promised_at(f"{prefix}.{name}", module, why, surface, above)

    def _promised_at(self, path: str, module: str, why: str, surface: Surface, above: frozenset[str]) -> Iterator[tuple[str, Target]]:
        """One promised name of a module, the last one of `path`, and what follows from it."""
        target = self.view.resolve(module, path.rpartition(".")[2])
        if isinstance(target, Item) and target.kind == "module":
            # `from ._api.v2 import math`: a private module under a public name. One that has a public path of its own is reached by that.
            if target.path not in above and not self._is_promised_itself(target, surface):
                yield path, target
                yield from self._promised_under(path, target.path, surface, above | {target.path})
            elif path != target.path and why == visibility.LISTED:
                yield path, target  # another name of it, which somebody wrote down; what it holds is told at its own path
        elif target is not None:
            if why == visibility.STAR_IMPORTED:
                self._undeclared.add(path)
            # Most paths are canonical: one text for both, of a hundred thousand.
            yield (target.path if isinstance(target, Item) and target.path == path else path), target

    def _is_promised_itself(self, module: Item, surface: Surface) -> bool:
        """Is it promised by its own path? Then what it holds is told there, whatever else it is called."""
        return visibility.module_is_public(self.view, module.path, surface)

    def public_names(self, module: str, surface: Surface) -> dict[str, str]:
        """The names of a module that the surface promises, given that it promises the module, and why; sorted."""
        return visibility.public_names(self.view, module, surface)

    def is_undeclared(self, path: str) -> bool:
        """Is it a promised path that only a star import makes?"""
        return path in self._undeclared

    def preference(self, path: str) -> tuple[bool, int, int, str]:
        """Sorts paths so that the one users would rather write comes first: one that somebody declared, with few components, short."""
        return path in self._undeclared, path.count("."), len(path), path

    def paths_of(self, item: Item, surface: Surface) -> list[str]:
        """Every promised path that reaches this item, the preferred one first."""
        if surface not in self._reaching:
            reaching: dict[Item, list[str]] = {}
            for path, target in self.public_paths(surface).items():
                if isinstance(target, Item):
                    reaching.setdefault(target, []).append(path)
            for paths in reaching.values():
                paths.sort(key=self.preference)
            self._reaching[surface] = reaching
        found = self._reaching[surface].get(item, [])
        if not found and item.owner is not None:
            return [f"{path}.{item.name}" for path in self.paths_of(item.owner, surface)]
        return found

    def at(self, path: str) -> Target | None:
        """What a dotted path leads to in this version; None: nothing."""
        return self.view.at(path)

    def module_behind(self, path: str) -> Item | None:
        """The module that a path leads to, its own or one that another module binds under a name; None: it leads to no module."""
        found = self.module(path) or self.at(path)
        return found if isinstance(found, Item) and found.kind == "module" else None

    def why_set_elsewhere(self, owners: Iterable[Item], name: str) -> str | None:
        """The statement that sets this attribute of one of these modules or classes from outside its body, in words; None: none was read."""
        found = (self.set_elsewhere().get((owner.path, name)) or self._set_by_decorator(owner, name) for owner in owners)
        return next((reason for reason in found if reason is not None), None)

    def why_any_set_elsewhere(self, owners: Iterable[Item]) -> str | None:
        """The same for attributes whose name is computed: any may be meant."""
        return self.why_set_elsewhere(owners, "*")

    def _set_by_decorator(self, owner: Item, name: str) -> str | None:
        return attached.why_may_be_set(self.view, owner, name) if owner.kind == "class" else None

    def set_elsewhere(self) -> dict[tuple[str, str], str]:
        """The statements that set attributes of modules and classes from outside their bodies, in words, by owner and name."""
        if self._writes is None:
            self._writes = {}
            for module in self.view.modules:
                facts = self.facts(module)
                for written, line in _writes(facts) if facts is not None else ():
                    target, _, attribute = written.rpartition(".")
                    owner = self.view.lookup(module, target)
                    if isinstance(owner, Item):
                        self._writes.setdefault((owner.path, attribute), f"{module} sets {written} (line {line})")
        return self._writes

    def given_elsewhere(self, path: str) -> Item | None:
        """The class or function that a statement of another module puts at this path, `module.Thing = Thing`, under no condition; None: none does."""
        return self._given_there().get(path)

    def given_at(self) -> dict[str, str]:
        """All such paths, and what they are given."""
        return {path: item.path for path, item in self._given_there().items()}

    def _given_there(self) -> dict[str, Item]:
        if self._given is None:
            self._given = {}
            for module in self.view.modules:
                facts = self.facts(module)
                for written, name in facts.given if facts is not None else ():
                    target, _, attribute = written.rpartition(".")
                    owner, given = self.view.lookup(module, target), self.view.lookup(module, name)
                    if isinstance(owner, Item) and owner.kind == "module" and isinstance(given, Item) and given.kind in ("class", "function"):
                        self._given.setdefault(f"{owner.path}.{attribute}", given)
        return self._given

    def may_hide(self, module: str, name: str, kind: str) -> bool:
        """Of the kinds of reasons why a module may have names that reading does not see (`View.hidden_names`): does this one hold for this name?"""
        if kind == "compiled":
            return not binaries.module_lacks(self.view, module, name)
        if kind in (MADE, "getattr") and (known := answering.module_answers(self.view, module, name)) is not None:
            return known
        return kind != MADE or lazy.may_serve(self.view, module, name) is not False

    # --- items

    def members(self, cls: Item) -> dict[str, Member]:
        """Every member the class answers for, own and inherited, by name."""
        return classes.members(self.view, cls)

    def own_members(self, cls: Item) -> dict[str, Item]:
        """What the class itself binds, by name."""
        return classes.own_members(self.view, cls)

    def ancestors(self, cls: Item) -> tuple[Item | Outside | Unsettled, ...]:
        """The order in which bases are asked, the class itself first."""
        return classes.mro(self.view, cls)

    def bases(self, cls: Item) -> tuple[Item | Outside | Unsettled, ...]:
        """The direct bases."""
        return classes.bases(self.view, cls)

    def signature(self, item: Item) -> Signature | None:
        """The calls it takes; None where reading cannot say or nothing is called."""
        return signatures.signature(self.view, item)

    def class_of_object(self, item: Item) -> Item | None:
        """The class of this release of which a module's variable holds an object, `x = C(…)`; None: of none, or reading cannot say."""
        return replaced.class_of_value(self.view, item) if item.owner is None else None

    def object_signature(self, item: Item) -> Signature | None:
        """The calls that a function takes, or an object which a variable holds; None where reading cannot say or nothing is called."""
        return replaced.signature_of_value(self.view, item) if item.kind == "attribute" else self.signature(item)

    def returned_by(self, item: Item, cls: Item | None = None, *, follow: bool = True) -> Returned | None:
        """What a call of a function or method gives, or a property when it is read, as classes; None where nothing is known.

        By its annotation, else by its body where that is plain (PEP 484 has annotations say it; bodies are read as far as literals, displays,
        constructors, `self` and local variables that hold nothing else). `cls`: the class it is asked of, for methods that return `self`; None: the
        one that defines it. `follow`: may bodies of functions be read whose results the body hands on?"""
        return returned(self.view, item, cls, follow=follow)

    def keyword_fate(self, item: Item, keyword: str, cls: Item | None = None, given: frozenset[str] = frozenset()) -> keywords.Fate:
        """What becomes of a keyword that a caller of this function, method or class gives: taken, read, ignored, rejected or unknown.

        `cls`: the class that a method is called on; None: the one that defines it. `given`: what else the caller is known to give by keyword."""
        return keywords.fate(self.view, keywords.callee_of(self.view, item, cls), keyword, given)

    def effective_keywords(self, item: Item, cls: Item | None = None) -> dict[str, keywords.Fate]:
        """The keywords that it takes through `**kwargs`: those it reads there, and those of callables that it hands them on to."""
        return keywords.keywords_of(self.view, keywords.callee_of(self.view, item, cls))

    def takes_no_other_keywords(self, item: Item) -> bool:
        """Do keywords that are neither parameters nor among `effective_keywords` make a call fail, for certain?"""
        return keywords.takes_no_others(self.view, keywords.callee_of(self.view, item))

    def refusals(self, item: Item) -> tuple[Refusal, ...]:
        """The tests of what it is given under which a function or method with `**kwargs` raises TypeError itself."""
        body = bodies.body_alone(self.view, item)
        return body.refusals if body is not None else ()

    def asks_above(self, member: Item) -> bool:
        """Does a method or property ask `super()` for what it is itself? Then a class above has it too."""
        body = bodies.body_alone(self.view, member)
        return body is not None and member.name in body.above

    def gathers(self, function: Item) -> bool:
        """Is the `*args` of a function or method a list of like things to it, which it only loops over, or adds to another?"""
        body = bodies.body_alone(self.view, function)
        return body is not None and body.gathers

    def only_raises(self, item: Item) -> bool:
        """Does it take anything, only to raise? Then no call of it can break. Methods that leave the work to heirs are not meant: of methods only
        those count that raise what Python itself does for things that cannot be done."""
        if not isinstance(item.definition, Function) or not {"generator", "abstract", "overloaded"}.isdisjoint(item.flags):
            return False
        if not any(p.kind in (VAR_POSITIONAL, VAR_KEYWORD) for p in item.definition.parameters):
            return False
        body = bodies.body_alone(self.view, item)
        if body is None or body.returns or not body.raises:
            return False
        return "NotImplementedError" not in body.raises if item.owner is None else set(body.raises) <= {"TypeError", "AttributeError"}

    def read_bodies(self, modules: Iterable[str]) -> None:
        """Reads the bodies of these modules that take `**kwargs` in one round, so that later questions about them cost no further round."""
        bodies.ask_for(self.view, modules)

    def read_these(self, functions: Iterable[Item]) -> None:
        """Reads the bodies of these functions in one round."""
        bodies.read_these(self.view, functions)

    def announced_parameters(self, function: Item) -> dict[str, str]:
        """Parameters, and keys of `**kwargs`, that a function or method says are deprecated, with what it says."""
        body = bodies.body_alone(self.view, function)
        return dict(body.announced) if body is not None else {}

    def why_member_may_answer(self, cls: Item, name: str) -> str | None:
        """Why an instance or the class may answer for a name that was not read; None: it does not."""
        return classes.answers_beyond_reading(self.view, cls, name)

    def is_in_no_binary(self, cls: Item, name: str) -> bool:
        """Is all that may answer for a name that was not read compiled, and does the name stand in none of those files?"""
        return binaries.class_lacks(self.view, cls, name)

    def is_enum(self, cls: Item) -> bool:
        """Are its public attributes the members of an enumeration?"""
        return any(isinstance(a, Outside) and a.path.startswith("enum.") for a in self.ancestors(cls))

    def is_typed_dict(self, cls: Item) -> bool:
        """Does it describe dicts with known keys (PEP 589)?"""
        return any(isinstance(a, Outside) and a.path.endswith(".TypedDict") for a in self.ancestors(cls))

    def may_make_fields(self, cls: Item) -> bool:
        """May something (a decorator, a base or metaclass of another distribution) make fields of what its body annotates?"""
        for ancestor in self.ancestors(cls):
            if isinstance(ancestor, Item):
                if isinstance(ancestor.definition, Class) and (ancestor.definition.decorators or ancestor.definition.keywords):
                    return True
            elif (
                isinstance(ancestor, Unsettled)
                or outside.members_of(ancestor.path) is None
                or ancestor.path.rpartition(".")[2] in ("NamedTuple", "TypedDict", "Protocol")
            ):
                return True
        return False

    def metaclass_answers(self, cls: Item, name: str) -> str | None:
        """Why the class itself (not its instances) may answer for a name: its metaclass has it, or a `__getattr__`. None: it does not."""
        meta = classes.metaclass(self.view, cls)
        found = classes.members(self.view, meta) if meta is not None else {}
        answers = name in found or ("__getattr__" in found and answering.class_answers(self.view, cls, name) is not False)
        return f"its metaclass {meta.path} answers for the class" if meta is not None and answers else None

    def may_answer_by_getattr(self, cls: Item, name: str) -> bool:
        """Has the class a `__getattr__` that is not known to raise for this name?"""
        return "__getattr__" in self.members(cls) and answering.instance_answers(self.view, cls, name) is not False

    def answers_isinstance_itself(self, cls: Item) -> bool:
        """Does a metaclass of this release decide what counts as an instance or a subclass?"""
        meta = classes.metaclass(self.view, cls)
        return meta is not None and not {"__instancecheck__", "__subclasscheck__"}.isdisjoint(classes.members(self.view, meta))

    def forbids_assignment(self, cls: Item) -> bool:
        """May assigning an attribute of an instance fail: is it a named tuple, are its fields frozen, or does it decide itself (`__setattr__`)?"""
        tuples = "namedtuple" in cls.flags or any(isinstance(a, Outside) and a.path.endswith(".NamedTuple") for a in self.ancestors(cls))
        return tuples or instances.is_frozen(self.view, cls) is True or "__setattr__" in self.members(cls)

    def member_is_public(self, name: str, surface: Surface) -> bool:
        """Is a member of a promised class promised by its name?"""
        return surface is Surface.everything or not visibility.is_private_name(name)

    # --- all of it

    def entries(self, policy: Policy) -> Iterator[ApiItem]:
        """Every item on the policy's surface with all that is known of it, sorted by its preferred path. Heirs of an inherited member are not
        repeated."""
        yield from entries(self, policy)

    def gaps(self, side: str) -> Iterator[ReportedGap]:
        """What reading could not settle in this version, in order of modules and lines."""
        for module in self.view.modules:
            file, facts = self.view.modules[module], self.facts(module)
            for gap in executed.gaps(self.view, module) if facts is not None and facts.gaps else ():
                yield ReportedGap(
                    "old" if side == "old" else "new",
                    f"{module}.{gap.scope}" if gap.scope else module,
                    gap.reason,
                    file.source or file.stub,
                    gap.line,
                )
            for reason, line in unlisted(self.view, module) if facts is not None and (facts.served or facts.exports) else ():
                yield ReportedGap("old" if side == "old" else "new", module, reason, file.source or file.stub, line)
        for module, gap in self.release.gaps:
            yield ReportedGap("old" if side == "old" else "new", module, gap.reason, None, gap.line)

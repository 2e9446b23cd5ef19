"""Classes of two versions as one world: the same class has one path, and derives from what its own version says."""

from __future__ import annotations

from modiff.compare.pairing import Pairing
from modiff.compare.types.ancestors import Ancestors
from modiff.compare.types.forms import Named
from modiff.compare.types.hierarchy import OPEN, is_known, structural_method, variance
from modiff.compare.types.inferred import inferred_variance
from modiff.compare.types.variables import declared_variance
from modiff.link import classes, outside
from modiff.link.targets import Outside, Unsettled
from modiff.link.view import View
from modiff.model.facts import Class, Expression
from modiff.model.items import Item

NO_MEMBERS = ("__slots__", "__match_args__", "__class_getitem__", "__parameters__")
"""What protocols may say without asking for it."""
_GONE = "old:"
"""Begins the path of an old class that the new version does not have."""


class Classes:
    """Answers for one pair of versions, in the paths of the new one. `old` and `new` are views for type checkers."""

    reads_only = False

    def __init__(self, old: View, new: View, pairing: Pairing) -> None:
        self.old, self.new = old, new
        self.ancestors: tuple[Ancestors, Ancestors] | None = None
        """What stands above the classes of each version, old and new; None as long as annotations cannot be read."""
        self._variances: dict[str, str | None] = {}
        self._heirs: dict[str, str] = {}
        self._found: dict[str, Item] = {}
        self._before: dict[str, Item] = {}
        for before, after in pairing.pairs:
            if before.kind == after.kind == "class" and (before.path not in self._heirs or before.name == after.name):
                self._heirs[before.path] = after.path

    def path_in_new(self, cls: Item) -> str:
        """The path of an old class in this world: that of the class which took its place, else a word of its own."""
        path = self._heirs.get(cls.path)
        if path is None:
            there = self.new.at(cls.path)
            path = there.path if isinstance(there, Item) and there.kind == "class" else _GONE + cls.path
            self._heirs[cls.path] = path
        self._before.setdefault(path, cls)
        return path

    def note_new(self, cls: Item) -> str:
        """The path of a new class in this world."""
        self._found.setdefault(cls.path, cls)
        return cls.path

    def know(self, ancestors: tuple[Ancestors, Ancestors]) -> None:
        """From now on annotations can be read."""
        self.ancestors = ancestors
        self._variances.clear()

    # --- what relation asks

    def is_class(self, path: str) -> bool:
        """Is it a class of the package?"""
        return path in self._found or path in self._before or path.startswith(_GONE)

    def derives(self, path: str, base: str) -> bool | None:
        """Is the class at `path` one of those at `base`? None: not known."""
        if not self.is_class(base) and not is_known(base):
            return True if self._derives_by_name(path, base) else None
        if self._is_protocol(base) or (path.rpartition(".")[2] == base.rpartition(".")[2] and not self._are_two(path, base)):
            return True if self._derives_by_name(path, base) else False if self._lacks_member(path, base) else None
        if not self.is_class(path):
            return False if is_known(path) and self.is_class(base) else None
        return self._settled(path, base)

    def above(self, one: Named, path: str) -> Named | None:
        """The ancestor of a class at `path`, with what fills its brackets, by the version that knows both. None: not known."""
        for side, known in ((1, self._new_item), (0, self._old_item)):
            cls = known(one.path)
            if cls is not None and self.ancestors is not None:
                return self.ancestors[side].filled(cls, one, path)
        return None

    def variance(self, path: str) -> str | None:
        """One sign for each type parameter of a class, declared or inferred. None: not known, or not the same in both versions."""
        if path not in self._variances:
            sides = [self._variance_of(path, cls, side) for side, cls in enumerate((self._old_item(path), self._new_item(path))) if cls is not None]
            self._variances[path] = sides[0] if sides and sides[0] == sides[-1] else None
        return self._variances[path]

    def variance_in(self, cls: Item, side: int) -> str | None:
        """The same of one version alone: 0 is the old one, 1 the new one."""
        path = (self.path_in_new, self.note_new)[side](cls)
        kept = self._variances.pop(path, None)
        try:
            return self._variance_of(path, cls, side)
        finally:
            self._variances.pop(path, None)
            if kept is not None:
                self._variances[path] = kept

    def _variance_of(self, path: str, cls: Item, side: int) -> str | None:
        declared = declared_variance((self.old, self.new)[side], cls)
        if declared is None or "?" not in declared:
            return declared
        first = self._inferred(path, cls, side, declared.replace("?", "+"))
        if first is None or set(first) <= {"+"}:
            return first
        supposed = "".join(a if a != "?" else "+" if b == "+" else "-" for a, b in zip(declared, first, strict=True))
        second = self._inferred(path, cls, side, supposed)
        return None if second is None else "".join(a if a == b else "=" for a, b in zip(supposed, second, strict=True))

    def _inferred(self, path: str, cls: Item, side: int, supposed: str) -> str | None:
        """What the members tell, where the class stands for what is supposed of it wherever it mentions itself."""
        if self.ancestors is None:
            return None
        self._variances[path] = supposed
        return inferred_variance((self.old, self.new)[side], cls, self.ancestors[side], lambda other: variance(other) or self.variance(other))

    def _are_two(self, path: str, base: str) -> bool:
        """Have both versions both classes? Else one of two that share a name may be the other, moved."""
        known = [view.at(each) for view in (self.old, self.new) for each in (path, base)]
        return all(isinstance(there, Item) and there.kind == "class" for there in known) and all(
            isinstance(there, Item) and there.path == each for there, each in zip(known, (path, base) * 2, strict=True)
        )

    def _settled(self, path: str, base: str) -> bool | None:
        """By the version that knows both classes; where neither does, one may be the other under a new name."""
        for view, known in ((self.new, self._new_item), (self.old, self._old_item)):
            cls, above = known(path), known(base)
            if cls is None or (above is None and self.is_class(base)):
                continue
            return self._in_order(view, cls, base if above is None else above.path)
        return None

    def _in_order(self, view: View, cls: Item, base: str) -> bool | None:
        order = classes.mro(view, cls)
        if any(_same(ancestor, base) for ancestor in order):
            return True
        method = structural_method(base)
        if method is not None and (method == "__hash__" or method in classes.members(view, cls)):
            return None
        if classes.metaclass(view, cls) is not None or _has_unread_decorator(cls):
            return None
        return None if any(self._may_hide(a, base) for a in order) else False

    def _may_hide(self, ancestor: Item | Outside | Unsettled, base: str) -> bool:
        """May this class derive from `base` without reading knowing it? A class of another distribution derives from none of this one."""
        if isinstance(ancestor, Item):
            return False
        if isinstance(ancestor, Unsettled):
            return True
        if self.is_class(base):
            return False
        path = ancestor.path
        if path in ("typing.Generic", "abc.ABC", "typing.Protocol", "typing_extensions.Protocol", "enum.Enum", "enum.Flag"):
            return False
        if outside.is_exception(path) and outside.bases_of(path) is not None:
            return False
        # `class C(Mapping)`: what a known class derives from is asked in its own name.
        return not is_known(path) or self._library_derives(path, base)

    def _library_derives(self, path: str, base: str) -> bool:
        from modiff.compare.types.forms import Named
        from modiff.compare.types.relation import fits

        return fits(Named(path), Named(base), self) is not False

    def _derives_by_name(self, path: str, base: str) -> bool:
        for view, known in ((self.new, self._new_item), (self.old, self._old_item)):
            cls, above = known(path), known(base)
            if cls is not None and any(_same(a, base if above is None else above.path) for a in classes.mro(view, cls)):
                return True
        return False

    def _is_protocol(self, path: str) -> bool:
        """Is it a class that others may be without deriving from it, or a TypedDict?"""
        for view, cls in ((self.new, self._new_item(path)), (self.old, self._old_item(path))):
            if cls is not None and any(
                isinstance(b, Outside) and b.path.endswith((".Protocol", ".TypedDict", "builtins.dict")) for b in classes.mro(view, cls)
            ):
                return True
        return False

    def _lacks_member(self, path: str, base: str) -> bool:
        """Is it sure that a class has not all that a protocol of the package asks for (PEP 544)?"""
        for view, known in ((self.new, self._new_item), (self.old, self._old_item)):
            protocol, cls = known(base), known(path)
            if protocol is None or not any(isinstance(b, Outside) and b.path in outside.PROTOCOLS for b in classes.bases(view, protocol)):
                continue
            asked = [name for name in classes.members(view, protocol) if not hasattr(object, name) and name not in NO_MEMBERS]
            if cls is not None and "__getattr__" not in (own := classes.members(view, cls)):
                return any(name not in own and classes.answers_beyond_reading(view, cls, name) is None for name in asked)
            if is_known(path) and path not in OPEN and path.startswith("builtins."):
                has = outside.members_of(path)
                return has is not None and not has.issuperset(asked)
        return False

    def _new_item(self, path: str) -> Item | None:
        if path not in self._found and not path.startswith(_GONE) and path in self._before:
            there = self.new.at(path)
            if isinstance(there, Item) and there.kind == "class":
                self._found[path] = there
        return self._found.get(path)

    def _old_item(self, path: str) -> Item | None:
        if path not in self._before and path in self._found:
            there = self.old.at(path)
            if isinstance(there, Item) and there.kind == "class" and self.path_in_new(there) == path:
                return there
        return self._before.get(path)


def _same(ancestor: Item | Outside | Unsettled, path: str) -> bool:
    return not isinstance(ancestor, Unsettled) and ancestor.path == path


def _has_unread_decorator(cls: Item) -> bool:
    """A decorator may put another class in its place; the common ones do not."""
    definition = cls.definition
    known = ("dataclass", "final", "total_ordering", "runtime_checkable", "unique", "define", "frozen", "attrs", "attr.s", "s", "deprecated")
    return isinstance(definition, Class) and any(_last(d) not in known for d in definition.decorators)


def _last(decorator: Expression) -> str:
    name = decorator.name or (decorator.call.callee if decorator.call is not None else decorator.text)
    return name.rpartition(".")[2]

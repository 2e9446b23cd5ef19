"""What the files of extension modules tell of a name without being read: where it stands nowhere in them, they hardly have it.

Names of compiled functions, methods and constants stand there as they are, as the interpreter is told them at run time. Those that are put
together only then do not, so that nothing is certain.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from modiff.link import classes, outside
from modiff.link.targets import Outside, Target, Unsettled
from modiff.model.facts import Import
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View


def module_lacks(view: View, module: str, name: str) -> bool:
    """Does the name stand in no file of the extension modules whose names this module may have? False: in one, or reading cannot say."""
    found = behind(view, module)
    return bool(found) and all(view.library.lacks(one, name) for one in sorted(found))


def class_lacks(view: View, cls: Item, name: str) -> bool:
    """The same for a class whose unread bases all come from extension modules. What such a base derives from may lie in another one: none of the
    release may have the name."""
    unread: set[str | None] = set()
    for ancestor in classes.mro(view, cls):
        if isinstance(ancestor, Unsettled):
            unread.add(ancestor.unread)
        elif isinstance(ancestor, Outside) and outside.members_of(ancestor.path) is None:
            unread.add(None)
    if not unread or None in unread:
        return False
    return all(view.library.lacks(module, name) for module in view.modules if not view.is_readable(module))


def behind(view: View, module: str) -> frozenset[str]:
    """The extension modules without a text whose names a module may have: itself, and those that its star imports and its `__getattr__` lead to."""
    key = ("extensions_behind", module)
    if key not in view.memo:
        view.memo[key] = frozenset()  # a cycle of star imports ends here
        view.memo[key] = frozenset(_behind(view, module))
    return cast("frozenset[str]", view.memo[key])


def _behind(view: View, module: str) -> set[str]:
    space = view.namespace(module)
    if space is None:
        return set() if view.is_readable(module) else {module}
    sources: list[Target | None] = [_passed_on(view, module, path) for served in space.served for path in served.through]
    for star in space.stars:
        assert isinstance(star.definition, Import)
        sources.append(view.star_source(module, star))
    return {found for source in sources if isinstance(source, Item) and source.kind == "module" for found in behind(view, source.path)}


def _passed_on(view: View, module: str, path: str) -> Target | None:
    """The module whose names a `__getattr__` hands on, as it writes it: with leading dots if relative."""
    bare = path.lstrip(".")
    if bare != path:
        absolute = view.absolute(module, bare, len(path) - len(bare))
        return view.at(absolute) if absolute is not None else None
    return view.lookup(module, path) or view.at(path)

"""Why a module may have names that reading does not see: what it is made of, and the modules behind its star imports, each say so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modiff.link import lazy, stdlib
from modiff.link.targets import Outside
from modiff.model.items import Item

if TYPE_CHECKING:
    from modiff.link.view import View

MADE = "made getattr"
"""The kind of reason for a `__getattr__` that a call makes or another module defines: `lazy.may_serve` knows more of single names."""


def reasons(view: View, module: str) -> dict[str, str]:
    """Kinds of reasons why this module may have names that reading does not see, each with a sentence without a full stop. Empty: it has not."""
    space = view.namespace(module)
    if space is None:
        return {} if view.is_readable(module) else {"compiled": f"{module} is a compiled module without a stub"}
    out: dict[str, str] = {}
    for gap in space.facts.gaps:
        if gap.hides and not gap.scope:
            out.setdefault("gap", f"{gap.reason} ({module}{f', line {gap.line}' if gap.line else ''})")
    for served in space.served:
        if not served.complete and not view.environment.excludes(served.guard):
            out.setdefault(served.how, f"{module} binds names at run time ({served.how}, line {served.line})")
        for path in served.through:
            source_of = view.served_through(module, path)
            if isinstance(source_of, Item) and source_of.kind == "module":
                for kind, reason in view.hidden_names(source_of.path).items():
                    out.setdefault(kind, reason)
            else:
                out.setdefault(served.how, f"{module} passes on names of {path} (line {served.line})")
    if lazy.getattr_is_made_elsewhere(space):
        out.setdefault(MADE, f"{module} answers for names at run time (its __getattr__ is made elsewhere)")
    for star in space.stars:
        source = None if view.environment.excludes(star.guard) else view.star_source(module, star)
        if isinstance(source, Outside):
            if stdlib.star_names(source.path) is None:
                out.setdefault(f"star {source.path}", f"{module} imports every name of {source.path}")
        elif isinstance(source, Item) and source.module != module:
            listed = view.exports(source.path)
            if listed is not None and listed.complete:
                continue  # it brings these names, whatever else the module may hold
            if listed is not None:
                # Known by its last name, under which both versions have it even where the package around it was renamed.
                out.setdefault(f"star {source.name}", f"{module} imports every name that {source.path} computes for its __all__")
            for kind, reason in view.hidden_names(source.module).items():
                out.setdefault(kind, reason)
    return out

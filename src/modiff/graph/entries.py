"""Every item of a version with all that is known of it, as lists of an API show it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modiff.graph.selection import Selection
from modiff.graph.when import when_of
from modiff.link import visibility
from modiff.link.targets import Outside, Unsettled
from modiff.model.items import ApiItem, Item
from modiff.model.policy import Policy, Surface

if TYPE_CHECKING:
    from modiff.graph.graph import Graph


def entries(graph: Graph, policy: Policy) -> Iterator[ApiItem]:
    """Every item on the policy's surface with all that is known of it, sorted by its preferred path. Heirs of an inherited member are not
    repeated."""
    selection = Selection(policy.only, policy.exclude)
    done: set[Item] = set()
    out: list[ApiItem] = []
    for path, target in graph.public_paths(policy.surface).items():
        if isinstance(target, Item) and target not in done:
            done.add(target)
            paths = graph.paths_of(target, policy.surface)
            if selection.wants(paths):
                out.append(_entry(graph, target, paths, _why(graph, paths[0], policy.surface)))
                if target.kind == "class":
                    out.extend(_member_entries(graph, target, paths, policy))
        elif isinstance(target, Outside | Unsettled) and selection.wants([path]):
            out.append(_foreign(path, target, _why(graph, path, policy.surface)))
    yield from sorted(out, key=lambda e: e.path)


def _why(graph: Graph, path: str, surface: Surface) -> str:
    if path in graph.view.modules:
        return "module"
    parent, _, name = path.rpartition(".")
    module = graph.at(parent)
    found = visibility.why_public(graph.view, module.path, name, surface) if isinstance(module, Item) else None
    return found or "module"


def _member_entries(graph: Graph, cls: Item, paths: list[str], policy: Policy) -> Iterator[ApiItem]:
    for name, member in sorted(graph.members(cls).items()):
        if not graph.member_is_public(name, policy.surface):
            continue
        inherited = member.owner is not cls
        if inherited and graph.paths_of(member.owner, policy.surface):
            continue  # its owner is public and lists it
        own = [f"{path}.{name}" for path in paths]
        yield _entry(graph, member.item, own, "member of a public class", member.owner.path if inherited else None)


def _entry(graph: Graph, item: Item, paths: list[str], why: str, inherited_from: str | None = None) -> ApiItem:
    bases = tuple(b.path if not isinstance(b, Unsettled) else "?" for b in graph.bases(item)) if item.kind == "class" else ()
    return ApiItem(
        path=paths[0],
        also=tuple(sorted(paths[1:])),
        canonical=item.path,
        kind=item.kind,
        public=True,
        why=why,
        when=when_of(item),
        binding=item.binding,
        flags=tuple(sorted(item.flags)),
        signature=graph.signature(item),
        type_parameters=getattr(item.definition, "type_parameters", ()),
        annotation=item.annotation,
        value=item.value,
        bases=bases,
        inherited_from=inherited_from,
        deprecated=item.deprecated,
        file=item.file,
        line=item.line,
    )


def _foreign(path: str, target: Outside | Unsettled, why: str) -> ApiItem:
    canonical = target.path if isinstance(target, Outside) else path
    return ApiItem(
        path=path,
        also=(),
        canonical=canonical,
        kind="attribute",
        public=True,
        why=why,
        when=None,
        binding=None,
        flags=("external",) if isinstance(target, Outside) else (),
        signature=None,
        type_parameters=(),
        annotation=None,
        value=None,
        bases=(),
        inherited_from=None,
        deprecated=None,
        file=None,
        line=None,
    )

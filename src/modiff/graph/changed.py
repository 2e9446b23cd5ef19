"""Which names of changed files say something else, where two versions have the same modules and few of them differ: the rest of such a file has
only moved in it.

A statement that stands in both versions in the same words, under the same conditions, says the same by itself. What it leads to may differ: that is
for who follows the names found here (`Rest`). Whatever else a file says than by binding names (what it lists, serves, sets elsewhere) must be the
same, and the order of its statements, too; otherwise there is no answer.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from modiff.extract.statements import by_binding
from modiff.graph.graph import Graph
from modiff.link.touched import Name
from modiff.model.facts import Binding, Class, Facts
from modiff.model.release import ModuleFile

FEW = 0.1
"""Share of modules that may differ: where more do it is a release, of which nearly everything is looked at anyway."""
_STATEMENTS = ("served", "gaps", "deprecated", "main", "writes", "class_calls", "class_values", "defaults", "raises", "given")
"""What facts hold beside what is bound and listed."""


def changed_names(old: Graph, new: Graph) -> set[Name] | None:
    """The names that differ by their own statements; None: too much differs to say, or something that is no name."""
    files = old.view.modules, new.view.modules
    same = old.release.equal & new.release.equal
    if files[0].keys() != files[1].keys():
        return None
    changed = [module for module in files[0] if module not in same and not _is_one_binary(old, new, module)]
    if len(changed) > FEW * len(files[0]):
        return None
    found: set[Name] = set()
    for module in changed:
        names = _names_in(old, new, module) if all(_is_plain(one[module]) for one in files) else None
        if names is None:
            return None
        found.update((module, name) for name in names)
    return found


def _is_one_binary(old: Graph, new: Graph, module: str) -> bool:
    """Has the module no text, and the same extension module on both sides, if any?"""
    before, after = old.view.modules[module], new.view.modules[module]
    if before != after or before.source is not None or before.stub is not None:
        return False
    contents = [graph.release.tree.files.get(before.binary or "") if graph.release.tree is not None else None for graph in (old, new)]
    return not before.compiled or (contents[0] is not None and contents[1] is not None and contents[0].digest == contents[1].digest is not None)


def _is_plain(file: ModuleFile) -> bool:
    """Is it a source without a stub beside it?"""
    return file.source is not None and file.stub is None


def _names_in(old: Graph, new: Graph, module: str) -> set[str] | None:
    before, after = old.facts(module), new.facts(module)
    if before is None or after is None or any(_unplaced(getattr(before, said)) != _unplaced(getattr(after, said)) for said in _STATEMENTS):
        return None
    was, now = _said(before), _said(after)
    if was is None or now is None:
        return None
    common = was.keys() & now.keys()
    if "*" in was.keys() | now.keys() and was.get("*") != now.get("*"):
        return None
    if _order(before, common) != _order(after, common):
        return None
    listed = _listed_otherwise(old, new, module)
    return {name for name in was.keys() | now.keys() if was.get(name) != now.get(name)} | listed if listed is not None else None


def _listed_otherwise(old: Graph, new: Graph, module: str) -> set[str] | None:
    """Names that one version's `__all__` holds and the other's does not, with its own; None: they are not all known."""
    steps = [_unplaced(facts.exports) for graph in (old, new) if (facts := graph.facts(module)) is not None]
    if steps[0] == steps[1]:
        return set()
    was, now = old.view.exports(module), new.view.exports(module)
    if was is None or now is None or not was.complete or not now.complete:
        return None
    return {"__all__"}.union(set(was.names) ^ set(now.names))


def _said(facts: Facts) -> dict[str, list[object]] | None:
    """By name its statements, in order, without the lines that they stand on; None: no text says them."""
    texts = by_binding(facts.statements)
    if len(texts) != len(facts.bindings):
        return None
    found: dict[str, list[object]] = {}
    for binding, text in zip(facts.bindings, texts, strict=True):
        found.setdefault(binding.name, []).append((_header(binding), binding.guard, binding.nested, text))
    return found


def _header(binding: Binding) -> object:
    """What a statement says beside its own lines: decorators stand above them. Lines of members lie within those of their class."""
    made = binding.definition
    return (Class, made.bases, made.keywords, made.decorators, made.type_parameters, made.deprecated) if isinstance(made, Class) else made


def _order(facts: Facts, names: Iterable[str]) -> list[str]:
    wanted = set(names)
    return [binding.name for binding in facts.bindings if binding.name in wanted]


def _unplaced(said: object) -> object:
    """The same, wherever it stands."""
    if isinstance(said, tuple):
        return tuple(_unplaced(part) for part in said if not isinstance(part, int) or isinstance(part, bool))
    if isinstance(said, msgspec.Struct) and "line" in said.__struct_fields__:
        return msgspec.structs.replace(said, line=0)
    return said

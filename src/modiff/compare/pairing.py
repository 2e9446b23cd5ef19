"""Which promised paths of the old version lead where in the new one: pairs, losses and arrivals, each item once with all its paths."""

from __future__ import annotations

import msgspec

from modiff.compare.marks import do_the_same
from modiff.compare.words import are_one_text
from modiff.graph.graph import Graph
from modiff.link.targets import Outside, Target, Unsettled
from modiff.model.items import Item
from modiff.model.policy import Surface
from modiff.model.release import Tree


class Pairing(msgspec.Struct):
    """What became of every promised path."""

    pairs: dict[tuple[Item, Item], list[str]]
    """Items of both sides that some promised path reaches, with those paths, preferred first. Functions and values of one text are left out."""
    answered: set[Item]
    """All items of the new version that some promised path of the old one reaches."""
    lost: dict[Item | str, list[str]]
    """What promised paths reached that no longer answer, with the lost paths; a path stands for itself where it led outside the release."""
    lost_modules: list[str]
    """Modules that are gone, root-most only. What lies below is implied."""
    came: dict[Item, list[str]]
    """New promised paths that did not answer before, by what they reach; below new modules only the module itself."""
    new_modules: list[str]
    """Modules that were not there before, root-most only."""

    def is_of_places_that_stay(self) -> bool:
        """Is nothing lost, and does every path lead to the place that it led to?"""
        return not self.lost and not self.lost_modules and all(before.path == after.path for before, after in self.pairs)


def pair(old: Graph, new: Graph, surface: Surface) -> Pairing:
    """Pairs two versions by the paths that the surface promises in the old one (and, for arrivals, in the new one)."""
    out = Pairing({}, set(), {}, [], {}, [])
    for graph in (old, new):
        graph.read_all()  # in one round each: every path that is followed one by one would cost a round of its own
    _follow_old(old, new, surface, out)
    _find_arrivals(old, new, surface, out)
    for paths in (*out.pairs.values(), *out.lost.values()):
        paths.sort(key=old.preference)
    for paths in out.came.values():
        paths.sort(key=new.preference)
    return out


def _follow_old(old: Graph, new: Graph, surface: Surface, out: Pairing) -> None:
    gone: set[str] = set()
    implied: dict[Item, list[str]] = {}
    promised = new.public_paths(surface)
    for path, before in old.public_paths(surface).items():
        if path.rpartition(".")[0] in gone:
            if isinstance(before, Item) and before.kind == "module":
                gone.add(path)
            elif isinstance(before, Item):
                implied.setdefault(before, []).append(path)
            continue
        after = promised.get(path) or answer(new, path, is_module=path in old.view.modules)
        if isinstance(after, Unsettled) and _is_import_from_no_module(old, new, path):
            after = None
        if after is None:
            if isinstance(before, Item) and before.kind == "module":
                if _is_directory_now(old, new, path):
                    continue  # what it held is lost by itself
                gone.add(path)
                out.lost_modules.append(path)
            else:
                out.lost.setdefault(before if isinstance(before, Item) else path, []).append(path)
        elif isinstance(before, Item) and isinstance(after, Item):
            out.answered.add(after)
            if not _is_same(old, new, before, after):
                out.pairs.setdefault((before, after), []).append(path)
    for item, paths in implied.items():
        # Lost with its module, which says so; where it is also lost elsewhere, the finding about that names the path that somebody declared.
        if isinstance(paths_elsewhere := out.lost.get(item), list) and all(old.is_undeclared(path) for path in paths_elsewhere):
            paths_elsewhere.extend(paths)


def _is_directory_now(old: Graph, new: Graph, module: str) -> bool:
    """Was it a package, and do other files still lie where its own did? Then importing it gives a namespace package (PEP 420), without names."""
    file, tree = old.release.modules.get(module), new.release.tree
    if file is None or not file.package or file.source is None or tree is None or new.module(module.rpartition(".")[0]) is None:
        return False
    folder = file.source.rpartition("/")[0] + "/"
    return any(path.startswith(folder) for path in tree.files) and _is_as_installed(tree)


def _is_as_installed(tree: Tree) -> bool:
    """Do the files lie as they will be installed, as in a wheel? Of a project's own folder some may be left out."""
    return any(path.partition("/")[0].endswith(".dist-info") for path in tree.files)


def _is_import_from_no_module(old: Graph, new: Graph, path: str) -> bool:
    """Is it a name of an old module whose place something else took, so that `from module import name` fails, whatever attributes that has?"""
    home = path.rpartition(".")[0]
    return home in old.view.modules and new.module_behind(home) is None and isinstance(new.at(home), Item)


def _is_same(old: Graph, new: Graph, before: Item, after: Item) -> bool:
    """Is there nothing to compare? One text on both sides says the same of a value, and of a function whose decorators do the same; what a class
    inherits may lie elsewhere."""
    if before.kind == after.kind == "module":
        return True
    return before.kind == after.kind != "class" and are_one_text(before, after) and do_the_same(old, new, before, after)


def _find_arrivals(old: Graph, new: Graph, surface: Surface, out: Pairing) -> None:
    arrived: set[str] = set()
    promised = old.public_paths(surface)
    for path, after in new.public_paths(surface).items():
        if path.rpartition(".")[0] in arrived:
            if isinstance(after, Item) and after.kind == "module":
                arrived.add(path)
            continue
        if path in promised or answer(old, path, is_module=path in new.view.modules) is not None:
            continue
        if isinstance(after, Item) and after.kind == "module":
            arrived.add(path)
            out.new_modules.append(path)
        elif isinstance(after, Item):
            out.came.setdefault(after, []).append(path)


def answer(graph: Graph, path: str, *, is_module: bool) -> Target | None:
    """What a promised path of the other version leads to in this one; None: nothing answers."""
    if is_module:
        own = graph.module(path)
        if own is not None:
            return own if not graph.view.only_raises(path) else None
    found = _by_attribute(graph, path) or graph.given_elsewhere(path)
    if isinstance(found, Unsettled) and found.witness == "nobody":
        return None  # it may be there all the same: a reason for doubt, which is spelled out for what is lost
    if isinstance(found, Unsettled) and found.witness == "unread" and _is_in_no_binary(graph, path):
        return None
    # `pkg.name` where the whole of `pkg` comes from elsewhere answers, for all that reading knows; a path that merely starts outside does
    # not lead here.
    return None if isinstance(found, Outside) and path.partition(".")[0] not in graph.release.packages else found


def _is_in_no_binary(graph: Graph, path: str) -> bool:
    """Does the name stand in no file of the extension modules that a module of this version may have it from?"""
    module, _, name = path.rpartition(".")
    return module in graph.view.modules and not graph.may_hide(module, name, "compiled")


def _by_attribute(graph: Graph, path: str) -> Target | None:
    module, _, name = path.rpartition(".")
    if module in graph.view.modules:
        return graph.view.resolve(module, name)
    return graph.at(path)

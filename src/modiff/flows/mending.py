"""Mends the client where it is certain how, and proves it: the mended code is read again with the new versions, and must answer there."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec

import msgspec
from packaging.requirements import InvalidRequirement, Requirement

from modiff.errors import ExtraMissing
from modiff.fixes.choosing import remedy
from modiff.fixes.remedies import Mend, Remedy
from modiff.flows.client_code import client_of
from modiff.flows.comparing import Compared, Readings, packages_of
from modiff.graph import Graph
from modiff.link.targets import Outside
from modiff.model.clients import ClientFile
from modiff.model.hits import Hit, Patch
from modiff.model.items import Item
from modiff.model.policy import Surface
from modiff.model.release import Tree
from modiff.uses.events import Events

Result = tuple[tuple[Patch, ...], Mapping[Hit, str]]
NOTEBOOK = "it stands in no Python file, which is left as it is"


def mended(readings: Readings, texts: Sequence[ClientFile], hits: Sequence[Hit], now: Events) -> Result:
    """Patches for the files that can be mended, and the reason for each hit that they leave. `now`: the client read with
    the new versions. Raises ExtraMissing without LibCST."""
    if find_spec("libcst") is None:
        raise ExtraMissing("Mending code needs LibCST, which is not installed.", ['pip install "modiff[fix]"'])
    told = {hit: _chosen(hit, readings.upgrades) for hit in hits}
    by_file = {text.path: text for text in texts}
    wanted: dict[str, dict[Hit, Mend]] = {}
    for hit, chosen in told.items():
        if not isinstance(chosen, str) and not by_file[hit.file].lines:
            wanted.setdefault(hit.file, {})[hit] = Mend(hit.line, hit.column, hit.end_line, hit.end_column, chosen)
    patches = {file: patch for file, mends in wanted.items() if (patch := _patch(by_file[file], mends)) is not None}
    patches, left = _proved(readings, texts, _failing(now), patches)
    return tuple(patches[file] for file in sorted(patches)), _reasons(told, left, by_file)


def _chosen(hit: Hit, upgrades: Sequence[Compared]) -> Remedy | str:
    one = next((each for each in upgrades if each.name == hit.dependency), None)
    if one is None or hit.through is not None:
        return "it is not your code"
    finding = next((each for each in one.report.findings if each.fingerprint == hit.finding), None) if hit.finding is not None else None
    return remedy(hit, finding, _Sources(one))


def _patch(text: ClientFile, mends: Mapping[Hit, Mend]) -> Patch | None:
    from modiff.fixes.editing import edited, in_words

    done = edited(text.text, list(mends.values()))
    return Patch(text.path, text.text, done.text, in_words(done.done)) if done.done else None


def _proved(
    readings: Readings, texts: Sequence[ClientFile], before: Counter[tuple[str, str, str]], patches: dict[str, Patch]
) -> tuple[dict[str, Patch], Counter[tuple[str, str, str]]]:
    """The patches after which nothing fails that did not fail before, and fewer things in each file; with what then still fails."""
    while True:
        now = _failing(_read_again(readings, texts, patches))
        worse = {file for file, _, _ in now - before}
        useless = {file for file in patches if _count(now, file) >= _count(before, file)}
        bad = (worse & patches.keys()) | useless
        if worse - patches.keys():
            bad = set(patches)
        if not bad:
            return patches, now
        patches = {file: patch for file, patch in patches.items() if file not in bad}


def _read_again(readings: Readings, texts: Sequence[ClientFile], patches: Mapping[str, Patch]) -> Events:
    mended_texts = [msgspec.structs.replace(text, text=patches[text.path].after) if text.path in patches else text for text in texts]
    client, _ = client_of(mended_texts, packages_of(readings.upgrades))
    return readings.with_graphs(readings.new_graphs, client)


def _failing(events: Events) -> Counter[tuple[str, str, str]]:
    """What does not answer: (file, kind of use, message). Lines play no part, as imports may have come before them."""
    return Counter((place.file, place.kind, answer.message) for place, answer in events.answers.items() if not answer.fine)


def _count(failing: Counter[tuple[str, str, str]], file: str) -> int:
    return sum(number for (where, _, _), number in failing.items() if where == file)


def _reasons(told: Mapping[Hit, Remedy | str], left: Counter[tuple[str, str, str]], files: Mapping[str, ClientFile]) -> dict[Hit, str]:
    """Why hits are left: each that still fails."""
    reasons: dict[Hit, str] = {}
    for hit, chosen in told.items():
        still = any(file == hit.file and hit.message.startswith(message) for file, _, message in left)
        if not still and not (isinstance(chosen, str) and hit.message not in {message for _, _, message in left} and _otherwise(hit)):
            continue
        notebook = NOTEBOOK if files[hit.file].lines else None
        reasons[hit] = notebook or (chosen if isinstance(chosen, str) else "what would mend it does not prove right when it is read again")
    return reasons


def _otherwise(hit: Hit) -> bool:
    """Is it a call that binds, but otherwise? Of such nothing fails."""
    return " takes argument " in hit.message


class _Sources:
    """Definitions in the files of both versions: see `modiff.fixes.choosing.Sources`."""

    def __init__(self, one: Compared) -> None:
        self.one = one

    def old_definition(self, path: str) -> str | None:
        return _definition(self.one, path, new=False)

    def new_definition(self, path: str) -> str | None:
        return _definition(self.one, path, new=True)

    def meant_in_old(self, path: str, written: str) -> str | None:
        graph = self.one.old
        item = _item(self.one, path, new=False)
        if item is None:
            return None
        first, _, rest = written.partition(".")
        if item.owner is not None and first in ("self", "cls") and rest and "." not in rest:
            return f"{path.rpartition('.')[0]}.{rest}"
        target = graph.view.lookup(item.module, written)
        return target.path if isinstance(target, Item | Outside) else None

    def public_in_new(self, path: str) -> str | None:
        graph = self.one.new
        if path.partition(".")[0] not in self.one.packages:
            return path if self._is_there(path.partition(".")[0]) else None
        target = graph.at(path)
        if isinstance(target, Outside):
            return path
        if not isinstance(target, Item):
            return None
        if target.owner is not None or target.kind == "module":
            return path
        return next(iter(graph.paths_of(target, Surface.conventional)), None)

    def namesake(self, old: str, new: str) -> str | None:
        graph = self.one.new
        before, now = old.rpartition(".")[0], new.rpartition(".")[0]
        for name in graph.public_names(now, Surface.conventional) if before != now and graph.module(now) is not None else ():
            if _differ(graph, before, now, name) and not _differ(self.one.old, before, now, name):
                return name
        return None

    def _is_there(self, top: str) -> bool:
        """Is a package of another distribution sure to be there: the standard library, or what the new version requires?"""
        return top in sys.stdlib_module_names or top in _required(self.one.new.release.metadata.requires_dist)


def _differ(graph: Graph, one: str, other: str, name: str) -> bool:
    """Are there two classes or functions of this name in the two places?"""
    found = graph.at(f"{one}.{name}"), graph.at(f"{other}.{name}")
    return found[0] != found[1] and all(isinstance(each, Item) and each.kind in ("class", "function") for each in found)


def _required(requirements: Iterable[str]) -> set[str]:
    """Likely import names of what is required in every environment."""
    found: set[str] = set()
    for text in requirements:
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if requirement.marker is None:
            found.add(requirement.name.lower().replace("-", "_"))
    return found


def _item(one: Compared, path: str, *, new: bool) -> Item | None:
    target = (one.new if new else one.old).at(path)
    return target if isinstance(target, Item) else None


def _definition(one: Compared, path: str, *, new: bool) -> str | None:
    """The lines of the definition that a path leads to."""
    item = _item(one, path, new=new)
    tree = (one.new if new else one.old).release.tree
    if item is None or item.file is None or item.line is None or tree is None or item.file not in tree.files:
        return None
    if item.file.endswith(".pyi"):
        return _beside(tree, item.file, item.name)
    if item.kind == "attribute":
        return f"{item.name} = {item.value}" if item.value is not None else None
    text = tree.read([item.file])[item.file].decode("utf-8", "replace")
    return cut_out(text, item.name, item.line)


def _beside(tree: Tree, stub: str, name: str) -> str | None:
    """A compiled module's definition, as the one module beside it has it that does without compiling."""
    folder = stub.rpartition("/")[0]
    beside = [file for file in tree.files if file.rpartition("/")[0] == folder and file.endswith(".py")]
    found = [cut for text in tree.read(beside).values() if (cut := cut_out(text.decode("utf-8", "replace"), name)) is not None]
    return found[0] if len(found) == 1 else None


def cut_out(text: str, name: str, line: int | None = None) -> str | None:
    """The definition called `name` whose first line, or one of its decorators', this is; None for the line: at the top level."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError):
        return None
    for node in ast.walk(tree) if line is not None else tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name == name:
            first = min([node.lineno, *(mark.lineno for mark in node.decorator_list)])
            if line is None or first <= line <= node.lineno:
                return "\n".join(text.splitlines()[first - 1 : node.end_lineno])
    return None

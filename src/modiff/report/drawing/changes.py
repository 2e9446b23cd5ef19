"""What changed between two versions, as pictures: packages, modules and classes as a tree, with a sign and a colour on what is new, gone or changed.

Nothing is drawn that the report does not tell: signs come from its findings. Where nothing changed, modules and classes stand together in one pale
box; where much did, packages are collapsed as everywhere, and so are many classes of one module that fared alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from modiff.model.findings import Action, Certainty, Finding, Report
from modiff.model.items import ApiItem
from modiff.report import words
from modiff.report.drawing.picture import Arrow, Box, Details, Picture, Sign
from modiff.report.drawing.tree import READABLE_ROWS, Tree, collapsed
from modiff.report.selection import is_addition

_SIGNS: tuple[Sign, ...] = ("+", "-", "~")
_SHOWN = {"+": "+", "-": "−", "~": "~"}
_FATES: dict[Sign, str] = {"+": "new", "-": "gone", "~": "changed", "": "unchanged"}
IN_IT = "modules and classes in it that changed:"
"""Heading of those details that are no findings."""
LISTED = 400
"""Names in a list of them, at most."""
MANY = 16
"""Classes of one module that fared alike; more of them are a box of their own."""
_PLURALS = {"module": "modules", "class": "classes"}


def pictures(report: Report, most: int = READABLE_ROWS, *, inside: bool = False) -> list[Picture]:
    """The picture of the whole. `inside`: then one of each collapsed box, and so on. Without `report.items` nothing is said of what is unchanged."""
    changes = _Changes(report)
    found: list[Picture] = []
    todo = [""]
    while todo:
        picture = changes.picture(todo.pop(0), most, inside)
        found.append(picture)
        if inside:
            todo += [box.id for box in picture.boxes if box.opens]
    return found


class _Changes:
    """Modules and classes with what is told of them."""

    def __init__(self, report: Report) -> None:
        self.title = words.title(report)
        old, new = (report.items.get(side, ()) for side in ("old", "new"))
        self.paths = _paths(old), _paths(new)
        self.kinds = {item.path: item.kind for item in (*old, *new) if item.kind in _PLURALS}
        """Of every module and class of either side, by its public path."""
        self.signs: dict[str, Sign] = {}
        self.counts: dict[str, Counter[Sign]] = defaultdict(Counter)
        """What changed directly in each, beside modules and classes that stand in it."""
        self.told: dict[str, list[Finding]] = defaultdict(list)
        self.left_out: Counter[str] = Counter()
        for finding in _all(report):
            self._take(finding)
        names = {above for name in self.told for above in Tree(()).above(name)}
        self.tree_names = _bundled(names, self.kinds, self.signs)
        """Where each stands in the tree: under its own name, or in a bundle."""
        self.path_at = {there: name for name, there in self.tree_names.items()}
        self.tree = Tree(self.tree_names.values())
        self.unchanged = self._unchanged()

    def _take(self, finding: Finding) -> None:
        reason = _left_out(finding)
        if reason is not None:
            self.left_out[reason] += 1
            return
        sign = self._sign(finding)
        whole = finding.part is None and (finding.path in self.kinds or finding.rule.startswith(("module-", "class-")))
        place = finding.path if whole else self._place(finding.path)
        self.told[place].append(finding)
        if whole and (sign != "~" or place not in self.signs):
            self.signs[place] = sign
        if not whole:
            self.counts[place][sign] += 1
            self.signs.setdefault(place, "~")

    def _place(self, path: str) -> str:
        """The class or module in which it is."""
        while (path := path.rpartition(".")[0] or path) not in self.kinds and "." in path:
            pass
        return path

    def _sign(self, finding: Finding) -> Sign:
        before, after = self.paths
        if finding.part is None and (before or after):
            if finding.path in after and finding.path not in before:
                return "+"
            if finding.path in before and finding.path not in after:
                return "-"
        if finding.part is None and is_addition(finding):
            return "+"
        return "-" if finding.part is None and finding.new is None and finding.old is not None else "~"

    def _unchanged(self) -> dict[str, Counter[str]]:
        """Modules and classes that nothing is told of, by the nearest above them that something is, or that lies above such a one."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for path, kind in self.kinds.items():
            if path not in self.tree_names:
                above = next((name for name in self.tree.above(path) if name in self.tree_names), "")
                found[above][kind] += 1
        return found

    def picture(self, root: str, most: int, inside: bool) -> Picture:
        box_of = collapsed(self.tree, root, most) if self.tree.names else {}
        held: dict[str, list[str]] = defaultdict(list)
        for name, box in box_of.items():
            held[box].append(self.path_at[name])
        above = {box: self._above(box, held) for box in held}
        boxes = [self._box(name, held[name], above[name], inside and name != root) for name in sorted(held)]
        ids = {name: box.id for name, box in zip(sorted(held), boxes, strict=True)}
        arrows = [Arrow(ids[source], ids[name], headless=True) for name, source in sorted(above.items()) if source]
        for name in sorted(held):
            rest = self._rest(name, len(held[name]) > 1, name in above.values())
            if rest is not None:
                boxes.append(rest)
                arrows.append(Arrow(name, rest.id, headless=True))
        if not boxes and not root:
            boxes = [Box(name, name, "module", tooltip=name) for name in sorted(name for name in self.kinds if "." not in name)]
        return Picture(
            id=root,
            title=f"{self.title}: what changed" + (f" in {root}" if root else ""),
            boxes=tuple(boxes),
            arrows=tuple(arrows),
            remarks=tuple(self._remarks(boxes, root)),
            tree=True,
            legend=_legend(boxes),
        )

    def _above(self, name: str, held: Mapping[str, list[str]]) -> str:
        return next((each for each in self.tree.above(name)[1:] if each in held), "")

    def _box(self, name: str, names: list[str], above: str, opens: bool) -> Box:
        path = self.path_at.get(name, name)
        label = path.removeprefix(f"{above}.") if above else name.rpartition(".")[2] if _in_bundle(name) else path
        counts: Counter[Sign] = Counter()
        for each in names:
            counts.update(self.counts[each])
        if names == [self.path_at.get(name)]:
            name = names[0]
            kind, sign = self.kinds.get(name, "module"), self.signs.get(name, "")
            return Box(name, label, kind, _counted(counts), sign=sign, tooltip=f"{kind} {name}", details=self._details(name))
        counts.update(self.signs[each] for each in names if self.signs.get(each, "~") != "~")
        signs = {self.signs.get(each, "") for each in names}
        sign = signs.pop() if len(signs) == 1 else "~"
        note = f"{_counted(counts)} in {sum(each in self.told for each in names)}".strip()
        if name.rpartition(".")[2].startswith(_BUNDLE):
            label, note = f"{len(names)} classes {_FATES[sign]}", _counted(Counter({"~": counts["~"]}))
        members: Details = (("modules and classes", tuple(names)),)
        return Box(name, label, "package", note, sign=sign, holds=len(names), opens=opens, tooltip=f"{name}: {note}", details=members)

    def _rest(self, name: str, is_collapsed: bool, has_parts: bool) -> Box | None:
        unchanged = self.unchanged.get(name)
        if is_collapsed or not has_parts or not unchanged:
            return None
        said = ", ".join(f"{count} {kind if count == 1 else _PLURALS[kind]}" for kind, count in sorted(unchanged.items(), reverse=True))
        return Box(f"{name} (unchanged)", f"{said} unchanged", "rest", tooltip=f"in {name}: {said} unchanged")

    def _details(self, name: str) -> Details:
        groups: dict[str, list[str]] = {"breaking": [], "changed": [], "new": []}
        for finding in self.told[name]:
            group = "new" if is_addition(finding) else "breaking" if finding.severity.name == "major" else "changed"
            groups[group].append(finding.message.replace("`", ""))
        groups[IN_IT] = sorted(each for each in self.told if each.startswith(f"{name}."))[:LISTED]
        return tuple((f"{group} {len(lines)}", tuple(lines)) for group, lines in groups.items() if lines)

    def _remarks(self, boxes: Iterable[Box], root: str) -> Iterable[str]:
        known = list(boxes)
        closed = [box for box in known if box.holds]
        if closed:
            yield f"{len(closed)} boxes are collapsed: they hold {sum(box.holds for box in closed)} modules and classes."
        if not root:
            if not self.told:
                yield "Nothing changed that could be drawn."
            alone = self.unchanged.get("")
            if alone and self.told:
                yield f"Not drawn: {sum(alone.values())} unchanged modules and classes of packages in which nothing changed."
            yield from (f"Not drawn ({reason}): {count} finding{'' if count == 1 else 's'}." for reason, count in sorted(self.left_out.items()))


_BUNDLE = "\N{BLACK SMALL SQUARE}"


def _in_bundle(name: str) -> bool:
    return name.rpartition(".")[0].rpartition(".")[2].startswith(_BUNDLE)


def _bundled(names: set[str], kinds: Mapping[str, str], signs: Mapping[str, Sign]) -> dict[str, str]:
    """A place in the tree for each name. Classes that hold nothing else of these, and fared alike, are put one deeper where there are many."""
    holding = {name.rpartition(".")[0] for name in names}
    alike: dict[tuple[str, Sign], list[str]] = defaultdict(list)
    for name in sorted(names - holding):
        if kinds.get(name) == "class":
            alike[name.rpartition(".")[0], signs.get(name, "")].append(name)
    found = {name: name for name in names}
    for (above, sign), members in alike.items():
        if len(members) > MANY:
            found.update((name, f"{above}.{_BUNDLE} {_FATES[sign]}.{name.rpartition('.')[2]}") for name in members)
    return found


def _left_out(finding: Finding) -> str | None:
    if finding.about == "distribution":
        return "about the distribution itself"
    if finding.action is Action.allow:
        return "allowed by the policy"
    if finding.certainty is Certainty.possible:
        return "only possible"
    return None


def _paths(items: Iterable[ApiItem]) -> frozenset[str]:
    return frozenset(path for item in items for path in (item.path, *item.also))


def _all(report: Report) -> list[Finding]:
    if report.groups is None:
        return list(report.findings)
    return list(dict.fromkeys(finding for group in report.groups for finding in group.findings))


def _counted(counts: Counter[Sign]) -> str:
    return " ".join(f"{_SHOWN[sign]}{counts[sign]}" for sign in _SIGNS if counts[sign])


def _legend(boxes: Iterable[Box]) -> tuple[tuple[str, str], ...]:
    known = list(boxes)
    said = [
        ("added", "new", any(box.sign == "+" for box in known)),
        ("removed", "gone", any(box.sign == "-" for box in known)),
        ("changed", "changed; +1 −2 ~3 counts what is new, gone and changed in it", any(box.sign == "~" for box in known)),
        ("package", "collapsed", any(box.holds for box in known)),
        ("rest", "unchanged", any(box.kind == "rest" for box in known)),
    ]
    return tuple((sign, text) for sign, text, there in said if there)

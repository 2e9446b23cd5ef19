"""From all that a picture is about to one that can be read: boxes for packages, fewer arrows, and a sentence for whatever is left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from modiff.model.circles import circles, components
from modiff.report.drawing.picture import Arrow, Box, Details, Link, Picture, Subject, Thing
from modiff.report.drawing.tree import READABLE, Tree, collapsed

DENSE = 1.5
"""Arrows for each box beyond which those that say the least are left out."""
TANGLED = 2.0
"""Arrows for each box beyond which more is collapsed."""
LISTED = 400
"""Lines of a list beside the picture; what is longer says how much more there is."""


def pictures(subject: Subject, most: int = READABLE, *, inside: bool = False) -> list[Picture]:
    """The picture of the whole. `inside`: then one of each collapsed box, and so on."""
    tree = Tree((thing.id for thing in subject.things), subject.last)
    found: list[Picture] = []
    todo = [""]
    while todo:
        root = todo.pop(0)
        picture = _picture(subject, tree, root, most, inside)
        found.append(picture)
        if inside:
            todo += [box.id for box in picture.boxes if box.opens]
    return found


def _picture(subject: Subject, tree: Tree, root: str, most: int, inside: bool) -> Picture:
    box_of, drawn, remarks = _readable(subject, tree, root, most)
    told = _details(subject) if inside else {}
    held: dict[str, list[Thing]] = defaultdict(list)
    for thing in subject.things:
        if thing.id in box_of:
            held[box_of[thing.id]].append(thing)
    prefix = _shared_prefix(subject, root)
    joined = _joined(subject, box_of) if inside else {}
    boxes = tuple(_box(name, held[name], tree, prefix, subject, told, joined.get(name, ()), inside and name != root) for name in sorted(held))
    return Picture(
        id=root,
        title=subject.title if not root else f"{subject.title}: {root}",
        boxes=boxes,
        arrows=drawn,
        remarks=(*_of_boxes(boxes, subject), *remarks, *_of_edges(subject, box_of, root), *(subject.remarks if not root else ())),
        legend=_legend(boxes, drawn),
    )


def _readable(subject: Subject, tree: Tree, root: str, most: int) -> tuple[dict[str, str], tuple[Arrow, ...], tuple[str, ...]]:
    """The box of each thing, and the arrows between boxes. Where there are too many arrows to follow, more is collapsed."""
    for fewer in (most, most * 2 // 3, most // 2, most // 3):
        box_of = collapsed(tree, root, fewer, subject.last)
        links = [link for link in subject.links if link.source in box_of and link.target in box_of]
        boxes = len(set(box_of.values()))
        drawn, remarks = _arrows(subject, links, box_of, boxes)
        if len(drawn) <= TANGLED * boxes or not any(tree.is_closed(box) for box in set(box_of.values())):
            break
    kept = _thickest(drawn, int(DENSE * boxes)) if len(drawn) > TANGLED * boxes else drawn
    if len(kept) < len(drawn):
        thin = sum(arrow.count for arrow in drawn) - sum(arrow.count for arrow in kept)
        remarks = (*remarks, f"Not drawn: {_arrows_said(len(drawn) - len(kept))} beside thicker ones of the same box; they stand for {thin} links.")
    return box_of, kept, remarks


def _thickest(arrows: tuple[Arrow, ...], most: int) -> tuple[Arrow, ...]:
    """Of too many arrows about so many: of each box the one out of it that stands for the most, and the one into it, so that nothing seems to be
    alone; then the second of each out of it, and so on."""
    ranked = sorted(arrows, key=lambda arrow: (-arrow.count, arrow.source, arrow.target))
    out: dict[str, list[Arrow]] = defaultdict(list)
    into: dict[str, Arrow] = {}
    for arrow in ranked:
        out[arrow.source].append(arrow)
        into.setdefault(arrow.target, arrow)
    kept = {id(arrow) for arrow in (*into.values(), *(those[0] for those in out.values()))}
    rounds = (those[rank] for rank in range(1, len(arrows)) for those in out.values() if len(those) > rank)
    for arrow in rounds:
        if len(kept) >= most:
            break
        kept.add(id(arrow))
    return tuple(arrow for arrow in arrows if id(arrow) in kept)


def _shared_prefix(subject: Subject, root: str) -> str:
    """What labels leave out: the package that all lie below, but those of others."""
    if root:
        return f"{root}."
    tops = {thing.id.partition(".")[0] for thing in subject.things} - set(subject.last)
    return f"{tops.pop()}." if len(tops) == 1 else ""


def _joined(subject: Subject, box_of: Mapping[str, str]) -> dict[str, Details]:
    """What each box leads to and what leads to it, drawn or not, with the number of links: the most first."""
    ends = [(box_of[link.source], box_of[link.target]) for link in subject.links if link.source in box_of and link.target in box_of]
    between = Counter((source, target) for source, target in ends if source != target)
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: {subject.verb: [], subject.passive: []})
    for (source, target), count in sorted(between.items(), key=lambda each: (-each[1], each[0])):
        found[source][subject.verb].append(f"{target} ({count})")
        found[target][subject.passive].append(f"{source} ({count})")
    return {name: tuple((f"{verb} {len(lines)}", tuple(lines)) for verb, lines in rows.items() if lines) for name, rows in found.items()}


def _box(name: str, held: list[Thing], tree: Tree, prefix: str, subject: Subject, told: Mapping[str, Details], joined: Details, opens: bool) -> Box:
    label = name.removeprefix(prefix) or name
    if len(held) == 1 and held[0].id == name:
        thing = held[0]
        return Box(name, label, thing.kind, public=thing.public, tooltip=thing.tooltip or name, details=told.get(name, ()))
    count = f"{len(held)} {subject.unit[len(held) != 1]}"
    members: Details = (*joined, (f"holds {count}", _listed(thing.id for thing in held))) if told else ()
    public = any(thing.public for thing in held)
    return Box(name, label, "package", count, public, holds=len(held), opens=opens, tooltip=f"{name}: {count}", details=members)


def _arrows(subject: Subject, links: Iterable[Link], box_of: Mapping[str, str], boxes: int) -> tuple[tuple[Arrow, ...], tuple[str, ...]]:
    remarks = []
    kept = [link for link in links if box_of[link.source] != box_of[link.target]]
    drawn = {(box_of[link.source], box_of[link.target]) for link in kept}
    if subject.implied and len(drawn) > DENSE * boxes:
        up = {(a, b) for a, b in drawn if a.startswith(f"{b}.")}
        if up:
            kept = [link for link in kept if (box_of[link.source], box_of[link.target]) not in up]
            remarks.append(f"Not drawn: {_arrows_said(len(up))} from something to the package it lies in.")
            drawn -= up
    in_circle = {module: number for number, circle in enumerate(circles((k.source, k.target) for k in kept)) for module in circle}
    if subject.implied and len(drawn) > DENSE * boxes:
        fewer = _without_implied(drawn)
        if len(fewer) < len(drawn):
            remarks.append(f"Not drawn: {_arrows_said(len(drawn) - len(fewer))} that others imply (a → c, where a → b → c is drawn).")
            drawn = fewer
    by_arrow: dict[tuple[str, str], list[Link]] = defaultdict(list)
    for link in kept:
        pair = (box_of[link.source], box_of[link.target])
        if pair in drawn:
            by_arrow[pair].append(link)
    found = []
    for (source, target), those in sorted(by_arrow.items()):
        circle = subject.circles and any(k.source in in_circle and in_circle[k.source] == in_circle.get(k.target) for k in those)
        names = ", ".join(sorted({k.label for k in those if k.label})[:12])
        said = f"{source} {subject.verb} {target}" + (f" ({len(those)})" if len(those) > 1 else "") + (f": {names}" if names else "")
        found.append(Arrow(source, target, len(those), circle, said))
    return tuple(found), tuple(remarks)


def _arrows_said(count: int) -> str:
    return f"{count} arrow{'' if count == 1 else 's'}"


def _without_implied(drawn: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Transitive reduction over circles taken as one; what joins members of one circle stays."""
    after: dict[str, list[str]] = {}
    for source, target in sorted(drawn):
        after.setdefault(source, []).append(target)
        after.setdefault(target, [])
    parts = components(after)  # those that others lead to come first
    part_of = {name: number for number, part in enumerate(parts) for name in part}
    steps: dict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    kept = set()
    for source, target in sorted(drawn):
        if part_of[source] == part_of[target]:
            kept.add((source, target))
        else:
            steps[part_of[source]].setdefault(part_of[target], (source, target))
    reached: dict[int, set[int]] = {}
    for number in range(len(parts)):
        known: set[int] = set()
        for other in sorted(steps[number], reverse=True):  # the nearest have the highest numbers
            if other not in known:
                kept.add(steps[number][other])
                known |= {other} | reached[other]
        reached[number] = known
    return kept


def _of_boxes(boxes: tuple[Box, ...], subject: Subject) -> tuple[str, ...]:
    closed = [box for box in boxes if box.holds]
    if not closed:
        return ()
    held = sum(box.holds for box in closed)
    return (f"{len(closed)} of {len(boxes)} boxes are collapsed: they hold {held} {subject.unit[held != 1]}.",)


def _of_edges(subject: Subject, box_of: Mapping[str, str], root: str) -> tuple[str, ...]:
    """What leads out of a part, and into it."""
    if not root:
        return ()
    out = sum(link.source in box_of and link.target not in box_of for link in subject.links)
    into = sum(link.source not in box_of and link.target in box_of for link in subject.links)
    return (f"Not drawn: {_arrows_said(out)} to what lies elsewhere, {into} from there.",) if out or into else ()


def _details(subject: Subject) -> dict[str, Details]:
    """Both directions of each thing, whatever is drawn of them."""
    after: dict[str, list[str]] = defaultdict(list)
    before: dict[str, list[str]] = defaultdict(list)
    for link in subject.links:
        after[link.source].append(link.target + (f" ({link.label})" if link.label else ""))
        before[link.target].append(link.source + (f" ({link.label})" if link.label else ""))
    found: dict[str, Details] = {}
    for thing in subject.things:
        rows = [(subject.verb, after[thing.id]), (subject.passive, before[thing.id])]
        said = [(thing.kind if thing.public else f"private {thing.kind}", (thing.tooltip,) if thing.tooltip else ())]
        found[thing.id] = (*said, *((f"{name} {len(lines)}", _listed(lines)) for name, lines in rows if lines))
    return found


def _listed(lines: Iterable[str]) -> tuple[str, ...]:
    known = sorted(lines)
    return tuple(known[:LISTED]) + ((f"… and {len(known) - LISTED} more",) if len(known) > LISTED else ())


def _legend(boxes: tuple[Box, ...], arrows: tuple[Arrow, ...]) -> tuple[tuple[str, str], ...]:
    said = [
        ("package", "collapsed", any(box.holds for box in boxes)),
        ("private", "private", any(not box.public for box in boxes)),
        ("external", "of another distribution", any(box.kind == "external" for box in boxes)),
        ("circle", "part of a circle", any(arrow.circle for arrow in arrows)),
    ]
    return tuple((sign, text) for sign, text, there in said if there)

"""Two readings of a client compared: what answered with the old version and does not with the new one, and the change that explains it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from modiff.model.findings import Certainty, Finding
from modiff.model.hits import Hit
from modiff.uses.events import ABSTRACT, Answer, Events, Place, Unsettled
from modiff.uses.matching import gone_members, matching
from modiff.uses.readings import catches

_FINAL = tuple(f"'{name}' object" for name in ("str", "bytes", "int", "float", "bool", "ZoneInfo"))
"""Classes of which an annotation means no other: code that asks one of these for what it has not was written when it was something else."""


class Findings:
    """Findings of one dependency by the paths they are about."""

    def __init__(self, dependency: str, findings: Iterable[Finding]) -> None:
        self.dependency = dependency
        self._by_path: dict[str, list[Finding]] = {}
        findings = list(findings)
        self.gone_members = gone_members(dependency, findings)
        """By name."""
        for finding in findings:
            for path in {finding.path, *finding.also, *([finding.canonical] if finding.canonical else [])}:
                self._by_path.setdefault(path, []).append(finding)

    def about(self, path: str) -> list[Finding]:
        """All that is said about exactly this."""
        return self._by_path.get(path, [])

    def explaining(self, place: Place, before: Answer, now: Answer) -> Finding | None:
        """The finding that a difference is due to: about what is used, or about something it is a part of; None: none says so."""
        inherited = [f"{cls}.{place.what}" for cls in now.above]
        paths = list(filter(None, (before.canonical, before.path, now.path, *(path for path in inherited if path in self._by_path), now.canonical)))
        made = [f"{path}.__init__" for path in paths] if place.kind == "call" else []  # where findings about constructors stand
        asked = dict.fromkeys((*made, *paths))
        above = [about for path in asked for about in _above(path.rpartition(".")[0])]
        for about in (*asked, *above):
            found = [finding for finding in self._by_path.get(about, ()) if _fits(finding, place, exact=about in asked)]
            if found:
                return max(found, key=lambda finding: (_about_same(finding, now), finding.severity, finding.certainty))
        return None


def judged(old: Events, new: Events, findings: Mapping[str, Findings]) -> list[Hit]:
    """The hits, by file and line. `findings`: by top-level import name."""
    hits = []
    for place, now in new.answers.items():
        if now.said is not None and old.documented.get(now.canonical or "", now.said) == now.said:
            continue  # documentation counts where the new version says another thing than the old one
        before = _before(place, now, old)
        if before is None or not before.fine:
            earlier = before is not None and not now.fine and place.kind == "import" and _ends_earlier(before, now)
            if before is not None and (before.open or earlier) and not now.fine and now.doubt is None:
                hits += _hit(place, Answer(True, now.path, now.canonical), now, findings, Certainty.likely)
            elif not now.fine and before is None and now.doubt is None:
                turned = _asked(place) in old.unknown and (now.message.startswith(_FINAL) or _was_removed(place, now, findings))
                turned = turned or _was_taken(place, now, findings)
                hits += _hit(place, Answer(True, now.path, now.canonical), now, findings, Certainty.likely if turned else Certainty.possible)
            continue
        if not now.fine:
            certainty = Certainty.likely if now.doubt is not None or place.kind == "override" or before.vague else Certainty.certain
            certainty = Certainty.possible if before.vague and now.doubt is not None else certainty
            hits += _hit(place, before, now, findings, certainty)
        elif place.kind == "call" and (moved := _bound_otherwise(before, now) or _spread(before, now)) and not _written_for_new(place, old, new):
            told = Answer(False, now.path, now.canonical, f"{now.path}() takes {moved}", None, "", caught=now.caught, typing_only=now.typing_only)
            hits += _hit(place, before, told, findings, Certainty.likely)
    gone = {name: found for each in reversed(list(findings.values())) for name, found in each.gone_members.items()}
    return sorted([*hits, *matching(old, new, gone)], key=lambda hit: (hit.file, hit.line, hit.path, hit.message))


def _asked(place: Place) -> Unsettled:
    """What is asked there, if it is an attribute."""
    return Unsettled(place.file, place.line, place.column, place.end_line, place.end_column, place.what)


def _ends_earlier(before: Answer, now: Answer) -> bool:
    """Does the path of an import end in a module that the old version has, though what it does beyond is not read (`six.moves`)?"""
    return f"{before.canonical}.".startswith(f"{now.canonical}.") and before.canonical != now.canonical and now.canonical is not None


def _was_removed(place: Place, now: Answer, findings: Mapping[str, Findings]) -> bool:
    """Did the class of an object, or one above it, have this attribute? Then code that asks an object for it was written when it had, though only the
    new version says of which class the object is."""
    known = findings.get(now.path.partition(".")[0]) if place.kind == "attribute" else None
    paths = (f"{cls}.{place.what}" for cls in now.above)
    return known is not None and any("attribute" in finding.breaks and finding.part is None for path in paths for finding in known.about(path))


def _was_taken(place: Place, now: Answer, findings: Mapping[str, Findings]) -> bool:
    """Did the method that is called take the keyword that it refuses now? Then the call was written when it did, though only the new version says
    whose method it is."""
    known = findings.get(now.path.partition(".")[0]) if place.kind == "call" and place.what == "" else None
    paths = [path for path in (now.canonical, now.path) if path is not None]
    told = (finding for path in paths for finding in known.about(path)) if known is not None else ()
    return any(finding.rule == "parameter-removed" and finding.certainty > Certainty.possible and _about_same(finding, now) for finding in told)


def _before(place: Place, now: Answer, old: Events) -> Answer | None:
    """What the old version said of the same. A class that says what it derives from had nothing to implement of what was not there yet."""
    if place.kind != "subclass" or not place.what:
        known = old.answers.get(place)
        return Answer(True, now.path, now.canonical) if known is not None and known.fine and place.what == ABSTRACT else known
    return old.answers.get(place) or (Answer(True, now.path, now.canonical) if replace(place, what="") in old.answers else None)


def _hit(place: Place, before: Answer, now: Answer, findings: Mapping[str, Findings], certainty: Certainty) -> list[Hit]:
    top = (before.path or now.path).partition(".")[0]
    known = findings.get(top)
    if known is None:
        top = (now.canonical or "").partition(".")[0]
        known = findings.get(top)
    if known is None:
        return []
    finding = known.explaining(place, before, now)
    if finding is None and certainty is Certainty.certain and place.kind not in ("import", "attribute", "call", "catch", "annotation"):
        certainty = Certainty.likely
    if now.doubt is not None and (finding is None or place.kind == "override" or now.open):
        certainty = Certainty.possible
    if now.typing_only or now.version_tested:
        certainty = Certainty.possible
    if finding is not None:
        certainty = min(certainty, finding.certainty) if not (now.doubt is None and place.kind != "call") else certainty
    return [
        Hit(
            file=place.file,
            line=place.line,
            end_line=place.end_line,
            certainty=certainty,
            use=place.kind,
            guarded=catches(now.caught, now.raises) if now.raises else False,
            dependency=known.dependency,
            path=before.path or now.path,
            rule=finding.rule if finding is not None else _rule_for(place),
            since=None,
            message=now.message + (f" ({now.doubt})" if now.doubt else ""),
            fix=finding.hint if finding is not None else None,
            column=place.column,
            end_column=place.end_column,
            finding=finding.fingerprint if finding is not None else None,
        )
    ]


def _rule_for(place: Place) -> str:
    return {
        "call": "call-no-longer-binds",
        "result": "result-changed",
        "subclass": "abstract-method-added",
        "override": "override-no-longer-fits",
    }.get(place.kind, "name-no-longer-answers")


def _bound_otherwise(before: Answer, now: Answer) -> str | None:
    """Which argument reaches another parameter, while the one that it reached is still there; None: none does."""
    old, new = dict(before.bound), dict(now.bound)
    for argument, parameter in old.items():
        other = new.get(argument)
        shifted = parameter in now.takes or (other in before.takes and other not in old.values())
        if argument.isdigit() and other is not None and _squeezed(other) != _squeezed(parameter) and shifted:
            return f"argument {int(argument) + 1} as '{other}', which was '{parameter}'"
    return None


def _squeezed(name: str) -> str:
    """A name without what only spells it otherwise: `asKey` and `as_key` are one."""
    return name.replace("_", "").lower()


def _spread(before: Answer, now: Answer) -> str | None:
    """Which of the arguments that were a list of like things is a flag now; None: none is. That the first of them have names now may be the same."""
    new = dict(now.bound)
    for argument in before.gathered:
        if new.get(argument) in now.flags:
            return f"argument {int(argument) + 1} as '{new[argument]}', a flag, which was one of its '*' arguments"
    return None


def _written_for_new(place: Place, old: Events, new: Events) -> bool:
    """Does the old version lack something that stands in this call, and the new one has it?"""
    first, last = (place.line, place.column), (place.end_line, place.end_column)
    return any(
        not answer.fine and each.file == place.file and first <= (each.line, each.column) and (each.end_line, each.end_column) <= last
        for each, answer in old.answers.items()
        if each != place and (now := new.answers.get(each)) is not None and now.fine
    )


def _above(path: str) -> Iterable[str]:
    """The path and all that it lies in, the longest first."""
    while path:
        yield path
        path = path.rpartition(".")[0]


def _fits(finding: Finding, place: Place, *, exact: bool) -> bool:
    if place.kind == "subclass" or place.what == ABSTRACT:
        return "subclass" in finding.breaks or exact
    if not exact:
        return bool({"import", "attribute"} & set(finding.breaks)) and finding.part is None
    return bool(finding.breaks) and (finding.part is None or place.kind not in ("attribute", "import"))


def _about_same(finding: Finding, now: Answer) -> bool:
    return finding.part is not None and f"'{finding.part}'" in now.message

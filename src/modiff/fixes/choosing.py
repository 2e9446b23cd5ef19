"""Which remedy a broken line has. Only what is certain is one; of all else the reason is told, and stands beside the advice."""

from __future__ import annotations

import ast
import re
from typing import Protocol

from modiff.fixes.remedies import ByName, Dropped, NewKeyword, NewName, Remedy
from modiff.fixes.shims import alike, stands_for
from modiff.model.findings import Finding, Place
from modiff.model.hits import Hit

_WITHOUT_EFFECT = re.compile(r"no(?: longer has (?:any|an)| longer)? effect|ignored|un-?used|does nothing|not used|is a no-?op", re.IGNORECASE)
_GIVEN = re.compile(r"but (\d+) are given")
_MEMBER_RULES = ("method-", "property-")


class Sources(Protocol):
    """What both versions can be asked about definitions."""

    def old_definition(self, path: str) -> str | None:
        """The lines that define what the old version has at a path; None: they are not to be had."""

    def new_definition(self, path: str) -> str | None:
        """Likewise in the new version."""

    def meant_in_old(self, path: str, written: str) -> str | None:
        """What a dotted name means where the old version defines the thing at `path`: a canonical path, or one of another distribution."""

    def public_in_new(self, path: str) -> str | None:
        """The path by which the new version offers what is (canonically) at this one, or what the client surely has of another distribution; None:
        it is not there for users."""

    def namesake(self, old: str, new: str) -> str | None:
        """A name that the places of both paths have in the new version, for two different things: then what lies at `new` belongs to another family
        (an old API kept beside its successor), and does not go with what the client has of the old place. None: there is none."""


def remedy(hit: Hit, finding: Finding | None, ask: Sources) -> Remedy | str:
    """What mends the line, or why nothing is sure to."""
    if finding is None:
        return "nothing is known of what takes its place"
    if hit.use in ("import", "attribute"):
        return _new_name(hit, finding, ask)
    if hit.use == "call":
        return _arguments(hit, finding)
    return "what to write depends on the code around it"


# --- names


def _new_name(hit: Hit, finding: Finding, ask: Sources) -> NewName | str:
    if _is_below(hit.path, finding) is None:
        return "what explains it is about something it inherits from"
    member = finding.rule.startswith(_MEMBER_RULES)
    if (forwarded := _forwarded(hit, ask)) is not None:
        return NewName(hit.path, forwarded, member)
    if finding.replacement is None:
        return "nothing is known to be the same under another name"
    target = _is_below(hit.path, finding) or ""
    path = finding.replacement + target
    if finding.rule.endswith("-moved"):
        public = ask.public_in_new(path)
        if public is None or _is_private(public):
            return f"what is like it ({path}) is private"
        if (other := ask.namesake(finding.path, public)) is not None:
            return f"{public} lies beside another {other} than this code may use"
        return NewName(hit.path, public, member)
    old, new = ask.old_definition(finding.path), ask.new_definition(finding.replacement)
    if old is None or new is None or not alike(old, new):
        return f"{finding.replacement} most likely took its place, but is not written the same"
    return NewName(hit.path, path, member)


def _forwarded(hit: Hit, ask: Sources) -> str | None:
    """What the thing handed everything on to, where users can reach that now."""
    source = ask.old_definition(hit.path)
    written = stands_for(source) if source is not None else None
    meant = ask.meant_in_old(hit.path, written) if written is not None else None
    public = ask.public_in_new(meant) if meant is not None else None
    return public if public is not None and not _is_private(public) and public != hit.path else None


def _is_below(path: str, finding: Finding) -> str | None:
    """What follows the finding's path in that of the use; None: it is about another."""
    for about in (finding.path, *finding.also, finding.canonical):
        if about is not None and (path == about or path.startswith(f"{about}.")):
            return path[len(about) :]
    return None


def _is_private(path: str) -> bool:
    return any(part.startswith("_") and not part.endswith("__") for part in path.split("."))


# --- arguments


def _arguments(hit: Hit, finding: Finding) -> Remedy | str:
    if finding.rule == "parameter-renamed" or (finding.rule == "parameter-removed" and finding.part and _told(finding, finding.part)):
        return _renamed(finding)
    if finding.rule == "parameter-became-keyword-only":
        return _by_name(hit, finding)
    if finding.rule in ("parameter-removed", "parameter-swallowed") and finding.part is not None:
        return _dropped(finding, finding.part)
    return "what to give depends on what is meant"


def _renamed(finding: Finding) -> NewKeyword | str:
    new, part = finding.replacement, finding.part
    if part is not None and (told := _told(finding, part)) is not None:
        return NewKeyword(part, told)
    if new is None or part is None:
        return "no parameter is known to take its place"
    if re.search(rf"\b{re.escape(new)}\b", finding.hint or "") is None:
        return f"that {new} stands for the same is not certain"
    if _default(_shown(finding.old), part) != _default(_shown(finding.new), new):
        return f"{new} has another default, so that it may mean something else"
    return NewKeyword(part, new)


def _told(finding: Finding, part: str) -> str | None:
    """The one parameter that the old version said to give instead: of those that it names, the new version has it."""
    said, arguments = finding.deprecated, _parameters(_shown(finding.new))
    if not said or arguments is None or not re.search(r"\b(use|instead|renamed|replaced|in favou?r of)\b", said, re.IGNORECASE):
        return None
    names = {each.arg for each in (*arguments.args, *arguments.kwonlyargs)} - {part}
    named = [name for name in names if re.search(rf"['\"`]{re.escape(name)}=?['\"`]|(?<![\w'\"`.]){re.escape(name)}=", said)]
    return named[0] if len(named) == 1 else None


def _by_name(hit: Hit, finding: Finding) -> ByName | str:
    old, new = _parameters(_shown(finding.old)), _parameters(_shown(finding.new))
    if old is None or new is None or old.vararg is not None:
        return "its signature cannot be read"
    before = [each.arg for each in (*old.posonlyargs, *old.args)]
    now = [each.arg for each in (*new.posonlyargs, *new.args)]
    closed = {each.arg for each in new.kwonlyargs}
    if before[: len(now)] != now or not set(before[len(now) :]) <= closed:
        return "parameters before it have moved as well"
    return ByName(len(now), tuple(before[len(now) :]), _given_positionally(hit))


def _dropped(finding: Finding, part: str) -> Dropped | str:
    if finding.deprecated and _WITHOUT_EFFECT.search(finding.deprecated):
        return Dropped(part, None)
    default = _default(_shown(finding.old), part)
    return Dropped(part, default) if default is not None else "leaving the argument out may change what the call does"


def _given_positionally(hit: Hit) -> int | None:
    """How many positional arguments the call gives, as the message counts them: without an object that is given by hand."""
    match = _GIVEN.search(hit.message)
    return int(match[1]) if match else None


def _shown(place: Place | None) -> str | None:
    return place.value if place is not None else None


def _parameters(shown: str | None) -> ast.arguments | None:
    if shown is None:
        return None
    try:
        node = ast.parse(f"def _{shown}: ...").body[0]
    except SyntaxError:
        return None
    return node.args if isinstance(node, ast.FunctionDef) else None


def _default(shown: str | None, name: str) -> str | None:
    """The default of a parameter as source; None: it has none, or is not there."""
    arguments = _parameters(shown)
    if arguments is None:
        return None
    places = [each.arg for each in (*arguments.posonlyargs, *arguments.args)]
    pairs = dict(zip(reversed(places), reversed(arguments.defaults), strict=False))
    pairs |= {each.arg: value for each, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if value is not None}
    return ast.unparse(pairs[name]) if name in pairs else None

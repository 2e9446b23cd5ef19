"""Findings in fewer lines, for who did not ask for all of them: members that went with a base are named beside it, what a method's overrides show
with it stands beside the first of them, long lists end early."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from modiff.model.findings import Finding

_BASE_LOST = "base-removed"
_MEMBER_LOST = frozenset({"method-removed", "property-removed", "attribute-removed", "class-removed"})
_FEW = 3
"""So many names of a list are told."""
_LIST = re.compile(rf"(?:`[^`]+`, ){{{_FEW + 1},}}`[^`]+`(?: and `[^`]+`)?")
_VALUES = re.compile(rf"(?:'[^']*', ){{{2 * _FEW},}}'[^']*'")


def folded(findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those about members that a class lost with a base; the finding about the base names the first of them."""
    known = list(findings)
    bases = {path: finding for finding in known if finding.rule == _BASE_LOST for path in (finding.path, *finding.also)}
    went: dict[str, list[str]] = {}
    kept = []
    for finding in known:
        base = bases.get(finding.path.rpartition(".")[0])
        if base is not None and _went_with(finding, base):
            went.setdefault(base.fingerprint, []).append(finding.path.rpartition(".")[2] + ("()" if finding.rule == "method-removed" else ""))
        else:
            kept.append(finding)
    return _together([_naming(finding, went.get(finding.fingerprint, [])) if finding.rule == _BASE_LOST else finding for finding in kept])


def _together(findings: list[Finding]) -> list[Finding]:
    """Members of one name of which the very same is said stand with the first of them: mostly one changed, and its overrides with it."""
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        if finding.rule in _MEMBER_LOST - {"class-removed"} or finding.rule.startswith("parameter-") or finding.rule.endswith("-type-changed"):
            alike.setdefault(_said_of(finding), []).append(finding)
    runs = [run for run in alike.values() if len({finding.path for finding in run}) == len(run) > _FEW]
    folded_away = {id(finding) for run in runs for finding in run[1:]}
    first = {id(run[0]): [finding.path for finding in run[1:]] for run in runs}
    return [_likewise(finding, first.get(id(finding), [])) for finding in findings if id(finding) not in folded_away]


def _said_of(finding: Finding) -> tuple[object, ...]:
    """All that is said of it but whose member it is; of types what they are now."""
    owner, _, name = finding.path.rpartition(".")
    of_types = finding.rule.endswith("-type-changed")
    old = None if of_types or finding.old is None else finding.old.value
    said = finding.message.partition(", was ")[0] if of_types else finding.message
    new = finding.new.value if finding.new is not None else None
    judged = finding.rule, finding.severity, finding.certainty, finding.status, finding.action
    return *judged, name, finding.part, said.replace(owner, ""), old, new, finding.when, finding.deprecated, finding.hint


def _likewise(finding: Finding, paths: list[str]) -> Finding:
    if not paths:
        return finding
    others = shortened(_listed([f"`{_spoken(path)}`" for path in sorted(paths)]))
    return msgspec.structs.replace(finding, message=f"{finding.message}; likewise {others}")


def _spoken(path: str) -> str:
    """A constructor is called by its class, as in the message itself."""
    return f"{path.removesuffix('.__init__')}()" if path.endswith(".__init__") else path


def _went_with(finding: Finding, base: Finding) -> bool:
    """Is it the loss of something that only this base gave, of which there is nothing else to say?"""
    owner = (finding.canonical or "").rpartition(".")[0]
    is_bare = finding.hint is None and finding.deprecated is None and finding.when == base.when and finding.certainty is base.certainty
    lost = base.message.partition(" derives from ")[2]
    return finding.rule in _MEMBER_LOST and is_bare and bool(owner) and re.search(rf"(?<![\w.]){re.escape(owner)}(?![\w.])", lost) is not None


def _naming(base: Finding, names: list[str]) -> Finding:
    if not names:
        return base
    return msgspec.structs.replace(base, message=f"{base.message}; with it went {shortened(_listed([f'`{name}`' for name in sorted(names)]))}")


def _listed(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def shortened(message: str) -> str:
    """A sentence whose lists of names in backquotes end after the first few: "`a`, `b`, `c` and 7 more"; so do long lists of strings in a type."""
    return with_few_values(_LIST.sub(_first_few, message))


def with_few_values(message: str) -> str:
    """A sentence whose long lists of strings in a type end after the first few; of two of them, what one has and the other has not is told."""
    lists = [set(_strings(match[0])) for match in _VALUES.finditer(message)]
    common = lists[0] & lists[1] if len(lists) == 2 else set[str]()
    return _VALUES.sub(lambda match: _few_values(_strings(match[0]), common), message)


def _first_few(match: re.Match[str]) -> str:
    names = re.findall(r"`[^`]+`", match[0])
    return f"{', '.join(names[:_FEW])} and {len(names) - _FEW:,} more"


def _strings(listed: str) -> list[str]:
    return re.findall(r"'[^']*'", listed)


def _few_values(values: list[str], common: set[str]) -> str:
    """`common`: what the other list has too; empty: there is no other."""
    own = [value for value in values if value not in common]
    shared = [f"… {len(values) - len(own):,} in both"] if common else []
    more = [f"… {len(own) - _FEW:,} more"] if len(own) > _FEW else []
    return ", ".join([*shared, *own[:_FEW], *more])

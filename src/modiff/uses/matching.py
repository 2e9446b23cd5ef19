"""Names that match: a member of some class is gone, and the client asks something of which nothing is known for a member of that name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from modiff.model.findings import Certainty, Finding
from modiff.model.hits import Hit
from modiff.uses.events import Events, Unsettled

_GONE = frozenset({"method-removed", "method-renamed", "property-removed", "property-renamed", "attribute-removed", "attribute-renamed"})
_DEEPEST = 3
"""Dots in the path of a member of a class that users name: `package.module.Class.member`."""
_COMMON = frozenset(name for kind in (str, bytes, list, dict, set, tuple, int, float, object, type(lambda: None)) for name in dir(kind))
"""Names that any object may have: what is asked for them is most often one of these."""


def matching(old: Events, new: Events, members: Mapping[str, tuple[str, Finding]]) -> list[Hit]:
    """Uses that are only possible: of what is asked for the name neither version says what it is, and the file uses the package that lost it."""
    if not members:
        return []
    tops, answered = _packages_of_files(new), {place.what for place, answer in new.answers.items() if place.kind == "attribute" and answer.fine}
    return [
        _hit(asked, *members[asked.name])
        for asked in new.unknown
        if asked.name in members and asked.name not in answered and asked in old.unknown and _top(members[asked.name]) in tops.get(asked.file, ())
    ]


def _top(member: tuple[str, Finding]) -> str:
    return member[1].path.partition(".")[0]


def gone_members(dependency: str, findings: Iterable[Finding]) -> dict[str, tuple[str, Finding]]:
    """Names of members of classes that are gone, each with the dependency and the finding that says so: the first of several. Only classes count that
    users name; those deep inside a package hand their members on to others, which may have them still."""
    found: dict[str, tuple[str, Finding]] = {}
    for finding in findings:
        owner, _, name = finding.path.rpartition(".")
        of_class = finding.rule.startswith(("method", "property")) or owner.rpartition(".")[2][:1].isupper()
        private = any(part.startswith("_") for part in finding.path.split("."))
        if finding.rule in _GONE and of_class and name not in _COMMON and not private and finding.path.count(".") <= _DEEPEST:
            found.setdefault(name, (dependency, finding))
    return found


def _packages_of_files(events: Events) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for place, answer in events.answers.items():
        if place.kind == "import":
            found.setdefault(place.file, set()).add(answer.path.partition(".")[0])
    return found


def _hit(asked: Unsettled, dependency: str, finding: Finding) -> Hit:
    owner = finding.path.rpartition(".")[0]
    return Hit(
        file=asked.file,
        line=asked.line,
        end_line=asked.end_line,
        certainty=Certainty.possible,
        use="attribute",
        guarded=False,
        dependency=dependency,
        path=finding.path,
        rule=finding.rule,
        since=None,
        message=f"'{asked.name}' is gone from {owner}; what is asked for it here is not known",
        fix=finding.hint,
        column=asked.column,
        end_column=asked.end_column,
        finding=finding.fingerprint,
    )

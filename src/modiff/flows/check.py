"""`modiff check`: may this project be released as it lies here? The working tree against its last release, and against the branch it is for."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
from packaging.version import InvalidVersion, Version

from modiff.config import accepted
from modiff.errors import NothingToRead
from modiff.flows.announced import announced
from modiff.flows.reading import Reading
from modiff.gate import verdict
from modiff.gate.schemes import scheme_of
from modiff.gate.verdict import Versions
from modiff.model.check import Check, Scheme
from modiff.model.findings import Report, Side, Summary
from modiff.model.policy import Policy
from modiff.project import Base, Baseline, Project, base_of, choose_baseline, find, newer_release
from modiff.rules import catalogue
from modiff.store import open_store


def check(start: str | Path = ".", policy: Policy | None = None, *, strict: bool = False, reading: Reading = Reading()) -> Report:
    """What changed in the project since its last release, with a status on each finding, and what that means for its version.

    `start`: a directory of the project. `policy`: None: the one in the project's pyproject.toml. `strict`: breaks that the base branch brought count
    too. `report.objections` are the findings that stand against a release. Raises NoProject, NoBaseline, MissingHistory, NothingToRead and whatever
    `modiff.api.diff` does.
    """
    from modiff.config import load

    here = find(Path(start))
    policy = policy if policy is not None else load(here.root)
    with open_store(reading.cache) as store:
        baseline = choose_baseline(here, policy.gate.against, offline=reading.offline, store=store)
    if baseline is None:
        return _first_release(here, policy, reading, strict)
    base = base_of(here.repository, policy.gate.base, os.environ) if here.repository is not None else None
    since_release = reading.compared(baseline.spec, here.spec, policy)
    versions = _versions(here, baseline, since_release, policy.gate.scheme)
    before, since_base = _around(base, here, baseline, since_release, policy, reading)
    entries = accepted.read(here.root / policy.gate.accepted, catalogue.known())
    excused = announced(here, since_release, policy.gate.runway, versions.last, reading)
    names = _called(baseline, since_release), f"{base.branch} at {base.commit[:9]} ({base.why})" if base is not None else None
    prefix = here.repository.prefix if here.repository is not None else ""
    report = verdict(
        since_release, versions, base=before, since_base=since_base, entries=entries, announced=excused, strict=strict, named=names, prefix=prefix
    )
    new = msgspec.structs.replace(report.new, version=str(versions.declared)) if versions.declared is not None else report.new
    return msgspec.structs.replace(report, new=new, warnings=(*report.warnings, *_warnings(here, versions)))


def _around(
    base: Base | None, here: Project, baseline: Baseline, since_release: Report, policy: Policy, reading: Reading
) -> tuple[Report | None, Report | None]:
    """What the base branch had changed since the release, and what this change does to it; None: there is no base, or nothing to tell apart."""
    if base is None or here.repository is None or not here.repository.files_at(base.commit):
        return None, None
    if baseline.commit is not None and here.repository.same(baseline.commit, base.commit):
        return None, None  # the change is all there is since the release
    if here.repository.same(base.commit, None):
        return since_release, None  # there is no change yet
    before = reading.compared(baseline.spec, here.at(base.commit), policy) if since_release.findings else None
    return before, reading.compared(here.at(base.commit), here.spec, policy)


def _versions(here: Project, baseline: Baseline, report: Report, scheme: Scheme | None) -> Versions:
    last = baseline.version or _version(report.old.version)
    return Versions(last, here.declared.version, scheme or (scheme_of(last) if last is not None else Scheme.semver))


def _version(text: str | None) -> Version | None:
    try:
        return Version(text) if text else None
    except InvalidVersion:
        return None


def _first_release(here: Project, policy: Policy, reading: Reading, strict: bool) -> Report:
    """Nothing to compare with: the project must only be readable. Raises NothingToRead if it has no public name."""
    shown = reading.shown(here.spec, policy)
    if not shown.items:
        raise NothingToRead(f"The project in {here.shown} has no public name.", ["--surface everything", f"modiff show {here.spec}"])
    declared = str(here.declared.version) if here.declared.version is not None else None
    new = Side(here.spec, shown.name or here.name, shown.version or declared, shown.packages)
    old = Side("", new.name, None, ())
    check = Check(None, strict, "major", None, None)
    warnings = (*shown.warnings, *_warnings_of_version(here))
    return Report(old, new, Summary(), (), shown.gaps, warnings=warnings, notes=shown.notes, check=check)


def _called(baseline: Baseline, report: Report) -> str:
    return f"{report.old.version or baseline.version or baseline.spec} ({baseline.why})"


def _warnings(here: Project, versions: Versions) -> list[str]:
    if versions.last is None:
        return ["the release that is compared with has no version, so that nothing can be said of the next one"]
    if versions.declared is not None and versions.declared < versions.last:
        return [f"the project's version {versions.declared} ({here.declared.where}) is older than {versions.last}, with which it is compared"]
    return _warnings_of_version(here)


def _warnings_of_version(here: Project) -> list[str]:
    """What is odd about the version that the project says."""
    declared = here.declared
    if declared.wrong:
        return [f"the version that this project is about to carry is not known: {declared.where}"]
    released = newer_release(here)
    if released is None:
        return []
    version = f"the project's version {declared.version} ({declared.where})"
    return [f"{version} is older than {released.version}, which it grew from (the tag {released.name})"]

"""`modiff accept`: a break that is meant, written down with its reason."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

import click
import msgspec

from modiff.cli.progress import progress
from modiff.errors import BadUsage, UnknownRule
from modiff.model.findings import Finding, Report
from modiff.model.policy import Policy


@click.command()
@click.argument("rule")
@click.argument("path")
@click.option("--because", required=True, metavar="TEXT", help="Why it is meant: goes into the file.")
@click.option("--part", metavar="NAME", help="Only the finding about this parameter, or other part.")
@click.option("--project", default=".", metavar="DIR", help="The project; by default the one you are in.")
@click.option("--against", metavar="SPEC", help="As for `modiff check`.")
@click.option("--offline", is_flag=True, help="Ask no package index.")
@click.option("--config", metavar="FILE", help="Read [tool.modiff] there, and not in the project's pyproject.toml.")
def accept(rule: str, path: str, because: str, part: str | None, project: str, against: str | None, offline: bool, config: str | None) -> int:
    """Accepts a break that `modiff check` found: RULE at PATH, as they stand in its report.

    The finding is written to modiff-accepted.toml with its fingerprint and the release it is measured by. It is excused from then on, until it
    changes, or until a newer release is out.
    """
    from modiff.config import accepted, load
    from modiff.flows.check import check
    from modiff.flows.reading import Reading
    from modiff.gate.acceptance import Entry
    from modiff.plugins import with_others
    from modiff.project import find
    from modiff.rules import catalogue

    root = find(Path(project)).root
    policy = load(root, Path(config) if config is not None else None)
    if rule not in catalogue.ids():
        with_others(policy)
    if rule not in catalogue.known():
        raise UnknownRule(f"There is no rule {rule!r}.", [*get_close_matches(rule, catalogue.known(), 3, 0.5), "`modiff rules` lists all rules"])
    if not because.strip():
        raise BadUsage("--because needs a reason.", ['--because "replaced by g, deprecated since 1.2"'])
    policy = _against(policy, against)
    with progress(True) as tell:
        report = check(root, policy, strict=True, reading=Reading(offline=offline, progress=tell))
    found = [
        finding for finding in report.findings if finding.rule == rule and path in (finding.path, *finding.also) and part in (None, finding.part)
    ]
    if not found:
        raise BadUsage(f"There is no finding {rule} at {path}{f' about {part}' if part else ''}.", _near(report, rule, path))
    since = report.check.bump.last if report.check is not None and report.check.bump is not None else None
    fresh = [finding for finding in found if finding.status != "accepted"]
    file = root / policy.gate.accepted
    accepted.add(file, [Entry(rule, f.path, because.strip(), f.fingerprint, f.part, since) for f in fresh])
    for finding in found:
        click.echo(f"{'accepted' if finding in fresh else 'already accepted'}: {rule} {finding.path}{f' ({finding.part})' if finding.part else ''}")
    return 0


def _against(policy: Policy, against: str | None) -> Policy:
    return policy if against is None else msgspec.structs.replace(policy, gate=msgspec.structs.replace(policy.gate, against=against))


def _near(report: Report, rule: str, path: str) -> list[str]:
    """The findings that may have been meant."""

    def shown(finding: Finding) -> str:
        return f"modiff accept {finding.rule} {finding.path} --because …"

    same = [f for f in report.findings if f.rule == rule or path in (f.path, *f.also)]
    near = get_close_matches(path, [f.path for f in report.findings], 3)
    return list(dict.fromkeys(shown(f) for f in [*same, *(f for f in report.findings if f.path in near)]))[:4] or ["modiff check shows what there is"]

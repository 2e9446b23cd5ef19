"""`modiff check`: may this project be released as it lies here, under its version?"""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from modiff.cli.actions import action_options, with_actions
from modiff.cli.options import Reach, shared_options
from modiff.cli.output import Output
from modiff.cli.reading import reading
from modiff.errors import BadUsage
from modiff.model.check import Scheme
from modiff.model.findings import Action, Report
from modiff.model.policy import Policy
from modiff.report import CHECK_FORMATS, diff_format


@click.command(epilog="Exit status: 1 if this change introduces what its version does not allow, 2 if it could not be checked, else 0.")
@click.argument("project", default=".")
@shared_options(CHECK_FORMATS, of_project="project")
@click.option("--against", metavar="SPEC", help="Compare with this version, tag or spec; by default the newest release before the project's version.")
@click.option(
    "--base", metavar="REF", help="The branch this change is for; by default as the service that runs the check says, or the default branch."
)
@click.option("--strict", is_flag=True, help="Object to everything since the release, not only to what this change introduces.")
@click.option("--scheme", type=click.Choice([str(scheme) for scheme in Scheme]), help="What the project's version numbers promise.")
@click.option("--bump", "only_bump", is_flag=True, help="Print only the bump that is needed: major, minor or patch.")
@click.option("--changelog", is_flag=True, help="Print an API-changes section for a changelog; the same as --format changelog.")
@click.option("--show-config", is_flag=True, help="Print the policy in force, and why each rule is on or off; check nothing.")
@click.option("--api-file", metavar="FILE", help="Compare the API with this committed listing instead, and fail if they differ.")
@click.option("--update", is_flag=True, help="With --api-file: write the listing anew.")
@action_options
@click.option("--exit-zero", is_flag=True, help="End with 0 even if there are objections.")
def check(
    project: str,
    policy: Policy,
    reach: Reach,
    output: Output,
    against: str | None,
    base: str | None,
    strict: bool,
    scheme: str | None,
    only_bump: bool,
    changelog: bool,
    show_config: bool,
    api_file: str | None,
    update: bool,
    allow: tuple[str, ...],
    warn: tuple[str, ...],
    deny: tuple[str, ...],
    exit_zero: bool,
) -> int:
    """May this project be released as it lies here, under its version?

    PROJECT is a directory of it; by default the one you are in. Its working tree is compared with its newest release (by git tag, or on the
    index), and with the branch that the change is for: what it introduces is told apart from what is already there.
    """
    output = output._replace(form="changelog") if changelog else output
    output.check()
    said = {"against": against, "base": base, "scheme": Scheme(scheme) if scheme is not None else None}
    gate = msgspec.structs.replace(policy.gate, **{key: value for key, value in said.items() if value is not None})
    policy = with_actions(msgspec.structs.replace(policy, gate=gate), {Action.allow: allow, Action.warn: warn, Action.deny: deny})
    if show_config:
        return _show_config(project, policy, output)
    if update and api_file is None:
        raise BadUsage("--update needs to know which file.", ["--api-file api.txt --update"])
    if api_file is not None:
        return _api_file(project, Path(api_file), update, policy, reach, output, exit_zero)
    report = _checked(project, policy, strict, reach, output)
    output.warn(report.warnings)
    output.write(_bump(report) if only_bump else diff_format(output.form)(report, output.style))
    output.note(report.notes)
    return 1 if report.objections and not exit_zero else 0


def _show_config(project: str, policy: Policy, output: Output) -> int:
    from modiff import files
    from modiff.config import found
    from modiff.plugins import with_others
    from modiff.report import settings_shown
    from modiff.rules import catalogue

    file, loaded = found(Path(project)), with_others(policy)
    output.warn(loaded.warnings)
    others = sorted(catalogue.others(loaded.policy.others), key=lambda rule: rule.id)
    policy = msgspec.structs.replace(policy, rule_files=tuple(files.shown(Path(name)) if Path(name).exists() else name for name in policy.rule_files))
    shown = settings_shown.as_json if output.form == "json" else settings_shown.listing
    output.write(shown(policy, (*catalogue.rules(), *others), files.shown(file) if file is not None else None))
    return 0


def _api_file(project: str, file: Path, update: bool, policy: Policy, reach: Reach, output: Output, exit_zero: bool) -> int:
    from modiff.flows.api_file import drift

    if output.form != "text":
        raise BadUsage(f"--api-file shows lines that differ, as text: there is no such thing in {output.form}.", ["without --format"])
    with reading(reach, output) as how:
        text = drift(project, file, policy, update=update, reading=how)
    output.write(text)
    return 1 if text and not update and not exit_zero else 0


def _checked(project: str, policy: Policy, strict: bool, reach: Reach, output: Output) -> Report:
    from modiff.flows.check import check as checked

    with reading(reach, output) as how:
        return checked(project, policy, strict=strict, reading=how)


def _bump(report: Report) -> str:
    """The word alone; a first release breaks nobody."""
    return f"{report.check.bump.word if report.check is not None and report.check.bump is not None else 'patch'}\n"

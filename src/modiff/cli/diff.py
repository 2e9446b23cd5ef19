"""`modiff diff`: what changed between two versions, judged."""

from __future__ import annotations

from typing import Literal

import click
import msgspec

from modiff.cli.actions import action_options, with_actions
from modiff.cli.asking import Questions, answered, check_file, queried, question_options
from modiff.cli.options import Reach, shared_options
from modiff.cli.output import Output
from modiff.cli.progress import progress
from modiff.errors import BadUsage
from modiff.model.findings import Action, Report
from modiff.model.policy import Policy
from modiff.report import DIFF_FORMATS, FROM_OUTLINES, WITH_EXCERPTS, WITH_ITEMS, diff_format

FORMS = ["modiff diff NAME==1.2 NAME==2.0", "modiff diff NAME 1.2 2.0", "modiff diff git+.@v1.2 ."]
_NOT_IN_A_NAME = set("=/\\:@<>~! ")


@click.command(epilog="Exit status: 1 if a certain or likely finding is denied (as most breaks are), 2 if it could not be checked, else 0.")
@click.argument("specs", nargs=-1, metavar="OLD NEW")
@shared_options(DIFF_FORMATS)
@click.option("--by", type=click.Choice(["package", "module", "function"]), help="Compare these one by one.")
@click.option(
    "--level",
    type=click.Choice(["module", "function", "method", "parameter"]),
    default="parameter",
    show_default=True,
    help="How deep to look; function includes classes.",
)
@click.option("--levels", is_flag=True, help="Level by level, from the root.")
@click.option("--stop-at-first-break", is_flag=True, help="Stop after the first part, or level, that has a loss.")
@action_options
@question_options
@click.option("--exit-zero", is_flag=True, help="End with 0 even if there are objections.")
def diff(
    specs: tuple[str, ...],
    policy: Policy,
    reach: Reach,
    output: Output,
    by: Literal["package", "module", "function"] | None,
    level: Literal["module", "function", "method", "parameter"],
    levels: bool,
    stop_at_first_break: bool,
    allow: tuple[str, ...],
    warn: tuple[str, ...],
    deny: tuple[str, ...],
    program: tuple[str, ...],
    only_programs: bool,
    time_limit: float,
    sql: str | None,
    sql_format: str,
    exit_zero: bool,
) -> int:
    """What changed between two versions of a package, judged.

    OLD and NEW are NAME==VERSION, NAME (the newest release), a wheel, an sdist, a directory (./DIR), git+PATH@REF, installed:NAME or
    functiondb:PATH[@VERSION]. `modiff diff NAME 1.2 2.0` is short for NAME==1.2 NAME==2.0.
    """
    old, new = pair_of(specs)
    output.check()
    policy = with_actions(policy, {Action.allow: allow, Action.warn: warn, Action.deny: deny})
    policy = msgspec.structs.replace(policy, by=by, level=level, levels=levels, stop_at_first_break=stop_at_first_break)
    if by is not None and levels:
        raise BadUsage("--by and --levels are two ways to take a comparison apart: only one can be meant.", ["--by module", "--levels"])
    if stop_at_first_break and by is None and not levels and output.form not in FROM_OUTLINES:
        raise BadUsage("--stop-at-first-break needs to know what is compared one by one.", ["--by module", "--levels"])
    questions = Questions(program, only_programs, time_limit, sql, sql_format)
    questions.check(output)
    if sql is not None:
        check_file(sql_format, output)
        return queried(old, new, policy, questions, reach, output)
    compared = answered(old, new, policy, questions, reach, output) if questions else _compared(old, new, policy, reach, output, judged=not exit_zero)
    report, text = compared
    output.warn(report.warnings)
    output.write(text)
    output.note(report.notes)
    return 1 if report.objections and not exit_zero and not only_programs else 0


def _compared(old: str, new: str, policy: Policy, reach: Reach, output: Output, *, judged: bool) -> tuple[Report, str]:
    """The report, and how it is to be printed.

    `judged`: False: whether there are objections does not matter. A form that tells what differs, and not what that means, then reads no module that
    it does not tell of: with `--stop-at-first-break` none behind the first break."""
    from modiff import api

    with progress(output.verbose >= 0) as tell:
        if output.form not in FROM_OUTLINES:
            more = {form: True for form, forms in (("excerpts", WITH_EXCERPTS), ("items", WITH_ITEMS)) if output.form in forms}
            report = api.diff(old, new, policy, jobs=reach.jobs, offline=reach.offline, cache=reach.cache, progress=tell, **more)
            return report, diff_format(output.form)(report, output.style)
        with api.opened(old, new, policy, jobs=reach.jobs, offline=reach.offline, cache=reach.cache, progress=tell) as pair:
            if judged or policy.only:  # patterns that match nothing are found out by reading everything
                return pair.report(), "".join(pair.compspec)
            text = "".join(pair.compspec)
            return pair.unjudged(), text


def pair_of(specs: tuple[str, ...]) -> tuple[str, str]:
    """The two specs that the words of the command mean. Raises BadUsage for any number of words but two and three."""
    if len(specs) == 2:
        return specs[0], specs[1]
    if len(specs) != 3:
        said = "Nothing to compare" if not specs else f"Two versions are needed, and {len(specs)} given"
        raise BadUsage(f"{said}.", FORMS)
    name, old, new = specs
    bare, mark, options = name.partition("#")
    if _NOT_IN_A_NAME & set(bare):
        raise BadUsage(f"With two versions behind it, {name!r} must be the bare name of a package.", FORMS)
    return f"{bare}=={old}{mark}{options}", f"{bare}=={new}{mark}{options}"

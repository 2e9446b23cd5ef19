"""`modiff show`: the public API of one version."""

from __future__ import annotations

import click
import msgspec

from modiff.cli.options import Reach, shared_options
from modiff.cli.output import Output
from modiff.cli.progress import progress
from modiff.errors import BadUsage
from modiff.model.policy import Policy
from modiff.report import DRAWN_IN, FROM_OUTLINES, SHOW_FORMATS, show_format
from modiff.report.interface import DRAWN, Drawn


@click.command()
@click.argument("spec")
@shared_options(SHOW_FORMATS)
@click.option(
    "--graph", type=click.Choice(DRAWN), help="What dot, svg and html draw: modules and their imports (the default), inheritance, or re-exports."
)
def show(spec: str, policy: Policy, reach: Reach, output: Output, graph: Drawn | None) -> int:
    """The public API of one version: one line an item, sorted, fit for `git diff`.

    SPEC is NAME==VERSION, NAME (the newest release), a wheel, an sdist, a directory (./DIR), git+PATH@REF, installed:NAME or
    functiondb:PATH[@VERSION].
    """
    if graph is not None and output.form not in DRAWN_IN:
        raise BadUsage(f"--graph says what is drawn, and --format {output.form} draws nothing.", [f"--format {form}" for form in DRAWN_IN])
    output.check()
    from modiff import api

    style = msgspec.structs.replace(output.style, drawn=graph or "modules")

    with progress(output.verbose >= 0) as tell:
        if output.form not in FROM_OUTLINES:
            shown = api.show(spec, policy, jobs=reach.jobs, offline=reach.offline, cache=reach.cache, progress=tell)
            warnings, text, notes = shown.warnings, show_format(output.form)(shown, style), shown.notes
        else:
            with api.opened_one(spec, policy, jobs=reach.jobs, offline=reach.offline, cache=reach.cache, progress=tell) as side:
                warnings, text, notes = side.release.warnings, "".join(side.database), side.notes
    output.warn(warnings)
    output.write(text)
    output.note(notes)
    return 0

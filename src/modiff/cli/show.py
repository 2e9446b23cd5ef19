"""`modiff show`: the public API of one version."""

from __future__ import annotations

import click

from modiff.cli.options import Reach, shared_options
from modiff.cli.output import Output
from modiff.cli.progress import progress
from modiff.model.policy import Policy
from modiff.report import FROM_OUTLINES, SHOW_FORMATS, show_format


@click.command()
@click.argument("spec")
@shared_options(SHOW_FORMATS)
def show(spec: str, policy: Policy, reach: Reach, output: Output) -> int:
    """The public API of one version: one line an item, sorted, fit for `git diff`.

    SPEC is NAME==VERSION, NAME (the newest release), a wheel, an sdist, a directory (./DIR), git+PATH@REF, installed:NAME or
    functiondb:PATH[@VERSION].
    """
    output.check()
    from modiff import api

    with progress(output.verbose >= 0) as tell:
        if output.form not in FROM_OUTLINES:
            shown = api.show(spec, policy, jobs=reach.jobs, offline=reach.offline, cache=reach.cache, progress=tell)
            warnings, text, notes = shown.warnings, show_format(output.form)(shown, output.style), shown.notes
        else:
            with api.opened_one(spec, policy, jobs=reach.jobs, offline=reach.offline, cache=reach.cache, progress=tell) as side:
                warnings, text, notes = side.release.warnings, "".join(side.database), side.notes
    output.warn(warnings)
    output.write(text)
    output.note(notes)
    return 0

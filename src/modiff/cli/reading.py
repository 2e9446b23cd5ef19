"""How a command reads releases: what its options say, and a line that tells how far it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from modiff.cli.options import Reach
from modiff.cli.output import Output
from modiff.cli.progress import progress
from modiff.report import WITH_EXCERPTS

if TYPE_CHECKING:
    from modiff.flows.reading import Reading


@contextmanager
def reading(reach: Reach, output: Output) -> Iterator[Reading]:
    """The options as one value, while the block runs."""
    from modiff.flows.reading import Reading

    with progress(output.verbose >= 0) as tell:
        yield Reading(reach.jobs, reach.offline, reach.cache, output.form in WITH_EXCERPTS, tell)

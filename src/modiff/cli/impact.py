"""`modiff impact`: which lines of my code break when I upgrade?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click
import msgspec

from modiff.cli.diff import pair_of
from modiff.cli.options import Reach, shared_options
from modiff.cli.output import Output
from modiff.cli.reading import reading
from modiff.errors import BadUsage, CannotWrite
from modiff.model.hits import Hit, Impact
from modiff.model.policy import Policy
from modiff.report import IMPACT_FORMATS, impact_format

if TYPE_CHECKING:
    from modiff.flows.reading import Reading

FORMS = ["modiff impact NAME 1.2 2.0 --in src", "modiff impact --lock old/uv.lock uv.lock --in src", "modiff impact --env uv.lock --in src"]


class Wish(NamedTuple):
    """What the options ask for."""

    specs: tuple[str, ...]
    locks: tuple[str, str] | None
    packages: tuple[str, ...]
    env: bool
    transitive: bool
    newest_safe: bool
    steps: bool
    mend: bool

    def check(self) -> None:
        """Raises BadUsage for what does not fit together."""
        if self.locks is not None and self.specs:
            said = "names of packages belong behind --package" if len(self.specs) == 1 else "either two specs, or two lock files"
            given = " ".join(self.specs)
            raise BadUsage(f"--lock takes its versions from the files, but {given} is given too: {said}.", FORMS)
        if self.locks is not None and self.env:
            raise BadUsage("--lock compares two files, --env what is installed with one: only one can be meant.", FORMS)
        if self.packages and self.locks is None and not self.env:
            raise BadUsage("--package chooses among what lock files pin, and there is none.", FORMS)
        if self.transitive and self.locks is None and not self.env:
            raise BadUsage("--transitive needs a lock file, which says what else is there.", [FORMS[1] + " --transitive"])


@click.command(epilog="Exit status: 1 if a line breaks (certain or likely, and not caught by a try), 2 if it could not be checked, else 0.")
@click.argument("specs", nargs=-1, metavar="OLD NEW")
@click.option("--in", "places", multiple=True, metavar="PATH", help="Client code: a file, or a directory with all below it (repeatable).")
@click.option("--lock", "locks", nargs=2, metavar="OLD NEW", help="All packages that two lock files pin differently, and that the code uses.")
@click.option("--package", "packages", multiple=True, metavar="NAME", help="Of lock files only this package (repeatable).")
@click.option("--env", is_flag=True, help="Compare what is installed here with NEW: lock files, NAME==VERSION or NAME.")
@click.option("--transitive", is_flag=True, help="Also uses through the dependencies that the new lock file pins.")
@click.option("--steps", is_flag=True, help="Judge the releases between both: in which of them does each line break?")
@click.option("--newest-safe", is_flag=True, help="Find the newest release that breaks nothing here.")
@click.option("--diff", "show_patch", is_flag=True, help="Print a patch for what can be mended for certain; change nothing.")
@click.option("--fix", is_flag=True, help="Mend what can be mended for certain, and list the rest.")
@shared_options(IMPACT_FORMATS)
@click.option("--exit-zero", is_flag=True, help="End with 0 even if lines break.")
def impact(
    specs: tuple[str, ...],
    policy: Policy,
    reach: Reach,
    output: Output,
    places: tuple[str, ...],
    locks: tuple[str, str] | None,
    packages: tuple[str, ...],
    env: bool,
    transitive: bool,
    steps: bool,
    newest_safe: bool,
    show_patch: bool,
    fix: bool,
    exit_zero: bool,
) -> int:
    """Which lines of my code break when I upgrade?

    OLD and NEW are specs, as for `modiff diff`; `modiff impact NAME 1.2 2.0 --in src` is short for NAME==1.2 NAME==2.0. The code is read, not run.
    Lock files are requirements.txt, uv.lock, poetry.lock, pdm.lock, Pipfile.lock, pylock.toml and environment.yml, each also as
    git+PATH@REF:FILE.
    """
    if not places:
        raise BadUsage("Which code? Say where it lies.", ["--in src", "--in ."])
    if show_patch and fix:
        raise BadUsage("--diff shows what --fix would do: only one can be meant.", ["--diff", "--fix"])
    wish = Wish(specs, locks or None, packages, env, transitive, newest_safe, steps, show_patch or fix)
    wish.check()
    output.check()
    with reading(reach, output) as how:
        found, warnings = _found(wish, places, policy, how)
    output.warn([*found.warnings, *warnings])
    if fix:
        found = _applied(found)
    output.write(_patch(found) if show_patch else impact_format(output.form)(found, output.style))
    if show_patch:
        output.warn(_left(found))
    output.note(found.notes)
    return 1 if found.objections and not exit_zero else 0


def _found(wish: Wish, places: tuple[str, ...], policy: Policy, how: Reading) -> tuple[Impact, list[str]]:
    """The answer, and what is to be warned of."""
    from modiff.flows.gone import with_gone
    from modiff.flows.impact import Asked, impact_of_moves
    from modiff.flows.impact import impact as impact_of_pairs
    from modiff.flows.upgrades import between_locks, from_installed
    from modiff.project.locks import read_lock

    asked = Asked(wish.steps, wish.newest_safe, wish.mend)
    if wish.locks is None and not wish.env:
        return impact_of_pairs([pair_of(wish.specs)], places, policy, reading=how, asked=asked), []
    moves, lock, warnings = between_locks(*wish.locks, wish.packages) if wish.locks else from_installed(wish.specs, wish.packages)
    if wish.transitive and lock is None:
        raise BadUsage("--transitive needs a lock file, which says what else is there.", [FORMS[2] + " --transitive"])
    asked = msgspec.structs.replace(asked, transitive=lock if wish.transitive else None)
    found = impact_of_moves(moves, places, policy, reading=how, asked=asked)
    if wish.locks is not None and not wish.packages:
        found = with_gone(found, read_lock(wish.locks[0]), read_lock(wish.locks[1]), places, how)
    return found, warnings


def _patch(found: Impact) -> str:
    from modiff.report.patch import unified

    return unified(found.patches)


def _left(found: Impact) -> list[str]:
    """What a patch leaves, in sentences."""
    return [f"{hit.file}:{hit.line} is left as it is: {why}" for hit, why in found.unmended.items() if _counts(hit)]


def _applied(found: Impact) -> Impact:
    """Writes the mended files; what is left, at its new lines. Raises CannotWrite."""
    for patch in found.patches:
        try:
            if Path(patch.file).read_bytes() != patch.before:
                raise CannotWrite(f"{patch.file} was changed while it was read, and is left as it is.", ["run it again"])
            Path(patch.file).write_bytes(patch.after)
        except OSError as error:
            raise CannotWrite(f"Cannot mend {patch.file}: {error.strerror or error}.", ["--diff, to have the patch"]) from error
    from modiff.flows.mended import after_patches

    return after_patches(found)


def _counts(hit: Hit) -> bool:
    return hit.certainty > 0 and not hit.guarded

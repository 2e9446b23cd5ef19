"""Options that commands share, and how they become a `Policy`, a way to read and a way to write."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from modiff.cli.output import Output
from modiff.errors import BadUsage
from modiff.model.policy import Policy, Surface

_PYTHON = re.compile(r"(\d+)\.(\d+)")


class Reach(NamedTuple):
    """How to read."""

    jobs: int | None
    """Processes; None: as many as there are processors for us."""
    offline: bool
    """Is no index to be asked?"""
    cache: bool
    """May this user's cache be read and written?"""


def shared_options(formats: Iterable[str], *, of_project: str | None = None) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Gives a command the shared options; it is called with `policy`, `reach` and `output` in their place.

    `of_project`: the command's argument that names a project's directory, whose configuration counts then; None: that of the current directory.
    """

    def decorate(command: Callable[..., int]) -> Callable[..., int]:
        @functools.wraps(command)
        def called(**given: Any) -> int:
            policy = _policy(given, Path(given[of_project]) if of_project is not None else None)
            reach = Reach(given.pop("jobs"), given.pop("offline"), not given.pop("no_cache"))
            verbose = -1 if given.pop("quiet") else given["verbose"]
            output = Output(given.pop("form"), given.pop("file"), given.pop("color"), verbose)
            del given["verbose"]
            return command(policy=policy, reach=reach, output=output, **given)

        for option in reversed(_options(formats)):
            called = option(called)
        return called

    return decorate


def _policy(given: dict[str, Any], start: Path | None) -> Policy:
    """What the configuration says, replaced by what the command line does. Takes its options out of those given."""
    from modiff.config import load

    file, surface = given.pop("config"), given.pop("surface")
    said = {
        "surface": Surface(surface) if surface is not None else None,
        "only": _patterns(given.pop("only")) or None,
        "exclude": _patterns(given.pop("exclude")) or None,
        "python_version": _python(given.pop("python_version")),
        "platform": given.pop("platform"),
    }
    settled = load(start, Path(file) if file is not None else None)
    return msgspec.structs.replace(settled, **{field: value for field, value in said.items() if value is not None})


def _options(formats: Iterable[str]) -> list[Callable[[Any], Any]]:
    return [
        click.option("--format", "form", type=click.Choice(list(formats)), default="text", show_default=True, help="How to print the answer."),
        click.option("--output", "file", metavar="FILE", help="Write the answer there instead of printing it."),
        click.option(
            "--surface",
            type=click.Choice([str(s) for s in Surface]),
            help="Which names count as promised: those reachable through __all__, those without an underscore (the default), or all.",
        ),
        click.option("--only", multiple=True, metavar="PATTERN", help="Look only at this dotted prefix or glob (repeatable)."),
        click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave out this dotted prefix or glob (repeatable)."),
        click.option("--python-version", metavar="X.Y", help="Judge for this Python only."),
        click.option("--platform", type=click.Choice(["linux", "darwin", "win32"]), help="Judge for this platform only."),
        click.option("--config", metavar="FILE", help="Read [tool.modiff] there, and not in the nearest pyproject.toml. Options win over it."),
        click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that may read at once, where that pays (by default one a core)."),
        click.option("--no-cache", is_flag=True, help="Read everything anew: take nothing from the cache, and keep nothing in it."),
        click.option("--offline", is_flag=True, help="Ask no package index: make do with local files and what the cache kept of earlier runs."),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True, help="Colours, or plain text."),
        click.option("-q", "--quiet", is_flag=True, help="Print only the verdict, and no warnings."),
        click.option("-v", "--verbose", count=True, help="Show also what is merely possible, gaps, and what the run cost."),
    ]


def _patterns(values: tuple[str, ...]) -> tuple[str, ...]:
    patterns = tuple(part.strip() for value in values for part in value.split(","))
    if not all(patterns):
        raise BadUsage("A pattern of --only or --exclude is empty.", ["a dotted prefix (pkg.sub) or a glob (pkg.*.Client)"])
    return patterns


def _python(value: str | None) -> tuple[int, int] | None:
    if value is None:
        return None
    match = _PYTHON.fullmatch(value.strip())
    if match is None:
        raise BadUsage(f"{value!r} is no Python version.", ["--python-version 3.12"])
    return int(match[1]), int(match[2])

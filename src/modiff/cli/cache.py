"""`modiff cache`: what is kept between runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from modiff.cli.output import Output
from modiff.errors import BadUsage, CannotWrite

if TYPE_CHECKING:
    from modiff.store.upkeep import Info, Removed

SCHEMA = "modiff/cache/1"


def _output_options(command: Callable[..., int]) -> Callable[..., int]:
    command = click.option("--output", "file", metavar="FILE", help="Write the answer there instead of printing it.")(command)
    formats = click.Choice(["text", "json"])
    return click.option("--format", "form", type=formats, default="text", show_default=True, help="How to print the answer.")(command)


@click.group(
    invoke_without_command=True,
    epilog="The cache lies where MODIFF_CACHE_DIR says, else in the platform's place for caches; MODIFF_CACHE_SIZE bounds it (1 GB).",
)
@click.pass_context
def cache(context: click.Context) -> None:
    """What is kept between runs: what files say, and what package indexes sent. Reports never are, and are the same without it."""
    if context.invoked_subcommand is None:
        raise BadUsage("It is not said what to do with the cache.", [f"modiff cache {command}" for command in cache.commands])


@cache.command()
@_output_options
def info(form: str, file: str | None) -> int:
    """Where the cache lies, how large it is, and what is in it."""
    output = _checked(form, file)
    from modiff.store import place, upkeep

    found = upkeep.info(place.directory(), place.limit())
    output.write(_json(_told(found)) if form == "json" else _text(found))
    return 0


@cache.command()
@_output_options
def clear(form: str, file: str | None) -> int:
    """Remove everything from the cache."""
    output = _checked(form, file)
    from modiff.store import place, upkeep

    removed = upkeep.clear(place.directory(), place.limit())
    if removed.left.entries:
        raise CannotWrite(f"The cache in {removed.left.directory} could not be cleared: {_trouble(removed.left)}.", ["try again later"])
    output.write(_answer(form, removed))
    return 0


@cache.command(short_help="Remove what was not used for longest.")
@click.option("--to", "size", metavar="SIZE", help="Bytes that may stay, or a size like 200MB; by default what MODIFF_CACHE_SIZE says, else 1 GB.")
@_output_options
def prune(size: str | None, form: str, file: str | None) -> int:
    """Remove what was not used for longest, until the cache is no larger than it may be."""
    output = _checked(form, file)
    from modiff.store import place, upkeep

    target = place.limit() if size is None else place.size_from(size)
    if target is None:
        raise BadUsage(f"{size!r} is no size.", ["--to 200MB", "--to 0"])
    output.write(_answer(form, upkeep.prune(place.directory(), place.limit(), target)))
    return 0


def _checked(form: str, file: str | None) -> Output:
    output = Output(form, file, "never", 0)
    output.check()
    return output


def _text(info: Info) -> str:
    lines = [f"{info.directory}", f"{_megabytes(info.size)} of at most {_megabytes(info.limit)}"]
    if info.trouble is not None:
        lines.append(f"It cannot be read ({info.trouble}); the next run that can begins it anew.")
    width = max((len(kind) for kind in info.kinds), default=0)
    lines += [f"  {kind:<{width}}  {count:>9,}  {_megabytes(size):>10}" for kind, (count, size) in info.kinds.items()]
    return "".join(f"{line}\n" for line in lines)


def _answer(form: str, removed: Removed) -> str:
    if form == "json":
        return _json({"removed": removed.entries, "freed": removed.freed, **_told(removed.left)})
    what = "1 entry" if removed.entries == 1 else f"{removed.entries:,} entries"
    return f"removed {what}, {_megabytes(removed.freed)}\n{_text(removed.left)}"


def _told(info: Info) -> dict[str, Any]:
    kinds = {kind: {"entries": count, "bytes": size} for kind, (count, size) in info.kinds.items()}
    found = {"directory": info.directory, "limit": info.limit, "size": info.size, "entries": info.entries, "kinds": kinds}
    return found | ({"trouble": info.trouble} if info.trouble is not None else {})


def _json(said: dict[str, Any]) -> str:
    import json

    return json.dumps({"schema": SCHEMA, **said}, indent=2, ensure_ascii=False) + "\n"


def _megabytes(size: int) -> str:
    return f"{size / 2**20:,.1f} MB"


def _trouble(info: Info) -> str:
    return info.trouble or "another process is writing to it"

"""Runs the command line and says how it ended.

Every failure becomes a sentence on stderr and an exit status, and with `--format json` an object on stdout as well.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import pairwise

import click

from modiff.cli.commands import modiff
from modiff.errors import BadConfig, ModiffError

COULD_NOT_CHECK = 2
INTERRUPTED = 130


def run(words: list[str]) -> int:
    """Runs `modiff` with these words and returns the exit status."""
    for stream in (sys.stdout, sys.stderr):
        _say_all(stream)
    try:
        with _no_collecting():
            status = _run(words or ["--help"])
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader has gone, and wants no more. What is still in the buffer must not complain either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status if words else COULD_NOT_CHECK


@contextlib.contextmanager
def _no_collecting() -> Iterator[None]:
    """Lets garbage collection rest: what a run makes lives as long as the run, and looking for cycles in it costs up to a third of the time and
    finds none."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _run(words: list[str]) -> int:
    try:
        status = modiff.main(words, prog_name="modiff", standalone_mode=False)
    except (KeyboardInterrupt, click.exceptions.Abort):
        _tell(["interrupted"])
        return INTERRUPTED
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        return _usage(error, words)
    except click.ClickException as error:
        return _fail("bad-usage", error.format_message(), (), words)
    except BadConfig as error:
        return _fail(error.code, error.message, error.hints, words, error.lines)
    except ModiffError as error:
        return _fail(error.code, error.message, error.hints, words)
    except (BrokenPipeError, SystemExit):
        raise
    except Exception as error:
        return _bug(error, words)
    return status if isinstance(status, int) else 0


def _usage(error: click.UsageError, words: list[str]) -> int:
    hints = list(getattr(error, "possibilities", None) or ())
    command = error.ctx.command_path if error.ctx is not None else "modiff"
    return _fail("bad-usage", error.format_message(), [*hints, f"{command} --help"], words)


def _bug(error: Exception, words: list[str]) -> int:
    """A failure of modiff's own."""
    if os.environ.get("MODIFF_DEBUG"):
        import traceback

        traceback.print_exception(error)
    told = " ".join(str(error).split())
    message = f"This is a bug of modiff: {type(error).__name__}{': ' + told if told else ''}."
    return _fail("bug", message, ["set MODIFF_DEBUG=1 to see where it happened, and report it with that"], words)


def _fail(code: str, message: str, hints: Sequence[str], words: list[str], lines: Sequence[str] = ()) -> int:
    """`lines`: what the message says in one breath, for people one below the other."""
    _tell([*(f"error: {line}" for line in lines or [message]), *(f"try: {hint}" for hint in hints)])
    if _wants_json(words):
        from modiff.report.as_json import error

        sys.stdout.write(error(code, message, hints))
    return COULD_NOT_CHECK


def _tell(lines: Sequence[str]) -> None:
    from modiff.report.inert import visible

    with contextlib.suppress(OSError):
        for line in lines:
            print(visible(line), file=sys.stderr)


def _wants_json(words: Sequence[str]) -> bool:
    """Was JSON asked for? Seen from the bare words, as they may not fit together."""
    return "--format=json" in words or ("--format", "json") in pairwise(words)


def _say_all(stream: object) -> None:
    """A sign that the terminal's encoding lacks is shown as an escape; it must not end the run."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")

"""Where the answer goes, and how it may look there."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Literal, NamedTuple

from modiff import files
from modiff.errors import CannotWrite
from modiff.report.inert import visible
from modiff.report.interface import PICTURES, PictureForm, Style

NARROWEST, WIDEST, ELSEWHERE = 40, 140, 100
"""Columns: of a terminal at least and at most, and of anything else, so that files are the same wherever they are written."""


class Output(NamedTuple):
    """What the options say about the answer."""

    form: str
    """Name of the format."""
    file: str | None
    """Where to write; None: standard output."""
    color: Literal["auto", "always", "never"]
    verbose: int
    """-1: quiet; 0; 1 and more: how often `-v` was given."""

    @property
    def style(self) -> Style:
        """For what kind of paper."""
        terminal = self.file is None and sys.stdout.isatty()
        width = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST) if terminal else ELSEWHERE
        return Style(width=width, color=self._colored(terminal), verbose=self.verbose, picture=self._picture)

    @property
    def _picture(self) -> PictureForm:
        """A picture is written as the name of its file asks for: SVG, but in a page, as DOT or as a JSON graph where that is its ending."""
        return PICTURES.get(Path(self.file).suffix.lower(), "svg") if self.file is not None else "svg"

    def _colored(self, terminal: bool) -> bool:
        if self.color != "auto":
            return self.color == "always"
        return terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def check(self) -> None:
        """Before any work: could the answer be written at all? Raises CannotWrite."""
        if self.file is None:
            return
        path = Path(self.file)
        if path.is_dir():
            raise CannotWrite(f"Cannot write to {self.file}: it is a directory.", [f"--output {path / 'report.txt'}"])
        if not path.parent.is_dir():
            raise CannotWrite(f"Cannot write to {self.file}: there is no directory {path.parent}.", [f"mkdir -p {path.parent}"])

    def write(self, text: str) -> None:
        """Prints the answer, or writes the file: whole, or not at all. Raises CannotWrite."""
        if self.file is None:
            # A reader that has seen enough (`| head`) changes nothing about the answer, nor about the exit status.
            with suppress(BrokenPipeError):
                sys.stdout.write(text)
                sys.stdout.flush()
                return
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        try:
            files.put(Path(self.file), text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            hints = ["another --output, or none to print the answer"]
            raise CannotWrite(f"Cannot write to {self.file}: {error.strerror or error}.", hints) from error

    def warn(self, warnings: Iterable[str]) -> None:
        """What the user should know about what was read, on stderr; each once, none when quiet."""
        if self.verbose >= 0:
            _tell(f"warning: {text}" for text in dict.fromkeys(warnings))

    def note(self, notes: Iterable[str]) -> None:
        """What the run cost, on stderr, with `-v`."""
        if self.verbose > 0:
            _tell(notes)


def _tell(lines: Iterable[str]) -> None:
    with suppress(BrokenPipeError):
        for line in lines:
            print(visible(line), file=sys.stderr)

"""`modiff check --api-file`: the API as a committed listing, and whether it still is what the code says."""

from __future__ import annotations

import difflib
from pathlib import Path

from modiff import files
from modiff.errors import CannotWrite, FileMissing, NothingToRead
from modiff.flows.reading import Reading
from modiff.model.policy import Policy
from modiff.project import find
from modiff.report import Style, show_format

_HEAD = "# The public API of {name}, one line an item. `modiff check --api-file {file} --update` writes it anew.\n"


def drift(start: str, file: Path, policy: Policy, *, update: bool, reading: Reading = Reading()) -> str:
    """How the listing in `file` differs from the project's API, as a unified diff; empty: it does not, but for comments.

    `update`: the file is written anew if it differs. Raises FileMissing where there is no such file and none is to be written; NothingToRead for a
    project without a public name; CannotWrite; what `modiff.api.show` raises.
    """
    project = find(Path(start))
    shown = reading.shown(project.spec, policy)
    if not shown.items:
        raise NothingToRead(f"The project in {project.shown} has no public name.", ["--surface everything"])
    listed = [line for line in show_format("text")(shown, Style()).splitlines(keepends=True) if not line.startswith("#")]
    committed = _committed(file, update)
    differences = difflib.unified_diff(committed, listed, str(file), "the API", n=0)
    text = "".join(line for line in differences if not line.startswith("@@"))
    if text and update:
        _write(file, _HEAD.format(name=shown.name or project.name or ", ".join(shown.packages), file=file.name) + "".join(listed))
        return text if committed else f"{file} is written: {len(listed):,} lines\n"
    return text


def _committed(file: Path, update: bool) -> list[str]:
    try:
        text = file.read_text("utf-8")
    except FileNotFoundError:
        if update:
            return []
        raise FileMissing(f"There is no file {file}, which --api-file names.", [f"modiff check --api-file {file} --update writes it"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise FileMissing(f"{file} cannot be read: {getattr(error, 'strerror', None) or 'it is not in UTF-8'}") from error
    return [line for line in text.splitlines(keepends=True) if not line.startswith("#")]


def _write(file: Path, text: str) -> None:
    try:
        files.put(file, text.encode())
    except OSError as error:
        raise CannotWrite(f"Cannot write to {file}: {error.strerror or error}.", ["another --api-file"]) from error

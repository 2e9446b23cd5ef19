"""The files of client code below what a user names: Python modules and notebooks, each with the name under which others import it."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from modiff.errors import FileMissing, NothingToRead
from modiff.model.clients import ClientFile
from modiff.model.hits import ClientGap

MOST_BYTES = 4 * 2**20
"""A larger file is no code that somebody wrote."""
_SKIPPED = frozenset({"__pycache__", "node_modules", "site-packages", "build", "dist"})
_ENDINGS = (".py", ".pyw", ".ipynb")
_PROJECT = "pyproject.toml"


def client_files(places: Iterable[str]) -> tuple[list[ClientFile], list[ClientGap]]:
    """All files in or below these places, in order of their paths, and those that could not be read. Hidden folders, caches and environments are left
    out, links to folders above are not followed. Raises FileMissing; NothingToRead where there is no Python at all, or none that can be read."""
    found: dict[str, Path] = {}
    for place in places:
        path = Path(place).expanduser()
        if not path.exists():
            raise FileMissing(f"There is no {place}, which --in names.", ["--in src", "--in ."])
        for file in [path] if path.is_file() else _walk(path):
            found.setdefault(os.path.realpath(file), file)
    if all(file.name == _PROJECT for file in found.values()):
        raise NothingToRead(f"There is no Python code in {', '.join(places)}.", ["--in DIR, where your code lies"])
    read = [_read(file) for file in sorted(found.values(), key=str)]
    texts, gaps = [each for each in read if isinstance(each, ClientFile)], [each for each in read if isinstance(each, ClientGap)]
    if gaps and all(Path(text.path).name == _PROJECT for text in texts):
        raise nothing_read(gaps)
    return texts, gaps


def nothing_read(gaps: Sequence[ClientGap]) -> NothingToRead:
    """For who could read none of the files that matter: that nothing was found in them says nothing."""
    first = f"{gaps[0].path}{f':{gaps[0].line}' if gaps[0].line else ''}: {gaps[0].reason}"
    more = f", nor could {len(gaps) - 1:,} more" if len(gaps) > 1 else ""
    return NothingToRead(f"None of this code could be read. {first}{more}.", ["mend the file, or name others with --in"])


def _walk(top: Path) -> Iterator[Path]:
    seen: set[str] = set()
    above = {str(folder) for folder in Path(os.path.realpath(top)).parents}
    for folder, folders, files in os.walk(top, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen or real in above:
            folders[:] = []
            continue
        seen.add(real)
        folders[:] = sorted(
            each for each in folders if not each.startswith(".") and each not in _SKIPPED and not _is_environment(Path(folder) / each)
        )
        yield from (Path(folder) / each for each in sorted(files) if each.endswith(_ENDINGS) or each == _PROJECT)


def _is_environment(folder: Path) -> bool:
    return (folder / "pyvenv.cfg").exists()


def _read(file: Path) -> ClientFile | ClientGap:
    try:
        if file.stat().st_size > MOST_BYTES:
            return ClientGap(str(file), f"it is larger than {MOST_BYTES // 2**20} MB", str(file), None)
        text = file.read_bytes()
    except OSError as error:
        return ClientGap(str(file), f"it cannot be read: {(error.strerror or str(error)).lower()}", str(file), None)
    if file.name == _PROJECT:
        return _entry_points(file, text)
    if file.suffix == ".ipynb":
        return _notebook(file, text)
    if b"\0" in text[:4096]:
        return ClientGap(str(file), "it is no text", str(file), None)
    return ClientFile(_shown(file), _module(file), file.name == "__init__.py", text)


def _shown(file: Path) -> str:
    return file.as_posix()


def _module(file: Path) -> str:
    """The name by the packages it lies in: folders with an `__init__.py`, and without one down from `src` or the working directory's own."""
    parts = [] if file.name == "__init__.py" else [file.stem]
    folder = file.absolute().parent
    while (folder / "__init__.py").is_file() and folder.name.isidentifier():
        parts.append(folder.name)
        folder = folder.parent
    return ".".join(reversed(parts)) if all(part.isidentifier() for part in parts) else ""


def _notebook(file: Path, text: bytes) -> ClientFile | ClientGap:
    """The code cells of a notebook (nbformat 4), one after the other; magics are blanked out."""
    try:
        cells = json.loads(text)["cells"]
        sources = ["".join(cell["source"]) for cell in cells if cell.get("cell_type") == "code"]
    except (ValueError, KeyError, TypeError, AttributeError):
        return ClientGap(str(file), "it is no notebook of format 4", str(file), None)
    where = _lines_of_cells(text.decode("utf-8", "replace").splitlines())
    code: list[str] = []
    lines: list[int] = []
    for source in sources:
        for line in [] if source.lstrip().startswith("%%") else source.splitlines():
            plain = line.lstrip()
            code.append(" " * (len(line) - len(plain)) + "pass" if plain.startswith(("%", "!", "?")) or plain.endswith("?") else line)
            lines.append(_place(where, line, lines))
    return ClientFile(_shown(file), "", False, "\n".join(code).encode(), tuple(lines))


def _entry_points(file: Path, text: bytes) -> ClientFile:
    """The entry points of a project (PEP 621) as code that says no more than what they name, on the same lines; none where it is broken."""
    try:
        project = tomllib.loads(text.decode()).get("project", {})
        tables = [project.get("scripts", {}), project.get("gui-scripts", {}), *project.get("entry-points", {}).values()]
        named = {value for table in tables for value in table.values() if isinstance(value, str)}
    except (ValueError, AttributeError):
        named = set()
    lines = text.decode("utf-8", "replace").splitlines()
    code = [next((f"ENTRY_POINT = {value!r}" for value in sorted(named) if f'"{value}"' in line or f"'{value}'" in line), "") for line in lines]
    return ClientFile(_shown(file), "", False, "\n".join(code).encode(), tuple(range(1, len(lines) + 1)))


def _lines_of_cells(lines: list[str]) -> dict[str, list[int]]:
    """The lines of the file by the JSON string that stands on them."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(lines, 1):
        text = line.strip().rstrip(",")
        if text.startswith('"') and text.endswith('"'):
            try:
                found.setdefault(str(json.loads(text)).rstrip("\n"), []).append(number)
            except ValueError:
                continue
    return found


def _place(where: dict[str, list[int]], line: str, before: list[int]) -> int:
    """The first place of such a line after the one before; the place of that where the file is written otherwise."""
    last = before[-1] if before else 0
    return next((number for number in where.get(line, ()) if number > last), last or 1)

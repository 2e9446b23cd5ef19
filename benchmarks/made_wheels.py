"""Wheels that benchmarks make: packages of any number of modules, and a real wheel with one file changed."""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path

_LINE = "# one line more\ndef added_by_the_benchmark(first, second=2): ...\n"


def synthetic(into: Path, modules: int, *, changed: bool) -> Path:
    """A wheel of so many modules in packages of a hundred, each with two functions and a class, that import their neighbours. `changed`: one
    parameter of one function is gone."""
    version = "2.0" if changed else "1.0"
    files = {"made/__init__.py": ""}
    for number in range(modules):
        package = f"made/p{number // 100}"
        files.setdefault(f"{package}/__init__.py", "")
        gone = changed and number == modules // 2
        files[f"{package}/m{number}.py"] = _module(number, gone)
    return _written(into / f"made-{version}-py3-none-any.whl", f"made-{version}", files.items())


def _module(number: int, gone: bool) -> str:
    neighbour = f"from made.p{(number - 1) // 100}.m{number - 1} import Thing{number - 1}\n\n" if number % 10 else ""
    base = f"(Thing{number - 1})" if number % 10 else ""
    return (
        f"{neighbour}def make{number}(width, {'' if gone else 'height=1, '}*, depth=None):\n    return Thing{number}(width)\n\n"
        f"def read{number}(path, encoding='utf-8'):\n    with open(path, encoding=encoding) as file:\n        return file.read()\n\n"
        f"class Thing{number}{base}:\n    size = {number}\n\n    def __init__(self, width):\n        self.width = width\n\n"
        f"    def grow{number}(self, by=1):\n        self.width += by\n        return self\n"
    )


def _written(path: Path, stem: str, files: Iterable[tuple[str, str]]) -> Path:
    record = []
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        name, _, version = stem.partition("-")
        folder = f"{stem}.dist-info"
        metadata = (f"{folder}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        wheel = (f"{folder}/WHEEL", "Wheel-Version: 1.0\nGenerator: benchmark\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        for member, text in (*files, metadata, wheel):
            archive.writestr(member, text)
            record.append(_line(member, text.encode()))
        archive.writestr(f"{folder}/RECORD", "\n".join([*record, f"{folder}/RECORD,,", ""]))
    return path


def _line(member: str, content: bytes) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    return f"{member},sha256={digest},{len(content)}"


def with_one_file_changed(wheel: Path, into: Path) -> tuple[Path, Path]:
    """The wheel, and it with a function more in its middle source file. Only sources and metadata have their contents in both; the rest is there,
    and empty."""
    return _with_sources(wheel, into / "before", more=""), _with_sources(wheel, into / "after", more=_LINE)


def _with_sources(wheel: Path, into: Path, more: str) -> Path:
    path = into / wheel.name
    into.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(wheel) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        members = [member for member in old.infolist() if not member.is_dir()]
        sources = sorted(m.filename for m in members if m.filename.endswith(".py") and ".data/" not in m.filename)
        chosen = sources[len(sources) // 2]
        for member in members:
            name = member.filename
            if name == chosen:
                new.writestr(name, old.read(name) + more.encode())
            elif name.endswith(".dist-info/RECORD"):
                changed = old.read(chosen) + more.encode()
                lines = [line for line in old.read(name).decode().splitlines() if not line.startswith(f"{chosen},")]
                new.writestr(name, "\n".join([*lines, _line(chosen, changed), ""]))
            else:
                new.writestr(name, old.read(name) if name.endswith((".py", ".pyi")) or ".dist-info/" in name else b"")
    return path

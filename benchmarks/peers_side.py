"""Other tools that ask the same question, run by broken_lines.py in an environment of their own. They fetch releases by themselves from a fixed
address; here they are given the wheels that pip fetched.

    python peers_side.py TOOL NAME OLD NEW OLD_WHEEL NEW_WHEEL CLIENT CACHE

Prints a JSON list of [file, line].
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import sys
import zipfile
from pathlib import Path


def willitbreak(name: str, old: str, new: str, wheels: dict[str, str], client: str, cache: Path) -> list[tuple[str, int]]:
    """Both versions are put into its cache, then its command is run."""
    main = importlib.import_module("willitbreak.cli").main

    for version, wheel in wheels.items():
        place = cache / f"{name}-{version}"
        if not (place / ".willitbreak-complete").exists():
            zipfile.ZipFile(wheel).extractall(place)
            (place / ".willitbreak-complete").write_text(Path(wheel).name)
    said = printed(lambda: main([name, "--from", old, "--to", new, "--json", "--cache", str(cache), client]))
    return places(json.loads(said))


def upgrade_impact(name: str, old: str, new: str, wheels: dict[str, str], client: str, cache: Path) -> list[tuple[str, int]]:
    """The function that looks up the address of a wheel is told where it lies."""
    cli, its = (importlib.import_module(f"upgrade_impact.{name}") for name in ("cli", "wheels"))
    vars(its)["_release_wheel"] = lambda distribution, version: (Path(wheels[version]).name, wheels[version])
    said = printed(lambda: cli.main([name, old, new, client, "--format", "json"]))
    return places(json.loads(said))


def printed(run: object) -> str:
    """What it prints; that it ends with a status does not matter."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.suppress(SystemExit):
        run()  # type: ignore[operator]
    return out.getvalue()


def places(said: object) -> list[tuple[str, int]]:
    """Every file with a line in it, wherever in the object."""
    found: list[tuple[str, int]] = []
    if isinstance(said, dict):
        file, line = said.get("file", said.get("path")), said.get("line", said.get("lineno"))
        if isinstance(file, str) and isinstance(line, int):
            found.append((file, line))
    for part in said.values() if isinstance(said, dict) else said if isinstance(said, list) else ():
        found += places(part)
    return found


if __name__ == "__main__":
    tool, name, old, new, old_wheel, new_wheel, client, cache = sys.argv[1:]
    run = {"willitbreak": willitbreak, "upgrade-impact": upgrade_impact}[tool]
    print(json.dumps(run(name, old, new, {old: old_wheel, new: new_wheel}, client, Path(cache))))

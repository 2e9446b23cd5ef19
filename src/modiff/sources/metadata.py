"""What a distribution says of itself: METADATA and PKG-INFO, entry points, requires.txt, and a project's plain static settings.

Text in, `Metadata` out; never fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from modiff.model.release import Metadata

_ABSENT = ("UNKNOWN", "")
_CORE = {"Requires-Python": "requires_python", "Requires-Dist": "requires_dist", "Provides-Extra": "extras"}
"""Fields of core metadata, and where they are kept."""
_PYTHON = "Programming Language :: Python :: "
_PROJECT = {
    "requires_python": ("requires-python",), "requires_dist": ("dependencies",), "extras": ("optional-dependencies",),
    "entry_points": ("scripts", "gui-scripts", "entry-points"),
}  # fmt: skip
"""Where the `[project]` table says them."""


def core_metadata(text: bytes, *, built: bool = False) -> Metadata:
    """From METADATA or PKG-INFO (core metadata, PEP 566 and later). `built`: it is a wheel's METADATA, which leaves nothing to a later build."""
    from email.parser import HeaderParser

    message = HeaderParser().parsestr(text.decode("utf-8", "replace"))

    def one(field: str) -> str | None:
        value = " ".join(str(message.get(field, "")).split())
        return None if value in _ABSENT else value

    def many(field: str) -> tuple[str, ...]:
        return tuple(" ".join(str(value).split()) for value in message.get_all(field, []))

    return Metadata(
        name=one("Name"),
        version=one("Version"),
        requires_python=one("Requires-Python"),
        classified=tuple(c.removeprefix(_PYTHON) for c in many("Classifier") if c.startswith(_PYTHON)),
        requires_dist=many("Requires-Dist"),
        extras=many("Provides-Extra"),
        known=frozenset(_CORE.values()) if built else _said_by_source(one("Metadata-Version"), many("Dynamic")),
    )


def _said_by_source(version: str | None, dynamic: tuple[str, ...]) -> frozenset[str]:
    """What PKG-INFO settles: what is not marked as Dynamic since PEP 643; before that, only Requires-Python can be relied on."""
    if version is None:
        return frozenset()
    if tuple(int(part) for part in re.findall(r"\d+", version)[:2]) < (2, 2):
        return frozenset({"requires_python"})
    later = {name.lower() for name in dynamic}
    return frozenset(field for name, field in _CORE.items() if name.lower() not in later)


def entry_points(text: bytes) -> tuple[tuple[str, str, str], ...]:
    """From entry_points.txt: (group, name, object reference), sorted."""
    group, found = "", set()
    for line in text.decode("utf-8", "replace").splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            group = line[1:-1].strip()
        elif line and not line.startswith(("#", ";")) and "=" in line:
            name, _, reference = line.partition("=")
            found.add((group, name.strip(), reference.split(" #")[0].strip()))
    return tuple(sorted(found))


def egg_requires(text: bytes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """From an egg's requires.txt, whose sections are extras and markers: (requirements as Requires-Dist has them, extras)."""
    requires: list[str] = []
    extras: list[str] = []
    condition = ""
    for line in text.decode("utf-8", "replace").splitlines():
        line = line.strip()
        if line.startswith("[") and line.endswith("]"):
            extra, _, marker = line[1:-1].partition(":")
            if extra and extra not in extras:
                extras.append(extra)
            terms = [f"({marker})" if extra and marker else marker] + [f'extra == "{extra}"'] * bool(extra)
            condition = " and ".join(filter(None, terms))
        elif line and not line.startswith("#"):
            requires.append(f"{line}; {condition}" if condition else line)
    return tuple(requires), tuple(extras)


def project_metadata(settings: Mapping[str, Any]) -> Metadata:
    """From the `[project]` table of a pyproject.toml (PEP 621), or poetry's; what it leaves to the build is None."""
    project = table_at(settings, "project")
    poetry = table_at(settings, "tool", "poetry")
    dynamic = set(_texts(project.get("dynamic")))
    optional = table_at(project, "optional-dependencies")
    requires = [*_texts(project.get("dependencies"))]
    for extra, wanted in optional.items():
        requires += [_under_extra(text, extra) for text in _texts(wanted)]
    return Metadata(
        name=_text(project.get("name")) or _text(poetry.get("name")),
        version=_text(project.get("version")) or _text(poetry.get("version")),
        requires_python=_text(project.get("requires-python")),
        requires_dist=tuple(requires),
        extras=tuple(optional),
        entry_points=tuple(sorted(_project_entry_points(project))),
        known=frozenset(field for field, keys in _PROJECT.items() if project and dynamic.isdisjoint(keys)),
    )


def setup_cfg_metadata(settings: Mapping[str, Mapping[str, str]]) -> Metadata:
    """From setup.cfg's `[metadata]` and `[options]`; `attr:` and `file:` values are left to the build and None here."""
    said, options = settings.get("metadata", {}), settings.get("options", {})

    def plain(value: str | None) -> str | None:
        return value.strip() if value and not re.match(r"\s*(attr|file)\s*:", value) else None

    requires = tuple(line.strip() for line in (plain(options.get("install_requires")) or "").splitlines() if line.strip())
    return Metadata(
        name=plain(said.get("name")),
        version=plain(said.get("version")),
        requires_python=plain(options.get("python_requires")),
        requires_dist=requires,
    )


def first_said(*all_said: Metadata) -> Metadata:
    """Field by field, what the first that says anything says: that there is nothing is said too, by whoever knows."""

    def pick(field: str) -> Any:
        telling = (said for said in all_said if getattr(said, field) or field in said.known)
        return getattr(next(telling, Metadata()), field)

    known = frozenset[str]().union(*(said.known for said in all_said))
    return Metadata(known=known, **{field: pick(field) for field in Metadata.__struct_fields__ if field != "known"})


def _project_entry_points(project: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    groups = {"console_scripts": table_at(project, "scripts"), "gui_scripts": table_at(project, "gui-scripts")}
    groups |= {group: table_at(entries, "") for group, entries in table_at(project, "entry-points").items()}
    return [(group, name, reference) for group, entries in groups.items() for name, reference in entries.items() if isinstance(reference, str)]


def _under_extra(requirement: str, extra: str) -> str:
    """The requirement as Requires-Dist states it for an extra."""
    wanted, mark, marker = requirement.partition(";")
    return f'{wanted.strip()}; ({marker.strip()}) and extra == "{extra}"' if mark else f'{wanted.strip()}; extra == "{extra}"'


def table_at(settings: Any, *keys: str) -> Mapping[str, Any]:
    """The table under these keys; empty where there is none."""
    for key in filter(None, keys):
        settings = settings.get(key) if isinstance(settings, Mapping) else None
    return settings if isinstance(settings, Mapping) else {}


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []

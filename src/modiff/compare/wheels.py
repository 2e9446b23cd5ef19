"""Whom the wheels of a release serve, by their filenames (PEP 427, PEP 425, PEP 600): Pythons, systems, and how old a system may be.

Build tags, the order of tags and other spellings of one platform (`manylinux2014` and `manylinux_2_17`) do not matter. Nor does a bound that no
living system stands below: glibc up to 2.17, macOS up to 10.13 (11 on arm64).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from modiff.compare.pythons import MINORS, Minor, shown
from modiff.model.changes import DistributionChanged

Age = tuple[int, int]
"""Of a system: the version of glibc, musl or macOS that a wheel asks for at least."""
_NO_AGE: Age = (0, 0)
_MANYLINUX = {"1": (2, 5), "2010": (2, 12), "2014": (2, 17)}
_FLOORS: dict[str, Age] = {"manylinux": (2, 17), "musllinux": (1, 1), "macosx": (10, 13)}
"""Older systems than these count as none."""
_LIBRARIES = {"manylinux": ("glibc", "glibc"), "musllinux": ("musl", "musl"), "macosx": ("macos", "macOS")}
"""What ages are counted in: as a part, and in words."""
_IMPLEMENTATIONS = {"cp": "CPython", "pp": "PyPy", "py": "CPython", "graalpy": "GraalPy"}
_FAT = {
    "universal2": ("x86_64", "arm64"), "intel": ("x86_64", "i386"), "universal": ("i386", "ppc"), "fat32": ("i386", "ppc"),
    "fat64": ("x86_64", "ppc64"),
}  # fmt: skip
"""Machines that one macOS wheel serves together."""
ANY = "any"


class Slot(NamedTuple):
    """Somebody whom a wheel serves."""

    implementation: str
    """CPython, free-threaded CPython, PyPy, ..."""
    python: Minor
    system: str
    """manylinux, musllinux, macosx, win32, ...; `any` for a wheel that is for all."""
    machine: str
    """x86_64, ...; empty where the system says it."""

    @property
    def platform(self) -> str:
        """`manylinux_x86_64`, `win32`."""
        return f"{self.system}_{self.machine}" if self.machine else self.system


Served = Mapping[Slot, Age]


def changes(name: str, old: Collection[str], new: Collection[str], pythons: Collection[Minor]) -> Iterator[DistributionChanged]:
    """What the new release's files no longer serve, by the filenames of both.

    `name`: the distribution's; `pythons`: those that both releases support, as others are lost anyway.
    """
    before, after = served(old, pythons), served(new, pythons)
    if not before:
        return
    if not any(file.endswith(".whl") for file in new):
        yield DistributionChanged(path=name, event="only-source-left", before=_counted(old), after=_counted(new))
        return
    yield from _lost(name, before, after)
    yield from _raised(name, before, after)


def served(filenames: Iterable[str], pythons: Collection[Minor]) -> Served:
    """Everybody whom these wheels serve, and the oldest system of theirs that will do. Files that are no wheels serve nobody."""
    found: dict[Slot, Age] = {}
    for filename in filenames:
        parts = filename.removesuffix(".whl").split("-")
        if not filename.endswith(".whl") or len(parts) < 5:
            continue
        interpreters, abis, platforms = (part.split(".") for part in parts[-3:])
        systems = [system for platform in platforms for system in _systems(platform)]
        for implementation, python in {pair for one in interpreters for abi in abis for pair in _interpreters(one, abi, pythons)}:
            for system, machine, age in systems:
                slot = Slot(implementation, python, system, machine)
                found[slot] = min(age, found.get(slot, age))
    return found


def name_python(filenames: Iterable[str], python: Minor) -> bool:
    """Is there a wheel made for just this Python? For 2.7 one for any Python 2 will do."""
    wanted = {f"cp{python[0]}{python[1]}", f"py{python[0]}{python[1]}"} | ({"py2"} if python == (2, 7) else set())
    tags = (filename.split("-")[-3] for filename in filenames if filename.endswith(".whl") and filename.count("-") > 3)
    return any(not wanted.isdisjoint(tag.split(".")) for tag in tags)


def _interpreters(interpreter: str, abi: str, pythons: Collection[Minor]) -> Iterator[tuple[str, Minor]]:
    match = re.fullmatch(r"([a-z]+?)(\d)(\d*)", interpreter)
    if match is None:
        return
    word, major, minor = match[1], int(match[2]), int(match[3]) if match[3] else None
    name = _IMPLEMENTATIONS.get(word, word)
    if re.search(r"\dt$", abi):
        name = f"free-threaded {name}"
    if word == "py" or abi == "abi3":  # for this version and later ones of its major version; of Python 2 at large only 2.7 is worth a word
        first = (major, minor) if minor is not None else (2, 7) if major == 2 else (major, 0)
        yield from ((name, python) for python in MINORS if python in pythons and python[0] == major and python >= first)
    elif minor is not None and (major, minor) in pythons:
        yield name, (major, minor)


def _systems(platform: str) -> Iterator[tuple[str, str, Age]]:
    if match := re.fullmatch(r"manylinux(1|2010|2014)_(\w+)", platform):
        yield "manylinux", match[2], _MANYLINUX[match[1]]
    elif match := re.fullmatch(r"(manylinux|musllinux|macosx)_(\d+)_(\d+)_(\w+)", platform):
        for machine in _FAT.get(match[4], (match[4],)) if match[1] == "macosx" else (match[4],):
            yield match[1], machine, max((int(match[2]), int(match[3])), (11, 0) if machine == "arm64" else _NO_AGE)
    elif match := re.fullmatch(r"(linux)_(\w+)", platform):
        yield "manylinux", match[2], _NO_AGE  # a plain Linux tag is for the machine it was built on; nothing is known of its age
    else:
        yield platform, "", _NO_AGE


# --- nobody serves them any more --------------------------------------------------------------------------------------------


def _lost(name: str, before: Served, after: Served) -> Iterator[DistributionChanged]:
    """One change for all Pythons of an implementation without any wheel, then one for each platform of those that are left."""
    everywhere = {slot.python for slot in after if slot.system == ANY and slot.implementation == "CPython"}
    lost = [slot for slot in before if slot not in after and slot.python not in everywhere]
    have = {(slot.implementation, slot.python) for slot in after}
    if all(slot.system == ANY for slot in before):  # whom a wheel for all serves is everybody
        have |= {("CPython", slot.python) for slot in after}
    without = [slot for slot in lost if (slot.implementation, slot.python) not in have]
    for implementation in sorted({slot.implementation for slot in without}):
        pythons = sorted({slot.python for slot in without if slot.implementation == implementation})
        names = tuple(f"{implementation} {shown(python)}" for python in pythons)
        old, new = (_pythons_of(slot for slot in side if slot.implementation == implementation) for side in (before, after))
        yield _removed(name, f"python:{shown(pythons[0])}", names, old, new)
    rest = [slot for slot in lost if (slot.implementation, slot.python) in have]
    for platform in sorted({slot.platform for slot in rest}):
        whole = not any(slot.platform == platform for slot in after)
        names = () if whole else tuple(f"{slot.implementation} {shown(slot.python)}" for slot in sorted(rest) if slot.platform == platform)
        told = _platforms_of if platform == ANY else _pythons_of
        old, new = (told(slot for slot in side if platform in (ANY, slot.platform)) for side in (before, after))
        yield _removed(name, f"platform:{platform}", names, old, new, platform)


def _removed(name: str, part: str, names: tuple[str, ...], old: str, new: str, platform: str | None = None) -> DistributionChanged:
    return DistributionChanged(path=name, event="wheel-removed", part=part, names=names, where=platform, before=old, after=new or None)


def _pythons_of(slots: Iterable[Slot]) -> str:
    known: dict[str, set[Minor]] = {}
    for slot in slots:
        known.setdefault(slot.implementation, set()).add(slot.python)
    return "; ".join(f"{implementation} {', '.join(map(shown, sorted(known[implementation])))}" for implementation in sorted(known))


def _platforms_of(slots: Iterable[Slot]) -> str:
    return ", ".join(sorted({slot.platform for slot in slots}))


# --- they must be newer -----------------------------------------------------------------------------------------------------


def _raised(name: str, before: Served, after: Served) -> Iterator[DistributionChanged]:
    """One change for each C library, or for macOS."""
    for system, (part, word) in _LIBRARIES.items():
        raised = [slot for slot in before if slot.system == system and slot in after and _counts(slot, before) < _counts(slot, after)]
        if raised:
            worst = max(raised, key=lambda slot: (_counts(slot, after), slot))
            ages = [f"{word} {'.'.join(map(str, side[worst]))}" for side in (before, after)]
            machines = tuple(sorted({slot.machine for slot in raised}))
            yield DistributionChanged(path=name, event="system-raised", part=part, names=machines, before=ages[0], after=ages[1])


def _counts(slot: Slot, side: Served) -> Age:
    """The age a wheel asks for, as far as it keeps anybody away."""
    floor = (11, 0) if slot.machine == "arm64" else _FLOORS[slot.system]
    return max(side[slot], floor)


def _counted(filenames: Collection[str]) -> str:
    wheels = sum(file.endswith(".whl") for file in filenames)
    other = len(filenames) - wheels
    parts = [f"{number} {word}{'' if number == 1 else 's'}" for number, word in ((wheels, "wheel"), (other, "source archive")) if number]
    return ", ".join(parts)

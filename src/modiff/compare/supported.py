"""In which environments both versions run, as far as they say: the grid of Pythons and platforms that findings are told for.

A lower bound comes from `Requires-Python`, or from classifiers that name minor versions. A release that gives neither is judged for the Pythons that
people use, the five newest minor versions: whoever installs it has one of these, while nobody can know how old a Python it was made for. Where a
release has wheels only, they say whom it serves.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from modiff.compare import wheels
from modiff.compare.pythons import MINORS, PLATFORMS, Minor, admitted, newest_common
from modiff.link.environment import Environment
from modiff.link.environments import Supported
from modiff.model.policy import Policy
from modiff.model.release import Metadata

_MINORS_IN_USE = 5
"""A minor version comes out each year and is kept for five (PEP 602)."""
_PLATFORM_OF = {"manylinux": "linux", "musllinux": "linux", "macosx": "darwin", "win32": "win32", "win_amd64": "win32", "win_arm64": "win32"}


def main_environment(policy: Policy, sides: Sequence[Metadata]) -> Environment:
    """The interpreter that is judged first, and what counts as part of the API: what the policy names, else the newest Python up to link's default on
    which all these releases run, on Linux or the first platform that they serve."""
    base = Environment(tests=policy.tests, vendored=policy.vendored, platform=policy.platform or _platforms(sides)[0])
    python = policy.python_version or newest_common(base.python, [(side.requires_python, side.classified) for side in sides])
    return base if python is None else msgspec.structs.replace(base, python=python)


def supported(policy: Policy, sides: Sequence[Metadata], main: Environment) -> Supported:
    """Every environment that all these releases support and the policy does not rule out; `main` is always among them."""
    platforms = (policy.platform,) if policy.platform is not None else _platforms(sides)
    if policy.python_version is not None:
        return Supported((policy.python_version,), platforms)
    common = {*MINORS}.intersection(*(_pythons(side, main.python) for side in sides))
    return Supported(tuple(sorted(common | {main.python})), platforms)


def _pythons(said: Metadata, otherwise: Minor) -> frozenset[Minor]:
    """The minor versions that a release is for. Where it sets no lower bound, those in use that it admits; `otherwise` alone if that is none of them,
    as in what was made for Python 2."""
    known = admitted(said.requires_python) or frozenset(MINORS)
    named = {minor for minor in MINORS if f"{minor[0]}.{minor[1]}" in said.classified}
    if MINORS[0] in known:  # anything would do: it names no bound
        in_use = known.intersection(MINORS[-_MINORS_IN_USE:])
        plain = in_use if otherwise in in_use else frozenset({otherwise})
        known = frozenset(minor for minor in known if minor in named or minor > max(named)) if named else plain
    if _has_wheels_only(said):
        served = {slot.python for slot in wheels.served(said.filenames, MINORS)}
        return known & served or known
    return known


def _platforms(sides: Sequence[Metadata]) -> tuple[str, ...]:
    """Those that all releases serve, in the order of `PLATFORMS`; all where none of them tells."""
    served = [{_PLATFORM_OF.get(slot.system) for slot in wheels.served(side.filenames, MINORS)} for side in sides if _has_wheels_only(side)]
    common = [platform for platform in PLATFORMS if all(platform in one or None in one for one in served)]
    return tuple(common or PLATFORMS)


def _has_wheels_only(said: Metadata) -> bool:
    return bool(said.filenames) and all(name.endswith((".whl", ".egg", ".exe", ".metadata", ".asc")) for name in said.filenames)

"""What a distribution needs of others: requirements of two versions, seen by what they ask for in each environment that both versions support.

Only what every installation needs is compared; the requirements of an extra are asked for by name, and change with it. Order and spelling of
requirements, normalised names, and markers that no supported environment tells apart do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING

from modiff.compare.pythons import Place, in_words, marker_environment, specifier_of
from modiff.model.changes import DistributionChanged, DistributionEvent

if TYPE_CHECKING:
    from packaging.requirements import Requirement

Asked = Mapping[Place, str]
"""What versions are asked for where, as a specifier; an environment in which the dependency is not needed is missing."""
_ONLY_EXTRA = re.compile(r'extra == "[^"]*"')
_FAR = 99999
"""A number that no part of a version reaches."""


def changes(name: str, old: Iterable[str], new: Iterable[str], every: Sequence[Place]) -> Iterator[DistributionChanged]:
    """What differs between two lists of requirements (PEP 508), as far as it concerns every installation.

    `name`: the distribution's; `every`: the environments that both versions support.
    """
    before, after = _by_name(old), _by_name(new)
    for wanted in sorted(after):
        left, right = before.get(wanted, []), after[wanted]
        if sorted(left) == sorted(right):
            continue
        was, now = _read(left), _read(right)
        if was is not None and now is not None and sorted(map(str, was)) != sorted(map(str, now)):
            yield from _compared(name, was, now, every)


def _by_name(requirements: Iterable[str]) -> dict[str, list[str]]:
    """By normalised name, unread: of long lists little changes."""
    found: dict[str, list[str]] = {}
    for text in requirements:
        name = re.match(r"\s*([\w.-]*)", text)
        found.setdefault(re.sub(r"[-_.]+", "-", name[1] if name else "").lower(), []).append(text)
    return found


def _read(requirements: Iterable[str]) -> list[Requirement] | None:
    """None where one of them cannot be read."""
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        return [Requirement(text) for text in requirements]
    except InvalidRequirement:
        return None


def _compared(name: str, left: Sequence[Requirement], right: Sequence[Requirement], every: Sequence[Place]) -> Iterator[DistributionChanged]:
    before, after = _asked(left, every), _asked(right, every)
    part = right[0].name

    def change(event: DistributionEvent, where: str | None, old: str | None, new: str | None) -> DistributionChanged:
        return DistributionChanged(path=name, event=event, part=part, where=where, before=old, after=new)

    if not before:
        if after:
            yield change("dependency-added", in_words(after.keys(), every), None, _text(part, [*after.values()]))
        return
    if not after:
        return  # nobody has to install it any more
    more, fewer = after.keys() - before.keys(), before.keys() - after.keys()
    if more or fewer:
        where = "now needed " + (in_words(more, every) or "") if more else "no longer needed " + (in_words(fewer, every) or "")
        yield change("dependency-marker-changed", where, _with_markers(left), _with_markers(right))
    tighter = [place for place in every if place in before and place in after and is_tighter(before[place], after[place])]
    if tighter:
        first = tighter[-1]  # the newest Python says most of what is meant
        both = [place for place in every if place in before and place in after]
        yield change("dependency-tightened", in_words(tighter, both), _text(part, [before[first]]), _text(part, [after[first]]))


def _asked(requirements: Sequence[Requirement], every: Sequence[Place]) -> dict[Place, str]:
    """Several requirements of one name hold together."""
    found: dict[Place, list[str]] = {}
    for requirement in requirements:
        for place in every if requirement.marker is None else _holding(str(requirement.marker), tuple(every)):
            found.setdefault(place, []).append(str(requirement.specifier))
    return {place: ",".join(sorted(filter(None, {*texts}))) for place, texts in found.items()}


@cache
def _holding(marker: str, every: tuple[Place, ...]) -> tuple[Place, ...]:
    """The environments in which a marker holds where no extra is asked for."""
    from packaging.markers import Marker, UndefinedComparison, UndefinedEnvironmentName

    if _ONLY_EXTRA.fullmatch(marker):
        return ()
    read = Marker(marker)
    try:
        return tuple(place for place in every if read.evaluate(marker_environment(place)))
    except (UndefinedComparison, UndefinedEnvironmentName, ValueError):
        return ()


def _text(name: str, specifiers: Sequence[str]) -> str:
    """`numpy>=1.2`; the bare name where not all ask for one thing."""
    return name + specifiers[0] if len({*specifiers}) == 1 else name


def _with_markers(requirements: Sequence[Requirement]) -> str:
    return ", ".join(sorted(str(requirement) for requirement in requirements if "extra ==" not in str(requirement.marker)))


@cache
def is_tighter(old: str, new: str) -> bool:
    """Is there a version that the old specifier took and the new one does not? Tried on versions around every bound that either names."""
    before, after = specifier_of(old), specifier_of(new)
    if before is None or after is None or before == after:
        return False
    return any(before.contains(v, prereleases=True) and not after.contains(v, prereleases=True) for v in _around(f"{old},{new}"))


def _around(specifiers: str) -> Iterator[str]:
    """Versions on both sides of every bound, in all places of its number, and some far from all of them."""
    from packaging.version import InvalidVersion, Version

    yield from ("0", str(_FAR))
    for text in specifiers.split(","):
        try:
            bound = Version(text.strip().lstrip("<>=!~ ").removesuffix(".*"))
        except InvalidVersion:
            continue
        yield str(bound)
        epoch, release = (f"{bound.epoch}!" if bound.epoch else ""), bound.release
        yield f"{epoch}{'.'.join(map(str, (*release, 1)))}"
        for at in range(len(release)):
            yield epoch + ".".join(map(str, (*release[:at], release[at] + 1)))
            if release[at]:
                yield epoch + ".".join(map(str, (*release[:at], release[at] - 1, _FAR)))

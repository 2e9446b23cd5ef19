"""Of many upgrades those that matter to some code: seen from what it imports, before anything is compared."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

from modiff import sources
from modiff.errors import IndexUnavailable, ModiffError, UnknownPackage
from modiff.flows.reading import Reading
from modiff.model.clients import ClientFile
from modiff.model.hits import ClientGap
from modiff.model.locks import Moved
from modiff.store import open_store

AT_ONCE = 8
"""Packages that are opened side by side: most of the time is spent waiting for the index."""
_IMPORTS = re.compile(rb"^[ \t]*(?:from[ \t]+([\w]+)[\w.]*[ \t]+import|import[ \t]+([^\n#;]+))", re.MULTILINE)
_STRINGS = re.compile(rb"[\"']([^\W\d]\w*)\.[^\W\d]|(?:import_module|__import__|find_spec|importorskip)\([\"']([^\W\d]\w*)")
"""Names of packages at the beginning of dotted strings (`mock.patch("requests.get")`), or given to what imports."""


def relevant(
    moves: Sequence[Moved], texts: Sequence[ClientFile], reading: Reading, needed: Collection[str] = ()
) -> tuple[list[Moved], list[Moved], list[ClientGap]]:
    """Upgrades that the code uses, those that it does not, and those of which that cannot be said.

    A package named as it is imported (`requests`) is told from its name. Of the others the new release is opened, to see what it holds, as long as
    something is imported that is not accounted for (`yaml`). `needed`: normalised names that count as used, whatever the code says.
    """
    named = _imported(texts) | _in_strings(texts)
    stubs = [each for each in moves if each.name.startswith("types-") or each.name.endswith("-stubs")]  # which no code runs
    moves = [each for each in moves if each not in stubs]
    used = {each.name for each in moves if each.name in needed or _likely(each.name) & named}
    strangers = _imported(texts) - set(sys.stdlib_module_names) - {text.module.partition(".")[0] for text in texts}
    strangers -= {name for each in used for name in _likely(each)}
    open_ones = [each for each in moves if each.name not in used] if strangers else []
    gaps: list[ClientGap] = []
    for each, packages in zip(open_ones, _packages(open_ones, reading), strict=True):
        if isinstance(packages, ModiffError):
            gaps.append(ClientGap(each.name, f"whether it is used is not known: {_in_short(packages)}", None, None))
        elif named & set(packages):
            used.add(each.name)
    unknown = {gap.path for gap in gaps}
    rest = [each for each in moves if each.name not in used and each.name not in unknown]
    return [each for each in moves if each.name in used], [*rest, *stubs], gaps


def fetched_together(moves: Sequence[Moved], reading: Reading) -> None:
    """Both versions of all, fetched side by side into the cache, from where comparing takes them one by one. Failures are told there."""
    if len(moves) < 2 or not reading.cache or reading.offline:
        return
    if reading.progress is not None:
        reading.progress(f"fetching {len(moves)} packages in two versions")
    with open_store(reading.cache) as store, ThreadPoolExecutor(AT_ONCE) as pool:

        def fetch(move: Moved) -> None:
            try:
                pair = sources.open(move.old_spec, move.new_spec, store=store)
            except ModiffError:
                return
            for release in (pair.old, pair.new):
                if release.tree is not None:
                    release.tree.close()

        list(pool.map(fetch, moves))


def _in_short(error: ModiffError) -> str:
    """Without the name where that is all that tells it from the next: of what conda pins much is in no index of Python's."""
    return "no configured index has a package of that name" if isinstance(error, UnknownPackage) else error.message


def _packages(moves: Sequence[Moved], reading: Reading) -> list[tuple[str, ...] | ModiffError]:
    """The import names of each new version. Raises IndexUnavailable: then nothing can be said of any."""
    if not moves:
        return []
    if reading.progress is not None:
        reading.progress(f"looking what {len(moves)} packages hold")
    with open_store(reading.cache) as store, ThreadPoolExecutor(AT_ONCE) as pool:

        def look(move: Moved) -> tuple[str, ...] | ModiffError:
            try:
                release = sources.open_one(move.new_spec, offline=reading.offline, store=store)
            except IndexUnavailable:
                raise
            except ModiffError as error:
                return error
            if release.tree is not None:
                release.tree.close()
            return release.packages

        return list(pool.map(look, moves))


def named_in(names: Iterable[str], texts: Sequence[ClientFile]) -> list[str]:
    """Those of these distributions that the texts name as their names suggest."""
    named = _imported(texts) | _in_strings(texts)
    return [name for name in names if _likely(name) & named]


def _likely(name: str) -> set[str]:
    """Import names that a distribution's name suggests: `Flask-Login` is `flask_login`, `python-dateutil` also `dateutil`."""
    plain = name.lower().replace("-", "_").replace(".", "_")
    return {plain, plain.removeprefix("python_"), plain.removesuffix("_python")}


def _in_strings(texts: Iterable[ClientFile]) -> set[str]:
    """Top-level names that strings may import from."""
    return {(one or other).decode("utf-8", "replace") for text in texts for one, other in _STRINGS.findall(text.text)}


def _imported(texts: Iterable[ClientFile]) -> set[str]:
    """Top-level names in import statements."""
    found: set[str] = set()
    for text in texts:
        for one, several in _IMPORTS.findall(text.text):
            names = [one] if one else [part.split()[0].partition(b".")[0] for part in several.split(b",") if part.split()]
            found |= {name.decode("utf-8", "replace") for name in names}
    return found

"""Which modules have the same text on both sides of a pair: by digests where the trees know them, by cheap reading where one is local."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping

from modiff.model.facts import Facts
from modiff.model.release import File, ModuleFile, Release

_WORDS: Mapping[str, Callable[[bytes], str]] = {
    "crc32": lambda data: f"crc32:{zlib.crc32(data):08x}:{len(data)}",
    "git": lambda data: "git:" + hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest(),
    "sha256": lambda data: f"sha256:{hashlib.sha256(data).hexdigest()}",
}
"""The digest of a text in each scheme that can be computed here."""
_BATCH = 400


def equal_modules(old: Release, new: Release, readable: Callable[[Release], bool]) -> frozenset[str]:
    """Modules of both sides whose source and stub are known to be the same; of ready-made facts, those that say the same (both sides then hold
    one object).

    `readable(release)` says whether reading its files costs next to nothing (no network): then files of one size whose digests
    cannot be compared are read. Nothing is known where only one side has a tree.
    """
    if old.prepared is not None and new.prepared is not None:
        return _equal_facts(old, new, old.prepared, new.prepared)
    if old.tree is None or new.tree is None:
        return frozenset()
    shared = [(module, new.modules[name]) for name, module in old.modules.items() if name in new.modules and _alike(module, new.modules[name])]
    pairs = {
        (path, other)
        for module, twin in shared
        for path, other in ((module.source, twin.source), (module.stub, twin.stub))
        if path is not None and other is not None
    }
    same = _same_files(old, new, sorted(pairs), readable)
    return frozenset(
        module.name
        for module, twin in shared
        if all(path is None or (path, other) in same for path, other in ((module.source, twin.source), (module.stub, twin.stub)))
    )


def _equal_facts(old: Release, new: Release, before: Mapping[str, Facts], after: Mapping[str, Facts]) -> frozenset[str]:
    same = frozenset(name for name, facts in before.items() if name in after and after[name] == facts)
    new.prepared = {name: before[name] if name in same else facts for name, facts in after.items()}
    return same


def _alike(module: ModuleFile, twin: ModuleFile) -> bool:
    """Do both have the same kinds of files, and text at all (or need none, as namespace packages)?"""
    text = module.source is not None or module.stub is not None or not module.compiled
    kinds = (module.source is None, module.stub is None, module.package, module.compiled)
    return text and kinds == (twin.source is None, twin.stub is None, twin.package, twin.compiled)


def _same_files(old: Release, new: Release, pairs: Iterable[tuple[str, str]], readable: Callable[[Release], bool]) -> set[tuple[str, str]]:
    assert old.tree is not None
    assert new.tree is not None
    left, right = old.tree.files, new.tree.files
    same: set[tuple[str, str]] = set()
    unsure: list[tuple[str, str]] = []
    for path, other in pairs:
        a, b = left[path], right[other]
        if a.size != b.size:
            continue
        if _scheme(a) is not None and _scheme(a) == _scheme(b):
            if a.digest == b.digest:
                same.add((path, other))
        else:
            unsure.append((path, other))
    for start in range(0, len(unsure), _BATCH):
        same |= _read_and_compare(old, new, unsure[start : start + _BATCH], readable)
    return same


def _read_and_compare(old: Release, new: Release, pairs: list[tuple[str, str]], readable: Callable[[Release], bool]) -> set[tuple[str, str]]:
    """Gives the side that can be read cheaply a digest in the other's scheme; without any scheme the bytes of both are compared."""
    assert old.tree is not None
    assert new.tree is not None
    left, right = old.tree.files, new.tree.files
    schemes = {_scheme(right[other]) for _, other in pairs} if readable(old) else set()
    if readable(old) and schemes <= _WORDS.keys():
        texts = old.tree.read([path for path, _ in pairs])
        return {(path, other) for path, other in pairs if _word(right[other], texts[path]) == right[other].digest}
    if readable(new) and {_scheme(left[path]) for path, _ in pairs} <= _WORDS.keys():
        texts = new.tree.read([other for _, other in pairs])
        return {(path, other) for path, other in pairs if _word(left[path], texts[other]) == left[path].digest}
    if readable(old) and readable(new):
        texts, others = old.tree.read([path for path, _ in pairs]), new.tree.read([other for _, other in pairs])
        return {(path, other) for path, other in pairs if texts[path] == others[other]}
    return set()


def _scheme(file: File) -> str | None:
    return None if file.digest is None else file.digest.partition(":")[0]


def _word(file: File, data: bytes) -> str:
    return _WORDS[(file.digest or "").partition(":")[0]](data)
